"""Sampling in torch, as diffusers' StableDiffusionPipeline does it, many seeds at once."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .films import to_pixels
from .folder import Model, make_scheduler
from .runtime import low_precision
from .tokenizer import encode


def seeded_noise(seeds: list[int], shape: tuple[int, int, int]) -> Tensor:
    """One latent of noise for each seed, drawn as diffusers draws it: (seeds, C, h, w)."""
    return torch.cat([torch.randn((1, *shape), generator=torch.Generator("cpu").manual_seed(s)) for s in seeds])


@torch.no_grad()
def generate_latents(
    model: Model, prompts: list[str], seeds: list[int], steps: int, guidance: float, scheduler: str
) -> Tensor:
    """Scaled latents (N, C, h, w) of `prompts` with `seeds`, one image each."""
    device = next(model.unet.parameters()).device
    ids = torch.tensor(encode(model.tokenizer, [""] * len(prompts) + prompts), device=device)
    context = model.text_encoder(input_ids=ids).last_hidden_state
    solver = make_scheduler(model.schedule, scheduler)
    solver.set_timesteps(steps)
    side = model.unet.config.sample_size
    x = seeded_noise(seeds, (model.unet.config.in_channels, side, side)).to(device) * solver.init_noise_sigma
    for t in solver.timesteps:
        both = solver.scale_model_input(torch.cat([x, x]), t)
        plain, guided = model.unet(both, t.to(device), context).sample.float().chunk(2)
        x = solver.step(plain + guidance * (guided - plain), t, x).prev_sample
    return torch.as_tensor(x)


@torch.no_grad()
def decode_latents(model: Model, latents: Tensor, batch: int = 4) -> np.ndarray:
    """Pixels (N, H, W) uint8 of scaled latents."""
    unscaled = latents / model.vae.config.scaling_factor
    return np.concatenate([to_pixels(model.vae.decode(part).sample) for part in unscaled.split(batch)])


def generate(
    model: Model,
    prompts: list[str],
    seeds: list[int],
    steps: int,
    guidance: float,
    scheduler: str = "pndm",
    batch: int = 16,
    exact: bool = True,
) -> np.ndarray:
    """Films (N, H, W) uint8, one for each prompt and seed; in bfloat16 where not `exact`."""
    parts = []
    device = next(model.unet.parameters()).device
    for start in range(0, len(prompts), batch):
        window = slice(start, start + batch)
        with nullcontext() if exact else low_precision(device):
            z = generate_latents(model, prompts[window], seeds[window], steps, guidance, scheduler)
            parts.append(decode_latents(model, z.float()))
    return np.concatenate(parts)


def contact_sheet(films: np.ndarray, columns: int, side: int) -> Image.Image:
    """Films (N, H, W) in rows of `columns`, each `side` pixels wide."""
    rows = -(-len(films) // columns)
    sheet = Image.new("L", (columns * side, rows * side))
    for i, film in enumerate(films):
        small = Image.fromarray(film).resize((side, side), Image.Resampling.LANCZOS)
        sheet.paste(small, (i % columns * side, i // columns * side))
    return sheet


def save_sheet(films: np.ndarray, path: Path, columns: int = 8, side: int = 128) -> None:
    """Write a contact sheet as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(films, columns, side).save(path, optimize=True)
