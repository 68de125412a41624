"""Writes src-main/files/deidentify/basic-profile.json: the Basic Profile of PS3.15 table E.1-1 (2026c), one action for
each attribute, from the tables of dicom-anonymizer (BSD-3-Clause, KitwareMedical), which are made from the standard.

Run: python make_profile_table.py, with dicom-anonymizer 2.1.0. Masked groups (50xx, 60xx) are the program's own rule."""

import importlib.metadata
import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "src-main/files/deidentify/basic-profile.json"
LISTS = {
    "D": "D_TAGS",
    "Z": "Z_TAGS",
    "X": "X_TAGS",
    "U": "U_TAGS",
    "Z/D": "Z_D_TAGS",
    "X/Z": "X_Z_TAGS",
    "X/D": "X_D_TAGS",
    "X/Z/D": "X_Z_D_TAGS",
    "X/Z/U*": "X_Z_U_STAR_TAGS",
}


def main() -> None:
    package = Path(str(importlib.metadata.distribution("dicom-anonymizer").locate_file("dicomanonymizer")))
    source = package / "dicom_anonymization_databases" / "dicomfields_2026c.py"
    names: dict = {}
    exec(compile(source.read_text(), source.name, "exec"), names)  # noqa: S102 (a table of tuples)
    actions = {
        f"{tag[0]:04X}{tag[1]:04X}": action
        for action, name in LISTS.items()
        for tag in names[name]
        if len(tag) == 2
    }
    version = importlib.metadata.version("dicom-anonymizer")
    table = {"source": f"PS3.15 2026c table E.1-1, by dicom-anonymizer {version}", "actions": dict(sorted(actions.items()))}
    TARGET.write_text(json.dumps(table, indent=1) + "\n")
    print(f"{TARGET.name}: {len(actions)} attributes")


if __name__ == "__main__":
    main()
