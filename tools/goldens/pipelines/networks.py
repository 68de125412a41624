"""Networks of random weights in the architecture classes that the engine runs, a few thousand parameters each."""

import copy
from dataclasses import dataclass

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import BertConfig, BertModel, CLIPTextConfig, CLIPTextModel

#: Significant bits that the weights keep. float16 holds them exactly, so that a float32 and a float16 pipeline
#: have the same weights and differ by their arithmetic alone; and what is rounded compresses.
WEIGHT_BITS = 5
#: Smaller weights become zero: float16 loses bits below this.
SMALLEST_WEIGHT = 2.0**-13

#: Of the text encoders: torch's exporter writes the fused attention's causal mask in float32 into float16 graphs.
ATTENTION = "eager"


@dataclass(frozen=True)
class Networks:
    """What a pipeline draws with. `projection` follows the text encoder where its width is not the UNet's."""

    text_encoder: torch.nn.Module
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    projection: torch.nn.Linear | None = None


def round_weights(module: torch.nn.Module) -> None:
    """Rounds every weight to WEIGHT_BITS significant bits."""
    with torch.no_grad():
        for value in [*module.parameters(), *module.buffers()]:
            if value.is_floating_point():
                mantissa, exponent = torch.frexp(value)
                rounded = torch.ldexp(torch.round(mantissa * 2**WEIGHT_BITS) / 2**WEIGHT_BITS, exponent)
                value.copy_(torch.where(rounded.abs() < SMALLEST_WEIGHT, torch.zeros_like(rounded), rounded))


def clip_text_encoder(seed: int, vocabulary: int, hidden_size: int, activation: str, pad_token_id: int) -> CLIPTextModel:
    """CLIP's text model (quick_gelu, SD 1.x) or OpenCLIP's (gelu, SD 2.x)."""
    torch.manual_seed(seed)
    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=hidden_size, intermediate_size=2 * hidden_size, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=77, hidden_act=activation, projection_dim=hidden_size,
        bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1, pad_token_id=pad_token_id, attn_implementation=ATTENTION,
    )  # fmt: skip
    return finished(CLIPTextModel(config))


def bert_text_encoder(seed: int, vocabulary: int, hidden_size: int) -> BertModel:
    """BERT with its table of 512 positions."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden_size, intermediate_size=2 * hidden_size, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=512, pad_token_id=0,
        # BERT's own 0.02 gives every token nearly the same hidden state at this width.
        initializer_range=0.3, attn_implementation=ATTENTION,
    )  # fmt: skip
    return finished(BertModel(config))


def text_projection(seed: int, inside: int, outside: int) -> torch.nn.Linear:
    """From the text encoder's width to the UNet's."""
    torch.manual_seed(seed)
    return finished(torch.nn.Linear(inside, outside))


def unet(seed: int, *, channels: int, context: int, sample_size: int, inputs: int | None = None, **config) -> UNet2DConditionModel:
    """A UNet of two levels, the first with cross attention, whose output spreads as trained ones do."""
    torch.manual_seed(seed)
    model = UNet2DConditionModel(
        sample_size=sample_size, in_channels=inputs or channels, out_channels=channels, layers_per_block=1,
        block_out_channels=(8, 16), down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"), cross_attention_dim=context, norm_num_groups=4, **config,
    ).eval()  # fmt: skip
    with torch.no_grad():
        # Random attention spreads evenly over the prompt: without this the prompt would hardly matter.
        for name, parameter in model.named_parameters():
            if ".attn2.to_" in name and name.endswith("weight"):
                parameter *= 3
        noise, context_values = torch.randn(8, inputs or channels, 8, 8), torch.randn(8, 77, context)
        model.conv_out.weight /= model(noise, 500, context_values).sample.std()
    return finished(model)


def vae(seed: int, *, image_channels: int, latent_channels: int, levels: int, scaling_factor: float, **config) -> AutoencoderKL:
    """An autoencoder that halves the sides between its levels; its outputs spread as trained ones do.

    A `shift_factor` of its config changes nothing: Stable Diffusion's pipelines leave it out.
    """
    torch.manual_seed(seed)
    model = AutoencoderKL(
        in_channels=image_channels, out_channels=image_channels, latent_channels=latent_channels, sample_size=64,
        layers_per_block=1, block_out_channels=(8,) * levels, norm_num_groups=4, scaling_factor=scaling_factor,
        down_block_types=("DownEncoderBlock2D",) * levels, up_block_types=("UpDecoderBlock2D",) * levels, **config,
    ).eval()  # fmt: skip
    with torch.no_grad():
        films, latents = torch.rand(8, image_channels, 64, 64) * 2 - 1, torch.randn(8, latent_channels, 8, 8)
        posterior = model.encode(films).latent_dist
        model.quant_conv.weight[:latent_channels] /= posterior.mean.std() * scaling_factor
        # Log variances around -4: the noise of the posterior is a visible part of the latents, not most of it.
        model.quant_conv.bias[latent_channels:] -= 4
        model.decoder.conv_out.weight *= 0.5 / model.decode(latents / scaling_factor).sample.std()
        model.decoder.conv_out.bias.zero_()
    return finished(model)


def finished(module: torch.nn.Module) -> torch.nn.Module:
    round_weights(module)
    return module.eval().requires_grad_(False)


def half(networks: Networks) -> Networks:
    """The same weights in float16."""
    return Networks(
        text_encoder=copy.deepcopy(networks.text_encoder).half(),
        unet=copy.deepcopy(networks.unet).half(),
        vae=copy.deepcopy(networks.vae).half(),
        projection=None if networks.projection is None else copy.deepcopy(networks.projection).half(),
    )
