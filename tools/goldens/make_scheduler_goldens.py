"""Golden trajectories of diffusers' schedulers. Run: python make_scheduler_goldens.py

The model is a stand-in that both sides compute alike: its output for call i is noise row i plus 0.3 times the
UNet's input, so that errors travel through the trajectory as they do through a network. What stochastic
schedulers add is drawn from a torch generator of its own, call by call.
"""

import contextlib
import inspect
import math

import numpy
import torch
from golden_files import float32_base64, half_base64, versions, write_json
from scheduler_configs import ALL, CONFIGS, ROENTGEN2, SD14, load, refused

SHAPE = (1, 2, 2, 2)
ROWS = 80
FEEDBACK = 0.3
NOISE_SEED = 5
VERSIONS = versions("diffusers", "torch", "numpy")


def stand_in():
    """Where trajectories start, the clean latent of edits, and the noise rows."""
    generator = torch.Generator("cpu").manual_seed(11)
    start = torch.randn(SHAPE, generator=generator)
    original = torch.randn(SHAPE, generator=generator)
    rows = torch.randn(ROWS, *SHAPE, generator=generator)
    return start, original, rows


START, ORIGINAL, NOISE = stand_in()


def step_arguments(scheduler, eta: float) -> dict:
    """As StableDiffusionPipeline.prepare_extra_step_kwargs."""
    accepted = inspect.signature(scheduler.step).parameters
    arguments = {"generator": torch.Generator("cpu").manual_seed(NOISE_SEED), "eta": eta}
    return {name: value for name, value in arguments.items() if name in accepted}


def walk(scheduler, timesteps, sample, eta: float):
    """The sample after every call."""
    arguments = step_arguments(scheduler, eta)
    for call, timestep in enumerate(timesteps):
        model_input = scheduler.scale_model_input(sample, timestep)
        output = NOISE[call].to(sample.dtype) + FEEDBACK * model_input
        sample = scheduler.step(output, timestep, sample, return_dict=False, **arguments)[0]
        yield sample


def encoded(values, dtype) -> str:
    array = numpy.stack([value.numpy() for value in values])
    return float32_base64(array) if dtype == torch.float32 else half_base64(array)


def trajectory(name: str, config: dict, steps: int, dtype=torch.float32, eta: float = 0.0) -> dict:
    """Text to image."""
    scheduler = load(name, config)
    scheduler.set_timesteps(steps)
    if scheduler.timesteps.tolist()[:1] == scheduler.timesteps.tolist()[1:2]:
        # diffusers would take the second of two equal timesteps for the first call, and run out of sigmas.
        scheduler.set_begin_index(0)
    start = START.to(dtype) * scheduler.init_noise_sigma
    return {
        "scheduler": name,
        "steps": steps,
        **({"eta": eta} if eta else {}),
        "initNoiseSigma": float(scheduler.init_noise_sigma),
        "timesteps": scheduler.timesteps.tolist(),
        "samples": encoded(walk(scheduler, scheduler.timesteps, start, eta), dtype),
    }


def edit(name: str, config: dict, steps: int, strength: float, dtype=torch.float32) -> dict:
    """
    Image to image, as StableDiffusionImg2ImgPipeline: where it starts, its calls, and what inpainting of four
    channels mixes in after each call but the last.
    """
    scheduler = load(name, config)
    scheduler.set_timesteps(steps)
    init_timestep = min(int(steps * strength), steps)
    first = max(steps - init_timestep, 0)
    timesteps = scheduler.timesteps[first * scheduler.order :]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first * scheduler.order)
    original, noise = ORIGINAL.to(dtype), START.to(dtype)
    start = scheduler.add_noise(original, noise, timesteps[:1])
    samples, later = [], []
    for call, sample in enumerate(walk(scheduler, timesteps, start, 0.0)):
        samples.append(sample)
        if call < len(timesteps) - 1:
            later.append(scheduler.add_noise(original, noise, torch.tensor([timesteps[call + 1]])))
    return {
        "scheduler": name,
        "steps": steps,
        "strength": strength,
        "timesteps": timesteps.tolist(),
        "start": encoded([start], dtype),
        "samples": encoded(samples, dtype),
        "later": encoded(later, dtype) if later else "",
    }


def readable(config: dict) -> dict:
    """JSON has no infinity: a string of that name, as the product reads Python's."""
    return {field: "-Infinity" if value == -math.inf else value for field, value in config.items()}


def write(name: str, cases: list[dict], **more) -> None:
    common = {
        "versions": VERSIONS,
        "feedback": FEEDBACK,
        "noiseSeed": NOISE_SEED,
        "start": float32_base64(START.numpy()),
        "original": float32_base64(ORIGINAL.numpy()),
        "noise": float32_base64(NOISE.numpy()),
    }
    write_json(name, {**common, **more, "cases": cases})


