"""Checks de-identified copies with pydicom and dcmtk: `python check.py SOURCE_DIR` makes copies of every picture of a
folder with `lightbox dicom deidentify` and says what is wrong with any. Needs pydicom, and dcmtk's dcmftest."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pydicom

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("PatientName", "PatientID", "PatientBirthDate", "InstitutionName", "ReferringPhysicianName", "AccessionNumber",
         "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "StudyDate", "StudyDescription", "OperatorsName",
         "StationName", "DeviceSerialNumber", "StudyID")


def identifying(dataset) -> set[str]:
    """Values of the source that may not be met again: long enough not to be met by chance."""
    values = {str(dataset.get(name, "")) for name in NAMES}
    return {value for value in values if len(value) >= 5 and not value.startswith("1.2.840.10008.")}


def check(source: Path, copy: Path) -> list[str]:
    before, after = pydicom.dcmread(source, force=True), pydicom.dcmread(copy)
    faults = []
    if after.get("PixelData") != before.get("PixelData"):
        faults.append("other pixels")
    if after.PatientIdentityRemoved != "YES" or after.DeidentificationMethodCodeSequence[0].CodeValue != "113100":
        faults.append("not marked")
    if any(element.tag.is_private for element in after.iterall()):
        faults.append("private attributes")
    text = copy.read_bytes().decode("latin1")
    faults += [f"holds {value!r}" for value in identifying(before) if value in text]
    if subprocess.run(["dcmftest", copy], capture_output=True, check=False).returncode != 0:
        faults.append("dcmftest refuses it")
    return faults


def deidentified(source: Path, out: str) -> list[Path]:
    """One file a run: test files often share their UIDs."""
    command = ["node", "tools/lightbox.mjs", "dicom", "deidentify", str(source), "--out", out]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    sys.stderr.write(made.stderr)
    return [Path(out) / line.split(" -> ")[1] for line in made.stdout.splitlines() if " -> " in line]


def main() -> None:
    copies = wrong = 0
    for source in sorted(Path(sys.argv[1]).iterdir()):
        with tempfile.TemporaryDirectory() as out:
            for copy in deidentified(source, out):
                copies += 1
                for fault in check(source, copy):
                    wrong += 1
                    print(f"{source.name}: {fault}", flush=True)
    print(f"{copies} copies by pydicom {pydicom.__version__} and dcmtk, {wrong} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
