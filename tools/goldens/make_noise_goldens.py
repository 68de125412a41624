"""Golden values of torch.randn on the CPU. Run: python make_noise_goldens.py"""

import hashlib

import torch
from golden_files import float32_base64, half_base64, versions, write_json

SIZES = [1, 2, 15, 16, 17, 31, 32, 33, 4096, 16384]
SEEDS = [0, 1, 42, 20261123, 2**32 - 1, 2**32 + 5, 2**53 - 1]
#: Calls on one generator: what a call leaves behind must serve the next one.
SEQUENCES = [[1, 1, 1], [3, 16, 1, 2], [15, 15, 17, 5], [1, 4096, 1], [600, 700, 9, 1], [0, 1, 0, 16]]


def draws(seed: int, sizes: list[int]) -> list[str]:
    generator = torch.Generator("cpu").manual_seed(seed)
    return [float32_base64(torch.randn(size, generator=generator).numpy()) for size in sizes]


#: Half precision: sizes below a block of 16, whole blocks, and tails.
HALF_SEQUENCES = [[1, 15, 1], [16, 17, 5], [31, 32, 33], [100, 256, 20], [4096, 3]]


def half_draws(seed: int, sizes: list[int]) -> list[str]:
    generator = torch.Generator("cpu").manual_seed(seed)
    return [half_base64(torch.randn(size, generator=generator, dtype=torch.float16).numpy()) for size in sizes]


def main() -> None:
    singles = [
        {"seed": seed, "size": size, "values": draws(seed, [size])[0]}
        for seed in SEEDS
        for size in SIZES
        if size <= 4096 or seed in (0, 42)
        if size < 4096 or seed in (0, 42, 2**53 - 1)
    ]
    sequences = [
        {"seed": seed, "sizes": sizes, "values": draws(seed, sizes)}
        for seed in (7, 2**32 - 1)
        for sizes in SEQUENCES
    ]
    halves = [{"seed": seed, "sizes": sizes, "values": half_draws(seed, sizes)} for seed in (7, 42) for sizes in HALF_SEQUENCES]
    # The shape does not change the order of the values.
    flat = torch.randn(4 * 8 * 8, generator=torch.Generator("cpu").manual_seed(5))
    latent = torch.randn(1, 4, 8, 8, generator=torch.Generator("cpu").manual_seed(5))
    assert hashlib.sha256(flat.numpy()).digest() == hashlib.sha256(latent.numpy()).digest()
    write_json(
        "noise.json.gz",
        {"versions": {**versions("torch"), "cpu": torch.backends.cpu.get_cpu_capability()}, "singles": singles, "sequences": sequences, "halves": halves},
    )


if __name__ == "__main__":
    main()
