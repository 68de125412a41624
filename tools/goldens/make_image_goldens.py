"""Golden 8-bit values of decoded images, as a diffusers pipeline returns them. Run: python make_image_goldens.py"""

import numpy
import torch
from diffusers.image_processor import VaeImageProcessor
from golden_files import float32_base64, versions, write_json


def main() -> None:
    generator = torch.Generator("cpu").manual_seed(3)
    # Every half step between two grey values, where rounding decides, and values beyond both ends.
    halves = torch.arange(-4, 516, dtype=torch.float32) / 255 - 1
    random = torch.randn(504, generator=generator) * 0.7
    values = torch.cat([halves, random]).reshape(1, 1, 32, 32)
    picture = VaeImageProcessor(vae_scale_factor=8).postprocess(values, output_type="pil")[0]
    grey = numpy.asarray(picture)
    assert grey.shape == (32, 32) and grey.dtype == numpy.uint8
    write_json(
        "image.json.gz",
        {
            "versions": versions("diffusers", "torch", "numpy", "pillow"),
            "width": 32,
            "height": 32,
            "values": float32_base64(values.numpy()),
            "grey": grey.flatten().tolist(),
        },
    )


if __name__ == "__main__":
    main()
