"""Phase 3: the decoder alone against a patch discriminator, behind the frozen encoder."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import l1_loss

from .discriminator import PatchDiscriminator, discriminator_loss, feature_loss
from .films import to_signal
from .groupnorm import use_fast_group_norm
from .latents import load_vae
from .runtime import Average, Clock, Log, cosine_rate, load_checkpoint, low_precision, pick_device, save_atomically
from .settings import Settings
from .team import Team
from .train_vae import gradient_loss, reconstruction_psnr


def train_decoder(settings: Settings, held_out: np.ndarray, run: Path, team: Team) -> None:
    """Train on RUN/latents.npy and RUN/warped.npy; writes RUN/decoder.pt (whole autoencoder)."""
    s = settings.decoder
    device, log = pick_device(), Log(run / "log-decoder.jsonl")
    torch.manual_seed(settings.run.seed + 5)
    vae = load_vae(settings, run / "vae-frozen.pt").to(device, memory_format=torch.channels_last)
    scaling = float(vae.config.scaling_factor)
    latents = torch.from_numpy(np.load(run / "latents.npy")) / scaling
    films = np.load(run / "warped.npy", mmap_mode="r")
    use_fast_group_norm(vae)
    vae.requires_grad_(False)
    trained = torch.nn.ModuleList([vae.decoder, vae.post_quant_conv])
    trained.requires_grad_(True)
    judge = PatchDiscriminator(s.discriminator_channels).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    use_fast_group_norm(judge)
    own = torch.optim.AdamW(trained.parameters(), lr=s.learning_rate, betas=(0.5, 0.95), weight_decay=0.0, fused=True)
    other = torch.optim.AdamW(judge.parameters(), lr=s.discriminator_rate, betas=(0.5, 0.95), fused=True)
    average, step, seconds = Average(vae, s.ema), 0, 0.0
    if (saved := load_checkpoint(run / "decoder.pt")) is not None:
        vae.load_state_dict(saved["model"])
        judge.load_state_dict(saved["judge"])
        own.load_state_dict(saved["optimizer"])
        other.load_state_dict(saved["judge_optimizer"])
        average.values = saved["average"]
        step, seconds = saved["step"], saved["seconds"]
    rng = np.random.default_rng((settings.run.seed + 6, step, team.rank))
    torch.manual_seed(settings.run.seed + step + 1000 * team.rank)
    game = torch.nn.ModuleList([trained, judge])
    clock, sums, written = Clock(s.minutes, seconds), np.zeros(6), time.monotonic()

    def checkpoint() -> None:
        state = {"model": vae.state_dict(), "judge": judge.state_dict(), "average": average.values}
        state |= {"optimizer": own.state_dict(), "judge_optimizer": other.state_dict(), "scaling": scaling}
        save_atomically(state | {"step": step, "seconds": clock.elapsed}, run / "decoder.pt")
        psnr = reconstruction_psnr(load_vae(settings, run / "decoder.pt"), held_out[::10][:8], torch.device("cpu"))
        log(step=step, minutes=round(clock.elapsed / 60, 2), psnr_held_out=round(float(np.mean(psnr)), 2))

    while team.goes_on(game, clock.done):
        views = rng.integers(len(latents), size=s.batch)
        chosen = rng.integers(latents.shape[1], size=s.batch)
        x = to_signal(films[views, chosen]).to(device, memory_format=torch.channels_last)
        z = latents[torch.from_numpy(views), torch.from_numpy(chosen)].to(device)
        # generated latents are not exact ones: the decoder must stand a little noise
        z = z + s.latent_noise * torch.rand(len(z), 1, 1, 1, device=device) * torch.randn_like(z)
        for optimizer, peak in ((own, s.learning_rate), (other, s.discriminator_rate)):
            for group in optimizer.param_groups:
                group["lr"] = cosine_rate(peak, clock.progress, step, 50, 0.1)
        alone = step < s.warmup_steps  # the discriminator learns first
        with low_precision(device):
            y = vae.decode(z.contiguous(memory_format=torch.channels_last)).sample
            real_score, real_features = judge(x)
            fake_score, _ = judge(y.detach())
        verdict = discriminator_loss(real_score, fake_score)
        other.zero_grad(set_to_none=True)
        verdict.backward()
        other.step()
        judge.requires_grad_(False)  # the decoder's turn
        leaf = y.detach().float().requires_grad_()
        pixel, edge = l1_loss(leaf, x), gradient_loss(leaf, x)
        (gradient,) = torch.autograd.grad(pixel + s.gradient_weight * edge, leaf)
        fooled = features = torch.zeros(())
        if not alone:
            with low_precision(device):
                score, fake_features = judge(leaf)
            fooled = -score.float().mean()
            features = feature_loss(real_features, fake_features)
            strength = gradient.norm()
            terms = ((fooled, s.adversarial_share), (features, s.feature_share))
            for term, share in terms:
                (pull,) = torch.autograd.grad(term, leaf, retain_graph=True)
                gradient = gradient + share * strength * pull / pull.norm().clamp_min(1e-12)
        own.zero_grad(set_to_none=True)
        y.backward(gradient.to(y.dtype))
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
        own.step()
        judge.requires_grad_(True)
        step += 1
        if not team.leads:
            continue
        average.update(vae, step)
        sums += (
            pixel.item(),
            edge.item(),
            float(verdict.detach()),
            float(fooled.detach()),
            float(features.detach()),
            1,
        )
        if step % 100 == 0:
            mean = [round(float(v), 5) for v in sums[:5] / sums[5]]
            names = ("l1", "edge", "judge", "fooled", "features")
            log(step=step, minutes=round(clock.elapsed / 60, 2), **dict(zip(names, mean, strict=True)))
            sums[:] = 0
        if time.monotonic() - written > settings.run.checkpoint_minutes * 60:
            checkpoint()
            written = time.monotonic()
    if team.leads:
        checkpoint()
