"""CLIP's vocabulary from its merges, and a small one in the style of the embedded model."""

import gzip
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from golden_files import DATA

MERGES_FILE = DATA / "clip-vocab" / "merges.txt.gz"
CLIP_MERGE_COUNT = 49152 - 256 - 2
SPECIAL_TOKENS = ["<|startoftext|>", "<|endoftext|>"]


def byte_characters() -> list[str]:
    """The printable character of each byte, in the order of CLIP's vocabulary (simple_tokenizer.py)."""
    codes = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    characters = [chr(code) for code in codes]
    rest = [byte for byte in range(256) if byte not in codes]
    return characters + [chr(256 + index) for index in range(len(rest))]


def byte_encoder() -> dict[int, str]:
    """Byte to its printable character."""
    codes = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in codes]
    return dict(zip(codes + rest, byte_characters(), strict=True))


def vocabulary(merges: list[str]) -> dict[str, int]:
    """Token to id: bytes, bytes that end a word, merges, special tokens."""
    characters = byte_characters()
    tokens = characters + [character + "</w>" for character in characters]
    tokens += [merge.replace(" ", "") for merge in merges] + SPECIAL_TOKENS
    return {token: index for index, token in enumerate(tokens)}


def clip_merges() -> list[str]:
    """CLIP's merges in rank order."""
    lines = gzip.decompress(MERGES_FILE.read_bytes()).decode("utf-8").split("\n")
    return [line for line in lines[1:] if line]


def small_merges(sentences: list[str], count: int) -> list[str]:
    """The first merges that byte-pair encoding learns from some sentences."""
    encoder = byte_encoder()
    words = Counter(word for sentence in sentences for word in sentence.lower().split())
    splits = {word: [encoder[byte] for byte in word.encode("utf-8")] for word in words}
    for pieces in splits.values():
        pieces[-1] += "</w>"
    merges: list[str] = []
    while len(merges) < count:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, pieces in splits.items():
            for pair in pairwise(pieces):
                pairs[pair] += words[word]
        if not pairs:
            break
        left, right = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(f"{left} {right}")
        for pieces in splits.values():
            index = 0
            while index + 1 < len(pieces):
                if pieces[index] == left and pieces[index + 1] == right:
                    pieces[index : index + 2] = [left + right]
                index += 1
    return merges


def extract(source: Path) -> None:
    """Cuts CLIP's merges out of open_clip's bpe_simple_vocab_16e6.txt.gz."""
    lines = gzip.decompress(source.read_bytes()).decode("utf-8").split("\n")
    text = "\n".join(["#version: 0.2", *lines[1 : CLIP_MERGE_COUNT + 1]]) + "\n"
    MERGES_FILE.parent.mkdir(parents=True, exist_ok=True)
    MERGES_FILE.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    extract(Path(sys.argv[1]))
