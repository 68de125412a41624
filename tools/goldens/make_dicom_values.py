"""Golden values for the DICOM reader and its grey-value chain, as pydicom sees the grey pictures of a folder.

    python tools/goldens/make_dicom_values.py ../shared/dicom tools/goldens/data/dicom-values.json

Needs pydicom, numpy, pylibjpeg-libjpeg and pylibjpeg-openjpeg (their versions are written into the file), and dcmtk's
dcmdjpeg on the PATH for 12-bit JPEG. Of each
file: SHA-256 of the stored values of all frames (16 bits, little endian), of its modality values as
`apply_modality_lut` gives them (64-bit floats, little endian), and, for every VOI LUT and window, of the display grey
that `apply_voi_lut` gives with that index. Of files compressed with loss, whose decoders may differ, the stored and
display values at some positions stand in place of the hashes. Numbers and hashes only: the pictures themselves are not
to be kept.

Display grey is what pydicom returns, brought to 0 (black) to 65535: its output range is taken off, MONOCHROME1 is
inverted, pixel padding is black (pydicom knows neither). Where a file names no window, pydicom returns the modality
values; here they go from the lowest to the highest of the frame, padding left out.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut, apply_voi, apply_windowing
from pydicom.uid import JPEG2000, JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLSNearLossless

LOSSY = {JPEG2000, JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLSNearLossless}
POSITIONS = 64


def ways(dataset):
    """Every way to look at the file, in the order in which it is offered."""
    found = [("lut", index) for index in range(len(dataset.get("VOILUTSequence") or []))]
    if dataset.get("WindowCenter") not in (None, "") and dataset.get("WindowWidth") not in (None, ""):
        found += [("window", index) for index in range(dataset["WindowCenter"].VM)]
    return found or [("range", 0)]


def output_range(dataset):
    """The range that apply_windowing scales its output to."""
    if dataset.get("ModalityLUTSequence"):
        return 0.0, 2.0 ** dataset.ModalityLUTSequence[0].LUTDescriptor[2] - 1
    low, high = 0.0, 2.0**dataset.BitsStored - 1
    if dataset.PixelRepresentation:
        low, high = -(2.0 ** (dataset.BitsStored - 1)), 2.0 ** (dataset.BitsStored - 1) - 1
    if "RescaleSlope" in dataset and "RescaleIntercept" in dataset:
        slope, intercept = float(dataset.RescaleSlope), float(dataset.RescaleIntercept)
        low, high = low * slope + intercept, high * slope + intercept
    return low, high


def share(dataset, modality, kept, kind, index):
    """0 (black) to 1 (white)."""
    if kind == "lut":
        bits = dataset.VOILUTSequence[index].LUTDescriptor[2]
        return apply_voi(modality, dataset, index).astype(np.float64) / (2.0**bits - 1)
    if kind == "window":
        low, high = output_range(dataset)
        return (apply_windowing(modality, dataset, index) - low) / (high - low)
    values = modality[kept].astype(np.float64)
    if values.size == 0 or values.min() == values.max():
        return np.zeros(modality.shape)
    return (modality - values.min()) / (values.max() - values.min())


def display_grey(dataset, stored, kind, index):
    """Not rounded."""
    kept = np.ones(stored.shape, bool)
    if dataset.get("PixelPaddingValue") is not None:
        ends = [int(dataset.PixelPaddingValue), int(dataset.get("PixelPaddingRangeLimit", dataset.PixelPaddingValue))]
        kept = (stored < min(ends)) | (stored > max(ends))
    white = np.clip(share(dataset, apply_modality_lut(stored, dataset), kept, kind, index), 0, 1)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        white = 1 - white
    return np.where(kept, white * 65535, 0.0)


def rounded(grey):
    """To the nearest; what lies within a millionth of the middle goes up, whatever the last bits of a float say."""
    return np.floor(np.floor(grey * 1e6 + 0.5) / 1e6 + 0.5)


def sha256(values, kind):
    return hashlib.sha256(np.ascontiguousarray(values).astype(kind).tobytes()).hexdigest()


def decode(dataset, path):
    """pydicom's plugins refuse the 12-bit JPEG files of the folder for a header that dcmtk accepts."""
    try:
        return dataset.pixel_array, "pydicom"
    except Exception:
        with tempfile.TemporaryDirectory() as scratch:
            target = Path(scratch, "native.dcm")
            if subprocess.run(["dcmdjpeg", str(path), str(target)], capture_output=True).returncode != 0:
                return None, None
            # Not pixel_array: a decoder may overshoot Bits Stored by one, and pydicom would cut that bit off, white to black.
            native = pydicom.dcmread(target)
            return np.frombuffer(native.PixelData, f"<u{native.BitsAllocated // 8}"), "dcmtk"


def golden(path):
    dataset = pydicom.dcmread(path, force=True)
    if "PixelData" not in dataset or not dataset.PhotometricInterpretation.startswith("MONOCHROME"):
        return None
    frames = int(dataset.get("NumberOfFrames", 1) or 1)
    stored, decoder = decode(dataset, path)
    if stored is None:
        print(f"{path.name}: neither pydicom nor dcmtk reads its pixels", file=sys.stderr)
        return None
    stored = stored.astype(np.int32).reshape(frames, -1)
    lossy = dataset.file_meta.TransferSyntaxUID in LOSSY
    positions = np.linspace(0, stored.shape[1] - 1, POSITIONS).astype(int)
    choices = []
    for kind, index in ways(dataset):
        grey = np.stack([display_grey(dataset, frame, kind, index) for frame in stored])
        samples = [round(float(value), 4) for value in grey[0][positions]]
        exact = {"samples": samples} if lossy else {"sha256": sha256(rounded(grey), "<u2")}
        choices.append({"kind": kind, "mean": round(float(grey.mean()), 4), **exact})
    modality = np.stack([apply_modality_lut(frame, dataset) for frame in stored])
    exact = {
        "storedSha256": sha256(stored, "<u2"),
        "modalitySha256": sha256(modality, "<f8"),
    }
    samples = {"positions": positions.tolist(), "storedSamples": stored[0][positions].tolist()}
    return {
        "file": path.name,
        "frames": frames,
        "rows": int(dataset.Rows),
        "columns": int(dataset.Columns),
        "syntax": dataset.file_meta.TransferSyntaxUID.name,
        "lossy": lossy,
        "decoder": decoder,
        **(samples if lossy else exact),
        "choices": choices,
    }


def main(source, target):
    warnings.simplefilter("ignore")
    found = [golden(path) for path in sorted(Path(source, "valid").glob("*.dcm"))]
    entries = [entry for entry in found if entry]
    packages = ["pydicom", "numpy", "pylibjpeg-libjpeg", "pylibjpeg-openjpeg"]
    header = json.dumps({name: version(name) for name in packages})
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    Path(target).write_text(f'{{"versions": {header}, "files": [\n{lines}\n]}}\n')
    print(len(entries), "files,", sum(len(entry["choices"]) for entry in entries), "ways to look at them")


if __name__ == "__main__":
    main(*sys.argv[1:3])
