"""Makes the tiny random-weight pipeline of the engine's tests, and what diffusers itself draws with it.

    python tools/goldens/make_tiny_pipeline.py           (torch, diffusers, transformers, onnx)

Writes beside this file
    data/tiny-sd/               a model folder in diffusers layout with ONNX graphs named as optimum names them
    data/tiny-sd-golden.json    final latents (float32) and 8-bit pictures of diffusers' StableDiffusionPipeline
                                for the same weights, prompts and seeds, both base64
The weights are random from a fixed seed: the pictures mean nothing, only their agreement does.
"""

import base64
import json
import shutil
import tempfile
from pathlib import Path

import diffusers
import numpy as np
import onnx
import torch
import transformers
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    PNDMScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

DATA = Path(__file__).resolve().parent / "data"
FOLDER = DATA / "tiny-sd"
GOLDEN = DATA / "tiny-sd-golden.json"
IMAGE_SIZE = 64
OPSET = 17

MERGES = (
    "p n,pn e,pne u,pneu m,pneum o,pneumo n,pneumon i,pneumoni a</w>,e f,ef f,eff u,effu s,effus i,effusi o,"
    "effusio n</w>,c h,ch e,che s,ches t</w>,t h,th e</w>,o f</w>,n o</w>,f i,fi n,fin d,find i,findi n,"
    "findin g</w>,r i,ri g,rig h,righ t</w>,l e,le f,lef t</w>,e d,ed e,ede m,edem a</w>"
).split(",")


def byte_to_unicode() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes, in the order CLIP's vocabulary lists them."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [b for b in range(256) if b not in printable]
    return [chr(b) for b in printable] + [chr(256 + i) for i in range(len(others))]


def write_tokenizer(folder: Path) -> CLIPTokenizer:
    symbols = byte_to_unicode()
    merged = [merge.replace(" ", "") for merge in MERGES]
    words = [*symbols, *(s + "</w>" for s in symbols), *merged, "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({w: i for i, w in enumerate(words)}, ensure_ascii=False), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n", "utf-8")
    specials = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
    config = {**specials, "model_max_length": 77, "do_lower_case": True, "tokenizer_class": "CLIPTokenizer"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    (folder / "special_tokens_map.json").write_text(json.dumps(specials, indent=2) + "\n", "utf-8")
    return CLIPTokenizer.from_pretrained(str(folder))


def make_models(vocabulary_size: int) -> tuple[CLIPTextModel, UNet2DConditionModel, AutoencoderKL]:
    torch.manual_seed(20)
    text_config = CLIPTextConfig(
        vocab_size=vocabulary_size, hidden_size=16, intermediate_size=32, projection_dim=16, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=77, bos_token_id=vocabulary_size - 2,
        eos_token_id=vocabulary_size - 1, pad_token_id=vocabulary_size - 1, attn_implementation="eager",
    )  # fmt: skip
    text_encoder = CLIPTextModel(text_config).eval()
    unet = UNet2DConditionModel(
        sample_size=IMAGE_SIZE // 8, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(8, 16),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=16, attention_head_dim=4, norm_num_groups=4,
    ).eval()  # fmt: skip
    vae = AutoencoderKL(
        in_channels=1, out_channels=1, latent_channels=4, sample_size=IMAGE_SIZE, layers_per_block=1,
        block_out_channels=(8, 8, 8, 16), norm_num_groups=4, scaling_factor=0.18215,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
    ).eval()  # fmt: skip
    with torch.no_grad():  # Bring the outputs of random weights to the spread of trained ones.
        noise, context = torch.randn(8, 4, 8, 8), torch.randn(8, 77, 16)
        unet.conv_out.weight /= unet(noise, 500, context).sample.std()
        vae.decoder.conv_out.weight *= 0.5 / vae.decode(noise / 0.18215).sample.std()
        vae.decoder.conv_out.bias.zero_()
    return text_encoder, unet, vae


class TextEncoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids):
        out = self.model(input_ids)
        return out.last_hidden_state, out.pooler_output


class UNet(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.model(sample, timestep, encoder_hidden_states, return_dict=False)[0]


class Decoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, latent_sample):
        return self.model.decode(latent_sample, return_dict=False)[0]


def export(module, inputs, folder: Path, config, names, outputs, dynamic) -> None:
    folder.mkdir(parents=True)
    torch.onnx.export(
        module.eval(), inputs, str(folder / "model.onnx"), input_names=names, output_names=outputs,
        dynamic_axes=dynamic, opset_version=OPSET, dynamo=False, do_constant_folding=True,
    )  # fmt: skip
    onnx.checker.check_model(str(folder / "model.onnx"))
    (folder / "config.json").write_text(config.rstrip() + "\n", "utf-8")


