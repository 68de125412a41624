"""Golden values of classifier-free guidance and its rescaling. Run: python make_guidance_goldens.py"""

import torch
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from golden_files import float32_base64, half_base64, versions, write_json

SETTINGS = [(1.5, 0.0), (4.0, 0.0), (3.0, 0.7), (7.5, 0.7), (7.5, 0.25), (7.5, 1.0)]
SIZES = [(4, 2, 2), (4, 8, 8), (1, 16, 16)]


def guided(outputs, scale: float, rescale: float):
    """As StableDiffusionPipeline.__call__."""
    unconditional, conditional = outputs.chunk(2)
    noise = unconditional + scale * (conditional - unconditional)
    return rescale_noise_cfg(noise, conditional, guidance_rescale=rescale) if rescale > 0.0 else noise


def main() -> None:
    cases = []
    for seed, size in enumerate(SIZES):
        outputs = torch.randn(2, *size, generator=torch.Generator("cpu").manual_seed(seed)) * 1.3 + 0.1
        halves = outputs.half()
        runs = [
            {
                "scale": scale,
                "rescale": rescale,
                "guided": float32_base64(guided(outputs, scale, rescale).numpy()),
                "guidedHalf": half_base64(guided(halves, scale, rescale).numpy()),
            }
            for scale, rescale in SETTINGS
        ]
        cases.append({"shape": list(size), "outputs": float32_base64(outputs.numpy()), "outputsHalf": half_base64(halves.numpy()), "runs": runs})
    write_json("guidance.json.gz", {"versions": versions("diffusers", "torch"), "cases": cases})


if __name__ == "__main__":
    main()
