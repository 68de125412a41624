"""PNG files of every kind of pixel and JPEG files of every orientation, with the grey values they hold.

PNG rows are packed, filtered and interlaced here, since Pillow writes few kinds; Pillow reads them back where it keeps
their depth. JPEG files are Pillow's, with its own decoding. Run: python make_raster_goldens.py, with Pillow 13.0.0."""

import base64
import hashlib
import io
import struct
import zlib

import numpy
from golden_files import versions, write_json
from PIL import Image, ImageOps

WIDTH, HEIGHT = 69, 65
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def picture(depth: int, channels: int) -> numpy.ndarray:
    """Slopes that no turning or exchange of channels leaves as they are."""
    rows, columns = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    slopes = [(rows * (3 + channel) + columns * (channel + 1)) % (150 + 31 * channel) for channel in range(channels)]
    scaled = [slope / (150 + 31 * channel) for channel, slope in enumerate(slopes)]
    return (numpy.stack(scaled, axis=2) * (2**depth - 1)).round().astype(numpy.int64)


def packed_row(row: numpy.ndarray, depth: int) -> bytes:
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype("u1").tobytes()
    bits = "".join(format(value, f"0{depth}b") for value in row.ravel())
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    distances = (abs(guess - left), abs(guess - up), abs(guess - corner))
    return (left, up, corner)[distances.index(min(distances))]


def filtered(rows: list[bytes], pixel_bytes: int) -> bytes:
    """Every filter of W3C PNG section 9 in turn."""
    out = bytearray()
    previous = bytes(len(rows[0])) if rows else b""
    for number, row in enumerate(rows):
        kind = number % 5
        out.append(kind)
        for at, value in enumerate(row):
            left = row[at - pixel_bytes] if at >= pixel_bytes else 0
            corner = previous[at - pixel_bytes] if at >= pixel_bytes else 0
            up = previous[at]
            guess = (0, left, up, (left + up) // 2, paeth(left, up, corner))[kind]
            out.append((value - guess) & 255)
        previous = row
    return bytes(out)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels: numpy.ndarray, depth: int, colour: int, interlaced: bool, extra: bytes = b"") -> bytes:
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    pixel_bytes = max(1, depth * CHANNELS[colour] // 8)
    data = b""
    for left, top, across, down in passes:
        data += filtered([packed_row(row, depth) for row in pixels[top::down, left::across]], pixel_bytes)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, int(interlaced))
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def luma(colour: numpy.ndarray) -> numpy.ndarray:
    """ITU-R BT.601, rounded half up, as src-core/imaging/colour.ts."""
    return (colour[..., :3] @ numpy.array([299, 587, 114]) + 500) // 1000


def on_black(values: numpy.ndarray, alpha: numpy.ndarray, opaque: int) -> numpy.ndarray:
    return (2 * values * alpha[..., None] + opaque) // (2 * opaque)


def expected_grey(pixels: numpy.ndarray, colour: int, opaque: int) -> numpy.ndarray:
    if colour in (4, 6):
        pixels = on_black(pixels[..., :-1], pixels[..., -1], opaque)
    return luma(pixels) if pixels.shape[2] == 3 else pixels[..., 0]


def sha256(grey: numpy.ndarray, depth: int) -> str:
    return hashlib.sha256(grey.astype("<u2" if depth == 16 else "u1").tobytes()).hexdigest()


