"""Small DICOM files of one drawn film in every compressed encoding, and the values they must decode to.

    python tools/goldens/make_dicom_codecs.py          (pydicom, numpy, pylibjpeg-openjpeg; dcmtk's programs on the PATH)

Writes data/dicom-codecs.json.gz: of each file the bytes, the stored values a reference decoder gives (dcmtk for JPEG,
JPEG-LS and RLE; OpenJPEG for JPEG 2000), and how far a decoder may be off: 0 for lossless encodings, 1 grey value for
JPEG, whose inverse cosine transform the standard leaves a rounding to.
"""

import base64
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pydicom
from golden_files import write_json
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless

ROWS, COLUMNS = 72, 80
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def film(bits: int, signed: bool) -> np.ndarray:
    """A smooth field with an edge and a little noise, over the full range of its bits."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    field = 0.5 + 0.35 * np.sin(x / 9) * np.cos(y / 7) + 0.1 * (x > 50)
    field += np.random.default_rng(5).normal(0, 0.01, field.shape)
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    values = np.clip(np.round(low + field * (high - low)), low, high)
    return values.astype(np.int16 if signed else (np.uint16 if bits > 8 else np.uint8))


def dataset(values: np.ndarray, bits: int) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SECONDARY_CAPTURE
    meta.MediaStorageSOPInstanceUID = "1.2.826.0.1.3680043.10.1.2"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("film", Dataset(), file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = SECONDARY_CAPTURE, meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.826.0.1.3680043.10.1.3", "1.2.826.0.1.3680043.10.1.4"
    data.PatientID, data.PatientName, data.Modality, data.InstanceNumber = "PHANTOM", "Phantom", "CR", 1
    data.StudyID, data.SeriesNumber, data.ConversionType = "1", 1, "WSD"
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.Rows, data.Columns = values.shape
    data.BitsAllocated = 8 * values.itemsize
    data.BitsStored, data.HighBit = bits, bits - 1
    data.PixelRepresentation = int(values.dtype.kind == "i")
    data.PixelData = values.tobytes()
    return data


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def entry(name: str, path: Path, values: np.ndarray, tolerance: int) -> dict:
    return {
        "name": name,
        "file": base64.b64encode(path.read_bytes()).decode("ascii"),
        "values": values.astype(int).ravel().tolist(),
        "tolerance": tolerance,
    }


def main() -> None:
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for bits, signed in ((8, False), (12, False), (16, True)):
            values = film(bits, signed)
            kind = f"{bits} bits{', signed' if signed else ''}"
            native = folder / f"native-{bits}.dcm"
            dataset(values, bits).save_as(native, enforce_file_format=True)
            target, back = folder / "coded.dcm", folder / "back.dcm"
            lossless = [("RLE", "dcmcrle"), ("JPEG-LS", "dcmcjpls"), ("JPEG lossless, first-order prediction", "dcmcjpeg", "+e1")]
            lossless += [("JPEG lossless, predictor 6", "dcmcjpeg", "+el", "+sv", "6")]
            for name, program, *options in lossless:
                run(program, *options, str(native), str(target))
                entries.append(entry(f"{name}, {kind}", target, values, 0))
            compressed = dataset(values, bits)
            compressed.compress(JPEG2000Lossless)
            compressed.save_as(target, enforce_file_format=True)
            entries.append(entry(f"JPEG 2000 lossless, {kind}", target, values, 0))
            if signed:
                continue
            run("dcmcjpls", "+en", "+md", "3", str(native), str(target))
            run("dcmdjpls", str(target), str(back))
            entries.append(entry(f"JPEG-LS near-lossless, {kind}", target, pydicom.dcmread(back).pixel_array, 0))
            process = "+eb" if bits == 8 else "+ee"
            run("dcmcjpeg", process, "+q", "90", "+un", str(native), str(target))
            run("dcmdjpeg", str(target), str(back))
            label = "JPEG baseline" if bits == 8 else "JPEG extended"
            entries.append(entry(f"{label}, {kind}", target, pydicom.dcmread(back).pixel_array, 1))
    dcmtk = subprocess.run(["dcmdjpeg", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    versions = {"pydicom": pydicom.__version__, "numpy": np.__version__, "dcmtk": dcmtk}
    write_json("dicom-codecs.json.gz", {"versions": versions, "rows": ROWS, "columns": COLUMNS, "entries": entries})
    print(len(entries), "files")


if __name__ == "__main__":
    main()
