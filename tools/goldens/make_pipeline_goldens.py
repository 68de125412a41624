"""Tiny random-weight pipelines of every class that the engine runs, and what diffusers itself draws with them.

    python tools/goldens/make_pipeline_goldens.py [FOLDER ...]      (torch, diffusers, transformers, onnx)

Writes below data/pipelines
    folders.json.gz, graphs/    the model folders: texts in one file, graphs compressed, shared ones once
    overrules.json.gz           scheduler settings that the pipelines overrule when they load them
    FOLDER.json.gz              latents and pictures of that folder's cases (pipelines/cases.py)
With names of folders only those folders' cases are drawn again. The weights are random from fixed seeds: the
pictures mean nothing, only their agreement does.
"""

import base64
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import diffusers
import numpy as np
import torch
import transformers
from golden_files import float32_base64, versions, write_json
from pipelines import drawing, films, overrules, variants
from pipelines.cases import CASES, Case
from pipelines.folders import FolderStore

#: Folders whose networks are the float32 ones rounded to float16: "sd1-float16" is to "sd1".
HALF = "-float16"
#: Folders whose judge is onnxruntime in diffusers' pipelines: int64 timesteps cut fractions off, torch does not.
RUNTIME_ONLY = ["sd1-older"]


def kept_latents(drawn: drawing.Drawing) -> list[dict]:
    """The first, a middle and the last."""
    count = len(drawn.latents)
    return [{"call": call, "float32": float32_base64(drawn.latents[call])} for call in sorted({0, count // 2, count - 1})]


def bytes_base64(picture: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(picture).tobytes()).decode("ascii")


def apart(left: drawing.Drawing, right: drawing.Drawing) -> dict:
    """How far two drawings of a case differ: latents relative to the largest, pictures in grey levels."""
    largest = np.abs(right.latents[-1]).max()
    return {
        "latents": float(np.abs(left.latents[-1] - right.latents[-1]).max() / largest),
        "picture": float(np.abs(left.picture.astype(int) - right.picture.astype(int)).mean()),
    }


def require_sensitivity(pipelines: drawing.Pipelines, case: Case) -> None:
    """Agreement means something only where a prompt, a seed or a hundredth of the guidance moves the latents more."""
    changes = [{"prompt": case.prompt + "s"}, {"seed": case.seed + 1}]
    if case.guidance_scale > 1:
        changes += [{"negative_prompt": "edema"}, {"guidance_scale": case.guidance_scale * 1.01}]
    drawn = pipelines.draw(case)
    for change in changes:
        moved = apart(pipelines.draw(replace(case, **change)), drawn)["latents"]
        assert moved > 1.5e-3, (case, change, moved)


def cases_of(name: str, by_name: dict[str, variants.Variant], root: Path) -> list[dict]:
    """The records of a folder's cases. Where float16 is inside, with what onnxruntime gives in diffusers' pipelines."""
    variant, half = by_name[name], name.endswith(HALF)
    pipelines = drawing.Pipelines(variant, root / name, runtime=name in RUNTIME_ONLY)
    runtime = drawing.Pipelines(variant, root / name, runtime=True) if half or variant.widened else None
    full = drawing.Pipelines(by_name[name.removesuffix(HALF)], root / name) if half else None
    require_sensitivity(pipelines, next(case for case in CASES[name](name) if len(case.prompt) < 100))
    records = []
    for case in CASES[name](name):
        drawn = pipelines.draw(case)
        assert np.isfinite(drawn.latents).all() and drawn.picture.std() > 8, case
        recorded = {**case.as_request(), "calls": len(drawn.latents), "latents": kept_latents(drawn), "grey8": bytes_base64(drawn.picture)}
        if runtime is not None:
            run = runtime.draw(case)
            recorded["latents"] = recorded["latents"][-1:]
            recorded["runtime"] = {"latents": kept_latents(run), "apartFromTorch": apart(run, drawn)}
        if full is not None:
            with drawing.half_noise_in_float32():
                recorded["apartFromFloat32"] = apart(drawn, full.draw(case))
        records.append(recorded)
    return records


def edit_sources(cases: list[dict]) -> list[dict]:
    """The film and the mask of every size that an edit asks for."""
    sizes = sorted({(case["widthPixels"], case["heightPixels"]) for case in cases if case["strength"] is not None})
    return [
        {"widthPixels": w, "heightPixels": h, "film": bytes_base64(films.film(w, h)), "mask": bytes_base64(films.mask(w, h))}
        for w, h in sizes
    ]  # fmt: skip


def write_golden(name: str, value: dict) -> None:
    made = versions("torch", "diffusers", "transformers", "onnxruntime", "numpy", "pillow")
    write_json(f"pipelines/{name}.json.gz", {"generatedBy": "tools/goldens/make_pipeline_goldens.py", "versions": made, **value})


def main(names: list[str]) -> None:
    torch.set_num_threads(1)
    diffusers.utils.logging.set_verbosity_error()
    transformers.utils.logging.set_verbosity_error()
    every = variants.make_variants()
    by_name = {variant.name: variant for variant in every}
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for variant in every:
            variants.write_folder(variant, root / variant.name)
        if not names:
            FolderStore().write([variant.name for variant in every], root)
            write_golden("overrules", {"settings": overrules.overrules(every[0].networks)})
        for name in names or CASES:
            cases = cases_of(name, by_name, root)
            write_golden(name, {"edits": edit_sources(cases), "cases": cases})


if __name__ == "__main__":
    main(sys.argv[1:])
