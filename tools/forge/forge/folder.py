"""A model folder back into torch modules: the weights are read out of the ONNX initializers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    PNDMScheduler,
    SchedulerMixin,
    UNet2DConditionModel,
)
from onnx import numpy_helper
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from .onnx_files import ALIASES
from .tokenizer import load_tokenizer

SCHEDULERS: dict[str, type[SchedulerMixin]] = {
    "pndm": PNDMScheduler,
    "ddim": DDIMScheduler,
    "dpmpp-2m": DPMSolverMultistepScheduler,
}


@dataclass(frozen=True)
class Model:
    """The torch modules of one model folder, ready to sample with."""

    tokenizer: CLIPTokenizer
    text_encoder: CLIPTextModel
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    schedule: dict[str, Any]


def initializers(path: Path) -> dict[str, Tensor]:
    """All floating-point initializers of an ONNX graph, as float32, by name."""
    model = onnx.load(str(path))
    tables = {
        tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).astype(np.float32))
        for tensor in model.graph.initializer
        if tensor.data_type in (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16)
    }
    aliases = {entry.key: entry.value for entry in model.metadata_props}.get(ALIASES, "{}")
    return tables | {name: tables[same] for name, same in json.loads(aliases).items()}


def _fill(module: nn.Module, tables: dict[str, Tensor]) -> None:
    wanted = {name for name, _ in module.named_parameters()}
    missing = wanted - set(tables)
    if missing:
        raise ValueError(f"weights missing in the graph: {sorted(missing)[:5]} of {len(missing)}")
    module.load_state_dict({name: tables[name] for name in wanted}, strict=False)
    module.eval()


def _config(folder: Path, part: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / part / "config.json").read_text())
    return {name: entry for name, entry in value.items() if not name.startswith("_")}


def load_folder(folder: Path) -> Model:
    """Rebuild text encoder, denoiser and autoencoder from a folder's graphs and configurations."""
    text = CLIPTextModel(CLIPTextConfig(**_config(folder, "text_encoder")))
    _fill(text, initializers(folder / "text_encoder" / "model.onnx"))
    unet = UNet2DConditionModel.from_config(_config(folder, "unet"))
    _fill(unet, initializers(folder / "unet" / "model.onnx"))
    vae = AutoencoderKL.from_config(_config(folder, "vae_decoder"))
    halves = (initializers(folder / part / "model.onnx") for part in ("vae_encoder", "vae_decoder"))
    _fill(vae, {name: value for half in halves for name, value in half.items()})
    schedule = json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
    return Model(load_tokenizer(folder / "tokenizer"), text, unet, vae, schedule)


def make_scheduler(schedule: dict[str, Any], name: str) -> Any:
    """A diffusers scheduler of the folder's schedule; `name` is pndm, ddim or dpmpp-2m."""
    return SCHEDULERS[name].from_config(schedule)  # type: ignore[attr-defined]
