"""Makes the table of CUDA libraries that the engine loads: src-main/engine/cuda-libraries.json.

    python tools/setup/cuda_libraries.py [FOLDER_FOR_DOWNLOADS]

Downloads the packages below with pip (about 2 GB, Linux x64; kept where a folder is named) and writes the SHA-256
of each library. The versions of the NVIDIA packages are those of CUDA 13.0, which onnxruntime-gpu is built for, so
that the oldest driver that can serve it does. To be run again whenever onnxruntime-node changes its version.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "src-main" / "engine" / "cuda-libraries.json"
CUDA = "13.0"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]

# Libraries in the order they are loaded in. Provider: onnxruntime opens it. Preload: opened by path beforehand, since
# the provider looks for it by name alone. Beside: opened by one of the others, which looks in its own folder.
NVIDIA = {
    "nvidia-cuda-runtime": ("13.0.96", {"libcudart.so.13": "preload"}),
    "nvidia-cuda-nvrtc": (
        "13.0.88",
        {"libnvrtc-builtins.so.13.0": "preload", "libnvrtc.so.13": "preload"},
    ),
    "nvidia-cublas": ("13.1.0.3", {"libcublasLt.so.13": "preload", "libcublas.so.13": "preload"}),
    "nvidia-curand": ("10.4.0.35", {"libcurand.so.10": "preload"}),
    "nvidia-cufft": ("12.0.0.61", {"libcufft.so.12": "preload"}),
    "nvidia-cudnn-cu13": (
        "9.15.1.9",
        {
            "libcudnn_graph.so.9": "beside",
            "libcudnn_ops.so.9": "beside",
            "libcudnn_cnn.so.9": "beside",
            "libcudnn_adv.so.9": "beside",
            "libcudnn_heuristic.so.9": "beside",
            "libcudnn_engines_precompiled.so.9": "beside",
            "libcudnn_engines_runtime_compiled.so.9": "beside",
            "libcudnn.so.9": "preload",
        },
    ),
}
PROVIDERS = {"libonnxruntime_providers_shared.so": "provider", "libonnxruntime_providers_cuda.so": "provider"}


def download(requirement: str, folder: Path, python: str | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("*.whl")):
        choice = [] if python is None else ["--python-version", python, "--platform", "manylinux_2_28_x86_64"]
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", *choice]
            + [requirement, "--dest", str(folder)],
            check=True,
        )
    (wheel,) = folder.glob("*.whl")
    return wheel


def hashes_of(wheel: Path, names: dict[str, str]) -> dict[str, str]:
    found = {}
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            name = member.rsplit("/", 1)[-1]
            if name in names:
                with archive.open(member) as library:
                    found[name] = hashlib.file_digest(library, "sha256").hexdigest()
    if missing := names.keys() - found.keys():
        raise SystemExit(f"{wheel.name} holds no {', '.join(sorted(missing))}")
    return found


def rows(requirement: str, names: dict[str, str], variants: list[dict[str, str]]) -> list[dict]:
    return [
        {
            "name": name,
            "role": role,
            "package": requirement,
            "sha256": sorted({variant[name] for variant in variants}),
        }
        for name, role in names.items()
    ]


def main(folder: Path) -> None:
    package = json.loads((ROOT / "node_modules" / "onnxruntime-node" / "package.json").read_text("utf-8"))
    version = package["version"]
    libraries = []
    for name, (nvidia_version, names) in NVIDIA.items():
        requirement = f"{name}=={nvidia_version}"
        libraries += rows(requirement, names, [hashes_of(download(requirement, folder / name, None), names)])
    # The provider library differs from wheel to wheel; each of them serves, Python has no part in it.
    requirement = f"onnxruntime-gpu=={version}"
    wheels = [download(requirement, folder / f"onnxruntime-gpu-{python}", python) for python in PYTHONS]
    libraries += rows(requirement, PROVIDERS, [hashes_of(wheel, PROVIDERS) for wheel in wheels])
    table = {"onnxruntime": version, "cuda": CUDA, "libraries": libraries}
    TABLE.write_text(json.dumps(table, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
