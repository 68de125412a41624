"""Golden token ids of transformers' BertTokenizer. Run: python make_wordpiece_goldens.py

The vocabularies are made here, of the sentences of radiology_sentences.py: whole words and their commonest pieces, as
those of medical text encoders (RadBERT, SapBERT, BiomedVLP-CXR-BERT) are, which are not ours to give. The trainer of
the `tokenizers` library is not used: it breaks ties differently every time.
"""

import json
import tempfile
from collections import Counter
from pathlib import Path

from golden_files import versions, write_json
from radiology_sentences import ODD, radiology_sentences, random_unicode
from tokenizers import normalizers, pre_tokenizers
from transformers import BertTokenizer

SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VOCABULARY_SIZE = 3000
#: Texts that only WordPiece sees in its own way.
OWN = [
    "[CLS]", "[SEP] effusion [SEP]", "a[MASK]b", "[mask]", "[UNK]", "[PAD][PAD]", "[CLS\x00]", "[ CLS ]", "##effusion", "# #a",
    "x" * 99, "x" * 100, "x" * 101, "\u80ba" * 101, "e\u0301" * 101, "\U00020000\U0002a6d6a\U0002f800b", "\u9fff\u3400\uf900",
    "effusion " * 600, "left-" * 300, "no\u00adbreak", "tab\tnew\nline\r\x0bvt\x0cff", "\x85next", "\u200e\u200fmarks\u2060",
    "\ud55c\uae00 \uac00", "\u1e9e \u00df \u0130 \u0131", "\u03a3\u0391\u03a3 \u03a3", "na\u00efve r\u00f6ntgen \u00c5ngstr\u00f6m", "\ue000\uf8ff private",
    "$5 ^ ~ ` | + < = >", "\u00a9\u00ae\u2122 \u20ac \u00a3", "\u00a1\u00bf \u2010\u2011\u2012", "\u3001\u3002\uff0c\uff01", "1,5-2.5cm/h", "...,,,;;;",
]  # fmt: skip


def make_vocabulary(texts: list[str], lower_case: bool) -> list[str]:
    """A WordPiece vocabulary in the order of its ids: special tokens, characters, words, pieces of words."""
    normalizer = normalizers.BertNormalizer(lowercase=lower_case, strip_accents=lower_case)
    splitter = pre_tokenizers.BertPreTokenizer()
    words = Counter(
        word for text in texts for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text)) if len(word) <= 40
    )
    characters = Counter(character for word, count in words.items() for character in word * count)
    alphabet = sorted(character for character, count in characters.items() if count > 1)
    weights: Counter[str] = Counter()
    for word, count in words.items():
        for start in range(len(word)):
            for end in range(start + 2, min(len(word), start + 12) + 1):
                weights[("##" if start else "") + word[start:end]] += count * (end - start)
    whole = sorted(word for word, count in words.items() if count > 1 and len(word) > 1)
    fixed = SPECIAL_TOKENS + alphabet + ["##" + character for character in alphabet] + whole
    pieces = sorted((piece for piece in weights if piece not in set(fixed)), key=lambda piece: (-weights[piece], piece))
    return fixed + pieces[: VOCABULARY_SIZE - len(fixed)]


def encode_all(vocabulary: list[str], texts: list[str], **settings) -> dict:
    """Saves a tokenizer folder, loads it as a pipeline does, and encodes as StableDiffusionPipeline does."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "vocab.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
        config = {"tokenizer_class": "BertTokenizer", **settings}
        Path(folder, "tokenizer_config.json").write_text(json.dumps(config))
        tokenizer = BertTokenizer.from_pretrained(folder)
    length = settings["model_max_length"]
    assert len(tokenizer) == len(vocabulary)
    cases = []
    for text in texts:
        padded = tokenizer(text, padding="max_length", max_length=length, truncation=True)
        used = sum(padded["attention_mask"])
        ids = padded["input_ids"]
        assert len(ids) == length and all(value == tokenizer.pad_token_id for value in ids[used:])
        assert not any(padded["token_type_ids"])
        cases.append({"ids": ids[:used], "fullCount": len(tokenizer(text)["input_ids"]), "text": text})
    return {"settings": settings, "cases": cases}


def main() -> None:
    sentences = radiology_sentences()
    odd = ODD + OWN
    every = sentences + odd + random_unicode(100)
    uncased, cased = make_vocabulary(sentences + odd, True), make_vocabulary(sentences + odd, False)
    write_json(
        "wordpiece.json.gz",
        {
            "versions": versions("transformers", "tokenizers"),
            "vocabularies": {"uncased": uncased, "cased": cased},
            "sets": {
                "uncased": {"vocabulary": "uncased", **encode_all(uncased, every, model_max_length=512, do_lower_case=True)},
                "cased": {"vocabulary": "cased", **encode_all(cased, every, model_max_length=512, do_lower_case=False)},
                "short": {"vocabulary": "uncased", **encode_all(uncased, sentences, model_max_length=24, do_lower_case=True)},
                "accents": {"vocabulary": "cased", **encode_all(cased, odd, model_max_length=512, do_lower_case=True, strip_accents=False)},
                "stripped": {"vocabulary": "cased", **encode_all(cased, odd, model_max_length=512, do_lower_case=False, strip_accents=True)},
                "ideographs": {"vocabulary": "uncased", **encode_all(uncased, odd, model_max_length=512, do_lower_case=True, tokenize_chinese_chars=False)},
            },
        },
    )  # fmt: skip


if __name__ == "__main__":
    main()
