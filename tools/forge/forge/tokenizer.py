"""A CLIP tokenizer whose byte-level BPE vocabulary is learned here.

The files are those of CLIP: `vocab.json` (256 byte symbols, the same 256 with `</w>`, merged
symbols in order of learning, `<|startoftext|>`, `<|endoftext|>`) and `merges.txt`.
"""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

from .models import TEXT_POSITIONS
from .settings import TokenizerSettings

START, END, WORD_END = "<|startoftext|>", "<|endoftext|>", "</w>"
PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
WORDS_FILE = Path(__file__).with_name("words.txt")


def byte_symbols() -> list[str]:
    """The printable character that stands for each byte, in CLIP's order."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("\xa1"), ord("\xac") + 1), *range(ord("\xae"), 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + i) for i in range(len(rest))]


def radiology_words() -> list[str]:
    """Terms that users may type though no training prompt holds them."""
    return [w for w in WORDS_FILE.read_text(encoding="utf-8").split() if not w.startswith("#")]


def learn_merges(texts: list[str], count: int) -> list[tuple[str, str]]:
    """At most `count` merges of byte-level BPE with `</w>`, most frequent first."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix=WORD_END))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=count + 512,
        min_frequency=2,
        initial_alphabet=byte_symbols(),
        end_of_word_suffix=WORD_END,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    pairs = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in merges]
    return pairs[:count]


def build_tokenizer(texts: list[str], settings: TokenizerSettings, folder: Path) -> CLIPTokenizer:
    """Learn the vocabulary and write a tokenizer folder that transformers' CLIPTokenizer loads."""
    symbols = byte_symbols()
    vocabulary = symbols + [symbol + WORD_END for symbol in symbols]
    # each listed word counts as if it stood in several texts, so that the common ones become whole
    merges = learn_merges(texts + radiology_words() * 4, settings.size - len(vocabulary) - 2)
    known = set(vocabulary)
    for left, right in merges:
        if left + right not in known:
            known.add(left + right)
            vocabulary.append(left + right)
    vocabulary += [START, END]
    folder.mkdir(parents=True, exist_ok=True)
    ids = {token: number for number, token in enumerate(vocabulary)}
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(f"{left} {right}" for left, right in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    special = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")
    config = special | {
        "add_prefix_space": False,
        "clean_up_tokenization_spaces": True,
        "do_lower_case": True,
        "errors": "replace",
        "model_max_length": TEXT_POSITIONS,
        "tokenizer_class": "CLIPTokenizer",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    return load_tokenizer(folder)


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    """The tokenizer of a folder, from vocab.json and merges.txt alone."""
    config = json.loads((folder / "tokenizer_config.json").read_text())
    vocab: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()[1:]
    merges = [(left, right) for left, right in (line.split(" ") for line in lines if line)]
    return CLIPTokenizer(
        vocab=vocab,
        merges=merges,
        **{name: config[name] for name in ("bos_token", "eos_token", "unk_token", "pad_token", "model_max_length")},
    )


def encode(tokenizer: CLIPTokenizer, texts: list[str]) -> list[list[int]]:
    """Token ids of texts, each padded or cut to 77."""
    rows: list[list[int]] = tokenizer(texts, padding="max_length", truncation=True, max_length=TEXT_POSITIONS)[
        "input_ids"
    ]
    return rows
