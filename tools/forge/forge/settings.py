"""Settings of a run, read from one TOML file into typed, frozen records."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class RunSettings:
    """Seed, workers and their CPU threads, and how often a phase meets and writes its checkpoint."""

    seed: int
    workers: int
    threads: int
    meeting_seconds: float
    checkpoint_minutes: float


@dataclass(frozen=True)
class DataSettings:
    """Film size (pixels) and augmentation limits (pixels; fractions of the range [-1, 1])."""

    size: int
    held_out_share: float
    max_shift: int
    max_brightness: float
    max_contrast: float


@dataclass(frozen=True)
class VaeSettings:
    """Shape of the autoencoder and the joint training of encoder and decoder."""

    channels: list[int]
    layers: int
    groups: int
    latent_channels: int
    minutes: float
    full_only_share: float
    full_probability: float
    crop: int
    crop_batch: int
    full_batch: int
    learning_rate: float
    gradient_weight: float
    kl_weight: float
    ema: float


@dataclass(frozen=True)
class DecoderSettings:
    """Adversarial fine-tuning of the decoder behind a frozen encoder."""

    minutes: float
    batch: int
    learning_rate: float
    discriminator_rate: float
    discriminator_channels: int
    warmup_steps: int
    adversarial_share: float
    feature_share: float
    gradient_weight: float
    latent_noise: float
    ema: float
    share: float


@dataclass(frozen=True)
class TokenizerSettings:
    """Vocabulary size, special tokens and byte symbols included."""

    size: int


@dataclass(frozen=True)
class TextSettings:
    """Shape of the CLIP text model."""

    hidden: int
    layers: int
    heads: int


@dataclass(frozen=True)
class UnetSettings:
    """Shape of the denoiser and its training."""

    channels: list[int]
    layers: int
    head_width: int
    minutes: float
    batch: int
    learning_rate: float
    warmup_steps: int
    ema: float
    prompt_dropout: float
    augmentations: int
    latent_std: float
    prediction: str
    min_snr_gamma: float


@dataclass(frozen=True)
class ScheduleSettings:
    """The training noise schedule, as diffusers' scheduler_config names it."""

    train_steps: int
    beta_start: float
    beta_end: float
    beta_schedule: str


@dataclass(frozen=True)
class DefaultSettings:
    """What the exported folder recommends for sampling."""

    steps: int
    guidance: float
    scheduler: str


@dataclass(frozen=True)
class EvaluateSettings:
    """How many images each measured group holds."""

    images: int


@dataclass(frozen=True)
class Settings:
    """All settings of one run."""

    run: RunSettings
    data: DataSettings
    vae: VaeSettings
    decoder: DecoderSettings
    tokenizer: TokenizerSettings
    text: TextSettings
    unet: UnetSettings
    schedule: ScheduleSettings
    defaults: DefaultSettings
    evaluate: EvaluateSettings


_SECTIONS: dict[str, type] = {
    "run": RunSettings,
    "data": DataSettings,
    "vae": VaeSettings,
    "decoder": DecoderSettings,
    "tokenizer": TokenizerSettings,
    "text": TextSettings,
    "unet": UnetSettings,
    "schedule": ScheduleSettings,
    "defaults": DefaultSettings,
    "evaluate": EvaluateSettings,
}


def settings_from(table: dict[str, Any]) -> Settings:
    """Build settings from parsed TOML; unknown or missing names raise."""
    unknown = set(table) - set(_SECTIONS)
    if unknown:
        raise ValueError(f"unknown sections: {sorted(unknown)}")
    return Settings(**{name: kind(**table[name]) for name, kind in _SECTIONS.items()})


def load_settings(path: Path) -> Settings:
    """Read settings from a TOML file."""
    with path.open("rb") as file:
        return settings_from(tomllib.load(file))
