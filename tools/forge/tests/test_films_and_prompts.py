"""Splitting, prompts and the learned tokenizer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from transformers import CLIPTokenizer

from forge.films import Film, load_pixels, read_films, split_by_patient, to_pixels, to_signal
from forge.prompts import NORMAL, make_prompt, sample_prompts, words_of
from forge.settings import Settings
from forge.tokenizer import build_tokenizer, byte_symbols, encode


def test_no_patient_is_in_both_halves_of_the_split(data: Path) -> None:
    films = read_films(data)
    train, held_out = split_by_patient(films, 0.25, seed=5)
    assert sorted(train + held_out) == list(range(len(films)))
    assert not {films[i].patient for i in train} & {films[i].patient for i in held_out}
    assert held_out


def test_pixels_survive_the_way_to_the_signal_and_back(data: Path) -> None:
    pixels = load_pixels(data, read_films(data), 64)
    assert np.array_equal(to_pixels(to_signal(pixels)), pixels)


def test_prompts_name_what_the_labels_say_and_never_a_side_or_a_size() -> None:
    film = Film("a", "p", 65, "M", "AP", ("Edema", "Effusion", "Pneumonia"))
    prompts = sample_prompts([film], 500, np.random.default_rng(0))
    assert len(set(prompts)) > 200
    assert not {"left", "right", "small", "large", "woman", "female", "pa"} & set(words_of(prompts))
    assert all("edema" in p.lower() for p in prompts)
    without_pneumonia = sum(not any(w in p.lower() for w in ("pneumonia", "airspace", "opacity")) for p in prompts)
    assert 100 < without_pneumonia < 350


def test_a_film_without_finding_is_described_as_normal() -> None:
    film = Film("a", "p", 120, "F", "PA", ("No Finding",))
    prompts = [make_prompt(film, np.random.default_rng(i)) for i in range(50)]
    assert all(any(sentence in p for sentence in NORMAL) for p in prompts)
    assert not any("120" in p for p in prompts)


def test_transformers_loads_the_learned_vocabulary_and_agrees(data: Path, tiny: Settings, tmp_path: Path) -> None:
    prompts = sample_prompts(read_films(data), 20, np.random.default_rng(0))
    ours = build_tokenizer(prompts, tiny.tokenizer, tmp_path)
    theirs = CLIPTokenizer.from_pretrained(str(tmp_path))
    texts = ["", "65 year old MALE.  AP chest radiograph.", "Größe \u00fc 心 zyx!", "pleural effusion " * 60]
    assert encode(ours, texts) == encode(theirs, texts)
    assert all(len(row) == 77 for row in encode(ours, texts))
    vocabulary = json.loads((tmp_path / "vocab.json").read_text(encoding="utf-8"))
    symbols = byte_symbols()
    assert [vocabulary[s] for s in symbols] == list(range(256))
    assert [vocabulary[s + "</w>"] for s in symbols] == list(range(256, 512))
    assert vocabulary["<|startoftext|>"] == len(vocabulary) - 2
    assert encode(ours, [""])[0] == [len(vocabulary) - 2] + [len(vocabulary) - 1] * 76
