"""Makes a pipeline of Stable Diffusion 1.4's full shape with random weights, for benchmarks and rehearsals.

    python tools/bench/make_full_size.py OUT [--precision float32 float16] [--torch]

Writes OUT/sd14-float32 (graphs with weights as external data: the UNet is above 2 GB) and OUT/sd14-float16
(float16 edges and weights), in the layout that optimum exports, and with --torch OUT/sd14-torch, the same
weights as diffusers saves them. Needs about 16 GB of memory and 10 GB of disk. The pictures mean nothing; sizes,
shapes and times are those of RoentGen v1 (Stable Diffusion 1.4: 860 M parameters in the UNet).
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import sys
import tempfile
from pathlib import Path

import onnx
import torch
from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "goldens"))

from clip_vocabulary import clip_merges, vocabulary

OPSET = 17
SEED = 14
#: onnxruntime and protobuf take no file above 2 GB: weights beyond go beside the graph.
EXTERNAL_ABOVE = 1_900_000_000
INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "feature_extractor": [None, None],
    "requires_safety_checker": False,
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "PNDMScheduler"],
    "text_encoder": ["optimum", "ORTModelTextEncoder"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["optimum", "ORTModelUnet"],
    "vae_decoder": ["optimum", "ORTModelVaeDecoder"],
    "vae_encoder": ["optimum", "ORTModelVaeEncoder"],
}


def text_encoder() -> CLIPTextModel:
    """CLIP ViT-L/14's text model, as in Stable Diffusion 1.x."""
    config = CLIPTextConfig(
        vocab_size=49408, hidden_size=768, intermediate_size=3072, projection_dim=768, num_hidden_layers=12,
        num_attention_heads=12, max_position_embeddings=77, hidden_act="quick_gelu", bos_token_id=49406,
        eos_token_id=49407, pad_token_id=1, attn_implementation="eager",
    )  # fmt: skip
    return CLIPTextModel(config)


def unet() -> UNet2DConditionModel:
    """Stable Diffusion 1.4's UNet: 859.5 M parameters."""
    down = ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",)
    up = ("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3
    return UNet2DConditionModel(
        sample_size=64, in_channels=4, out_channels=4, layers_per_block=2, block_out_channels=(320, 640, 1280, 1280),
        down_block_types=down, up_block_types=up, cross_attention_dim=768, attention_head_dim=8,
    )  # fmt: skip


def autoencoder() -> AutoencoderKL:
    """Stable Diffusion's autoencoder: 83.7 M parameters."""
    return AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, sample_size=512, layers_per_block=2,
        block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, scaling_factor=0.18215,
    )  # fmt: skip


