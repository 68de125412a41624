"""TIFF files of every layout that is read, by tifffile and Pillow, with the pixels they hold.

Run: python make_tiff_goldens.py, with tifffile 2026.3.3, imagecodecs 2026.3.6 and Pillow 13.0.0."""

import base64
import hashlib
import io

import numpy
import tifffile
from golden_files import versions, write_json
from PIL import Image

WIDTH, HEIGHT = 69, 65


def picture(bits: int, channels: int = 1) -> numpy.ndarray:
    """Slopes with noise: runs for PackBits, repeats for LZW, and no symmetry that could hide a turned picture."""
    generator = numpy.random.default_rng(bits + channels)
    rows, columns = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    values = (rows * 3 + columns) / (HEIGHT * 3 + WIDTH)
    noisy = numpy.repeat(values[..., None], channels, axis=2)
    noisy[:4] = generator.uniform(0, 1, (4, WIDTH, channels))
    noisy[20:40, 10:30] = 0.5
    pixels = (noisy * (2**bits - 1)).astype(f"u{bits // 8}")
    return pixels[..., 0] if channels == 1 else pixels


def grey(colour: numpy.ndarray) -> numpy.ndarray:
    """ITU-R BT.601 luma, rounded half up, as src-core/imaging/colour.ts."""
    weighted = colour.astype(numpy.int64) @ numpy.array([299, 587, 114])
    return ((weighted + 500) // 1000).astype(colour.dtype)


def little_endian_sha256(pixels: numpy.ndarray) -> str:
    return hashlib.sha256(pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()).hexdigest()


def written(pixels: numpy.ndarray, byteorder: str, **options) -> bytes:
    target = io.BytesIO()
    tifffile.imwrite(target, pixels, byteorder=byteorder, **options)
    return target.getvalue()


def main() -> None:
    cases = []

    def add(name: str, data: bytes, pixels: numpy.ndarray) -> None:
        expected = little_endian_sha256(pixels)
        cases.append({"name": name, "file": base64.b64encode(data).decode("ascii"), "sha256": expected})

    for bits in (8, 16):
        for byteorder, order in (("<", "little"), (">", "big")):
            for compression in (None, "lzw", "deflate", "packbits"):
                for layout, shape in (("strips", {"rowsperstrip": 16}), ("tiles", {"tile": (32, 48)})):
                    for predictor in (False, True) if compression in ("lzw", "deflate") else (False,):
                        pixels = picture(bits)
                        data = written(
                            pixels,
                            byteorder,
                            photometric="minisblack",
                            compression=compression,
                            predictor=predictor,
                            **shape,
                        )
                        name = f"{bits} bits, {order}-endian, {compression}, {layout}, predictor {predictor}"
                        add(name, data, pixels)
        pixels = picture(bits)
        white = written(pixels, "<", photometric="miniswhite", compression="lzw")
        add(f"{bits} bits, white is zero", white, (2**bits - 1) - pixels)
        pixels = picture(bits, 3)
        colour = written(pixels, ">", photometric="rgb", compression="lzw", predictor=True)
        add(f"{bits} bits, RGB", colour, grey(pixels))
    for name, compression in (("raw", None), ("tiff_lzw", "tiff_lzw"), ("tiff_adobe_deflate", "tiff_adobe_deflate")):
        pixels = picture(8)
        target = io.BytesIO()
        Image.fromarray(pixels).save(target, "TIFF", compression=compression)
        add(f"Pillow, {name}", target.getvalue(), pixels)
    found = versions("tifffile", "imagecodecs", "pillow", "numpy")
    write_json("tiff.json.gz", {"versions": found, "width": WIDTH, "height": HEIGHT, "cases": cases})


if __name__ == "__main__":
    main()
