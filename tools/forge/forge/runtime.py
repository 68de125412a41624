"""What all training phases share: device, clock, moving averages, checkpoints, a log."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn


def pick_device() -> torch.device:
    """The first GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@contextmanager
def low_precision(device: torch.device) -> Iterator[None]:
    """Run matrix work in bfloat16 (AMX or AVX-512 on CPUs, tensor cores on GPUs)."""
    with torch.autocast(device.type, torch.bfloat16):
        yield


def save_atomically(value: Any, path: Path) -> None:
    """torch.save to a temporary name, then rename: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    torch.save(value, temporary)
    temporary.replace(path)


def load_checkpoint(path: Path) -> dict[str, Any] | None:
    """A checkpoint written by this forge, on the CPU, or None where there is none."""
    if not path.exists():
        return None
    value: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return value


class Clock:
    """Training time of a phase: counts over restarts, ends at a budget of minutes."""

    def __init__(self, minutes: float, elapsed: float = 0.0) -> None:
        self.budget = minutes * 60.0
        self._before = elapsed
        self._start = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds trained so far, earlier runs included."""
        return self._before + time.monotonic() - self._start

    @property
    def progress(self) -> float:
        """Share of the budget spent, 0 to 1."""
        return min(1.0, self.elapsed / self.budget) if self.budget > 0 else 1.0

    @property
    def done(self) -> bool:
        """Whether the budget is spent."""
        return self.progress >= 1.0


def cosine_rate(peak: float, progress: float, step: int, warmup: int, floor: float = 0.05) -> float:
    """Learning rate: linear warm-up over `warmup` steps, then a cosine down to `floor * peak`."""
    shape = floor + (1.0 - floor) * 0.5 * (1.0 + math.cos(math.pi * progress))
    return peak * shape * min(1.0, (step + 1) / max(1, warmup))


class Average:
    """Exponential moving average of a module's parameters, with a warm-up of the decay."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int, every: int = 4) -> None:
        """Take in the model's present weights, at each `every`-th step."""
        if step % every:
            return
        decay = min(self.decay**every, (step + 1) / (step + 10))
        now = model.state_dict()
        names = [name for name, value in now.items() if value.is_floating_point()]
        torch._foreach_lerp_([self.values[n] for n in names], [now[n] for n in names], 1.0 - decay)


class Log:
    """Lines of JSON in a run folder, echoed to standard output."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path

    def __call__(self, **values: Any) -> None:
        """Write one line."""
        line = json.dumps(values)
        with self.path.open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)