def export_folder(tokenizer, text_encoder, unet, vae, scheduler) -> None:
    latent = {0: "batch", 1: "channels", 2: "height", 3: "width"}
    export(
        TextEncoder(text_encoder), (torch.ones(1, 77, dtype=torch.int64),), FOLDER / "text_encoder",
        text_encoder.config.to_json_string(), ["input_ids"], ["last_hidden_state", "pooler_output"],
        {"input_ids": {0: "batch", 1: "sequence"}, "last_hidden_state": {0: "batch", 1: "sequence"}, "pooler_output": {0: "batch"}},
    )  # fmt: skip
    export(
        UNet(unet), (torch.randn(2, 4, 8, 8), torch.tensor([1], dtype=torch.int64), torch.randn(2, 77, 16)),
        FOLDER / "unet", unet.to_json_string(), ["sample", "timestep", "encoder_hidden_states"], ["out_sample"],
        {"sample": latent, "timestep": {0: "steps"}, "encoder_hidden_states": {0: "batch", 1: "sequence"}, "out_sample": latent},
    )  # fmt: skip
    export(
        Decoder(vae), (torch.randn(1, 4, 8, 8),), FOLDER / "vae_decoder", vae.to_json_string(),
        ["latent_sample"], ["sample"],
        {"latent_sample": latent, "sample": {0: "batch", 1: "channels", 2: "height_vae", 3: "width_vae"}},
    )  # fmt: skip
    scheduler.save_pretrained(FOLDER / "scheduler")
    index = {
        "_class_name": "StableDiffusionPipeline", "_diffusers_version": diffusers.__version__,
        "feature_extractor": [None, None], "requires_safety_checker": False, "safety_checker": [None, None],
        "scheduler": ["diffusers", "PNDMScheduler"], "text_encoder": ["optimum", "ORTModelTextEncoder"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["optimum", "ORTModelUnet"],
        "vae_decoder": ["optimum", "ORTModelVaeDecoder"],
    }  # fmt: skip
    (FOLDER / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", "utf-8")


def base64_of(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


CASES = [
    {"scheduler": "pndm", "prompt": "the chest of right effusion", "negativePrompt": "", "seed": 7, "steps": 8, "guidanceScale": 3.0},
    {"scheduler": "ddim", "prompt": "the chest of right effusion", "negativePrompt": "", "seed": 7, "steps": 8, "guidanceScale": 3.0},
    {"scheduler": "dpmpp-2m", "prompt": "the chest of right effusion", "negativePrompt": "", "seed": 7, "steps": 8, "guidanceScale": 3.0},
    {"scheduler": "pndm", "prompt": "no finding", "negativePrompt": "edema, left pneumonia", "seed": 123456789, "steps": 5, "guidanceScale": 7.5},
    {"scheduler": "ddim", "prompt": "edema", "negativePrompt": "effusion", "seed": 0, "steps": 6, "guidanceScale": 1.0},
    {"scheduler": "dpmpp-2m", "prompt": "left pneumonia", "negativePrompt": "edema", "seed": 4294967295, "steps": 20, "guidanceScale": 4.0},
]  # fmt: skip
CLASSES = {"pndm": PNDMScheduler, "ddim": DDIMScheduler, "dpmpp-2m": DPMSolverMultistepScheduler}


def draw(pipe: StableDiffusionPipeline, scheduler_config, case) -> dict:
    pipe.scheduler = CLASSES[case["scheduler"]].from_config(scheduler_config)
    latents = pipe(
        case["prompt"], negative_prompt=case["negativePrompt"], height=IMAGE_SIZE, width=IMAGE_SIZE,
        num_inference_steps=case["steps"], guidance_scale=case["guidanceScale"],
        generator=torch.Generator("cpu").manual_seed(case["seed"]), output_type="latent",
    ).images  # fmt: skip
    with torch.no_grad():
        decoded = pipe.vae.decode(latents / pipe.vae.config.scaling_factor, return_dict=False)[0]
    picture = np.asarray(pipe.image_processor.postprocess(decoded, output_type="pil")[0])
    assert picture.shape == (IMAGE_SIZE, IMAGE_SIZE) and picture.dtype == np.uint8 and picture.std() > 10
    return {**case, "latentsFloat32": base64_of(latents.numpy()), "pixelsGrey8": base64_of(picture)}


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    tokenizer = write_tokenizer(FOLDER / "tokenizer")
    text_encoder, unet, vae = make_models(len(tokenizer))
    scheduler = PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1,
        set_alpha_to_one=False,
    )  # fmt: skip
    export_folder(tokenizer, text_encoder, unet, vae, scheduler)
    with tempfile.TemporaryDirectory() as scratch:  # from_config of a saved file, as the product reads it
        scheduler.save_pretrained(scratch)
        config = PNDMScheduler.load_config(scratch)
    pipe = StableDiffusionPipeline(
        vae=vae, text_encoder=text_encoder, tokenizer=tokenizer, unet=unet, scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipe.set_progress_bar_config(disable=True)
    versions = {m.__name__: m.__version__ for m in (torch, diffusers, transformers, onnx)}
    golden = {
        "generatedBy": "tools/goldens/make_tiny_pipeline.py", "versions": versions, "width": IMAGE_SIZE, "height": IMAGE_SIZE,
        "cases": [draw(pipe, config, case) for case in CASES],
    }  # fmt: skip
    GOLDEN.write_text(json.dumps(golden, indent=1) + "\n", "utf-8")
    print(f"{FOLDER.name}: {len(golden['cases'])} pictures")


if __name__ == "__main__":
    main()
