"""Tokenizer files of the tiny pipelines: CLIP's byte pairs and BERT's WordPiece, learned from the tokenizer tests' words."""

import json
from collections import Counter

from clip_vocabulary import small_merges, vocabulary
from radiology_sentences import FINDINGS, RACES, SIDES, SIZES

from .folders import json_text

CLIP_MERGES = 150
WORDS = [*FINDINGS.replace("\n", "|").split("|"), *SIDES, *SIZES, *RACES, "no acute finding", "year old male female"]
BERT_SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def clip_files(pad_token: str) -> dict[str, str]:
    """vocab.json, merges.txt and the two files of special tokens; SD 1.x pads with the end token, SD 2.x with "!"."""
    merges = small_merges(WORDS, CLIP_MERGES)
    specials = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": pad_token, "unk_token": "<|endoftext|>"}
    config = {**specials, "do_lower_case": True, "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"}
    return {
        "vocab.json": json.dumps(vocabulary(merges), ensure_ascii=False),
        "merges.txt": "#version: 0.2\n" + "\n".join(merges) + "\n",
        "special_tokens_map.json": json_text(specials),
        "tokenizer_config.json": json_text(config),
    }


def clip_vocabulary_size() -> int:
    return len(json.loads(clip_files("!")["vocab.json"]))


def bert_tokens() -> list[str]:
    """Special tokens, letters and digits as starts and as continuations, then whole words and endings of words."""
    words = Counter(word for text in WORDS for word in text.lower().replace("-", " ").replace("/", " ").split())
    letters = list("abcdefghijklmnopqrstuvwxyz0123456789")
    marks = list(".,-/()%+")
    endings = ["##" + ending for ending in ("s", "ed", "ing", "ion", "al", "ar", "ic", "ous", "itis", "osis", "thorax")]
    tokens = [*BERT_SPECIALS, *marks, *letters, *("##" + letter for letter in letters), *endings, *sorted(words)]
    return list(dict.fromkeys(tokens))


def bert_files(model_max_length: int) -> dict[str, str]:
    """vocab.txt and tokenizer_config.json; the model's own table may be longer than `model_max_length`."""
    names = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]"}
    config = {**names, "do_lower_case": True, "model_max_length": model_max_length, "tokenizer_class": "BertTokenizer"}
    return {
        "vocab.txt": "\n".join(bert_tokens()) + "\n",
        "special_tokens_map.json": json_text(names),
        "tokenizer_config.json": json_text(config),
    }
