"""Golden token ids of transformers' CLIPTokenizer. Run: python make_tokenizer_goldens.py"""

import json
import tempfile
from pathlib import Path

from clip_vocabulary import clip_merges, small_merges, vocabulary
from golden_files import versions, write_json
from radiology_sentences import ODD, radiology_sentences, random_unicode
from transformers import CLIPTokenizer

MAX_LENGTH = 77


def encode_all(merges: list[str], pad_token: str, texts: list[str]) -> dict:
    """Saves a tokenizer folder, loads it as a pipeline does, and encodes as StableDiffusionPipeline does."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "vocab.json").write_text(json.dumps(vocabulary(merges)))
        Path(folder, "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
        settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": MAX_LENGTH, "pad_token": pad_token}
        Path(folder, "tokenizer_config.json").write_text(json.dumps(settings))
        tokenizer = CLIPTokenizer.from_pretrained(folder)
    cases = []
    for text in texts:
        padded = tokenizer(text, padding="max_length", max_length=MAX_LENGTH, truncation=True)
        used = sum(padded["attention_mask"])
        ids = padded["input_ids"]
        assert len(ids) == MAX_LENGTH and all(value == tokenizer.pad_token_id for value in ids[used:])
        cases.append({"ids": ids[:used], "fullCount": len(tokenizer(text)["input_ids"]), "text": text})
    return {"cases": cases, "padToken": pad_token, "padTokenId": tokenizer.pad_token_id}


def main() -> None:
    sentences = radiology_sentences()
    every = sentences + ODD + random_unicode(100)
    small = small_merges(sentences, 400)
    write_json(
        "tokenizer.json.gz",
        {
            "versions": versions("transformers", "tokenizers"),
            "maxLength": MAX_LENGTH,
            "clip": encode_all(clip_merges(), "<|endoftext|>", every),
            # Stable Diffusion 2 pads with "!", which so becomes a special token.
            "clipPaddedWithExclamation": encode_all(clip_merges(), "!", ODD),
            "small": {**encode_all(small, "<|endoftext|>", every), "merges": small},
        },
    )


if __name__ == "__main__":
    main()
