"""pydicom with its decoders as the peer of the decoding benchmark.

    python dicom_peer.py encode SOURCE FOLDER     SOURCE (native, little endian) in every transfer syntax into FOLDER
    python dicom_peer.py decode                   decodes what it is told to on standard input

`encode` prints one JSON object: transfer syntax UID to file name in FOLDER. `decode` first prints the versions, then answers each
line {"file": ..., "plugin": ...} with the processor's time from the file's bytes to the stored values, and their SHA-256 as 16-bit
little-endian integers where "hash" is asked for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

warnings.filterwarnings("ignore")

import gdcm
import numpy as np
import pydicom
from pydicom.pixels import get_decoder
from pydicom.uid import UID

PACKAGES = ("pydicom", "numpy", "python-gdcm", "pylibjpeg-libjpeg", "pylibjpeg-openjpeg", "pylibjpeg-rle", "pyjpegls")
#: Transfer syntax UID, what gdcm calls it, and whether the picture must have 8 bits for it.
GDCM_SYNTAXES = {
    "1.2.840.10008.1.2.4.50": (gdcm.TransferSyntax.JPEGBaselineProcess1, True),
    "1.2.840.10008.1.2.4.70": (gdcm.TransferSyntax.JPEGLosslessProcess14_1, False),
    "1.2.840.10008.1.2.4.80": (gdcm.TransferSyntax.JPEGLSLossless, False),
    "1.2.840.10008.1.2.4.90": (gdcm.TransferSyntax.JPEG2000Lossless, False),
    "1.2.840.10008.1.2.5": (gdcm.TransferSyntax.RLELossless, False),
}


def eight_bits(source: Path, target: Path) -> Path:
    data = pydicom.dcmread(source)
    values = (data.pixel_array >> (data.BitsStored - 8)).astype(np.uint8)
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit = 7
    data.PixelData = values.tobytes()
    data.save_as(target)
    return target


def encode(source: Path, folder: Path) -> dict[str, str]:
    """Every transfer syntax that these packages can write."""
    files = {}
    narrow = eight_bits(source, folder / "eight-bits.dcm")
    for uid, (kind, is_narrow) in GDCM_SYNTAXES.items():
        reader = gdcm.ImageReader()
        reader.SetFileName(str(narrow if is_narrow else source))
        reader.Read()
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(kind))
        change.SetInput(reader.GetImage())
        if not change.Change():
            print(f"gdcm cannot write {UID(uid).name}", file=sys.stderr)
            continue
        writer = gdcm.ImageWriter()
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        writer.SetFileName(str(folder / f"{uid}.dcm"))
        if writer.Write():
            files[uid] = f"{uid}.dcm"
    for uid in ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"):
        data = pydicom.dcmread(source)
        data.file_meta.TransferSyntaxUID = UID(uid)
        implicit = uid == "1.2.840.10008.1.2"
        data.save_as(folder / f"{uid}.dcm", implicit_vr=implicit, little_endian=True, enforce_file_format=True)
        files[uid] = f"{uid}.dcm"
    return files


def decode(file: str, plugin: str, is_hashed: bool) -> dict[str, object]:
    content = Path(file).read_bytes()
    started = time.process_time()
    data = pydicom.dcmread(io.BytesIO(content))
    data.pixel_array_options(decoding_plugin=plugin)
    values = data.pixel_array
    ended = time.process_time()
    answer: dict[str, object] = {"ms": 1000 * (ended - started)}
    if is_hashed:
        answer["sha256"] = hashlib.sha256(values.astype("<u2").tobytes()).hexdigest()
    return answer


def plugins(uid: str) -> list[str]:
    try:
        return list(get_decoder(UID(uid)).available_plugins)
    except NotImplementedError:
        return []


def main() -> None:
    # Codecs print to standard output now and then: answers go to a copy of it, the rest to standard error.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if sys.argv[1] == "encode":
        print(json.dumps(encode(Path(sys.argv[2]), Path(sys.argv[3]))), file=answers, flush=True)
        return
    print(json.dumps({"versions": {name: version(name) for name in PACKAGES}}), file=answers, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "syntax" in asked:
            print(json.dumps({"plugins": plugins(asked["syntax"])}), file=answers, flush=True)
            continue
        try:
            answer = decode(asked["file"], asked["plugin"], asked["hash"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
