"""Golden values of what edits do around the networks, in float32 and float16. Run: python make_edit_goldens.py

Films as the VAE encoder takes them, masks at the latents' size, latents drawn from the encoder's distribution,
latents as the decoder takes them, and 8-bit pictures of a float16 decoder: all by diffusers' own code.
"""

import numpy
import torch
from diffusers.image_processor import VaeImageProcessor
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from golden_files import float32_base64, versions, write_json
from PIL import Image

SEED = 5
SCALING = 0.18215
DOWNSCALE = 8


def draw(dtype: torch.dtype) -> dict:
    generator = torch.Generator("cpu").manual_seed(SEED)
    # Means and log variances of trained encoders' spread, and some beyond the bounds that diffusers clamps to.
    mean = torch.randn(1, 4, 6, 5, generator=generator) * 3
    log_variance = torch.randn(1, 4, 6, 5, generator=generator) * 6 - 12
    log_variance[0, 0, 0] = torch.tensor([-40.0, -30.5, 21.0, 0.0, -100.0])
    parameters = torch.cat([mean, log_variance], dim=1).to(dtype)
    noise_generator = torch.Generator("cpu").manual_seed(SEED + 1)
    latents = SCALING * DiagonalGaussianDistribution(parameters).sample(noise_generator)
    decoded = (torch.randn(1, 1, 20, 25, generator=generator) * 0.7).to(dtype)
    picture = VaeImageProcessor(vae_scale_factor=8).postprocess(decoded, output_type="pil")[0]
    return {
        "parameters": float32_base64(parameters.float().numpy()),
        "latents": float32_base64(latents.float().numpy()),
        "forDecoder": float32_base64((latents / SCALING).float().numpy()),
        "decoded": float32_base64(decoded.float().numpy()),
        "grey": numpy.asarray(picture).flatten().tolist(),
    }


def edit() -> dict:
    width, height = 40, 24
    rng = numpy.random.default_rng(SEED)
    film = rng.integers(0, 256, (height, width), dtype=numpy.uint8)
    # Every value of a mask that is not black and white, where one half decides.
    mask = rng.integers(0, 256, (height, width), dtype=numpy.uint8)
    films = VaeImageProcessor(vae_scale_factor=DOWNSCALE)
    masks = VaeImageProcessor(vae_scale_factor=DOWNSCALE, do_normalize=False, do_binarize=True, do_convert_grayscale=True)
    values = films.preprocess(Image.fromarray(film), height=height, width=width)
    binary = masks.preprocess(Image.fromarray(mask), height=height, width=width)
    small = torch.nn.functional.interpolate(binary, size=(height // DOWNSCALE, width // DOWNSCALE))
    return {
        "width": width,
        "height": height,
        "film": film.flatten().tolist(),
        "mask": mask.flatten().tolist(),
        "values": float32_base64(values.numpy()),
        "masked": float32_base64((values * (binary < 0.5)).numpy()),
        "latentMask": small.flatten().int().tolist(),
    }


def main() -> None:
    write_json(
        "edits.json.gz",
        {
            "versions": versions("diffusers", "torch", "numpy", "pillow"),
            "scalingFactor": SCALING,
            "downscale": DOWNSCALE,
            "noiseSeed": SEED + 1,
            "edit": edit(),
            "float32": draw(torch.float32),
            "float16": draw(torch.float16),
        },
    )


if __name__ == "__main__":
    main()
