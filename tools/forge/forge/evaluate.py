"""Measures an exported model folder against the films; writes sheet.png and evaluation.json."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .export import folder_bytes, write_json
from .films import Film
from .folder import Model, load_folder
from .latents import encode_films
from .measures import (
    area_under_curve,
    best_correlations,
    difference_interval,
    lower_zone_density,
    pairwise_ms_ssim,
    relative_density,
    ridge_reader,
    summary,
    thumbnails,
)
from .runtime import pick_device
from .sample import generate, save_sheet
from .settings import Settings
from .train_vae import reconstruction_psnr

CLEAR = "AP chest radiograph. No acute cardiopulmonary process."
HAZY = "AP chest radiograph. Edema, effusion."
SHEET_PROMPTS = (
    "45 year old male. PA chest radiograph. No acute cardiopulmonary process.",
    "30 year old female. PA chest radiograph. No acute cardiopulmonary process.",
    "60 year old male. AP chest radiograph. No acute cardiopulmonary process.",
    "70 year old female. AP chest radiograph. Pneumonia.",
    "65 year old male. AP chest radiograph. Pulmonary edema and pleural effusion.",
    "55 year old female. AP chest radiograph. Atelectasis.",
    "50 year old male. PA chest radiograph. Pulmonary infiltrates.",
    "75 year old female. AP chest radiograph. Pleural effusion.",
)
SHEET_SEED, CLEAR_SEED, HAZY_SEED = 1, 1001, 2001
PAIRS = 300


def _random_pairs(groups: list[str], count: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Random pairs of indices whose groups differ."""
    pairs: set[tuple[int, int]] = set()
    possible = sum(a != b for i, a in enumerate(groups) for b in groups[:i])
    while len(pairs) < min(count, possible):
        a, b = sorted(int(v) for v in rng.integers(len(groups), size=2))
        if groups[a] != groups[b]:
            pairs.add((a, b))
    return sorted(pairs)


def density(films: list[Film], pixels: np.ndarray, clear: np.ndarray, hazy: np.ndarray, seed: int) -> dict[str, Any]:
    """Lower-zone density, hazy minus clear, of generated and of real AP films."""
    normal = [i for i, f in enumerate(films) if f.view == "AP" and f.findings == ("No Finding",)]
    ill = [i for i, f in enumerate(films) if f.view == "AP" and {"Edema", "Effusion"} <= set(f.findings)]
    either = [i for i, f in enumerate(films) if f.view == "AP" and {"Edema", "Effusion"} & set(f.findings)]

    def differences(measure: Callable[[np.ndarray], np.ndarray]) -> dict[str, Any]:
        def real(chosen: list[int]) -> dict[str, Any]:
            names = [films[i].patient for i in normal], [films[i].patient for i in chosen]
            interval = difference_interval(measure(pixels[normal]), measure(pixels[chosen]), names, seed)
            return interval | {"films": [len(normal), len(chosen)]}

        generated = difference_interval(measure(clear), measure(hazy), None, seed)
        return {
            "generated": generated | {"films": [len(clear), len(hazy)]},
            "real_edema_and_effusion": real(ill),
            "real_edema_or_effusion": real(either),
        }

    return {
        "measure": "both lower lung zones, hazy minus clear, with 95% bootstrap intervals",
        "brightness": differences(lower_zone_density),
        "relative_to_the_middle": differences(relative_density),
    }


def reader_agreement(
    films: list[Film], train: list[int], held_out: list[int], pixels: np.ndarray, clear: np.ndarray, hazy: np.ndarray
) -> dict[str, Any]:
    """A linear reader learned on real training films tells clear from hazy AP films: real and generated."""

    def chosen(members: list[int], wanted: set[str]) -> np.ndarray:
        return thumbnails(pixels[[i for i in members if films[i].view == "AP" and wanted & set(films[i].findings)]], 32)

    normal, ill = {"No Finding"}, {"Edema", "Effusion"}
    reader = ridge_reader(chosen(train, normal), chosen(train, ill))
    real = chosen(held_out, normal), chosen(held_out, ill)
    return {
        "measure": "area under the ROC curve of a linear reader of 32 x 32 thumbnails, trained on real films",
        "real_held_out": round(area_under_curve(reader, *real), 3),
        "real_held_out_films": [len(real[0]), len(real[1])],
        "generated": round(area_under_curve(reader, thumbnails(clear, 32), thumbnails(hazy, 32)), 3),
        "generated_films": [len(clear), len(hazy)],
    }


def diversity(films: list[Film], pixels: np.ndarray, clear: np.ndarray, hazy: np.ndarray, seed: int) -> dict[str, Any]:
    """MS-SSIM between films of different seeds, and between real films of different patients."""
    rng = np.random.default_rng(seed)
    out: dict[str, Any] = {"measure": "MS-SSIM of pairs; lower is more diverse"}
    for name, group in (("generated_clear", clear), ("generated_hazy", hazy)):
        pairs = _random_pairs([str(i) for i in range(len(group))], PAIRS, rng)
        out[name] = summary(pairwise_ms_ssim(group, pairs))
    for name, wanted in (("real_clear", {"No Finding"}), ("real_hazy", {"Edema", "Effusion"})):
        chosen = [i for i, f in enumerate(films) if f.view == "AP" and wanted & set(f.findings)]
        pairs = _random_pairs([films[i].patient for i in chosen], PAIRS, rng)
        out[name] = summary(pairwise_ms_ssim(pixels[chosen], pairs))
    return out


def _nearest(generated: np.ndarray, real: np.ndarray) -> dict[str, Any]:
    limit = float(np.quantile(real, 0.99))
    return {
        "generated": summary(generated),
        "real_to_other_patients": summary(real),
        "real_p99": round(limit, 4),
        "generated_above_real_p99": round(float((generated > limit).mean()), 4),
    }


