"""The films: reading, splitting by patient, cropping and augmenting."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .settings import DataSettings


@dataclass(frozen=True)
class Film:
    """One radiograph's labels. `age` in years; `sex` M or F; `view` PA or AP."""

    file: str
    patient: str
    age: int
    sex: str
    view: str
    findings: tuple[str, ...]


def read_films(folder: Path) -> list[Film]:
    """All films that metadata.csv lists, in its order."""
    with (folder / "metadata.csv").open(newline="") as file:
        return [
            Film(
                row["file"],
                row["patient"],
                int(row["age"]),
                row["sex"],
                row["view"],
                tuple(row["findings"].split("|")),
            )
            for row in csv.DictReader(file)
        ]


def split_by_patient(films: list[Film], share: float, seed: int) -> tuple[list[int], list[int]]:
    """Indices of training and held-out films; no patient is in both."""
    patients = sorted({film.patient for film in films})
    order = np.random.default_rng(seed).permutation(len(patients))
    held = {patients[i] for i in order[: max(1, round(share * len(patients)))]}
    train = [i for i, film in enumerate(films) if film.patient not in held]
    return train, [i for i, film in enumerate(films) if film.patient in held]


def load_pixels(folder: Path, films: list[Film], size: int, cache: Path | None = None) -> np.ndarray:
    """Pixels of all films, uint8, shape (films, size, size)."""
    if cache is not None and cache.exists():
        return np.asarray(np.load(cache))
    pixels = np.stack(
        [
            np.asarray(Image.open(folder / f.file).convert("L").resize((size, size), Image.Resampling.LANCZOS))
            for f in films
        ]
    )
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.save(cache, pixels)
    return pixels


def to_signal(pixels: np.ndarray) -> Tensor:
    """uint8 (N, H, W) to float32 (N, 1, H, W) in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).float().div_(127.5).sub_(1.0).unsqueeze(1)


def to_pixels(signal: Tensor) -> np.ndarray:
    """float (N, 1, H, W) in [-1, 1] to uint8 (N, H, W)."""
    scaled = signal.detach().float().clamp(-1, 1).add(1).mul(127.5).round()
    return np.asarray(scaled[:, 0].to(torch.uint8).cpu().numpy())


def _shifted(film: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """The film moved by (dy, dx) pixels; edges repeat."""
    pad = ((max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0)))
    padded = np.pad(film, pad, mode="edge")
    top, left = max(-dy, 0), max(-dx, 0)
    return padded[top : top + film.shape[0], left : left + film.shape[1]]


def augmented(films: np.ndarray, settings: DataSettings, rng: np.random.Generator) -> Tensor:
    """Films (N, H, W) with small random shifts, brightness and contrast: (N, 1, H, W) in [-1, 1]."""
    limit = settings.max_shift
    moved = [_shifted(f, *(int(v) for v in rng.integers(-limit, limit + 1, 2))) for f in films]
    signal = to_signal(np.stack(moved))
    n = len(films)
    gain = 1 + torch.from_numpy(rng.uniform(-1, 1, (n, 1, 1, 1))).float() * settings.max_contrast
    bias = torch.from_numpy(rng.uniform(-1, 1, (n, 1, 1, 1))).float() * settings.max_brightness
    return (signal * gain + bias).clamp_(-1, 1)


def random_crops(films: np.ndarray, count: int, crop: int, rng: np.random.Generator) -> np.ndarray:
    """`count` random squares of `crop` pixels out of films (N, H, W), uint8."""
    n, height, width = films.shape
    out = np.empty((count, crop, crop), np.uint8)
    for i in range(count):
        film = int(rng.integers(n))
        top, left = int(rng.integers(height - crop + 1)), int(rng.integers(width - crop + 1))
        out[i] = films[film, top : top + crop, left : left + crop]
    return out
