"""Networks as a pipeline calls them that are not one class of transformers or diffusers."""

import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from diffusers.models.modeling_outputs import AutoencoderKLOutput

from .networks import Networks


class Wrapped(torch.nn.Module):
    """Stands in for `inner` in a pipeline, and says what the pipeline asks for."""

    def __init__(self, inner: torch.nn.Module, dtype: torch.dtype) -> None:
        super().__init__()
        self.inner, self.config, self.dtype, self.device = inner, inner.config, dtype, inner.device


class ProjectedText(Wrapped):
    """A text encoder with the projection of its hidden states behind it."""

    def __init__(self, inner: torch.nn.Module, projection: torch.nn.Module) -> None:
        super().__init__(inner, inner.dtype)
        self.projection = projection

    def forward(self, input_ids, attention_mask=None):
        return (self.projection(self.inner(input_ids, attention_mask=attention_mask)[0]),)


class WidenedText(Wrapped):
    def forward(self, input_ids, attention_mask=None):
        return (self.inner(input_ids, attention_mask=attention_mask)[0].float(),)


class WidenedUNet(Wrapped):
    def forward(self, sample, timestep, encoder_hidden_states, **_unused):
        return (self.inner(sample.half(), timestep, encoder_hidden_states.half(), return_dict=False)[0].float(),)


class WidenedVae(Wrapped):
    def encode(self, film):
        parameters = self.inner.encode(film.half()).latent_dist.parameters
        return AutoencoderKLOutput(latent_dist=DiagonalGaussianDistribution(parameters.float()))

    def decode(self, latents, **_unused):
        return (self.inner.decode(latents.half(), return_dict=False)[0].float(),)


def widened(half: Networks) -> Networks:
    """float16 networks that take and give float32, as the graphs with casts at their edges do."""
    return Networks(
        WidenedText(half.text_encoder, torch.float32), WidenedUNet(half.unet, torch.float32), WidenedVae(half.vae, torch.float32)
    )
