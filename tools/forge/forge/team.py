"""Several single-threaded workers that train one model: local steps, then averaged weights.

Threads inside one operation wait for each other at every layer, so on a CPU that is shared with
other work one held-up thread halts all. Workers meet every few seconds only (local SGD,
Stich 2019), each with its own films and its own optimizer moments.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

PAUSE = timedelta(minutes=5)  # the others wait while the first worker writes a checkpoint


class Team:
    """This worker's place among `size`; a team of one never communicates."""

    def __init__(self, rank: int, size: int, meeting: Path, seconds: float) -> None:
        self.rank, self.size, self.seconds = rank, size, seconds
        self._last = time.monotonic()
        if size > 1:
            dist.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=size, timeout=PAUSE)

    @property
    def leads(self) -> bool:
        """Whether this worker writes logs and checkpoints."""
        return self.rank == 0

    @torch.no_grad()
    def meet(self, model: nn.Module) -> None:
        """Average the weights of all workers."""
        if self.size == 1:
            return
        tensors = [p for p in model.parameters() if p.requires_grad]
        flat = torch.cat([t.reshape(-1) for t in tensors])
        dist.all_reduce(flat)
        flat /= self.size
        start = 0
        for tensor in tensors:
            tensor.copy_(flat[start : start + tensor.numel()].view_as(tensor))
            start += tensor.numel()

    def goes_on(self, model: nn.Module, done: bool) -> bool:
        """Call before each step: meets when it is time to; the first worker's `done` ends all."""
        if self.size == 1:
            return not done
        if time.monotonic() - self._last < self.seconds:
            return True
        self.meet(model)
        flag = torch.tensor([float(done)])
        dist.broadcast(flag, 0)
        self._last = time.monotonic()
        return not bool(flag.item())

    def close(self) -> None:
        """Leave the team."""
        if self.size > 1:
            dist.destroy_process_group()


def start_workers(count: int, arguments: list[str]) -> list[subprocess.Popen[bytes]]:
    """Start workers 1 to count - 1 with the same command line; this process is worker 0."""
    command = [sys.executable, "-m", "forge", *arguments]
    return [subprocess.Popen([*command, "--rank", str(r)], start_new_session=True) for r in range(1, count)]
