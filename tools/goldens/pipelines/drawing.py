"""Draws cases with diffusers' own pipelines and keeps the latents of every call."""

import dataclasses
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    PNDMScheduler,
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInpaintPipeline,
    StableDiffusionPipeline,
    UniPCMultistepScheduler,
)
from PIL import Image
from transformers import BertTokenizer, CLIPTokenizer

from . import films
from .cases import Case
from .runtime import runtime_networks
from .variants import Variant
from .wrapped import ProjectedText, widened

#: The scheduler names of src-core/base/generation-names.ts: class, and what the name sets over the folder's config.
SCHEDULERS = {
    "pndm": (PNDMScheduler, {}),
    "ddim": (DDIMScheduler, {}),
    "ddpm": (DDPMScheduler, {}),
    "dpmpp-2m": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
    "dpmpp-2m-karras": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True}),
    "dpmpp-2m-sde": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "dpmpp-2m-sde-karras": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True}),
    "euler": (EulerDiscreteScheduler, {}),
    "euler-a": (EulerAncestralDiscreteScheduler, {}),
    "unipc": (UniPCMultistepScheduler, {}),
}
PIPELINES = {
    "text-to-image": StableDiffusionPipeline,
    "image-to-image": StableDiffusionImg2ImgPipeline,
    "inpainting": StableDiffusionInpaintPipeline,
}


@dataclasses.dataclass(frozen=True)
class Drawing:
    """Latents after every call, (calls, channels, rows, columns) float32, and the picture, (height, width) uint8."""

    latents: np.ndarray
    picture: np.ndarray


def load_scheduler(config: dict):
    """As a pipeline loads the folder's own."""
    classes = {scheduler.__name__: scheduler for scheduler, _ in SCHEDULERS.values()}
    return classes[config["_class_name"]].from_config(config)


def switched_scheduler(own, name: str):
    """The scheduler that a name means, made from the config of the pipeline's own; that one itself where it is meant."""
    scheduler, settings = SCHEDULERS[name]
    if scheduler is type(own) and all(own.config[field] == value for field, value in settings.items()):
        return own
    return scheduler.from_config(own.config, **settings)


class Pipelines:
    """The three pipelines of one folder."""

    def __init__(self, variant: Variant, folder: Path, runtime: bool = False) -> None:
        """Its networks are torch's; with `runtime` onnxruntime runs the graphs of the folder in their places."""
        parts = widened(variant.networks) if variant.widened else variant.networks
        if runtime:
            parts = runtime_networks(variant.networks, folder, parts.unet.dtype)
        text_encoder = parts.text_encoder
        # The folders share networks: what one of them sets must not stay for the next.
        text_encoder.config.use_attention_mask = variant.text_config.get("use_attention_mask", False)
        if parts.projection is not None:
            text_encoder = ProjectedText(text_encoder, parts.projection)
        tokenizer = (BertTokenizer if "vocab.txt" in variant.tokenizer else CLIPTokenizer).from_pretrained(folder / "tokenizer")
        self.variant = variant
        self.parts = {"text_encoder": text_encoder, "unet": parts.unet, "vae": parts.vae, "tokenizer": tokenizer}

    def draw(self, case: Case) -> Drawing:
        """One case, by the scheduler that its name means, made from the config that the loaded pipeline has."""
        latents = []

        def keep(_pipeline, _index, _timestep, values):
            latents.append(values["latents"].float().numpy()[0].copy())
            return {}

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # The pipeline's own remarks on overruled settings.
            pipe = PIPELINES[case.task](
                **self.parts, scheduler=load_scheduler(self.variant.scheduler), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
            )  # fmt: skip
            pipe.set_progress_bar_config(disable=True)
            pipe.scheduler = switched_scheduler(pipe.scheduler, case.scheduler)
            picture = pipe(
                case.prompt, negative_prompt=case.negative_prompt, num_inference_steps=case.steps, guidance_scale=case.guidance_scale,
                eta=case.eta, generator=torch.Generator("cpu").manual_seed(case.seed), callback_on_step_end=keep, **self.edit(case),
            ).images[0]  # fmt: skip
        return Drawing(np.stack(latents), grey8(np.asarray(picture)))

    def edit(self, case: Case) -> dict:
        if case.task == "text-to-image":
            return {"width": case.width, "height": case.height, "guidance_rescale": case.guidance_rescale}
        mode = "L" if self.variant.networks.vae.config.in_channels == 1 else "RGB"
        film = Image.fromarray(films.film(case.width, case.height)).convert(mode)
        if case.task == "image-to-image":
            return {"image": film, "strength": case.strength}
        mask = Image.fromarray(films.mask(case.width, case.height))
        return {"image": film, "mask_image": mask, "strength": case.strength, "width": case.width, "height": case.height}


def grey8(picture: np.ndarray) -> np.ndarray:
    """Three channels become their mean, rounded half to even: the product shows and stores grey films."""
    assert picture.dtype == np.uint8
    return picture if picture.ndim == 2 else np.rint(picture.astype(np.float64).mean(axis=2)).astype(np.uint8)


@contextmanager
def half_noise_in_float32() -> Iterator[None]:
    """Within it diffusers draws its noise as for float16 and computes in float32: what differs then is arithmetic."""
    modules = [m for name, m in sys.modules.items() if name.startswith("diffusers.") and hasattr(m, "randn_tensor")]
    # The multistep solver draws in float32 in both precisions.
    modules = [m for m in modules if not m.__name__.endswith("dpmsolver_multistep")]
    original = modules[0].randn_tensor

    def draw(shape, generator=None, device=None, dtype=None, layout=None):
        return original(shape, generator=generator, device=device, dtype=torch.float16, layout=layout).float()

    for module in modules:
        module.randn_tensor = draw
    try:
        yield
    finally:
        for module in modules:
            module.randn_tensor = original
