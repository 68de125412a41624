"""Exports networks to ONNX with the names, types and dynamic axes of optimum-onnx 0.1, and as older tools did.

Compared with what `optimum.exporters.onnx.main_export` wrote of the same networks (optimum-onnx 0.1.0): equal.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper

from .networks import Networks

OPSET = 18


@dataclass(frozen=True)
class Edges:
    """What exports differ in at their edges."""

    #: Of input_ids; optimum wrote int32 for CLIP at first.
    ids: torch.dtype = torch.int64
    #: "scalar": a float of the graph's type; "steps": int64, one element, as optimum 1 wrote it; "batch": float32,
    #: one for each image, as diffusers' own export script did.
    timestep: str = "scalar"


class TextEncoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module, outputs: int) -> None:
        super().__init__()
        self.model, self.outputs = model, outputs

    def forward(self, *inputs):
        return tuple(self.model(*inputs)[: self.outputs])


class UNet(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.model(sample, timestep, encoder_hidden_states, return_dict=False)[0]


class Encoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample):
        # Mean and log variance, as optimum's patch of the encoder gives them: the caller draws the sample.
        return self.model.encode(sample).latent_dist.parameters


class Decoder(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, latent_sample):
        return self.model.decode(latent_sample, return_dict=False)[0]


def export(module, inputs: tuple, path: Path, axes: dict[str, dict[int, str]], outputs: dict[str, dict[int, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The tracer's remarks on shapes, which are of fixed rank here.
        torch.onnx.export(
            module.eval(), inputs, str(path), input_names=list(axes), output_names=list(outputs),
            dynamic_axes={**axes, **outputs}, opset_version=OPSET, dynamo=False, do_constant_folding=True,
        )  # fmt: skip
    onnx.checker.check_model(str(path), full_check=True)


def export_text_encoder(networks: Networks, folder: Path, edges: Edges, tokens: int) -> None:
    """CLIP from its ids; BERT has its mask and its segments as well, and no pooled output."""
    clip = networks.text_encoder.config.model_type == "clip_text_model"
    names = ["input_ids"] if clip else ["input_ids", "attention_mask", "token_type_ids"]
    outputs = {"last_hidden_state": {0: "batch_size", 1: "sequence_length"}}
    if clip:
        outputs["pooler_output"] = {0: "batch_size"}
    axes = {name: {0: "batch_size", 1: "sequence_length"} for name in names}
    inputs = tuple(torch.ones(1, tokens, dtype=edges.ids) for _ in names)
    export(TextEncoder(networks.text_encoder, len(outputs)), inputs, folder / "text_encoder" / "model.onnx", axes, outputs)


def export_projection(networks: Networks, folder: Path) -> None:
    hidden = torch.zeros(1, 8, networks.projection.in_features, dtype=networks.projection.weight.dtype)
    axes = {"hidden_states": {0: "batch_size", 1: "sequence_length"}}
    outputs = {"projected_states": {0: "batch_size", 1: "sequence_length"}}
    export(networks.projection, (hidden,), folder / "text_projection" / "model.onnx", axes, outputs)


def export_unet(networks: Networks, folder: Path, edges: Edges, tokens: int) -> None:
    unet = networks.unet
    latents = torch.zeros(2, unet.config.in_channels, 8, 8, dtype=unet.dtype)
    timestep, timestep_axes = {
        "scalar": (torch.tensor(1, dtype=unet.dtype), {}),
        "steps": (torch.ones(1, dtype=torch.int64), {0: "steps"}),
        "batch": (torch.ones(2, dtype=torch.float32), {0: "batch_size"}),
    }[edges.timestep]
    context = torch.zeros(2, tokens, unet.config.cross_attention_dim, dtype=unet.dtype)
    sample_axes = {0: "batch_size", 2: "height", 3: "width"}
    axes = {
        "sample": sample_axes,
        "timestep": timestep_axes,
        "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
    }
    export(UNet(unet), (latents, timestep, context), folder / "unet" / "model.onnx", axes, {"out_sample": sample_axes})


def export_vae(networks: Networks, folder: Path) -> None:
    config = networks.vae.config
    enlargement = 2 ** (len(config.block_out_channels) - 1)
    films = torch.zeros(1, config.in_channels, 64, 64, dtype=networks.vae.dtype)
    latents = torch.zeros(1, config.latent_channels, 8, 8, dtype=networks.vae.dtype)
    export(
        Encoder(networks.vae), (films,), folder / "vae_encoder" / "model.onnx",
        {"sample": {0: "batch_size", 2: "sample_height", 3: "sample_width"}},
        {"latent_parameters": {0: "batch_size", 2: f"sample_height / {enlargement}", 3: f"sample_width / {enlargement}"}},
    )  # fmt: skip
    export(
        Decoder(networks.vae), (latents,), folder / "vae_decoder" / "model.onnx",
        {"latent_sample": {0: "batch_size", 2: "latent_height", 3: "latent_width"}},
        {"sample": {0: "batch_size", 2: f"latent_height * {enlargement}", 3: f"latent_width * {enlargement}"}},
    )  # fmt: skip


def export_networks(networks: Networks, folder: Path, tokens: int, edges: Edges = Edges()) -> None:
    """All graphs of a pipeline into a folder."""
    export_text_encoder(networks, folder, edges, tokens)
    if networks.projection is not None:
        export_projection(networks, folder)
    export_unet(networks, folder, edges, tokens)
    export_vae(networks, folder)


def widen_edges(path: Path) -> None:
    """float16 inside, float32 outside: a cast behind every float16 input and before every float16 output."""
    model = onnx.load(str(path))
    graph = model.graph
    casts_in, casts_out = [], []
    for value in graph.input:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT16:
            value.type.tensor_type.elem_type = TensorProto.FLOAT
            inner = f"{value.name}_float16"
            rename(graph.node, value.name, inner)
            casts_in.append(helper.make_node("Cast", [value.name], [inner], f"/{inner}/Cast", to=TensorProto.FLOAT16))
    for value in graph.output:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT16:
            value.type.tensor_type.elem_type = TensorProto.FLOAT
            inner = f"{value.name}_float16"
            rename(graph.node, value.name, inner)
            casts_out.append(helper.make_node("Cast", [inner], [value.name], f"/{inner}/Cast", to=TensorProto.FLOAT))
    nodes = [*casts_in, *graph.node, *casts_out]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def rename(nodes, old: str, new: str) -> None:
    for node in nodes:
        for names in (node.input, node.output):
            for index, name in enumerate(names):
                if name == old:
                    names[index] = new


def move_weights_beside(path: Path) -> None:
    """The weights into model.onnx_data, as optimum stores those of more than 2 GB."""
    model = onnx.load(str(path))
    path.unlink()
    onnx.save_model(
        model, str(path), save_as_external_data=True, all_tensors_to_one_file=True, location="model.onnx_data", size_threshold=64,
    )  # fmt: skip
    onnx.checker.check_model(str(path), full_check=True)
