"""A peer of the benchmark: draws images when told to, and says how long each step took.

    python peers.py diffusers|optimum MODEL --threads T --steps N --guidance G --prompt TEXT --size PIXELS [--torch DIR]

Reads one JSON object a line from standard input ({"seed": 1}) and answers each with one on standard output. The
first line out says what runs. `diffusers` takes the weights of MODEL's graphs where they bear the parameters' names
(the embedded model), or the diffusers folder given with --torch.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
# onnxruntime sends telemetry on Linux unless this stands before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
warnings.filterwarnings("ignore")

import torch

ROOT = Path(__file__).resolve().parents[2]


def diffusers_pipeline(options: argparse.Namespace) -> Any:
    """StableDiffusionPipeline in float32 on torch's own kernels."""
    from diffusers import PNDMScheduler, StableDiffusionPipeline

    if options.torch is not None:
        return StableDiffusionPipeline.from_pretrained(options.torch, safety_checker=None)
    sys.path.insert(0, str(ROOT / "tools" / "forge"))
    from forge.folder import load_folder

    model = load_folder(Path(options.model))
    return StableDiffusionPipeline(
        vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.tokenizer, unet=model.unet,
        scheduler=PNDMScheduler.from_config(model.schedule), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False,
    )  # fmt: skip


def optimum_pipeline(options: argparse.Namespace) -> Any:
    """optimum's pipeline: onnxruntime's Python package on the same graphs."""
    import onnxruntime
    from optimum.onnxruntime import ORTStableDiffusionPipeline

    session = onnxruntime.SessionOptions()
    session.intra_op_num_threads = options.threads
    session.inter_op_num_threads = 1
    return ORTStableDiffusionPipeline.from_pretrained(
        options.model, session_options=session, provider="CPUExecutionProvider", safety_checker=None
    )


def draw(pipeline: Any, options: argparse.Namespace, seed: int) -> dict[str, Any]:
    """One image; the step times leave the first step out, which also holds the text encoder."""
    ends: list[float] = []

    def note(_pipeline: Any, _step: int, _timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
        ends.append(time.perf_counter())
        return values

    started = time.perf_counter()
    latents = pipeline(
        options.prompt, num_inference_steps=options.steps, guidance_scale=options.guidance, height=options.size,
        width=options.size, generator=torch.Generator("cpu").manual_seed(seed), callback_on_step_end=note,
        output_type="latent",
    ).images  # fmt: skip
    with torch.no_grad():
        # Decoded here: diffusers turns three channels only into pictures, and one-channel models count too.
        pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor, return_dict=False)
    ended = time.perf_counter()
    steps = [1000 * (after - before) for before, after in itertools.pairwise(ends)]
    return {"imageMs": 1000 * (ended - started), "stepMs": steps}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("diffusers", "optimum"))
    parser.add_argument("model")
    parser.add_argument("--torch")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--guidance", type=float, required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--prompt", required=True)
    options = parser.parse_args()
    # Libraries print to standard output now and then: answers go to a copy of it, the rest to standard error.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    torch.set_num_threads(options.threads)
    torch.set_num_interop_threads(1)
    pipeline = diffusers_pipeline(options) if options.kind == "diffusers" else optimum_pipeline(options)
    pipeline.set_progress_bar_config(disable=True)
    packages = ("diffusers", "torch") if options.kind == "diffusers" else ("optimum-onnx", "onnxruntime", "diffusers")
    print(json.dumps({"versions": {name: version(name) for name in packages}}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(draw(pipeline, options, int(json.loads(line)["seed"]))), file=answers, flush=True)


if __name__ == "__main__":
    main()
