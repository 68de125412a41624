"""Golden values for the DICOM reader, as pydicom and numpy see the uncompressed files of a folder.

    python tools/goldens/make_dicom_values.py ../shared/dicom tools/goldens/data/dicom-values.json

Made with pydicom 3.0.1 and numpy 2. Of each file: SHA-256 of the stored values (16 bits, little endian), and of
the display values (16 bit, MONOCHROME2, see `display`) the mean and 64 evenly spaced samples. Numbers and
hashes only: the pictures themselves are not to be kept.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut, apply_voi, apply_windowing

NATIVE = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"}


def voi_share(dataset, values):
    """VOI LUT Sequence, else the first window, else lowest to highest value: 0 to 1 from black to white."""
    if "VOILUTSequence" in dataset:
        bits = int(dataset.VOILUTSequence[0].LUTDescriptor[2])
        return apply_voi(values.astype(np.int64), dataset).astype(np.float64) / (2**bits - 1)
    if dataset.get("WindowCenter") not in (None, "") and dataset.get("WindowWidth") not in (None, ""):
        shown = apply_windowing(values, dataset).astype(np.float64)
        # apply_windowing scales to the output range that bits and rescale give; undo that scale alone.
        if dataset.get("PixelRepresentation", 0):
            low, high = -(2 ** (dataset.BitsStored - 1)), 2 ** (dataset.BitsStored - 1) - 1
        else:
            low, high = 0, 2**dataset.BitsStored - 1
        if "RescaleSlope" in dataset:
            low = low * dataset.RescaleSlope + dataset.RescaleIntercept
            high = high * dataset.RescaleSlope + dataset.RescaleIntercept
        return (shown - float(low)) / (float(high) - float(low))
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low)


def display(dataset, stored):
    padding = dataset.get("PixelPaddingValue")
    keep = np.ones(stored.shape, bool) if padding is None else stored != int(padding)
    values = apply_modality_lut(stored, dataset).astype(np.float64)
    share = np.zeros(stored.shape)
    share[keep] = voi_share(dataset, values[keep])
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        share = 1 - share
    share[~keep] = 0
    return np.floor(np.clip(share, 0, 1) * 65535 + 0.5)


def golden(path):
    dataset = pydicom.dcmread(path)
    if "PixelData" not in dataset or str(dataset.file_meta.TransferSyntaxUID) not in NATIVE:
        return None
    if not dataset.PhotometricInterpretation.startswith("MONOCHROME") or dataset.BitsAllocated not in (8, 16):
        return None
    if int(dataset.get("NumberOfFrames", 1) or 1) != 1 or min(dataset.Rows, dataset.Columns) < 64:
        return None
    stored = dataset.pixel_array.astype("<i4")
    shown = display(dataset, stored).ravel()
    positions = np.linspace(0, shown.size - 1, 64).astype(int)
    return {
        "file": path.name,
        "rows": int(dataset.Rows),
        "columns": int(dataset.Columns),
        "storedSha256": hashlib.sha256(stored.astype("<u2").tobytes()).hexdigest(),
        "displayMean": float(shown.mean()),
        "positions": positions.tolist(),
        "displaySamples": [int(value) for value in shown[positions]],
    }


def main(source, target):
    found = [golden(path) for path in sorted(Path(source, "valid").glob("*.dcm")) if path.name != "OT-PAL-8-face.dcm"]
    values = {"pydicom": pydicom.__version__, "files": [entry for entry in found if entry]}
    Path(target).write_text(json.dumps(values, indent=1) + "\n")
    print(len(values["files"]), "files")


if __name__ == "__main__":
    main(*sys.argv[1:3])
