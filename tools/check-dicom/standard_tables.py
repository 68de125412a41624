"""The tables of DICOM PS3.3 that dicom-validator works with, from the package dicom-standard.

dicom-validator makes them from the standard's DocBook, which it downloads. dicom-standard 0.1.0 carries the same tables
(edition of April 2020) as JSON inside its wheel; conditions are read from the tables' words by dicom-validator's own
parser. Attributes that are younger are added below, each with where the standard has it.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from dicom_validator.spec_reader.condition import ConditionType
from dicom_validator.spec_reader.condition_parser import ConditionParser
from dicom_validator.spec_reader.serializer import DefinitionEncoder
from dicom_validator.validator.dicom_info import DicomInfo

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
TABLES = Path(sys.prefix) / "standard"
CONDITIONAL = ("1C", "2C", "3")
# PS3.3 section C.12.1, since edition 2021a (CP 2073).
YOUNGER = {"sop-common": {"(0008,001C)": {"name": "Synthetic Data", "type": "3"}}}


def dicom_info() -> DicomInfo:
    """What dicom-validator knows of Secondary Capture Image Storage."""
    attributes = _table("attributes")
    dictionary = {
        entry["tag"]: {"name": entry["name"], "vr": entry["valueRepresentation"]} for entry in attributes
    }
    names = {entry["id"]: entry["name"] for entry in attributes}
    parser = ConditionParser(dictionary)
    usage = [row for row in _table("ciod_to_modules") if row["ciodId"] == "secondary-capture-image"]
    titles = {module["id"]: module["name"] for module in _table("modules")}
    modules = _modules({row["moduleId"] for row in usage}, names, parser)
    iod = {
        "title": "Secondary Capture Image",
        "modules": {titles[row["moduleId"]]: {"ref": row["moduleId"], "use": row["usage"]} for row in usage},
        "group_macros": {},
    }
    # As dicom-validator writes and reads its own files: conditions as plain data.
    return DicomInfo(
        dictionary,
        _plain({SECONDARY_CAPTURE: iod}),
        _plain(modules),
    )


def _modules(wanted: set, names: dict, parser: ConditionParser) -> dict:
    modules: dict = defaultdict(dict)
    for row in _table("module_to_attributes"):
        module, *path = row["path"].split(":")
        if module not in wanted:
            continue
        place = modules[module]
        for parent in path[:-1]:
            place = place[_tag(parent)].setdefault("items", {})
        entry = {"name": names.get(path[-1], row["tag"]), "type": row["type"]}
        if row["type"] in CONDITIONAL:
            condition = parser.parse(_words(row["description"]))
            if condition.type != ConditionType.UserDefined:
                entry["cond"] = condition
        place[row["tag"]] = entry
    for module, attributes in YOUNGER.items():
        modules[module].update(attributes)
    return dict(modules)


def _tag(path: str) -> str:
    return f"({path[:4]},{path[4:]})".upper()


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def _plain(value):
    return json.loads(json.dumps(value, cls=DefinitionEncoder))


def _table(name: str) -> list:
    return json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))
