"""Writes src-core/study/goldens/order-1.json: reading orders by a second, independent implementation.

Python 3, standard library only: python3 tools/goldens/make_reader_order_golden.py
The file is never to change for existing entries: a frozen study's order is a function of its seed for good.
"""

import json
import pathlib

M32, M64 = 2**32 - 1, 2**64 - 1


def fnv1a64(text):
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x100000001B3) & M64
    return value


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & M64
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & M32


def xoshiro128starstar(text):
    seeder = splitmix64(fnv1a64(text))
    first, second = next(seeder), next(seeder)
    s = [first & M32, first >> 32, second & M32, second >> 32]
    while True:
        yield (rotl((s[1] * 5) & M32, 7) * 9) & M32
        t = (s[1] << 9) & M32
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)


def below(random, bound):
    while True:
        x = next(random)
        if x < 2**32 - 2**32 % bound:
            return x % bound


def shuffle(random, items):
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = below(random, i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def order(seed, reader, cases):
    random = xoshiro128starstar(f"lightbox-order-1/{seed}/{reader}")
    arms = sorted({arm for arm, _ in cases})
    queues = [shuffle(random, [name for own, name in cases if own == arm]) for arm in arms]
    blocks = max(1, min(map(len, queues)) // 2)
    offsets = [below(random, blocks) for _ in queues]
    result = []
    for k in range(blocks):
        block = []
        for queue, offset in zip(queues, offsets):
            cut = [(i * len(queue) + offset) // blocks for i in (k, k + 1)]
            block += queue[cut[0] : cut[1]]
        result += shuffle(random, block)
    return result


def main():
    entries = []
    for seed, reader, real, synthetic in [
        (0, "reader-1", 6, 6),
        (1, "reader-1", 6, 6),
        (1, "reader-2", 6, 6),
        (20261115, "Jürgen", 7, 5),
        (9007199254740991, "r", 3, 20),
        (42, "only", 0, 4),
        (42, "one", 1, 1),
    ]:
        cases = [("real", f"r{i}") for i in range(real)] + [("synthetic", f"s{i}") for i in range(synthetic)]
        entries.append(
            {"seed": seed, "readerId": reader, "real": real, "synthetic": synthetic, "order": order(seed, reader, cases)}
        )
    root = pathlib.Path(__file__).resolve().parents[2]
    text = "[\n" + ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n"
    (root / "src-core/study/goldens/order-1.json").write_text(text, encoding="utf-8")


main()
