"""Golden images of the embedded model, made with diffusers from the weights in the repository.

The weights are read out of the ONNX initializers of resources/models/cxr-demo, so nothing but the
repository and the forge's Python packages is needed:

    python tools/goldens/embedded_image.py

Writes tools/goldens/data/embedded/<scheduler>.png (8-bit grey) and <scheduler>.json, which says
how the picture was made and holds the SHA-256 of every file that it was made from.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "forge"))

from forge.folder import load_folder, make_scheduler  # noqa: E402 - after the path is set

MODEL = ROOT / "resources" / "models" / "cxr-demo"
OUT = Path(__file__).parent / "data" / "embedded"
PROMPT = "65 year old male. AP chest radiograph. Pulmonary edema and pleural effusion."
NEGATIVE = ""
SEED = 20261123
GUIDANCE = 3.0
STEPS = {"pndm": 15, "ddim": 20, "dpmpp-2m": 12}


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def grey(values: np.ndarray) -> np.ndarray:
    """Floats (H, W) in [0, 1] to uint8, rounded half to even as diffusers does."""
    return np.asarray((values * 255).round().astype(np.uint8))


def main() -> None:
    """Make one golden picture for each scheduler."""
    torch.set_num_threads(2)
    model = load_folder(MODEL)
    OUT.mkdir(parents=True, exist_ok=True)
    files = {
        str(path.relative_to(MODEL)): sha256(path)
        for path in sorted(MODEL.rglob("*"))
        if path.suffix == ".onnx" or path.parent.name in ("tokenizer", "scheduler")
    }
    for name, steps in STEPS.items():
        pipeline = StableDiffusionPipeline(
            vae=model.vae,
            text_encoder=model.text_encoder,
            tokenizer=model.tokenizer,
            unet=model.unet,
            scheduler=make_scheduler(model.schedule, name),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
        pipeline.set_progress_bar_config(disable=True)
        # latents out of the pipeline, decoded here: diffusers knows only RGB pictures
        out = pipeline(
            PROMPT,
            negative_prompt=NEGATIVE,
            num_inference_steps=steps,
            guidance_scale=GUIDANCE,
            generator=torch.Generator("cpu").manual_seed(SEED),
            output_type="latent",
        ).images
        with torch.no_grad():
            decoded = model.vae.decode(out / model.vae.config.scaling_factor).sample
        film = grey((decoded / 2 + 0.5).clamp(0, 1)[0, 0].numpy())
        Image.fromarray(film).save(OUT / f"{name}.png", optimize=True)
        record = {
            "made_by": "tools/goldens/embedded_image.py",
            "versions": {p: version(p) for p in ("torch", "diffusers", "transformers", "numpy")},
            "prompt": PROMPT,
            "negative_prompt": NEGATIVE,
            "seed": SEED,
            "scheduler": name,
            "steps": steps,
            "guidance": GUIDANCE,
            "width": film.shape[1],
            "height": film.shape[0],
            "timesteps": [int(t) for t in pipeline.scheduler.timesteps],
            "prompt_ids": pipeline.tokenizer(PROMPT, padding="max_length", max_length=77)["input_ids"],
            "final_latent_first_8": [float(v) for v in out.flatten()[:8]],
            "final_latent_mean": float(out.mean()),
            "final_latent_std": float(out.std()),
            "png": f"{name}.png",
            "pixels_sha256": hashlib.sha256(film.tobytes()).hexdigest(),
            "mean_grey": float(film.mean()),
            "model_sha256": files,
        }
        (OUT / f"{name}.json").write_text(json.dumps(record, indent=2) + "\n")
        print(name, steps, film.mean(), film.std())


if __name__ == "__main__":
    main()
