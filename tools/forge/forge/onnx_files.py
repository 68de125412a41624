"""ONNX graphs of the networks, with float16 weights behind Casts and float32 edges.

Initializers keep the parameter names of the modules, so that a model folder alone is enough to
rebuild the torch modules (`tools/goldens/embedded_image.py` does).
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from transformers import CLIPTextModel

from .models import TEXT_POSITIONS

OPSET = 17
CAST_SUFFIX = "::float32"
ALIASES = "forge_aliases"  # metadata: parameter name to the equal one that is stored


@torch.no_grad()
def round_to_half(model: nn.Module) -> None:
    """Round all weights to what float16 holds, in place; they stay float32 tensors."""
    for parameter in model.parameters():
        parameter.copy_(parameter.half().float())


class _Text(nn.Module):
    def __init__(self, model: CLIPTextModel) -> None:
        super().__init__()
        self.text_model = model

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        out = self.text_model(input_ids=input_ids)
        return out.last_hidden_state, out.pooler_output


class _Unet(nn.Module):
    def __init__(self, model: UNet2DConditionModel) -> None:
        super().__init__()
        self.unet = model

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        out: Tensor = self.unet(sample, timestep, encoder_hidden_states, return_dict=False)[0]
        return out


class _Decoder(nn.Module):
    def __init__(self, model: AutoencoderKL) -> None:
        super().__init__()
        self.vae = model

    def forward(self, latent_sample: Tensor) -> Tensor:
        out: Tensor = self.vae.decode(latent_sample, return_dict=False)[0]
        return out


class _Encoder(nn.Module):
    def __init__(self, model: AutoencoderKL) -> None:
        super().__init__()
        self.vae = model

    def forward(self, sample: Tensor) -> Tensor:
        out: Tensor = self.vae.encode(sample).latent_dist.parameters
        return out


def store_as_half(model: onnx.ModelProto, prefix: str) -> onnx.ModelProto:
    """Store float32 initializers as float16 with a Cast to float32 in front of their uses.

    `prefix` (the wrapper's own name, with its dot) is cut from the initializers' names.
    """
    graph = model.graph
    renamed: dict[str, str] = {}
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        name = tensor.name.removeprefix(prefix)
        renamed[tensor.name] = name + CAST_SUFFIX
        values = numpy_helper.to_array(tensor)
        half = values.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), values):
            raise ValueError(f"{tensor.name} is not rounded to float16")
        tensor.CopyFrom(numpy_helper.from_array(half, name))
        casts.append(helper.make_node("Cast", [name], [name + CAST_SUFFIX], to=TensorProto.FLOAT))
    for node in graph.node:
        for index, name in enumerate(node.input):
            node.input[index] = renamed.get(name, name)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def record_aliases(model: onnx.ModelProto, module: nn.Module) -> None:
    """Note parameters that the exporter merged with equal ones, so that all can be read back."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    aliases = {}
    for name, parameter in module.named_parameters():
        if name not in stored:
            values = parameter.detach().numpy()
            equal = (other for other, kept in stored.items() if np.array_equal(kept, values))
            if (same := next(equal, None)) is not None:
                aliases[name] = same
    helper.set_model_props(model, {ALIASES: json.dumps(aliases)})


def _export(
    wrapper: nn.Module,
    prefix: str,
    inputs: dict[str, Tensor],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    path: Path,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            wrapper.eval(),
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            do_constant_folding=False,
            keep_initializers_as_inputs=False,
            dynamo=False,
        )
    model = store_as_half(onnx.load(str(path)), prefix)
    record_aliases(model, wrapper.get_submodule(prefix.rstrip(".")))
    model.producer_name, model.producer_version = "roentgen-lightbox-forge", "1"
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def export_text_encoder(model: CLIPTextModel, path: Path) -> None:
    """input_ids (batch, 77) int64 -> last_hidden_state (batch, 77, width), pooler_output (batch, width)."""
    batch = {0: "batch_size"}
    _export(
        _Text(model),
        "text_model.",
        {"input_ids": torch.zeros(2, TEXT_POSITIONS, dtype=torch.int64)},
        ["last_hidden_state", "pooler_output"],
        {
            "input_ids": batch | {1: "sequence_length"},
            "last_hidden_state": batch | {1: "sequence_length"},
            "pooler_output": batch,
        },
        path,
    )


def export_unet(model: UNet2DConditionModel, path: Path) -> None:
    """sample (batch, 4, h, w), timestep (1) int64, encoder_hidden_states (batch, 77, width) -> out_sample."""
    side, width = model.config.sample_size, model.config.cross_attention_dim
    plane = {0: "batch_size", 2: "height", 3: "width"}
    _export(
        _Unet(model),
        "unet.",
        {
            "sample": torch.zeros(2, model.config.in_channels, side, side),
            "timestep": torch.tensor([1], dtype=torch.int64),
            "encoder_hidden_states": torch.zeros(2, TEXT_POSITIONS, width),
        },
        ["out_sample"],
        {
            "sample": plane,
            "timestep": {0: "steps"},
            "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
            "out_sample": plane,
        },
        path,
    )


def export_vae(model: AutoencoderKL, decoder: Path, encoder: Path) -> None:
    """latent_sample (batch, 4, h, w) -> sample (batch, 1, 8h, 8w), and sample -> latent_parameters (moments)."""
    latent = {0: "batch_size", 2: "latent_height", 3: "latent_width"}
    plane = {0: "batch_size", 2: "height", 3: "width"}
    side, channels = model.config.sample_size, model.config.latent_channels
    shrink = 2 ** (len(model.config.block_out_channels) - 1)
    _export(
        _Decoder(model),
        "vae.",
        {"latent_sample": torch.zeros(1, channels, side // shrink, side // shrink)},
        ["sample"],
        {"latent_sample": latent, "sample": plane},
        decoder,
    )
    _export(
        _Encoder(model),
        "vae.",
        {"sample": torch.zeros(1, model.config.in_channels, side, side)},
        ["latent_parameters"],
        {"sample": plane, "latent_parameters": latent},
        encoder,
    )
