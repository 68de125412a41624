"""Numbers about sets of films: density of the lower zones, likeness, nearest neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, conv2d, interpolate

# Lower lung zones of a frontal film, as shares of its height and width: (top, bottom, left, right).
LOWER_ZONES = ((0.48, 0.72, 0.16, 0.40), (0.48, 0.72, 0.60, 0.84))
# The spine and heart between them, at the same height.
MIDDLE = (0.48, 0.72, 0.46, 0.54)
MS_SSIM_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)  # Wang, Simoncelli and Bovik 2003


def _brightness(films: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    _, height, width = films.shape
    top, bottom, left, right = box
    rows = slice(round(top * height), round(bottom * height))
    return np.asarray(films[:, rows, round(left * width) : round(right * width)].mean((1, 2)))


def lower_zone_density(films: np.ndarray) -> np.ndarray:
    """Mean brightness of both lower zones of each film (N, H, W) uint8, as a share of white."""
    return np.asarray(np.mean([_brightness(films, zone) for zone in LOWER_ZONES], axis=0) / 255.0)


def relative_density(films: np.ndarray) -> np.ndarray:
    """The same as a share of the brightness between the lungs, which takes out the film's exposure."""
    return np.asarray(lower_zone_density(films) * 255.0 / np.maximum(_brightness(films, MIDDLE), 1.0))


def difference_interval(
    first: np.ndarray, second: np.ndarray, groups: tuple[Sequence[str], Sequence[str]] | None, seed: int
) -> dict[str, float]:
    """mean(second) - mean(first) with a 95% bootstrap interval.

    `groups` names the patient of each value; whole patients are drawn. None draws single values.
    """
    rng = np.random.default_rng(seed)

    def drawn(values: np.ndarray, names: Sequence[str] | None) -> float:
        if names is None:
            return float(values[rng.integers(len(values), size=len(values))].mean())
        members = [np.flatnonzero(np.asarray(names) == name) for name in sorted(set(names))]
        chosen = np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        return float(values[chosen].mean())

    one, two = groups if groups is not None else (None, None)
    draws = [drawn(second, two) - drawn(first, one) for _ in range(2000)]
    low, high = np.quantile(draws, [0.025, 0.975])
    return {"difference": float(second.mean() - first.mean()), "low": float(low), "high": float(high)}


def _window(size: int = 11, sigma: float = 1.5) -> Tensor:
    x = torch.arange(size, dtype=torch.float32) - size // 2
    line = torch.exp(-x.square() / (2 * sigma**2))
    line = line / line.sum()
    return torch.outer(line, line)[None, None]


def ms_ssim(a: Tensor, b: Tensor) -> Tensor:
    """Multi-scale SSIM of pairs (N, 1, H, W) in [0, 1]: (N,). Sides of at least 176 pixels."""
    window, scores = _window(), []
    for scale, weight in enumerate(MS_SSIM_WEIGHTS):
        mean_a, mean_b = conv2d(a, window), conv2d(b, window)
        var_a = conv2d(a * a, window) - mean_a.square()
        var_b = conv2d(b * b, window) - mean_b.square()
        covariance = conv2d(a * b, window) - mean_a * mean_b
        value = (2 * covariance + 0.03**2) / (var_a + var_b + 0.03**2)
        if scale == len(MS_SSIM_WEIGHTS) - 1:
            value = value * (2 * mean_a * mean_b + 0.01**2) / (mean_a.square() + mean_b.square() + 0.01**2)
        scores.append(value.mean((1, 2, 3)).clamp_min(0) ** weight)
        a, b = avg_pool2d(a, 2), avg_pool2d(b, 2)
    return torch.stack(scores).prod(0)


def pairwise_ms_ssim(films: np.ndarray, pairs: Sequence[tuple[int, int]], batch: int = 32) -> np.ndarray:
    """MS-SSIM of the given pairs of films (N, H, W) uint8."""
    unit = torch.from_numpy(films).float().div(255).unsqueeze(1)
    parts = []
    for start in range(0, len(pairs), batch):
        first, second = (list(side) for side in zip(*pairs[start : start + batch], strict=True))
        parts.append(ms_ssim(unit[first], unit[second]))
    return np.asarray(torch.cat(parts).numpy())


def thumbnails(films: np.ndarray, side: int = 64) -> np.ndarray:
    """Films (N, H, W) uint8, blurred down to (N, side, side) float."""
    unit = torch.from_numpy(films).float().unsqueeze(1)
    return np.asarray(interpolate(unit, (side, side), mode="area")[:, 0].numpy())


def _standardised(values: np.ndarray) -> np.ndarray:
    flat = values.reshape(len(values), -1)
    centred = flat - flat.mean(1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))


def best_correlations(queries: np.ndarray, pool: np.ndarray, shift: int = 3) -> np.ndarray:
    """For each query and pool thumbnail the highest correlation over small shifts: (queries, pool).

    The edges that a shift brings in are cut from both, so all shifts compare inner squares.
    """
    side = queries.shape[1]
    inner = slice(shift, side - shift)
    fixed = _standardised(pool[:, inner, inner])
    best = np.full((len(queries), len(pool)), -1.0, np.float32)
    for dy in range(2 * shift + 1):
        for dx in range(2 * shift + 1):
            moved = queries[:, dy : dy + side - 2 * shift, dx : dx + side - 2 * shift]
            np.maximum(best, _standardised(moved) @ fixed.T, out=best)
    return best


def ridge_reader(clear: np.ndarray, hazy: np.ndarray, penalty: float = 300.0) -> np.ndarray:
    """Weights of a linear reader that tells hazy from clear thumbnails (N, side, side); exposure taken out."""
    x = np.concatenate([_standardised(clear), _standardised(hazy)]) * clear.shape[1]
    y = np.concatenate([np.full(len(clear), -1.0 / len(clear)), np.full(len(hazy), 1.0 / len(hazy))]) * len(x) / 2
    return np.asarray(x.T @ np.linalg.solve(x @ x.T + penalty * np.eye(len(x)), y))


def area_under_curve(reader: np.ndarray, clear: np.ndarray, hazy: np.ndarray) -> float:
    """Probability that the reader scores a hazy film above a clear one (Mann-Whitney)."""
    first, second = _standardised(clear) @ reader, _standardised(hazy) @ reader
    above = (second[:, None] > first[None, :]).mean() + 0.5 * (second[:, None] == first[None, :]).mean()
    return float(above)


def summary(values: np.ndarray) -> dict[str, float]:
    """Quantiles of a sample, rounded to four places."""
    names = ("minimum", "median", "p95", "maximum")
    quantiles = np.quantile(values, [0, 0.5, 0.95, 1])
    return {name: round(float(v), 4) for name, v in zip(names, quantiles, strict=True)} | {
        "mean": round(float(np.mean(values)), 4)
    }
