"""What onnx's own reader says of the embedded model's graphs. Run: python make_onnx_headers.py

    data/onnx-headers.json    inputs, outputs, operators and constants of each graph, read by `onnx.load`
"""

import json
from pathlib import Path

import numpy
import onnx
from golden_files import DATA, versions
from onnx import AttributeProto, GraphProto, TensorProto, numpy_helper

MODEL = Path(__file__).resolve().parents[2] / "resources" / "models" / "cxr-demo"
PARTS = ["text_encoder", "unet", "vae_decoder", "vae_encoder"]
TYPES = {TensorProto.FLOAT: "float32", TensorProto.FLOAT16: "float16", TensorProto.INT64: "int64", TensorProto.INT32: "int32"}


def value(info: onnx.ValueInfoProto) -> dict:
    """A name, an element type, and sizes as numbers or symbols."""
    tensor = info.type.tensor_type
    dims = [dim.dim_value if dim.HasField("dim_value") else dim.dim_param for dim in tensor.shape.dim]
    return {"name": info.name, "type": TYPES[tensor.elem_type], "dims": dims}


def constants(graph: GraphProto) -> list[numpy.ndarray]:
    """Initialisers, and tensors in attributes, those of subgraphs too."""
    found = [numpy_helper.to_array(tensor) for tensor in graph.initializer]
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == AttributeProto.TENSOR:
                found.append(numpy_helper.to_array(attribute.t))
            elif attribute.type == AttributeProto.GRAPH:
                found += constants(attribute.g)
    return found


def describe(path: Path) -> dict:
    """The facts that the product reads without loading the weights."""
    model = onnx.load(str(path))
    arrays = constants(model.graph)
    return {
        "irVersion": model.ir_version,
        "producer": f"{model.producer_name} {model.producer_version}".strip(),
        "opsets": {entry.domain: entry.version for entry in model.opset_import},
        "inputs": [value(info) for info in model.graph.input],
        "outputs": [value(info) for info in model.graph.output],
        "nodes": len(model.graph.node),
        "operators": sorted({node.op_type for node in model.graph.node}),
        "constants": len(arrays),
        "elements": sum(array.size for array in arrays),
        "bytes": sum(array.nbytes for array in arrays),
    }


def main() -> None:
    graphs = {part: describe(MODEL / part / "model.onnx") for part in PARTS}
    golden = {"versions": versions("onnx"), "model": MODEL.name, "graphs": graphs}
    (DATA / "onnx-headers.json").write_text(json.dumps(golden, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
