"""The pipelines: which networks, tokenizer and scheduler settings each folder has."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch

from . import graphs, networks, tokenizers
from .folders import json_text
from .networks import Networks

SD_BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
#: scheduler_config.json of Stable Diffusion 1.4 and of 2.1 (768 pixels, v prediction).
SD14 = {
    "_class_name": "PNDMScheduler", "_diffusers_version": "0.7.0.dev0", **SD_BETAS, "set_alpha_to_one": False,
    "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None, "clip_sample": False,
}  # fmt: skip
SD21 = {
    "_class_name": "DDIMScheduler", "_diffusers_version": "0.8.0", **SD_BETAS, "set_alpha_to_one": False,
    "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None, "clip_sample": False, "prediction_type": "v_prediction",
}  # fmt: skip
#: RoentGen-v2's, of Stable Diffusion 2.1 with 512 pixels.
ROENTGEN2 = {
    "_class_name": "PNDMScheduler", "_diffusers_version": "0.27.2", **SD_BETAS, "clip_sample": False, "prediction_type": "epsilon",
    "set_alpha_to_one": False, "skip_prk_steps": True, "steps_offset": 1, "timestep_spacing": "leading", "trained_betas": None,
}  # fmt: skip
#: As a training script of one's own saves it, with a schedule and a spacing that are not Stable Diffusion's.
OWN = {
    "_class_name": "DDPMScheduler", "_diffusers_version": "0.30.0", "beta_start": 0.0015, "beta_end": 0.0195,
    "beta_schedule": "scaled_linear", "num_train_timesteps": 1000, "prediction_type": "epsilon", "timestep_spacing": "linspace",
    "variance_type": "fixed_small", "clip_sample": False, "steps_offset": 1,
}  # fmt: skip
#: Lin et al. 2023, arXiv 2305.08891: what their released models set.
ZERO_SNR = {**SD21, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
#: Settings that StableDiffusionPipeline overrules when it loads them, with a warning: no offset, clipped samples.
OUTDATED = {**OWN, "timestep_spacing": "leading", "clip_sample": True, "steps_offset": 0}

TOKENS = 77
BERT_TOKENS = 48


@dataclass(frozen=True)
class Variant:
    """One folder. `steps` change the exported graphs of the variant that it is made `from_`."""

    name: str
    networks: Networks
    tokenizer: dict[str, str]
    tokens: int
    scheduler: dict
    pipeline: str = "StableDiffusionPipeline"
    edges: graphs.Edges = graphs.Edges()
    #: The default size in latents that unet/config.json states; a pair is height, width.
    sample_size: int | tuple[int, int] = 8
    text_config: dict = field(default_factory=dict)
    change: Callable[[Path], None] | None = None
    widened: bool = False


def make_variants() -> list[Variant]:
    """Every variant with its weights, in a fixed order of seeds."""
    sd1_tokens, sd2_tokens = tokenizers.clip_files("<|endoftext|>"), tokenizers.clip_files("!")
    size = tokenizers.clip_vocabulary_size()
    sd1 = Networks(
        networks.clip_text_encoder(101, size, 16, "quick_gelu", size - 1),
        networks.unet(102, channels=4, context=16, sample_size=8, attention_head_dim=4),
        networks.vae(103, image_channels=3, latent_channels=4, levels=4, scaling_factor=0.18215),
    )
    sd2v = Networks(
        networks.clip_text_encoder(201, size, 24, "gelu", 0),
        networks.unet(202, channels=4, context=24, sample_size=8, attention_head_dim=[2, 4], use_linear_projection=True, upcast_attention=True),
        sd1.vae,
    )
    grey = Networks(
        networks.clip_text_encoder(301, size, 16, "gelu", size - 1),
        networks.unet(302, channels=3, context=16, sample_size=16, attention_head_dim=4),
        networks.vae(303, image_channels=1, latent_channels=3, levels=3, scaling_factor=0.7, shift_factor=0.5),
    )
    words = len(tokenizers.bert_tokens())
    bert = Networks(networks.bert_text_encoder(401, words, 16), sd1.unet, sd1.vae)
    projected = Networks(networks.bert_text_encoder(402, words, 24), sd1.unet, sd1.vae, networks.text_projection(403, 24, 16))
    inpaint9 = Networks(sd1.text_encoder, networks.unet(502, channels=4, inputs=9, context=16, sample_size=8, attention_head_dim=4), sd1.vae)
    clip = {"tokenizer": sd1_tokens, "tokens": TOKENS, "scheduler": SD14}
    v = {"tokenizer": sd2_tokens, "tokens": TOKENS, "scheduler": SD21, "pipeline": "ORTStableDiffusionPipeline"}
    one = {"tokenizer": sd1_tokens, "tokens": TOKENS, "sample_size": (12, 20)}
    wordpiece = {"tokenizer": tokenizers.bert_files(BERT_TOKENS), "tokens": BERT_TOKENS, "scheduler": SD14}
    return [
        Variant("sd1", sd1, **clip),
        Variant("sd2v", sd2v, **v),
        Variant("grey", grey, scheduler=OWN, **one),
        Variant("bert", bert, **wordpiece),
        Variant("bert-projected", projected, **wordpiece),
        Variant("bert-masked", bert, **wordpiece, text_config={"use_attention_mask": True}),
        Variant("inpaint9", inpaint9, **clip, pipeline="StableDiffusionInpaintPipeline"),
        Variant("sd1-float16", networks.half(sd1), **clip),
        Variant("sd2v-float16", networks.half(sd2v), **v),
        Variant("grey-float16", networks.half(grey), scheduler=OWN, **one),
        Variant("bert-float16", networks.half(bert), **wordpiece),
        Variant("inpaint9-float16", networks.half(inpaint9), **clip, pipeline="StableDiffusionInpaintPipeline"),
        Variant("sd1-float16-inside", networks.half(sd1), **clip, change=widen_all, widened=True),
        Variant("sd1-external", sd1, **clip, change=move_all_weights),
        Variant("sd1-older", sd1, **clip, edges=graphs.Edges(ids=torch.int32, timestep="steps")),
        Variant("sd1-oldest", sd1, **clip, edges=graphs.Edges(ids=torch.int32, timestep="batch"), pipeline="OnnxStableDiffusionPipeline"),
        Variant("roentgen-v1", sd1, **clip),
        Variant("roentgen-v2", sd2v, **{**v, "scheduler": ROENTGEN2}),
        Variant("sd2v-zero-snr", sd2v, **{**v, "scheduler": ZERO_SNR}),
        Variant("grey-outdated", grey, scheduler=OUTDATED, **one),
    ]


def widen_all(folder: Path) -> None:
    for path in sorted(folder.rglob("model.onnx")):
        graphs.widen_edges(path)


def move_all_weights(folder: Path) -> None:
    for path in sorted(folder.rglob("model.onnx")):
        graphs.move_weights_beside(path)


def write_folder(variant: Variant, folder: Path) -> None:
    """A model folder in diffusers layout: graphs and the texts beside them."""
    graphs.export_networks(variant.networks, folder, variant.tokens, variant.edges)
    if variant.change is not None:
        variant.change(folder)
    parts = variant.networks
    unet = {**json.loads(parts.unet.to_json_string()), "sample_size": variant.sample_size}
    text_encoder = {**json.loads(parts.text_encoder.config.to_json_string(use_diff=False)), **variant.text_config}
    texts = {
        "model_index.json": json_text(model_index(variant)),
        "scheduler/scheduler_config.json": json_text(variant.scheduler),
        "text_encoder/config.json": json_text({"architectures": [type(parts.text_encoder).__name__], **text_encoder}),
        "unet/config.json": json_text(unet),
        "vae_encoder/config.json": json_text(json.loads(parts.vae.to_json_string())),
        "vae_decoder/config.json": json_text(json.loads(parts.vae.to_json_string())),
        **{f"tokenizer/{name}": text for name, text in variant.tokenizer.items()},
    }
    if parts.projection is not None:
        config = {"_class_name": "Linear", "in_features": parts.projection.in_features, "out_features": parts.projection.out_features}
        texts["text_projection/config.json"] = json_text(config)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def model_index(variant: Variant) -> dict:
    """As `optimum-cli export onnx` copies it from the pipeline, or as ORTStableDiffusionPipeline saves it."""
    tokenizer = json.loads(variant.tokenizer["tokenizer_config.json"])["tokenizer_class"]
    index = {
        "_class_name": variant.pipeline, "_diffusers_version": "0.42.1", "feature_extractor": [None, None],
        "image_encoder": [None, None], "requires_safety_checker": False, "safety_checker": [None, None],
        "scheduler": ["diffusers", variant.scheduler["_class_name"]], "tokenizer": ["transformers", tokenizer],
    }  # fmt: skip
    if variant.networks.projection is not None:
        index["text_projection"] = ["lightbox", "Linear"]
    if variant.pipeline.startswith("ORT"):
        parts = {"text_encoder": "ORTTextEncoder", "unet": "ORTUnet", "vae_encoder": "ORTVaeEncoder", "vae_decoder": "ORTVaeDecoder"}
        return {**index, **{part: ["optimum.onnxruntime.modeling_diffusion", name] for part, name in parts.items()}}
    encoder = type(variant.networks.text_encoder).__name__
    return {**index, "text_encoder": ["transformers", encoder], "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