def read_back(file: bytes, grey: numpy.ndarray, colour: int, depth: int) -> None:
    """Pillow reads the same pixels, where it keeps depth and alpha apart."""
    image = Image.open(io.BytesIO(file))
    if colour in (0, 3) or (colour == 2 and depth == 8):
        values = numpy.asarray(image.convert("RGB") if colour == 3 else image).astype(numpy.int64)
        values = luma(values) if values.ndim == 3 else values * (255 // (2**depth - 1) if 1 < depth < 8 else 1)
        shown = values * 255 if depth == 1 and colour == 0 else values
        if depth in (2, 4) and colour == 0:
            shown = numpy.asarray(image.convert("L")).astype(numpy.int64)
        if not numpy.array_equal(shown, grey):
            raise SystemExit(f"Pillow reads another picture: colour type {colour}, {depth} bits")


def png_cases() -> list[dict]:
    cases = []

    def add(name: str, file: bytes, grey: numpy.ndarray, depth: int) -> None:
        content = {"file": base64.b64encode(file).decode("ascii"), "sha256": sha256(grey, depth)}
        cases.append({"name": name, **content})

    for interlaced in (False, True):
        rows = "interlaced" if interlaced else "in order"
        for depth in (1, 2, 4, 8, 16):
            pixels = picture(depth, 1)
            file = png(pixels, depth, 0, interlaced)
            grey = pixels[..., 0] * (255 // (2**depth - 1)) if depth < 8 else pixels[..., 0]
            read_back(file, grey, 0, depth)
            add(f"grey, {depth} bits, {rows}", file, grey, depth)
        for name, colour in (("colour", 2), ("grey and alpha", 4), ("colour and alpha", 6)):
            for depth in (8, 16):
                pixels = picture(depth, CHANNELS[colour])
                file = png(pixels, depth, colour, interlaced)
                grey = expected_grey(pixels, colour, 2**depth - 1)
                read_back(file, grey, colour, depth)
                add(f"{name}, {depth} bits, {rows}", file, grey, depth)
        for depth in (1, 2, 4, 8):
            entries = numpy.random.default_rng(depth).integers(0, 256, (2**depth, 3))
            pixels = picture(depth, 1)
            file = png(pixels, depth, 3, interlaced, chunk(b"PLTE", entries.astype("u1").tobytes()))
            grey = luma(entries[pixels[..., 0]])
            read_back(file, grey, 3, depth)
            add(f"palette, {depth} bits, {rows}", file, grey, depth)
            alpha = numpy.full(2**depth, 255)
            alpha[0] = 100
            table = chunk(b"PLTE", entries.astype("u1").tobytes()) + chunk(b"tRNS", bytes([100]))
            grey = luma(on_black(entries, alpha, 255)[pixels[..., 0]])
            add(f"palette with alpha, {depth} bits, {rows}", png(pixels, depth, 3, interlaced, table), grey, depth)
    for depth in (8, 16):
        pixels = picture(depth, 1)
        for gamma in (45455, 100000):
            file = png(pixels, depth, 0, False, chunk(b"gAMA", struct.pack(">I", gamma)))
            add(f"grey, {depth} bits, gamma {gamma}", file, pixels[..., 0], depth)
    return cases


def jpeg_cases() -> list[dict]:
    cases = []

    def add(name: str, image: Image.Image, **options) -> None:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=95, **options)
        decoded = ImageOps.exif_transpose(Image.open(io.BytesIO(target.getvalue())))
        values = numpy.asarray(decoded).astype(numpy.int64)
        grey = luma(values) if values.ndim == 3 else values
        encoded = {
            "file": base64.b64encode(target.getvalue()).decode("ascii"),
            "width": decoded.width,
            "height": decoded.height,
            "grey": base64.b64encode(grey.astype("u1").tobytes()).decode("ascii"),
        }
        cases.append({"name": name, **encoded})

    rows, columns = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    plain = Image.fromarray((rows * 2 + columns).astype("u1"))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        add(f"grey, orientation {orientation}", plain, exif=exif)
    warm = numpy.stack([rows * 2 + columns, rows + columns, 200 - columns], axis=2)
    colour = Image.fromarray(warm.astype("u1"))
    for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
        for progressive in (False, True):
            manner = "progressive" if progressive else "baseline"
            add(f"colour, {subsampling}, {manner}", colour, subsampling=subsampling, progressive=progressive)
    return cases


def cmyk() -> str:
    target = io.BytesIO()
    Image.new("CMYK", (WIDTH, HEIGHT), (10, 20, 30, 40)).save(target, "JPEG")
    return base64.b64encode(target.getvalue()).decode("ascii")


def main() -> None:
    size = {"width": WIDTH, "height": HEIGHT}
    files = {"png": png_cases(), "jpeg": jpeg_cases(), "cmyk": cmyk()}
    write_json("raster.json.gz", {"versions": versions("pillow", "numpy"), **size, **files})


if __name__ == "__main__":
    main()
