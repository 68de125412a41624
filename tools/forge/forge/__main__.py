"""Command line: `python -m forge all --settings settings.toml --data DATA --run RUN`."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .phases import PHASES, TEAMWORK, Job
from .settings import load_settings
from .team import start_workers


def run_phase(name: str, arguments: argparse.Namespace) -> None:
    """Run one phase, with its workers where it is one that workers share."""
    run: Path = arguments.run
    size = load_settings(arguments.settings).run.workers if name in TEAMWORK else 1
    workers = []
    if size > 1 and arguments.rank == 0:
        run.mkdir(parents=True, exist_ok=True)
        (run / "meeting").unlink(missing_ok=True)
        paths = ["--settings", arguments.settings, "--data", arguments.data, "--run", run]
        workers = start_workers(size, [name, *(str(p) for p in paths)])
    job = Job.open(arguments.settings, arguments.data, run, arguments.out, arguments.rank, size)
    torch.set_num_threads(job.settings.run.threads if size > 1 else job.settings.run.threads * job.settings.run.workers)
    print(f"phase {name}, worker {arguments.rank}", flush=True)
    try:
        PHASES[name](job)
    finally:
        job.team.close()
        for worker in workers:
            worker.wait(timeout=120)


def main() -> None:
    """Run one phase, or all of them in order."""
    parser = argparse.ArgumentParser(prog="forge", description=__doc__)
    parser.add_argument("phase", choices=["all", *PHASES])
    parser.add_argument("--settings", type=Path, required=True, help="settings.toml")
    parser.add_argument("--data", type=Path, required=True, help="folder with metadata.csv and images")
    parser.add_argument(
        "--run", type=Path, required=True, help="folder for checkpoints and logs, outside the repository"
    )
    parser.add_argument("--out", type=Path, help="model folder to write; RUN/model where it is left out")
    parser.add_argument("--rank", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    for name in PHASES if arguments.phase == "all" else [arguments.phase]:
        run_phase(name, arguments)


if __name__ == "__main__":
    main()
