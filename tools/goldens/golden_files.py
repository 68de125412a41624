"""Shared by the golden scripts: where the data lies, versions, and how arrays are written."""

import base64
import gzip
import json
import platform
from pathlib import Path

import numpy

DATA = Path(__file__).resolve().parent / "data"


def versions(*packages: str) -> dict[str, str]:
    """The versions that made the golden values."""
    import importlib.metadata

    found = {name: importlib.metadata.version(name) for name in packages}
    return {"python": platform.python_version(), **found}


def float32_base64(values) -> str:
    """Little-endian float32 values as base64: exact, and a third of the length of decimal text."""
    return base64.b64encode(numpy.asarray(values, dtype="<f4").tobytes()).decode("ascii")


def half_base64(values) -> str:
    """Little-endian float16 values as base64."""
    return base64.b64encode(numpy.asarray(values, dtype="<f2").tobytes()).decode("ascii")


def write_json(name: str, value) -> None:
    """Writes compact JSON, compressed without a time stamp so that the same values give the same bytes."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True) + "\n"
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(f"{path.name}: {path.stat().st_size} bytes")
