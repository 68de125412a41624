"""The film that edits start from, and the masks of inpainting: drawn here, 8-bit."""

import numpy as np


def film(width: int, height: int) -> np.ndarray:
    """A picture with a chest's large shapes: dark fields, a bright middle, ribs, grain; (height, width) uint8."""
    y, x = np.mgrid[0:height, 0:width]
    u, v = (x + 0.5) / width * 2 - 1, (y + 0.5) / height * 2 - 1
    body = np.exp(-((u / 0.95) ** 6) - (v / 1.1) ** 8) * 150
    lungs = sum(np.exp(-(((u - side * 0.42) / 0.3) ** 4) - ((v + 0.05) / 0.62) ** 4) for side in (-1, 1)) * 95
    ribs = 14 * np.sin(9 * (v + 0.35 * u**2) * np.pi / 2)
    heart = 70 * np.exp(-(((u - 0.12) / 0.28) ** 2) - ((v - 0.35) / 0.33) ** 2)
    grain = np.random.default_rng(3).normal(0, 4, (height, width))
    return np.clip(np.rint(40 + body - lungs + ribs * (lungs > 20) + heart + grain), 0, 255).astype(np.uint8)


def mask(width: int, height: int) -> np.ndarray:
    """An ellipse and a bar, off the grid of the latents: 255 is drawn anew, 0 stays; (height, width) uint8."""
    y, x = np.mgrid[0:height, 0:width]
    ellipse = ((x - 0.34 * width) / (0.21 * width)) ** 2 + ((y - 0.44 * height) / (0.3 * height)) ** 2 <= 1
    bar = (abs(x - 0.78 * width) < 0.09 * width) & (y > 0.59 * height) & (y < 0.93 * height)
    return np.where(ellipse | bar, 255, 0).astype(np.uint8)
