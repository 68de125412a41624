"""The networks, built from settings alone (nothing is downloaded)."""

from __future__ import annotations

from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from .settings import DataSettings, Settings, TextSettings, UnetSettings, VaeSettings

TEXT_POSITIONS = 77


def build_vae(vae: VaeSettings, data: DataSettings) -> AutoencoderKL:
    """One grey channel in and out; halves the side once for each channel width after the first."""
    levels = len(vae.channels)
    return AutoencoderKL(
        in_channels=1,
        out_channels=1,
        latent_channels=vae.latent_channels,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        block_out_channels=tuple(vae.channels),
        layers_per_block=vae.layers,
        norm_num_groups=vae.groups,
        sample_size=data.size,
    )


def build_unet(unet: UnetSettings, text: TextSettings, vae: VaeSettings, data: DataSettings) -> UNet2DConditionModel:
    """Cross-attention on the text at every level but the finest."""
    levels = len(unet.channels)
    return UNet2DConditionModel(
        sample_size=data.size // 2 ** (len(vae.channels) - 1),
        in_channels=vae.latent_channels,
        out_channels=vae.latent_channels,
        block_out_channels=tuple(unet.channels),
        layers_per_block=unet.layers,
        cross_attention_dim=text.hidden,
        # diffusers' name is historical: this is the number of heads at each level
        attention_head_dim=tuple(width // unet.head_width for width in unet.channels),
        norm_num_groups=32,
        down_block_types=("DownBlock2D",) + ("CrossAttnDownBlock2D",) * (levels - 1),
        up_block_types=("CrossAttnUpBlock2D",) * (levels - 1) + ("UpBlock2D",),
    )


def build_text_encoder(text: TextSettings, vocabulary: int) -> CLIPTextModel:
    """A small CLIP text model; as in CLIP, the last token of the vocabulary ends a text."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=text.hidden,
            intermediate_size=4 * text.hidden,
            num_hidden_layers=text.layers,
            num_attention_heads=text.heads,
            max_position_embeddings=TEXT_POSITIONS,
            hidden_act="quick_gelu",
            projection_dim=text.hidden,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
            pad_token_id=vocabulary - 1,
        )
    )


def build_all(settings: Settings, vocabulary: int) -> tuple[AutoencoderKL, CLIPTextModel, UNet2DConditionModel]:
    """Autoencoder, text encoder and denoiser, with random weights."""
    return (
        build_vae(settings.vae, settings.data),
        build_text_encoder(settings.text, vocabulary),
        build_unet(settings.unet, settings.text, settings.vae, settings.data),
    )
