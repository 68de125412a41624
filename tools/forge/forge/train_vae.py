"""Phase 1: encoder and decoder together, on crops and then on whole films."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import l1_loss, mse_loss

from .films import augmented, random_crops, to_pixels, to_signal
from .groupnorm import use_fast_group_norm
from .models import build_vae
from .runtime import Average, Clock, Log, cosine_rate, load_checkpoint, low_precision, pick_device, save_atomically
from .settings import Settings
from .team import Team


def gradient_loss(a: Tensor, b: Tensor) -> Tensor:
    """Mean absolute difference of horizontal and vertical finite differences (N, 1, H, W)."""
    rows = l1_loss(a[..., 1:, :] - a[..., :-1, :], b[..., 1:, :] - b[..., :-1, :])
    return rows + l1_loss(a[..., 1:] - a[..., :-1], b[..., 1:] - b[..., :-1])


@torch.no_grad()
def reconstruction_psnr(vae: torch.nn.Module, films: np.ndarray, device: torch.device, batch: int = 4) -> list[float]:
    """PSNR (dB, 8-bit range) of each film (N, H, W) through the mean latent."""
    values: list[float] = []
    for start in range(0, len(films), batch):
        x = to_signal(films[start : start + batch]).to(device)
        y = vae.decode(vae.encode(x).latent_dist.mode()).sample  # type: ignore[operator]
        rounded = torch.from_numpy(to_pixels(y)).float()
        error = mse_loss(rounded, torch.from_numpy(films[start : start + batch]).float(), reduction="none")
        values += (10 * torch.log10(255.0**2 / error.mean((1, 2)).clamp_min(1e-6))).tolist()
    return values


def quieten(vae: torch.nn.Module, log_variance: float = -6.0) -> None:
    """Start with nearly noise-free latents; with a posterior of unit variance the first minutes are lost."""
    bias: Tensor = vae.quant_conv.bias.data  # type: ignore[union-attr,assignment]
    bias[len(bias) // 2 :] = log_variance


def train_vae(settings: Settings, train: np.ndarray, held_out: np.ndarray, run: Path, team: Team) -> None:
    """Train within the time budget; writes RUN/vae.pt (weights, average, optimizer, step, seconds)."""
    s = settings.vae
    device, log = pick_device(), Log(run / "log-vae.jsonl")
    torch.manual_seed(settings.run.seed)
    vae = build_vae(s, settings.data).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    use_fast_group_norm(vae)
    quieten(vae)
    optimizer = torch.optim.AdamW(
        vae.parameters(), lr=s.learning_rate, betas=(0.9, 0.99), weight_decay=1e-4, fused=True
    )
    average, step, seconds = Average(vae, s.ema), 0, 0.0
    if (saved := load_checkpoint(run / "vae.pt")) is not None:
        vae.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.values = saved["average"]
        step, seconds = saved["step"], saved["seconds"]
    rng = np.random.default_rng((settings.run.seed + 1, step, team.rank))
    torch.manual_seed(settings.run.seed + step + 1000 * team.rank)
    clock, sums, written = Clock(s.minutes, seconds), np.zeros(4), time.monotonic()

    def checkpoint() -> None:
        state = {"model": vae.state_dict(), "optimizer": optimizer.state_dict(), "average": average.values}
        save_atomically(state | {"step": step, "seconds": clock.elapsed}, run / "vae.pt")
        trial = build_vae(s, settings.data).to(device)
        trial.load_state_dict(average.values)
        psnr = reconstruction_psnr(trial, held_out[:: max(1, len(held_out) // 8)][:8], device)
        log(step=step, minutes=round(clock.elapsed / 60, 2), psnr_held_out=round(float(np.mean(psnr)), 2))

    while team.goes_on(vae, clock.done):
        whole = clock.progress > 1 - s.full_only_share or rng.random() < s.full_probability
        if whole:
            chosen = train[rng.integers(len(train), size=s.full_batch)]
        else:
            chosen = random_crops(train, s.crop_batch, s.crop, rng)
        x = augmented(chosen, settings.data, rng).to(device, memory_format=torch.channels_last)
        for group in optimizer.param_groups:
            group["lr"] = cosine_rate(s.learning_rate, clock.progress, step, 100)
        with low_precision(device):
            posterior = vae.encode(x).latent_dist
            y = vae.decode(posterior.sample()).sample
        y = y.float()
        pixel, edge = l1_loss(y, x), gradient_loss(y, x)
        kl = posterior.kl().float().sum() / posterior.mean.numel()
        loss = pixel + s.gradient_weight * edge + s.kl_weight * kl
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        step += 1
        if not team.leads:
            continue
        average.update(vae, step)
        sums += (pixel.item(), edge.item(), kl.item(), 1)
        if step % 100 == 0:
            pixel_mean, edge_mean, kl_mean = (float(v) for v in (sums[:3] / sums[3]).round(5))
            log(step=step, minutes=round(clock.elapsed / 60, 2), l1=pixel_mean, edge=edge_mean, kl=kl_mean)
            sums[:] = 0
        if time.monotonic() - written > settings.run.checkpoint_minutes * 60:
            checkpoint()
            written = time.monotonic()
    if team.leads:
        checkpoint()
