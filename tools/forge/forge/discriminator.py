"""A small patch discriminator (pix2pix's PatchGAN) that judges neighbourhoods of some 40 pixels."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn.functional import l1_loss, relu

GROUPS = 4
SLOPE = 0.2


class PatchDiscriminator(nn.Module):
    """Films (N, 1, H, W) in [-1, 1] to a map of scores (N, 1, h, w) and the features on the way.

    Spectral norm was tried in its place: at these few steps the discriminator then stays at chance.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        widths = [1, channels, 2 * channels, 4 * channels]
        self.stages = nn.ModuleList()
        for a, b in itertools.pairwise(widths):
            norm = nn.Identity() if a == 1 else nn.GroupNorm(GROUPS, b)
            self.stages.append(nn.Sequential(nn.Conv2d(a, b, 4, 2, 1), norm, nn.LeakyReLU(SLOPE)))
        last = 4 * channels
        self.stages.append(
            nn.Sequential(nn.Conv2d(last, last, 3, 1, 1), nn.GroupNorm(GROUPS, last), nn.LeakyReLU(SLOPE))
        )
        self.score = nn.Conv2d(last, 1, 3, 1, 1)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, SLOPE)

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