@contextlib.contextmanager
def correctly_rounded():
    """
    torch with its float32 logarithm, exponential and root rounded correctly: MKL's are good to one unit in the
    last place, which UniPC's differences of logarithms and Euler's steps from sigma 4096 enlarge above 1e-5.
    """
    names = ("log", "exp", "expm1", "sqrt")
    kept = {(owner, name): getattr(owner, name) for owner in (torch, torch.Tensor) for name in names}
    power = torch.Tensor.__pow__

    def in_double(operation):
        def rounded(value, *arguments):
            if value.dtype != torch.float32:
                return operation(value, *arguments)
            return operation(value.double(), *arguments).float()

        return rounded

    for (owner, name), operation in kept.items():
        setattr(owner, name, in_double(operation))
    torch.Tensor.__pow__ = in_double(power)
    try:
        yield
    finally:
        for (owner, name), operation in kept.items():
            setattr(owner, name, operation)
        torch.Tensor.__pow__ = power


def rounded_cases() -> list[dict]:
    cases = []
    for label, (config, names, steps) in CONFIGS.items():
        sensitive = ("unipc", "euler", "euler-a") if label.startswith(("zero-snr", "cosine")) else ("unipc",)
        with correctly_rounded():
            runs = [trajectory(name, config, count) for name in names if name in sensitive for count in steps]
        if runs:
            cases.append({"label": label, "config": readable(config), "runs": runs})
    return cases


def text_to_image_cases() -> list[dict]:
    cases = []
    for label, (config, names, steps) in CONFIGS.items():
        runs = [trajectory(name, config, count) for name in names for count in steps if not refused(name, config, count)]
        if label in ("sd14", "sd21-velocity", "trailing", "clipped"):
            runs += [trajectory("ddim", config, count, eta=eta) for count in (5, 20) for eta in (0.3, 1.0)]
        cases.append({"label": label, "config": readable(config), "runs": runs})
    # RoentGen's presets: 75 steps of PNDM.
    cases.append({"label": "roentgen-v1-75", "config": readable(SD14), "runs": [trajectory("pndm", SD14, 75)]})
    cases.append({"label": "roentgen-v2-75", "config": readable(ROENTGEN2), "runs": [trajectory("pndm", ROENTGEN2, 75)]})
    return cases


def edit_cases() -> list[dict]:
    labels = ("sd14", "velocity-trailing", "cosine-velocity", "karras", "zero-snr-trailing", "runge-kutta", "dpm-order-3")
    return [
        {
            "label": label,
            "config": readable(CONFIGS[label][0]),
            "runs": [
                edit(name, CONFIGS[label][0], steps, strength)
                for name in CONFIGS[label][1]
                for steps in ((10, 31) if label == "sd14" else (10,))
                for strength in (1.0, 0.6, 0.3)
            ],
        }
        for label in labels
    ]


def half_cases() -> list[dict]:
    half = torch.float16
    cases = []
    for label, names in (
        ("sd14", ALL),
        ("sd21-velocity", ALL),
        ("linear-sample", CONFIGS["linear-sample"][1]),
        ("zero-snr-trailing", ["ddim", "ddpm", "dpmpp-2m"]),
        ("clipped", ["ddim", "ddpm"]),
        ("runge-kutta", ["pndm"]),
        ("thresholding", ["ddim", "dpmpp-2m"]),
        ("dpm-order-3", CONFIGS["dpm-order-3"][1]),
        ("unipc-bh1", ["unipc"]),
        ("unipc-noise", ["unipc"]),
        ("unipc-noise-velocity", ["unipc"]),
    ):
        config = CONFIGS[label][0]
        runs = [trajectory(name, config, steps, half) for name in names for steps in (5, 20)]
        if label == "sd14":
            runs += [trajectory("ddim", config, 20, half, eta=1.0), trajectory("pndm", config, 75, half)]
        edits = [edit(name, config, 10, 0.6, half) for name in names]
        cases.append({"label": label, "config": readable(config), "runs": runs, "edits": edits})
    return cases


def main() -> None:
    betas = {
        label: float32_base64(load("ddim", CONFIGS[label][0]).alphas_cumprod.numpy())
        for label in ("sd14", "class-defaults", "cosine-velocity")
    }
    rescaled = float32_base64(load("ddim", CONFIGS["zero-snr-leading"][0]).alphas_cumprod.numpy())
    write("schedulers.json.gz", text_to_image_cases(), rounded=rounded_cases(), alphasCumprod=betas, rescaledAlphasCumprod=rescaled)
    write("scheduler-edits.json.gz", edit_cases())
    write("scheduler-half.json.gz", half_cases())


if __name__ == "__main__":
    main()
