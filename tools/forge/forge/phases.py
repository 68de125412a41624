"""The phases of a run, in order; each one finds what earlier ones left and resumes its own work."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel

from .card import training_record, write_card
from .evaluate import evaluate
from .export import export_diffusers, export_folder, write_json
from .films import Film, load_pixels, read_films, split_by_patient
from .latents import interpolate_weights, load_vae, make_latents
from .models import build_text_encoder, build_unet
from .prompts import sample_prompts, words_of
from .runtime import load_checkpoint
from .settings import Settings, load_settings
from .team import Team
from .tokenizer import build_tokenizer, load_tokenizer
from .train_decoder import train_decoder
from .train_unet import train_unet
from .train_vae import train_vae

PROMPTS_PER_FILM = 20  # to learn the vocabulary and the list of covered words from


@dataclass(frozen=True)
class Job:
    """One run: its settings, the films, and where things are kept."""

    settings: Settings
    data: Path
    run: Path
    out: Path
    films: list[Film]
    train: list[int]
    held_out: list[int]
    team: Team

    @classmethod
    def open(cls, settings: Path, data: Path, run: Path, out: Path | None = None, rank: int = 0, size: int = 1) -> Job:
        """Read settings and labels, and split the films by patient."""
        chosen = load_settings(settings)
        films = read_films(data)
        train, held_out = split_by_patient(films, chosen.data.held_out_share, chosen.run.seed)
        run.mkdir(parents=True, exist_ok=True)
        team = Team(rank, size, run / "meeting", chosen.run.meeting_seconds)
        return cls(chosen, data, run, out or run / "model", films, train, held_out, team)

    @cached_property
    def pixels(self) -> np.ndarray:
        """All films, uint8 (films, size, size)."""
        return load_pixels(self.data, self.films, self.settings.data.size, self.run / "pixels.npy")

    @property
    def training_films(self) -> list[Film]:
        """Labels of the training films, in the order of the latents."""
        return [self.films[i] for i in self.train]


def learn_tokenizer(job: Job) -> None:
    """RUN/tokenizer and RUN/training_words.json, from prompts of training films only."""
    if (job.run / "tokenizer" / "vocab.json").exists():
        return
    rng = np.random.default_rng(job.settings.run.seed + 7)
    prompts = sample_prompts(job.training_films, PROMPTS_PER_FILM, rng)
    build_tokenizer(prompts, job.settings.tokenizer, job.run / "tokenizer")
    (job.run / "training_words.json").write_text(json.dumps(words_of(prompts)))


def trained_denoiser(job: Job) -> tuple[UNet2DConditionModel, CLIPTextModel]:
    """Denoiser and text encoder with their averaged weights."""
    s = job.settings
    saved = load_checkpoint(job.run / "unet.pt")
    if saved is None:
        raise FileNotFoundError(f"{job.run / 'unet.pt'}: train the unet phase first")
    unet = build_unet(s.unet, s.text, s.vae, s.data)
    text = build_text_encoder(s.text, len(load_tokenizer(job.run / "tokenizer")))
    torch.nn.ModuleDict({"unet": unet, "text": text}).load_state_dict(saved["average"])
    return unet.eval(), text.eval()


def export(job: Job) -> None:
    """The model folder, and RUN/diffusers with the same weights."""
    unet, text = trained_denoiser(job)
    vae = load_vae(job.settings, job.run / "vae-frozen.pt")
    if (tuned := job.run / "decoder.pt").exists():
        interpolate_weights(vae, load_vae(job.settings, tuned), job.settings.decoder.share)
    words = json.loads((job.run / "training_words.json").read_text())
    export_folder(job.settings, vae, text, unet, job.run / "tokenizer", words, job.out)
    export_diffusers(job.settings, vae, text, unet, load_tokenizer(job.run / "tokenizer"), job.run / "diffusers")


def measure(job: Job) -> None:
    """sheet.png and evaluation.json in the model folder."""
    evaluate(job.settings, job.films, job.train, job.held_out, job.pixels, job.run, job.out)


def describe(job: Job) -> None:
    """README.md of the model folder; RUN/notes.json holds the words that no number says."""
    notes = json.loads((job.run / "notes.json").read_text())
    evaluation = json.loads((job.out / "evaluation.json").read_text())
    training = training_record(job.settings, job.run, len(job.train), len(job.held_out)) | notes
    write_json(evaluation | {"training": training}, job.out / "evaluation.json")
    write_card(evaluation, training, job.settings, job.out / "README.md")


PHASES: dict[str, Callable[[Job], None]] = {
    "tokenizer": learn_tokenizer,
    "vae": lambda job: train_vae(job.settings, job.pixels[job.train], job.pixels[job.held_out], job.run, job.team),
    "latents": lambda job: make_latents(job.settings, job.data, job.training_films, job.pixels[job.train], job.run),
    "unet": lambda job: train_unet(
        job.settings, job.training_films, load_tokenizer(job.run / "tokenizer"), job.run, job.team
    ),
    "decoder": lambda job: train_decoder(job.settings, job.pixels[job.held_out], job.run, job.team),
    "export": export,
    "evaluate": measure,
    "card": describe,
}

TEAMWORK = ("vae", "unet", "decoder")  # phases that several workers share
