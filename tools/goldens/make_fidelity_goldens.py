"""Fidelity and diversity by outside judges: writes data/fidelity.json.gz.

Frechet distance by clean-fid (numpy covariance, scipy's matrix square root), the squared maximum mean discrepancy
by torchmetrics' polynomial kernel and clean-fid's kernel distance, precision, recall, density and coverage by prdc,
multi-scale structural similarity by pytorch-msssim in float64.
"""

import numpy
import torch
from cleanfid import fid
from golden_files import float32_base64, versions, write_json
from prdc import compute_prdc
from pytorch_msssim import ms_ssim
from torchmetrics.image.kid import poly_mmd


def feature_cases():
    random = numpy.random.default_rng(20261124)
    for name, real, made, columns, shift in [
        ("few images", 40, 30, 64, 0.3),
        ("many images", 200, 150, 16, 0.5),
        ("one more than features", 17, 17, 16, 0.0),
        ("dependent features", 120, 90, 24, 0.2),
    ]:
        mixing = random.normal(size=(columns, columns))
        if name == "dependent features":
            mixing[:, 8:] = mixing[:, :16] * 2
        first = random.normal(size=(real, columns)) @ mixing
        second = (random.normal(size=(made, columns)) + shift) @ mixing * 0.9
        yield name, first.astype("f4").astype("f8"), second.astype("f4").astype("f8")


def feature_golden(name, real, made):
    moments = [(numpy.mean(set_, axis=0), numpy.cov(set_, rowvar=False)) for set_ in (real, made)]
    distance = fid.frechet_distance(moments[0][0], moments[0][1], moments[1][0], moments[1][1])
    first, second = torch.from_numpy(real), torch.from_numpy(made)
    size = min(len(real), len(made))
    numpy.random.seed(1)
    return {
        "name": name,
        "columns": real.shape[1],
        "real": float32_base64(real),
        "made": float32_base64(made),
        "frechet": float(distance),
        "discrepancyOfFirst": float(poly_mmd(first[:size], second[:size])),
        "cleanKernelDistance": float(fid.kernel_distance(real[:size], made[:size], num_subsets=1, max_subset_size=size)),
        "prdc": {k: {key: float(value) for key, value in compute_prdc(real, made, nearest_k=k).items()} for k in (3, 5)},
    }


def picture_goldens():
    random = numpy.random.default_rng(7)
    for width, height, noise in [(176, 176, 0.05), (177, 203, 0.2), (256, 192, 0.6)]:
        y, x = numpy.mgrid[0:height, 0:width]
        scene = 0.5 + 0.3 * numpy.sin(x / 9) * numpy.cos(y / 13) + 0.1 * numpy.sin(x * y / 900)
        first = (scene * 255).clip(0, 255).astype("u1")
        second = ((scene + random.normal(size=scene.shape) * noise) * 255).clip(0, 255).astype("u1")
        pair = [torch.from_numpy(image.astype("f8") / 255)[None, None] for image in (first, second)]
        value = ms_ssim(pair[0], pair[1], data_range=1.0, size_average=False)
        yield {
            "width": width,
            "height": height,
            "first": first.tobytes().hex(),
            "second": second.tobytes().hex(),
            "value": float(value[0]),
        }


write_json(
    "fidelity.json.gz",
    {
        "versions": versions("numpy", "scipy", "torch", "torchmetrics", "pytorch-msssim", "clean-fid", "prdc"),
        "features": [feature_golden(*case) for case in feature_cases()],
        "pictures": list(picture_goldens()),
    },
)
