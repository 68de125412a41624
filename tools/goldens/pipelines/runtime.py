"""The networks of a folder run by onnxruntime inside diffusers' pipelines, as optimum's ORTStableDiffusionPipeline does.

Where a graph is in float16, torch and onnxruntime round at different places; with the graphs themselves in the
pipeline only what the pipeline does in float16 is left to compare.
"""

import os
from pathlib import Path

# onnxruntime sends telemetry on Linux unless this stands before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnxruntime
import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from diffusers.models.modeling_outputs import AutoencoderKLOutput

from .networks import Networks
from .wrapped import Wrapped

TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(int32)": np.int32}


class Graph:
    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()  # those of src-main/engine/ort.ts
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.inputs = {value.name: value for value in self.session.get_inputs()}

    def run(self, **values: torch.Tensor) -> torch.Tensor:
        """The first output; inputs are cast to the graph's types, as optimum casts them (fractions are cut off)."""
        feeds = {name: value.numpy().astype(TYPES[self.inputs[name].type]) for name, value in values.items() if name in self.inputs}
        return torch.from_numpy(self.session.run(None, feeds)[0])


class RuntimeText(Wrapped):
    def __init__(self, inner, dtype, folder: Path) -> None:
        super().__init__(inner, dtype)
        self.graph = Graph(folder / "text_encoder" / "model.onnx")

    def forward(self, input_ids, attention_mask=None):
        mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
        return (self.graph.run(input_ids=input_ids, attention_mask=mask, token_type_ids=torch.zeros_like(input_ids)),)


class RuntimeUNet(Wrapped):
    def __init__(self, inner, dtype, folder: Path) -> None:
        super().__init__(inner, dtype)
        self.graph = Graph(folder / "unet" / "model.onnx")

    def forward(self, sample, timestep, encoder_hidden_states, **_unused):
        rank = len(self.graph.inputs["timestep"].shape)
        timesteps = timestep if rank == 0 else timestep.reshape(1)
        return (self.graph.run(sample=sample, timestep=timesteps, encoder_hidden_states=encoder_hidden_states),)


class RuntimeVae(Wrapped):
    def __init__(self, inner, dtype, folder: Path) -> None:
        super().__init__(inner, dtype)
        self.encoder = Graph(folder / "vae_encoder" / "model.onnx")
        self.decoder = Graph(folder / "vae_decoder" / "model.onnx")

    def encode(self, film):
        return AutoencoderKLOutput(latent_dist=DiagonalGaussianDistribution(self.encoder.run(sample=film)))

    def decode(self, latents, **_unused):
        return (self.decoder.run(latent_sample=latents),)


def runtime_networks(networks: Networks, folder: Path, dtype: torch.dtype) -> Networks:
    """In place of the networks of a folder; `dtype` is that of the graphs' edges."""
    return Networks(
        RuntimeText(networks.text_encoder, dtype, folder), RuntimeUNet(networks.unet, dtype, folder), RuntimeVae(networks.vae, dtype, folder)
    )
