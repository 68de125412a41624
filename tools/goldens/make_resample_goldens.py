"""Golden values of Pillow's BILINEAR resizing in float. Run: python make_resample_goldens.py"""

import numpy
from golden_files import float32_base64, versions, write_json
from PIL import Image

# Source to target, as (width, height): smaller, larger, mixed, equal, and to one pixel.
SIZES = [
    ((40, 32), (17, 13)),
    ((13, 9), (32, 40)),
    ((30, 11), (20, 24)),
    ((8, 8), (8, 8)),
    ((7, 5), (1, 1)),
]


def main() -> None:
    generator = numpy.random.default_rng(11)
    cases = []
    for (width, height), (target_width, target_height) in SIZES:
        values = generator.uniform(0, 65535, (height, width)).astype(numpy.float32)
        resized = Image.fromarray(values, "F").resize((target_width, target_height), Image.Resampling.BILINEAR)
        cases.append(
            {
                "source": {"width": width, "height": height, "values": float32_base64(values)},
                "target": {
                    "width": target_width,
                    "height": target_height,
                    "values": float32_base64(numpy.asarray(resized)),
                },
            }
        )
    write_json("resample.json.gz", {"versions": versions("numpy", "pillow"), "cases": cases})


if __name__ == "__main__":
    main()
