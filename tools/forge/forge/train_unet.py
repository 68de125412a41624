"""Phase 2: denoiser and text encoder together, on cached latents."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
from diffusers import DDPMScheduler
from torch import Tensor
from transformers import CLIPTokenizer

from .films import Film
from .groupnorm import use_fast_group_norm
from .models import build_text_encoder, build_unet
from .prompts import make_prompt
from .runtime import Average, Clock, Log, cosine_rate, load_checkpoint, low_precision, pick_device, save_atomically
from .settings import ScheduleSettings, Settings
from .team import Team
from .tokenizer import encode


def cumulative_alphas(schedule: ScheduleSettings) -> Tensor:
    """Cumulative products of 1 - beta, float64, one for each training step."""
    if schedule.beta_schedule != "scaled_linear":
        raise ValueError(f"unknown beta_schedule {schedule.beta_schedule}")
    ends = schedule.beta_start**0.5, schedule.beta_end**0.5
    betas = torch.linspace(*ends, schedule.train_steps, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0)


def noised(latents: Tensor, noise: Tensor, alpha_bar: Tensor, prediction: str) -> tuple[Tensor, Tensor]:
    """The noisy latents and what the denoiser is to predict; `alpha_bar` has shape (N,)."""
    a = alpha_bar.sqrt().float()[:, None, None, None]
    s = (1 - alpha_bar).sqrt().float()[:, None, None, None]
    target = {"epsilon": noise, "v_prediction": a * noise - s * latents}[prediction]
    return a * latents + s * noise, target


def loss_weights(alpha_bar: Tensor, prediction: str, gamma: float) -> Tensor:
    """Min-SNR weights (Hang et al., ICCV 2023), shape (N,)."""
    snr = alpha_bar / (1 - alpha_bar)
    divisor = snr + 1 if prediction == "v_prediction" else snr
    return (snr.clamp(max=gamma) / divisor).float()


def spread_timesteps(count: int, steps: int, rng: np.random.Generator) -> Tensor:
    """Random timesteps, one in each of `count` equal strata: less noise in the loss."""
    return torch.from_numpy(((np.arange(count) + rng.random(count)) / count * steps).astype(np.int64))


def train_unet(settings: Settings, films: list[Film], tokenizer: CLIPTokenizer, run: Path, team: Team) -> None:
    """Train within the time budget; `films` in the order of RUN/latents.npy. Writes RUN/unet.pt."""
    s = settings.unet
    device, log = pick_device(), Log(run / "log-unet.jsonl")
    torch.manual_seed(settings.run.seed + 3)
    latents = torch.from_numpy(np.load(run / "latents.npy"))
    unet = build_unet(s, settings.text, settings.vae, settings.data)
    unet.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    text = build_text_encoder(settings.text, len(tokenizer)).to(device)
    use_fast_group_norm(unet)
    both = torch.nn.ModuleDict({"unet": unet, "text": text})
    optimizer = torch.optim.AdamW(
        both.parameters(), lr=s.learning_rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
    )
    average, step, seconds = Average(both, s.ema), 0, 0.0
    if (saved := load_checkpoint(run / "unet.pt")) is not None:
        both.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.values = saved["average"]
        step, seconds = saved["step"], saved["seconds"]
    rng = np.random.default_rng((settings.run.seed + 4, step, team.rank))
    torch.manual_seed(settings.run.seed + step + 1000 * team.rank)
    alphas = cumulative_alphas(settings.schedule)
    clock, total, written = Clock(s.minutes, seconds), 0.0, time.monotonic()

    def checkpoint() -> None:
        state = {"model": both.state_dict(), "optimizer": optimizer.state_dict(), "average": average.values}
        save_atomically(state | {"step": step, "seconds": clock.elapsed}, run / "unet.pt")

    while team.goes_on(both, clock.done):
        chosen = rng.integers(len(films), size=s.batch)
        prompts = ["" if rng.random() < s.prompt_dropout else make_prompt(films[i], rng) for i in chosen]
        ids = torch.tensor(encode(tokenizer, prompts), device=device)
        z = latents[torch.from_numpy(rng.integers(len(latents), size=s.batch)), torch.from_numpy(chosen)].to(device)
        timesteps = spread_timesteps(s.batch, settings.schedule.train_steps, rng)
        alpha_bar = alphas[timesteps].to(device)
        x, target = noised(z, torch.randn_like(z), alpha_bar, s.prediction)
        for group in optimizer.param_groups:
            group["lr"] = cosine_rate(s.learning_rate, clock.progress, step, s.warmup_steps)
        with low_precision(device):
            context = text(input_ids=ids).last_hidden_state
            x = x.contiguous(memory_format=torch.channels_last)
            out = unet(x, timesteps.to(device), context).sample.float()
        weights = loss_weights(alpha_bar, s.prediction, s.min_snr_gamma)
        loss = ((out - target).square().mean((1, 2, 3)) * weights).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(both.parameters(), 1.0)
        optimizer.step()
        step += 1
        if not team.leads:
            continue
        average.update(both, step)
        total += loss.item()
        if step % 100 == 0:
            log(step=step, minutes=round(clock.elapsed / 60, 2), loss=round(total / 100, 5))
            total = 0.0
        if time.monotonic() - written > settings.run.checkpoint_minutes * 60:
            checkpoint()
            written = time.monotonic()
    if team.leads:
        checkpoint()


def training_scheduler(schedule: ScheduleSettings, prediction: str) -> DDPMScheduler:
    """diffusers' view of the same schedule, for tests and reference."""
    return DDPMScheduler(
        num_train_timesteps=schedule.train_steps,
        beta_start=schedule.beta_start,
        beta_end=schedule.beta_end,
        beta_schedule=schedule.beta_schedule,
        prediction_type=prediction,
    )
