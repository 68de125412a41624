"""The model card, written from the evaluation and the training logs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .settings import Settings

TEMPLATE = Path(__file__).with_name("card.md")


def last_step(log: Path) -> dict[str, Any]:
    """The last line of a training log that names a step."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return dict(lines[-1]) if lines else {}


def last_value(log: Path, name: str) -> float:
    """The last value of `name` in a training log."""
    values = [json.loads(line).get(name) for line in log.read_text().splitlines() if line.startswith("{")]
    return float([value for value in values if value is not None][-1])


def _interval(entry: dict[str, Any]) -> str:
    return f"{entry['difference']:+.3f} ({entry['low']:+.3f} to {entry['high']:+.3f})"


def _pair(entry: dict[str, float]) -> str:
    return f"{entry['median']:.3f} / {entry['maximum']:.3f}"


def _films(entry: dict[str, Any]) -> str:
    return " and ".join(str(n) for n in entry["films"])


def training_record(settings: Settings, run: Path, films: int, held_out: int) -> dict[str, Any]:
    """What was trained, for how long, on what; written beside the evaluation."""
    phases = {}
    for phase, loss in (("vae", "l1"), ("unet", "loss"), ("decoder", "l1")):
        log = run / f"log-{phase}.jsonl"
        if log.exists():
            last = last_step(log)
            phases[phase] = {
                "steps_of_each_worker": last["step"],
                "minutes": last["minutes"],
                f"last_{loss}": last_value(log, loss),
            }
    return {
        "seed": settings.run.seed,
        "workers": settings.run.workers,
        "training_films": films,
        "held_out_films": held_out,
        "phases": phases,
    }


def write_card(evaluation: dict[str, Any], training: dict[str, Any], settings: Settings, target: Path) -> None:
    """Fill the template card.md and write it to `target`."""
    density = evaluation["lower_zone_density"]
    diversity = evaluation["diversity"]
    near = evaluation["nearest_training_film"]
    seconds = evaluation["onnxruntime_cpu_seconds"]
    phases = training["phases"]
    values = {
        "size": settings.data.size,
        "steps": settings.defaults.steps,
        "guidance": settings.defaults.guidance,
        "psnr": round(evaluation["reconstruction_psnr_held_out_db"]["mean"], 1),
        "psnr_films": evaluation["reconstruction_psnr_held_out_db"]["films"],
        "density": "\n".join(
            f"| {name.replace('_', ' ')} | {_films(density['brightness'][name])} "
            f"| {_interval(density['brightness'][name])} | {_interval(density['relative_to_the_middle'][name])} |"
            for name in ("generated", "real_edema_and_effusion", "real_edema_or_effusion")
        ),
        "reader_generated": evaluation["linear_reader"]["generated"],
        "reader_generated_films": " and ".join(str(n) for n in evaluation["linear_reader"]["generated_films"]),
        "reader_real": evaluation["linear_reader"]["real_held_out"],
        "reader_real_films": " and ".join(str(n) for n in evaluation["linear_reader"]["real_held_out_films"]),
        "vae_minutes": round(phases["vae"]["minutes"]),
        "likeness": "\n".join(
            f"| {name.replace('_', ' ')} | {diversity[name]['mean']:.3f} | {diversity[name]['p95']:.3f} |"
            for name in ("generated_clear", "generated_hazy", "real_clear", "real_hazy")
        ),
        "nearest": "\n".join(
            f"| {label} | {_pair(near[name]['generated'])} | {_pair(near[name]['real_to_other_patients'])} "
            f"| {100 * near[name]['generated_above_real_p99']:.0f}% |"
            for name, label in (
                ("thumbnail_correlation", "correlation at 64 x 64"),
                ("latent_cosine", "cosine of latents"),
            )
        ),
        "nearest_films": near["generated_films"],
        "image_seconds": seconds["image"],
        "unet_seconds": seconds["unet"],
        "decoder_seconds": seconds["vae_decoder"],
        "files": "\n".join(f"| {name} | {size / 1e6:.1f} MB |" for name, size in evaluation["files_bytes"].items()),
        "training_rows": "\n".join(
            f"| {name} | {entry['minutes']:.0f} | {entry['steps_of_each_worker']} |" for name, entry in phases.items()
        ),
        "seed": training["seed"],
        "workers": training["workers"],
        "training_films": training["training_films"],
        "held_out_films": training["held_out_films"],
        "versions": ", ".join(f"{name} {number}" for name, number in evaluation["versions"].items()),
        "verdict": training["verdict"],
        "hardware": training["hardware"],
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", str(value))
    if "{{" in text:
        raise ValueError(f"the card has unfilled places: {text[text.index('{{') :][:40]}")
    target.write_text(text, encoding="utf-8")
