"""Model folders as they are committed: texts in one file, graphs compressed, each content stored once."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

from golden_files import DATA, versions, write_json

STORE = DATA / "pipelines"


def json_text(value) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class FolderStore:
    """Collects the folders of all variants. A graph that two of them share is stored under the first one's name."""

    def __init__(self) -> None:
        self.folders: dict[str, dict[str, dict[str, str]]] = {}
        self.stored: dict[str, str] = {}
        shutil.rmtree(STORE / "graphs", ignore_errors=True)

    def add(self, name: str, source: Path) -> None:
        """Takes over every file below `source` as the folder `name`."""
        files = {}
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            relative = path.relative_to(source).as_posix()
            content = path.read_bytes()
            if path.name.startswith("model.onnx"):
                files[relative] = {"graph": self.store(f"{name}/{relative}", content)}
            else:
                files[relative] = {"text": content.decode("utf-8")}
        self.folders[name] = files

    def store(self, place: str, content: bytes) -> str:
        known = self.stored.setdefault(hashlib.sha256(content).hexdigest(), place)
        if known == place:
            path = STORE / "graphs" / f"{place}.gz"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(gzip.compress(content, 9, mtime=0))
        return known

    def write(self, names: list[str], root: Path) -> None:
        """The folders of these names below `root`."""
        for name in names:
            self.add(name, root / name)
        write_json(
            "pipelines/folders.json.gz",
            {
                "generatedBy": "tools/goldens/make_pipeline_goldens.py",
                "versions": versions("torch", "diffusers", "transformers", "onnx", "numpy"),
                "folders": self.folders,
            },
        )
