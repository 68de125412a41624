"""Latents of the training films: standardised once the encoder is frozen, then cached."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from PIL import Image
from torch import Tensor

from .films import Film, to_signal
from .models import build_vae
from .runtime import load_checkpoint, low_precision, pick_device, save_atomically
from .settings import DataSettings, Settings

MAX_TURN_DEGREES = 2.5
MAX_ZOOM = 0.05


def warped(path: Path, settings: DataSettings, rng: np.random.Generator) -> np.ndarray:
    """A film, slightly turned, zoomed and shifted at full size, then resized: uint8 (size, size).

    What comes in from outside the film is black, as on films that were scanned aslant.
    """
    film = Image.open(path).convert("L")
    width, height = film.size
    angle = math.radians(float(rng.uniform(-MAX_TURN_DEGREES, MAX_TURN_DEGREES)))
    zoom = float(rng.uniform(1 - MAX_ZOOM, 1 + MAX_ZOOM))
    limit = settings.max_shift * width / settings.size
    dx, dy = (float(v) for v in rng.uniform(-limit, limit, 2))
    cos, sin = math.cos(angle) / zoom, math.sin(angle) / zoom
    cx, cy = width / 2, height / 2
    matrix = (cos, sin, cx - cos * (cx + dx) - sin * (cy + dy), -sin, cos, cy + sin * (cx + dx) - cos * (cy + dy))
    turned = film.transform(film.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
    return np.asarray(turned.resize((settings.size, settings.size), Image.Resampling.LANCZOS))


@torch.no_grad()
def encode_films(vae: AutoencoderKL, films: np.ndarray, device: torch.device, batch: int = 8) -> Tensor:
    """Mean latents (N, C, h, w), unscaled, of films (N, H, W) uint8."""
    parts = []
    for start in range(0, len(films), batch):
        x = to_signal(films[start : start + batch]).to(device, memory_format=torch.channels_last)
        with low_precision(device):
            parts.append(vae.encode(x).latent_dist.mean.float().cpu())
    return torch.cat(parts)


@torch.no_grad()
def standardise(vae: AutoencoderKL, mean: Tensor, std: Tensor) -> None:
    """Fold `(z - mean) / std` of each latent channel into the 1x1 convolutions around the latent.

    Stable Diffusion's pipelines know one scaling factor and no shift, so both live in the weights.
    """
    channels = len(mean)
    quant, post = vae.quant_conv, vae.post_quant_conv
    quant.weight[:channels] /= std[:, None, None, None]
    quant.bias[:channels] = (quant.bias[:channels] - mean) / std
    quant.bias[channels:] -= 2 * std.log()
    post.bias += (post.weight[:, :, 0, 0] * mean).sum(1)
    post.weight *= std[None, :, None, None]


def load_vae(settings: Settings, path: Path) -> AutoencoderKL:
    """The autoencoder of a saved weight table, with its scaling factor where one was measured."""
    saved = load_checkpoint(path)
    if saved is None:
        raise FileNotFoundError(f"{path}: train the phase before this one first")
    vae = build_vae(settings.vae, settings.data)
    vae.load_state_dict(saved["average"])
    if "scaling" in saved:
        vae.register_to_config(scaling_factor=saved["scaling"])
    return vae.eval()


def interpolate_weights(plain: AutoencoderKL, tuned: AutoencoderKL, share: float) -> None:
    """Mix `share` of the adversarially tuned weights into `plain`, in place.

    Network interpolation as in ESRGAN (Wang et al. 2018): edges without most invented texture.
    """
    other = tuned.state_dict()
    plain.load_state_dict({k: v.lerp(other[k], share) for k, v in plain.state_dict().items()})


def make_latents(settings: Settings, folder: Path, films: list[Film], plain: np.ndarray, run: Path) -> None:
    """Freeze the encoder and cache latents of all training films.

    Writes RUN/vae-frozen.pt (average weights, standardised, and `scaling`), RUN/latents.npy
    (augmentations, films, C, h, w: scaled, ready for the denoiser) and RUN/warped.npy (uint8).
    """
    if (run / "latents.npy").exists():
        return
    device = pick_device()
    vae = load_vae(settings, run / "vae.pt").to(device, memory_format=torch.channels_last)
    rng = np.random.default_rng(settings.run.seed + 2)
    latents = encode_films(vae, plain, device)
    mean, std = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    scaling = settings.unet.latent_std
    views, parts = [plain], [latents]
    for _ in range(settings.unet.augmentations - 1):
        views.append(np.stack([warped(folder / film.file, settings.data, rng) for film in films]))
        parts.append(encode_films(vae, views[-1], device))
        print(f"encoded {len(views)} of {settings.unet.augmentations}", flush=True)
    scaled = [(z - mean[:, None, None]) / std[:, None, None] * scaling for z in parts]
    standardise(vae.cpu(), mean, std)
    state = {"average": vae.state_dict(), "scaling": scaling, "mean": mean, "std": std}
    save_atomically(state, run / "vae-frozen.pt")
    np.save(run / "warped.npy", np.stack(views))
    np.save(run / "latents.npy", torch.stack(scaled).numpy())
