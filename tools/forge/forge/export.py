"""The model folder: what optimum would export of a Stable Diffusion pipeline, made from a run."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from .onnx_files import export_text_encoder, export_unet, export_vae, round_to_half
from .settings import Settings

HARD_LIMIT = 60_000_000  # bytes of the whole folder

EXAMPLES = [
    "65 year old male. PA chest radiograph. No acute cardiopulmonary process.",
    "72 year old female. AP chest radiograph. Pulmonary edema and pleural effusion.",
    "48 year old male. AP chest radiograph. Pneumonia.",
    "81 year old female. AP chest radiograph. Atelectasis, effusion.",
    "35 year old female. PA chest radiograph. Clear lungs.",
]


def scheduler_config(settings: Settings) -> dict[str, Any]:
    """PNDM as RoentGen publishes it, with this model's prediction type."""
    s = settings.schedule
    return {
        "_class_name": "PNDMScheduler",
        "_diffusers_version": version("diffusers"),
        "beta_end": s.beta_end,
        "beta_schedule": s.beta_schedule,
        "beta_start": s.beta_start,
        "clip_sample": False,
        "num_train_timesteps": s.train_steps,
        "prediction_type": settings.unet.prediction,
        "set_alpha_to_one": False,
        "skip_prk_steps": True,
        "steps_offset": 1,
        "timestep_spacing": "leading",
        "trained_betas": None,
    }


def model_index() -> dict[str, Any]:
    """model_index.json of a Stable Diffusion pipeline without a safety checker."""
    return {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": version("diffusers"),
        "feature_extractor": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        "scheduler": ["diffusers", "PNDMScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }


def defaults(settings: Settings) -> dict[str, Any]:
    """What the product offers first: steps, guidance, size, example prompts."""
    d, size = settings.defaults, settings.data.size
    return {
        "scheduler": d.scheduler,
        "steps": d.steps,
        "guidance": d.guidance,
        "width": size,
        "height": size,
        "prompts": EXAMPLES,
        # Every screen that names this model says so.
        "demonstration": True,
    }


def write_json(value: Any, path: Path) -> None:
    """Indented JSON with a final newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def folder_bytes(folder: Path) -> dict[str, int]:
    """Size in bytes of every file, by its path in the folder."""
    return {str(p.relative_to(folder)): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}


def _clean_config(model: Any) -> dict[str, Any]:
    config = model.config.to_dict() if hasattr(model.config, "to_dict") else dict(model.config)
    return {name: value for name, value in config.items() if name not in ("_name_or_path", "_use_default_values")}


def export_folder(
    settings: Settings,
    vae: AutoencoderKL,
    text_encoder: CLIPTextModel,
    unet: UNet2DConditionModel,
    tokenizer: Path,
    words: list[str],
    target: Path,
) -> None:
    """Write the ONNX model folder. Rounds the weights of the given modules to float16, in place."""
    for model in (vae, text_encoder, unet):
        model.float().eval()
        round_to_half(model)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(tokenizer, target / "tokenizer", dirs_exist_ok=True)
    export_text_encoder(text_encoder, target / "text_encoder" / "model.onnx")
    export_unet(unet, target / "unet" / "model.onnx")
    export_vae(vae, target / "vae_decoder" / "model.onnx", target / "vae_encoder" / "model.onnx")
    write_json(_clean_config(text_encoder), target / "text_encoder" / "config.json")
    write_json({"_class_name": "UNet2DConditionModel"} | _clean_config(unet), target / "unet" / "config.json")
    for part in ("vae_decoder", "vae_encoder"):
        write_json({"_class_name": "AutoencoderKL"} | _clean_config(vae), target / part / "config.json")
    write_json(scheduler_config(settings), target / "scheduler" / "scheduler_config.json")
    write_json(model_index(), target / "model_index.json")
    write_json(defaults(settings), target / "defaults.json")
    write_json(words, target / "training_words.json")
    shutil.copy(Path(__file__).with_name("model-licence.txt"), target / "LICENSE")
    write_checksums(target)
    total = sum(folder_bytes(target).values())
    if total > HARD_LIMIT:
        raise ValueError(f"the folder holds {total} bytes, more than {HARD_LIMIT}")


def write_checksums(folder: Path) -> None:
    """SHA256SUMS of what the runtime reads: the product compares these files before it draws."""
    files = sorted([folder / "model_index.json", *(path for path in folder.glob("*/*") if path.is_file())])
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines))


def export_diffusers(
    settings: Settings,
    vae: AutoencoderKL,
    text_encoder: CLIPTextModel,
    unet: UNet2DConditionModel,
    tokenizer: CLIPTokenizer,
    target: Path,
) -> None:
    """The same (rounded) weights as a diffusers folder, the reference for the product's engine."""
    config = {k: v for k, v in scheduler_config(settings).items() if not k.startswith("_")}
    config.pop("clip_sample")
    StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=PNDMScheduler(**config),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(str(target))
