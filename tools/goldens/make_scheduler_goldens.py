"""Golden trajectories of diffusers' schedulers. Run: python make_scheduler_goldens.py

The model is a stand-in that both sides compute alike: its output for call i is noise row i plus 0.3 times the
sample, so that errors travel through the trajectory as they do through a network.
"""

import json
import tempfile
from pathlib import Path

import numpy
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, PNDMScheduler
from golden_files import float32_base64, versions, write_json

VALUES = 16
FEEDBACK = 0.3
STEPS = [1, 2, 4, 5, 14, 15, 20, 25, 48, 50]
CLASSES = {"pndm": PNDMScheduler, "ddim": DDIMScheduler, "dpmpp-2m": DPMSolverMultistepScheduler}

SD_BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
#: Stable Diffusion 1.4's scheduler_config.json.
SD14 = {
    "_class_name": "PNDMScheduler", "_diffusers_version": "0.7.0.dev0", **SD_BETAS, "num_train_timesteps": 1000,
    "set_alpha_to_one": False, "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None, "clip_sample": False,
}  # fmt: skip
#: RoentGen-v2's, which adds what newer versions write.
ROENTGEN2 = {**SD14, "_diffusers_version": "0.27.2", "prediction_type": "epsilon", "timestep_spacing": "leading"}
CONFIGS = {
    "sd14": SD14,
    "roentgen-v2": ROENTGEN2,
    "sd21-velocity": {**ROENTGEN2, "prediction_type": "v_prediction"},
    "linspace": {**SD14, "timestep_spacing": "linspace", "steps_offset": 0},
    "trailing": {**SD14, "timestep_spacing": "trailing", "set_alpha_to_one": True},
    "velocity-trailing": {**SD14, "prediction_type": "v_prediction", "timestep_spacing": "trailing"},
    "clipped": {"_class_name": "DDIMScheduler", **SD_BETAS, "clip_sample": True, "clip_sample_range": 0.8, "skip_prk_steps": True},
    "class-defaults": {"_class_name": "DDIMScheduler"},
    "linear-sample": {"_class_name": "DDIMScheduler", "beta_schedule": "linear", "prediction_type": "sample", "clip_sample": False},
    "cosine-velocity": {
        "_class_name": "DDIMScheduler", "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
        "clip_sample": False, "set_alpha_to_one": True, "skip_prk_steps": True, "num_train_timesteps": 1000,
    },
    "short-training": {**SD14, "num_train_timesteps": 200, "prediction_type": "v_prediction"},
    "heun-sigma-min": {
        "_class_name": "DPMSolverMultistepScheduler", **SD_BETAS, "solver_type": "heun", "final_sigmas_type": "sigma_min",
        "lower_order_final": False, "timestep_spacing": "leading", "steps_offset": 1,
    },
    "euler-at-end": {"_class_name": "DPMSolverMultistepScheduler", **SD_BETAS, "euler_at_final": True, "final_sigmas_type": "sigma_min"},
    "lambda-clipped": {
        "_class_name": "DPMSolverMultistepScheduler", "beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1,
        "prediction_type": "v_prediction",
    },
}  # fmt: skip


def load(name: str, config: dict):
    """The folder's own scheduler as a pipeline loads it, and then the one asked for from its config."""
    own = {scheduler.__name__: scheduler for scheduler in CLASSES.values()}[config["_class_name"]]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "scheduler_config.json").write_text(json.dumps(config))
        loaded = own.from_pretrained(folder)
    return CLASSES[name].from_config(loaded.config)


def trajectory(name: str, config: dict, steps: int, start, noise):
    """Timesteps and the sample after every call."""
    scheduler = load(name, config)
    scheduler.set_timesteps(steps)
    sample = start * scheduler.init_noise_sigma
    samples = []
    for call, timestep in enumerate(scheduler.timesteps):
        model_input = scheduler.scale_model_input(sample, timestep)
        output = noise[call] + FEEDBACK * model_input
        sample = scheduler.step(output, timestep, sample, return_dict=False)[0]
        samples.append(sample.numpy())
    return {
        "scheduler": name,
        "steps": steps,
        "timesteps": scheduler.timesteps.tolist(),
        "samples": float32_base64(numpy.stack(samples)),
    }


def refused(name: str, config: dict, steps: int) -> bool:
    """What diffusers cannot do, or does with an error of its own."""
    if name == "pndm" and config.get("prediction_type") == "sample":
        return True
    return name == "pndm" and not config.get("skip_prk_steps") and steps < 4


def main() -> None:
    generator = torch.Generator("cpu").manual_seed(11)
    start = torch.randn(VALUES, generator=generator)
    noise = torch.randn(70, VALUES, generator=generator)
    cases = []
    for label, config in CONFIGS.items():
        runs = [
            trajectory(name, config, steps, start, noise)
            for name in CLASSES
            for steps in STEPS
            if not refused(name, config, steps)
        ]
        cases.append({"label": label, "config": config, "runs": runs})
    betas = {
        label: float32_base64(load("ddim", config).alphas_cumprod.numpy())
        for label, config in CONFIGS.items()
        if label in ("sd14", "class-defaults", "cosine-velocity")
    }
    write_json(
        "schedulers.json.gz",
        {
            "versions": versions("diffusers", "torch", "numpy"),
            "feedback": FEEDBACK,
            "start": float32_base64(start.numpy()),
            "noise": float32_base64(noise.numpy()),
            "alphasCumprod": betas,
            "cases": cases,
        },
    )


if __name__ == "__main__":
    main()
