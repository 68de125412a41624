"""A small patch discriminator (pix2pix's PatchGAN) that judges 34 to 70 pixel neighbourhoods."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn.functional import l1_loss, relu
from torch.nn.utils.parametrizations import spectral_norm


class PatchDiscriminator(nn.Module):
    """Films (N, 1, H, W) in [-1, 1] to a map of scores (N, 1, h, w) and the features on the way."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        widths = [1, channels, 2 * channels, 4 * channels]
        self.stages = nn.ModuleList(
            nn.Sequential(spectral_norm(nn.Conv2d(a, b, 4, 2, 1)), nn.LeakyReLU(0.2))
            for a, b in itertools.pairwise(widths)
        )
        self.stages.append(
            nn.Sequential(spectral_norm(nn.Conv2d(widths[-1], 8 * channels, 3, 1, 1)), nn.LeakyReLU(0.2))
        )
        self.score = spectral_norm(nn.Conv2d(8 * channels, 1, 3, 1, 1))

    def forward(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Scores and the features of each stage."""
        features = []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        return self.score(x), features


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Hinge loss of the discriminator's scores."""
    return relu(1 - real.float()).mean() + relu(1 + fake.float()).mean()


def feature_loss(real: list[Tensor], fake: list[Tensor]) -> Tensor:
    """Mean absolute difference of the discriminator's features, a perceptual loss learned on films."""
    return torch.stack([l1_loss(f.float(), r.detach().float()) for r, f in zip(real, fake, strict=True)]).mean()
