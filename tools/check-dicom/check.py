"""Looks at exported DICOM files with tools that are not ours; see README.md.

usage: check.py FOLDER

Every NAME.dcm of the folder passes dcmtk's dcmftest and dcmdump, opens in pydicom with the pixels of NAME.values where
there is one, and passes dicom-validator and dciodvfy without errors. Warnings are shown once each.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import numpy
import pydicom
from dicom_validator.validator.dicom_file_validator import DicomFileValidator
from standard_tables import dicom_info

CONTROL_TAG = "ConversionType"


class Silent:
    """dicom-validator's results are taken as values."""

    def handle_validation_result(self, result):
        self.result = result

    handle_validation_start = handle_validation_result


def main(folder: Path) -> int:
    files = sorted(folder.rglob("*.dcm"))
    if not files:
        print(f"{folder} holds no .dcm file")
        return 2
    print_versions()
    validator = DicomFileValidator(dicom_info(), error_handler=Silent())
    warnings: Counter = Counter()
    failed = 0
    for file in files:
        problems = problems_of(file, validator, warnings)
        failed += bool(problems)
        print(f"{'FAIL' if problems else 'ok  '} {file.relative_to(folder)}")
        for problem in problems:
            print(f"       {problem}")
    for warning, count in sorted(warnings.items()):
        print(f"warning ({count} files): {warning}")
    control = control_problems(files[0], validator)
    print(f"control: without {CONTROL_TAG}, {', '.join(control) or 'NOBODY'} complains")
    print(f"{len(files) - failed} passed, {failed} failed")
    return 0 if failed == 0 and len(control) == 2 else 1


def problems_of(file: Path, validator: DicomFileValidator, warnings: Counter) -> list:
    return [
        *dcmtk_problems(file, warnings),
        *pydicom_problems(file),
        *validator_problems(file, validator),
        *dciodvfy_problems(file, warnings),
    ]


def dcmtk_problems(file: Path, warnings: Counter) -> list:
    if shutil.which("dcmftest") is None:
        warnings["dcmtk is not installed: dcmftest and dcmdump were not run"] += 1
        return []
    test = run("dcmftest", str(file))
    dump = run("dcmdump", str(file))
    problems = [] if test.stdout.startswith("yes:") and test.returncode == 0 else [f"dcmftest: {test.stdout}"]
    if dump.returncode != 0:
        problems.append(f"dcmdump: status {dump.returncode}")
    return problems + [f"dcmdump: {line}" for line in dump.stderr.splitlines() if line[:2] in ("W:", "E:", "F:")]


def pydicom_problems(file: Path) -> list:
    pydicom.config.settings.reading_validation_mode = pydicom.config.RAISE
    try:
        data_set = pydicom.dcmread(file)
        for element in data_set.iterall():
            element.value  # noqa: B018 (decodes and checks it)
        pixels = data_set.pixel_array
        values = file.with_suffix(".values")
        if values.exists():
            wanted = numpy.frombuffer(values.read_bytes(), dtype=pixels.dtype.newbyteorder("<"))
            if not numpy.array_equal(pixels.ravel(), wanted):
                return ["pydicom: the pixels are not those of the film"]
    except Exception as error:  # noqa: BLE001 (whatever it is, the file is at fault)
        return [f"pydicom: {type(error).__name__}: {error}"]
    finally:
        pydicom.config.settings.reading_validation_mode = pydicom.config.WARN
    return []


def validator_problems(file: Path, validator: DicomFileValidator) -> list:
    (result,) = validator.validate(file).values()
    errors = [
        f"dicom-validator: {module}: {tag} {error.code.name}"
        for module, tags in (result.module_errors or {}).items()
        for tag, error in tags.items()
    ]
    return errors or (["dicom-validator: not checked"] if result.status.name != "Passed" else [])


def dciodvfy_problems(file: Path, warnings: Counter) -> list:
    report = run("dciodvfy", str(file)).stderr.splitlines()
    for line in report:
        if "Warning" in line:
            warnings[f"dciodvfy: {re.sub(r'^.*Warning - ', '', line).strip()}"] += 1
    return [f"dciodvfy: {line}" for line in report if line.startswith("Error")]


def control_problems(file: Path, validator: DicomFileValidator) -> list:
    """Who notices that a required attribute is gone: validators that find nothing anywhere prove nothing."""
    data_set = pydicom.dcmread(file)
    del data_set[CONTROL_TAG]
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "broken.dcm"
        data_set.save_as(broken)
        found = {
            "dicom-validator": validator_problems(broken, validator),
            "dciodvfy": dciodvfy_problems(broken, Counter()),
        }
    return [name for name, problems in found.items() if problems]


def print_versions() -> None:
    packages = ["pydicom", "dicom-validator", "dicom-standard", "dicom3tools"]
    print(", ".join(f"{name} {version(name)}" for name in packages))
    if shutil.which("dcmdump") is not None:
        print(run("dcmdump", "--version").stdout.splitlines()[0])


def run(name: str, *arguments: str) -> subprocess.CompletedProcess:
    beside = Path(sys.executable).with_name(name)
    command = str(beside) if beside.exists() else name
    return subprocess.run([command, *arguments], capture_output=True, text=True, errors="replace", check=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
