"""A handful of tiny generated films, so that no test needs the real ones."""

from __future__ import annotations

import csv
import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from forge.settings import Settings, load_settings

FINDINGS = ("No Finding", "Edema|Effusion|Pneumonia", "Pneumonia", "Atelectasis")


def fake_film(rng: np.random.Generator, side: int) -> np.ndarray:
    """Two dark ellipses on a light ground, a little different each time."""
    y, x = np.mgrid[0:side, 0:side] / side
    film = np.full((side, side), 180.0)
    for centre in (0.3, 0.7):
        inside = ((x - centre - rng.normal(0, 0.02)) / 0.15) ** 2 + ((y - 0.45) / 0.3) ** 2 < 1
        film[inside] = 60 + 20 * rng.random()
    return np.asarray(np.clip(film + rng.normal(0, 3, film.shape), 0, 255), np.uint8)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the layout of the real data: 12 films of 8 patients."""
    folder = tmp_path_factory.mktemp("films")
    (folder / "images").mkdir()
    rng = np.random.default_rng(1)
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "patient", "age", "sex", "view", "findings", "source"])
        for i in range(12):
            name = f"images/{i}.png"
            Image.fromarray(fake_film(rng, 128)).save(folder / name)
            view, sex = ("AP", "PA")[i % 2], ("M", "F")[i // 2 % 2]
            writer.writerow([name, f"p{i % 8}", 30 + i, sex, view, FINDINGS[i % 4], name])
    return folder


@pytest.fixture(scope="session")
def tiny() -> Settings:
    """The settings file, shrunk until every phase takes a second or two."""
    s = load_settings(Path(__file__).parents[1] / "settings.toml")
    r = dataclasses.replace
    return r(
        s,
        run=r(s.run, workers=1, threads=1),
        data=r(s.data, size=64, max_shift=2, held_out_share=0.25),
        vae=r(s.vae, channels=[8, 8, 16, 16], groups=4, minutes=0.02, crop=32, crop_batch=2),
        decoder=r(s.decoder, minutes=0.02, warmup_steps=1, discriminator_channels=4),
        tokenizer=r(s.tokenizer, size=700),
        text=r(s.text, hidden=32, layers=1, heads=2),
        unet=r(s.unet, channels=[32, 32], head_width=16, minutes=0.02, batch=2, augmentations=2),
        defaults=r(s.defaults, steps=4),
    )