class Text(nn.Module):
    """input_ids -> last_hidden_state, pooler_output."""

    def __init__(self, model: CLIPTextModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        out = self.model(input_ids)
        return out.last_hidden_state, out.pooler_output


class Unet(nn.Module):
    """sample, timestep, encoder_hidden_states -> out_sample."""

    def __init__(self, model: UNet2DConditionModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        out: Tensor = self.model(sample, timestep, encoder_hidden_states, return_dict=False)[0]
        return out


class Decoder(nn.Module):
    """latent_sample -> sample."""

    def __init__(self, model: AutoencoderKL) -> None:
        super().__init__()
        self.model = model

    def forward(self, latent_sample: Tensor) -> Tensor:
        out: Tensor = self.model.decode(latent_sample, return_dict=False)[0]
        return out


class Encoder(nn.Module):
    """sample -> latent_parameters."""

    def __init__(self, model: AutoencoderKL) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample: Tensor) -> Tensor:
        out: Tensor = self.model.encode(sample).latent_dist.parameters
        return out


def export(module: nn.Module, inputs: tuple[Tensor, ...], folder: Path, names: list[str], outputs: list[str]) -> None:
    """One graph with a free batch, height and width; weights beside it where the file would pass 2 GB."""
    free = {0: "batch", 2: "height", 3: "width"}
    axes = {name: free if value.dim() == 4 else {0: "batch"} for name, value in zip(names, inputs, strict=True)}
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch, torch.no_grad():
        raw = Path(scratch) / "model.onnx"
        torch.onnx.export(
            module.eval(), inputs, str(raw), input_names=names, output_names=outputs, dynamic_axes=axes,
            opset_version=OPSET, dynamo=False, do_constant_folding=True,
        )  # fmt: skip
        model = onnx.load(str(raw))
        size = sum(p.numel() * p.element_size() for p in module.parameters())
        external = size > EXTERNAL_ABOVE
        onnx.save(
            model, str(folder / "model.onnx"), save_as_external_data=external, all_tensors_to_one_file=True,
            location="model.onnx_data", size_threshold=1024,
        )  # fmt: skip
        del model
    gc.collect()


def write_tokenizer(folder: Path) -> CLIPTokenizer:
    """CLIP's own vocabulary."""
    merges = clip_merges()
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary(merges), ensure_ascii=False), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", "utf-8")
    specials = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    config = {**specials, "unk_token": "<|endoftext|>", "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    return CLIPTokenizer.from_pretrained(str(folder))


def export_folder(pipeline: StableDiffusionPipeline, tokenizer: Path, folder: Path, dtype: torch.dtype) -> None:
    """All graphs in one precision, edges included."""
    folder.mkdir(parents=True)
    shutil.copytree(tokenizer, folder / "tokenizer")
    pipeline.scheduler.save_pretrained(folder / "scheduler")
    (folder / "model_index.json").write_text(json.dumps(INDEX, indent=2) + "\n", "utf-8")
    parts = [
        ("text_encoder", pipeline.text_encoder, Text, (torch.ones(1, 77, dtype=torch.int64),), ["input_ids"],
         ["last_hidden_state", "pooler_output"]),
        ("unet", pipeline.unet, Unet, (torch.randn(2, 4, 8, 8), torch.tensor([1]), torch.randn(2, 77, 768)),
         ["sample", "timestep", "encoder_hidden_states"], ["out_sample"]),
        ("vae_decoder", pipeline.vae, Decoder, (torch.randn(1, 4, 8, 8),), ["latent_sample"], ["sample"]),
        ("vae_encoder", pipeline.vae, Encoder, (torch.randn(1, 3, 64, 64),), ["sample"], ["latent_parameters"]),
    ]  # fmt: skip
    for part, model, wrapper, inputs, names, outputs in parts:
        typed = tuple(value.to(dtype) if value.is_floating_point() else value for value in inputs)
        export(wrapper(model.to(dtype)), typed, folder / part, names, outputs)
        if hasattr(model, "to_json_string"):
            (folder / part / "config.json").write_text(model.to_json_string().rstrip() + "\n", "utf-8")
        else:
            (folder / part / "config.json").write_text(model.config.to_json_string().rstrip() + "\n", "utf-8")
        print(f"{folder.name}/{part}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--precision", nargs="+", choices=("float32", "float16"), default=["float32", "float16"])
    parser.add_argument("--torch", action="store_true", help="also as diffusers saves it")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = write_tokenizer(Path(scratch) / "tokenizer")
        scheduler = PNDMScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1,
            set_alpha_to_one=False,
        )  # fmt: skip
        pipeline = StableDiffusionPipeline(
            vae=autoencoder(), text_encoder=text_encoder(), tokenizer=tokenizer, unet=unet(), scheduler=scheduler,
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip
        count = sum(p.numel() for p in pipeline.unet.parameters())
        print(f"UNet: {count / 1e6:.1f} M parameters", flush=True)
        if options.torch:
            pipeline.save_pretrained(options.out / "sd14-torch")
        # Halving is last: it is done in place.
        for precision in sorted(options.precision, reverse=True):
            dtype = torch.float32 if precision == "float32" else torch.float16
            export_folder(pipeline, Path(scratch) / "tokenizer", options.out / f"sd14-{precision}", dtype)


if __name__ == "__main__":
    main()
