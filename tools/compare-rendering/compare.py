"""Films as this program renders them beside the same windows rendered by pydicom, with the difference in grey values.

    python tools/compare-rendering/compare.py OUT FILE...

Needs pydicom, numpy and Pillow, and Node 24 as `node` or in NODE. Prints, for every film and window, the mean and the
largest absolute difference of the 16-bit display greys before and after rounding, and writes pictures to look at to
OUT: ours at the left, pydicom's at the right. The pictures are of real films where the files are: keep them to yourself.
Numbers of a run are in docs/BENCHMARKS.md.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.pixels import apply_modality_lut, apply_windowing

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "goldens"))
from make_dicom_values import output_range  # noqa: E402

RENDER = Path(__file__).resolve().parent / "render.ts"


def ours(path, scratch):
    """The ways to look at the film, and its greys in each."""
    node = os.environ.get("NODE", "node")
    run = subprocess.run([node, str(RENDER), str(path), scratch], check=True, capture_output=True, text=True)
    ways = json.loads(run.stdout.strip().splitlines()[-1])["ways"]
    return ways, [np.fromfile(Path(scratch, f"{index}.u16"), "<u2") for index in range(len(ways))]


def theirs(dataset, way):
    """pydicom's greys of 65535, not rounded; MONOCHROME1 is inverted here, which pydicom leaves to its caller."""
    dataset.WindowCenter, dataset.WindowWidth = way["centre"], way["width"]
    dataset.VOILUTFunction = way["function"]
    low, high = output_range(dataset)
    shown = apply_windowing(apply_modality_lut(dataset.pixel_array, dataset), dataset)
    share = (shown - low) / (high - low)
    return 65535 * (1 - share if dataset.PhotometricInterpretation == "MONOCHROME1" else share)


def main(out, *files):
    Path(out).mkdir(parents=True, exist_ok=True)
    print(f"pydicom {pydicom.__version__}, numpy {np.__version__}; differences in units of 65535")
    print("| film | window | mean | largest | mean, rounded | differing pixels | mean of 255 |")
    print("|---|---|---|---|---|---|---|")
    for file in map(Path, files):
        with tempfile.TemporaryDirectory() as scratch:
            ways, greys = ours(file, scratch)
        dataset = pydicom.dcmread(file)
        for way, grey in zip(ways, greys):
            reference = theirs(dataset, way)
            mine = grey.reshape(reference.shape).astype(np.float64)
            apart = np.abs(mine - reference)
            rounded = np.abs(mine - np.floor(reference + 0.5))
            bytes_apart = np.abs(np.rint(mine / 257) - np.rint(reference / 257))
            window = f"{way['name']}: {way['function']} {way['centre']:g} / {way['width']:g}"
            print(
                f"| {file.stem} | {window} | {apart.mean():.4f} | {apart.max():.4f} | {rounded.mean():.6f} "
                f"| {np.count_nonzero(rounded)} | {bytes_apart.mean():.6f} |"
            )
            pair = np.concatenate([mine, reference], axis=1)
            image = Image.fromarray(np.rint(pair / 257).astype(np.uint8))
            image.thumbnail((1600, 1600))
            image.save(Path(out, f"{file.stem}-{way['name']}.png"))


if __name__ == "__main__":
    main(*sys.argv[1:])
