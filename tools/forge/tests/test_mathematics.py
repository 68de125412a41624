"""Group normalisation, the noise schedule, latents and measures, against independent references."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from forge.groupnorm import FastGroupNorm
from forge.latents import standardise
from forge.measures import area_under_curve, best_correlations, difference_interval, ms_ssim, ridge_reader
from forge.models import build_vae
from forge.settings import Settings
from forge.train_unet import cumulative_alphas, loss_weights, noised, spread_timesteps, training_scheduler


def test_fast_group_norm_has_the_gradients_of_torch() -> None:
    torch.manual_seed(0)
    reference, fast = torch.nn.GroupNorm(4, 8).double(), FastGroupNorm(4, 8).double()
    torch.nn.init.normal_(reference.weight)
    fast.load_state_dict(reference.state_dict())
    x = torch.randn(3, 8, 5, 7, dtype=torch.float64) + 2
    gradients = []
    for module in (reference, fast):
        values = x.clone().requires_grad_()
        (module(values) ** 3).sum().backward()
        gradients.append([values.grad, module.weight.grad, module.bias.grad])
    for ours, theirs in zip(*gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-3)


def test_noise_and_target_are_those_of_diffusers(tiny: Settings) -> None:
    scheduler = training_scheduler(tiny.schedule, "v_prediction")
    alphas = cumulative_alphas(tiny.schedule)
    torch.testing.assert_close(alphas.float(), scheduler.alphas_cumprod, rtol=1e-4, atol=1e-6)
    z, noise = torch.randn(2, 4, 8, 8), torch.randn(2, 4, 8, 8)
    t = torch.tensor([3, 700])
    x, target = noised(z, noise, alphas[t], "v_prediction")
    torch.testing.assert_close(x, scheduler.add_noise(z, noise, t), rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(target, scheduler.get_velocity(z, noise, t), rtol=1e-3, atol=1e-3)


def test_loss_weights_are_min_snr() -> None:
    alpha = torch.tensor([0.5, 0.99])  # signal-to-noise 1 and 99
    torch.testing.assert_close(loss_weights(alpha, "v_prediction", 5.0), torch.tensor([0.5, 0.05]))
    torch.testing.assert_close(loss_weights(alpha, "epsilon", 5.0), torch.tensor([1.0, 5 / 99]))


def test_timesteps_fill_every_stratum() -> None:
    t = spread_timesteps(10, 1000, np.random.default_rng(0))
    assert (t // 100).tolist() == list(range(10))


@torch.no_grad()
def test_standardising_changes_the_latents_but_not_the_pictures(tiny: Settings) -> None:
    torch.manual_seed(1)
    vae = build_vae(tiny.vae, tiny.data).eval()
    x = torch.randn(4, 1, 64, 64)
    before = vae.encode(x).latent_dist
    picture = vae.decode(before.mean).sample
    mean, std = before.mean.mean((0, 2, 3)), before.mean.std((0, 2, 3))
    standardise(vae, mean, std)
    after = vae.encode(x).latent_dist
    torch.testing.assert_close(after.mean.mean((0, 2, 3)), torch.zeros(4), atol=1e-4, rtol=0)
    torch.testing.assert_close(after.mean.std((0, 2, 3)), torch.ones(4), atol=1e-4, rtol=0)
    torch.testing.assert_close(after.std, before.std / std[:, None, None], atol=1e-4, rtol=1e-3)
    torch.testing.assert_close(vae.decode(after.mean).sample, picture, atol=1e-4, rtol=1e-3)


def test_ms_ssim_is_one_for_the_same_film_and_less_for_another() -> None:
    torch.manual_seed(2)
    a = torch.rand(2, 1, 192, 192)
    torch.testing.assert_close(ms_ssim(a, a), torch.ones(2))
    assert float(ms_ssim(a, torch.rand(2, 1, 192, 192)).max()) < 0.5


def test_a_shifted_copy_is_found_among_strangers() -> None:
    rng = np.random.default_rng(3)
    pool = rng.random((5, 32, 32)).astype(np.float32)
    query = np.roll(pool[2:3], (2, -1), (1, 2))
    likeness = best_correlations(query, pool)
    assert likeness.argmax() == 2
    assert likeness.max() > 0.999


def test_a_linear_reader_finds_a_bright_corner_and_ignores_exposure() -> None:
    rng = np.random.default_rng(5)
    clear = rng.normal(100, 5, (60, 8, 8))
    hazy = rng.normal(100, 5, (60, 8, 8))
    hazy[:, 5:, 5:] += 20
    reader = ridge_reader(clear[:40], hazy[:40])
    assert area_under_curve(reader, clear[40:], hazy[40:] * 0.5) > 0.95
    assert area_under_curve(reader, clear[40:], clear[40:] * 2) == pytest.approx(0.5, abs=0.01)


def test_the_interval_holds_the_difference_and_grouping_widens_it() -> None:
    rng = np.random.default_rng(4)
    patients = [str(i // 5) for i in range(50)]
    shared = np.repeat(rng.normal(0, 1, 10), 5)
    free = difference_interval(shared, shared + 1, None, seed=1)
    grouped = difference_interval(shared, shared + 1, (patients, patients), seed=1)
    assert free["low"] < 1 < free["high"]
    assert grouped["high"] - grouped["low"] > free["high"] - free["low"]
