"""Prints the graph that providers are tried with (src-main/engine/probe-graph.ts), base64.

    python tools/goldens/make_probe_graph.py

y = matmul(conv3x3(x, w), m) for x of shape 1 x 64 x 64 x 64. The weights are computed from whole numbers inside the
graph, exact in float32, so that it stays small and onnxruntime still sees constants: w[i] = ((i * 7919) mod 251 - 125)
/ 1024 for i in 0 .. 36863, shape 64 x 64 x 3 x 3; m[i] = ((i * 104729) mod 241 - 120) / 1024, shape 64 x 64.
"""

import base64

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZE = 64


def constant(name: str, value, dtype) -> onnx.NodeProto:
    return helper.make_node("Constant", [], [name], value=numpy_helper.from_array(np.array(value, dtype=dtype)))


def weights(name: str, count: int, factor: int, modulus: int, shape: list[int]) -> list[onnx.NodeProto]:
    return [
        constant(f"{name}_0", 0, np.int64),
        constant(f"{name}_n", count, np.int64),
        constant(f"{name}_1", 1, np.int64),
        constant(f"{name}_f", factor, np.int64),
        constant(f"{name}_m", modulus, np.int64),
        constant(f"{name}_h", modulus // 2, np.int64),
        constant(f"{name}_d", 1024, np.float32),
        constant(f"{name}_s", shape, np.int64),
        helper.make_node("Range", [f"{name}_0", f"{name}_n", f"{name}_1"], [f"{name}_i"]),
        helper.make_node("Mul", [f"{name}_i", f"{name}_f"], [f"{name}_p"]),
        helper.make_node("Mod", [f"{name}_p", f"{name}_m"], [f"{name}_r"]),
        helper.make_node("Sub", [f"{name}_r", f"{name}_h"], [f"{name}_c"]),
        helper.make_node("Cast", [f"{name}_c"], [f"{name}_v"], to=TensorProto.FLOAT),
        helper.make_node("Div", [f"{name}_v", f"{name}_d"], [f"{name}_q"]),
        helper.make_node("Reshape", [f"{name}_q", f"{name}_s"], [name]),
    ]


def main() -> None:
    nodes = [
        *weights("w", SIZE * SIZE * 9, 7919, 251, [SIZE, SIZE, 3, 3]),
        *weights("m", SIZE * SIZE, 104729, 241, [SIZE, SIZE]),
        helper.make_node("Conv", ["x", "w"], ["k"], pads=[1, 1, 1, 1]),
        helper.make_node("MatMul", ["k", "m"], ["y"]),
    ]
    shape = [1, SIZE, SIZE, SIZE]
    graph = helper.make_graph(
        nodes,
        "probe",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8, producer_name="")
    onnx.checker.check_model(model, full_check=True)
    print(base64.b64encode(model.SerializeToString()).decode("ascii"))


if __name__ == "__main__":
    main()