def memorisation(
    model: Model, films: list[Film], train: list[int], pixels: np.ndarray, generated: np.ndarray, seed: int, run: Path
) -> dict[str, Any]:
    """Nearest training film of generated films, beside the nearest film of other patients of real ones."""
    rng = np.random.default_rng(seed)
    patients = np.array([films[i].patient for i in train])
    asked = rng.permutation(len(train))[:200]
    same = patients[asked][:, None] == patients[None, :]
    pool = thumbnails(pixels[train])
    near = best_correlations(thumbnails(generated), pool)
    calibration = np.where(same, -1, best_correlations(pool[asked], pool))
    device = pick_device()
    codes = encode_films(model.vae.to(device), pixels[train], device).flatten(1)
    codes_generated = encode_films(model.vae, generated, device).flatten(1)
    mean = codes.mean(0)
    unit = torch.nn.functional.normalize(codes - mean, dim=1)
    unit_generated = torch.nn.functional.normalize(codes_generated - mean, dim=1)
    likeness = (unit_generated @ unit.T).numpy()
    likeness_real = np.where(same, -1, (unit[asked] @ unit.T).numpy())
    top = np.argsort(-near.max(1))[:8]
    pairs = [film for i in top for film in (generated[i], pixels[train[int(near[i].argmax())]])]
    save_sheet(np.stack(pairs), run / "nearest-pairs.png", columns=4, side=256)  # real films: never committed
    return {
        "thumbnail_correlation": _nearest(near.max(1), calibration.max(1)),
        "latent_cosine": _nearest(likeness.max(1), likeness_real.max(1)),
        "generated_films": len(generated),
        "real_films": len(asked),
        "training_films": len(train),
    }


def time_onnx(folder: Path, model: Model, steps: int, threads: int) -> dict[str, float]:
    """Seconds of one image in onnxruntime on `threads` CPU threads: median of five runs of each graph."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # after the variable is set: the library reads it once

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    side, width = model.unet.config.sample_size, model.unet.config.cross_attention_dim
    feeds: dict[str, dict[str, np.ndarray]] = {
        "text_encoder": {"input_ids": np.zeros((2, 77), np.int64)},
        "unet": {
            "sample": np.zeros((2, 4, side, side), np.float32),
            "timestep": np.array([500], np.int64),
            "encoder_hidden_states": np.zeros((2, 77, width), np.float32),
        },
        "vae_decoder": {"latent_sample": np.zeros((1, 4, side, side), np.float32)},
    }
    seconds: dict[str, float] = {}
    for part, feed in feeds.items():
        session = onnxruntime.InferenceSession(str(folder / part / "model.onnx"), options)
        runs = []
        for _ in range(6):
            start = time.perf_counter()
            session.run(None, feed)
            runs.append(time.perf_counter() - start)
        seconds[part] = round(float(np.median(runs[1:])), 4)
    seconds["image"] = round(seconds["text_encoder"] + steps * seconds["unet"] + seconds["vae_decoder"], 2)
    return seconds


def evaluate(
    settings: Settings,
    films: list[Film],
    train: list[int],
    held_out: list[int],
    pixels: np.ndarray,
    run: Path,
    out: Path,
) -> None:
    """Generate, measure, and write OUT/sheet.png and OUT/evaluation.json."""
    model, d, count = load_folder(out), settings.defaults, settings.evaluate.images
    device = pick_device()
    for module in (model.text_encoder, model.unet, model.vae):
        module.to(device)

    def films_of(prompts: list[str], seed: int, name: str, exact: bool = False) -> np.ndarray:
        kept = run / f"evaluated-{name}.npy"
        if not kept.exists():
            seeds = list(range(seed, seed + len(prompts)))
            np.save(kept, generate(model, prompts, seeds, d.steps, d.guidance, d.scheduler, exact=exact))
        return np.asarray(np.load(kept))

    sheet = films_of([prompt for prompt in SHEET_PROMPTS for _ in range(8)], SHEET_SEED, "sheet", exact=True)
    save_sheet(sheet, out / "sheet.png")
    clear = films_of([CLEAR] * count, CLEAR_SEED, "clear")
    hazy = films_of([HAZY] * count, HAZY_SEED, "hazy")
    half = count // 2
    seed = settings.run.seed + 9
    psnr = reconstruction_psnr(model.vae, pixels[held_out], device)
    write_json(
        {
            "sampling": {"scheduler": d.scheduler, "steps": d.steps, "guidance": d.guidance}
            | {"precision": "float32 for the sheet, bfloat16 for the measured groups"},
            "prompts": {"clear": CLEAR, "hazy": HAZY, "sheet": list(SHEET_PROMPTS)},
            "seeds": {"sheet": SHEET_SEED, "clear": CLEAR_SEED, "hazy": HAZY_SEED},
            "reconstruction_psnr_held_out_db": summary(np.array(psnr)) | {"films": len(psnr)},
            "lower_zone_density": density(films, pixels, clear, hazy, seed),
            "linear_reader": reader_agreement(films, train, held_out, pixels, clear, hazy),
            "diversity": diversity(films, pixels, clear, hazy, seed),
            "nearest_training_film": memorisation(
                model, films, train, pixels, np.concatenate([clear[:half], hazy[:half]]), seed, run
            ),
            "onnxruntime_cpu_seconds": time_onnx(out, model, d.steps, settings.run.threads),
            "files_bytes": {k: v for k, v in folder_bytes(out).items() if k.endswith(".onnx")},
            "versions": {p: version(p) for p in ("torch", "diffusers", "transformers", "onnx", "onnxruntime")}
            | {"python": platform.python_version()},
        },
        out / "evaluation.json",
    )
