"""Scheduler files that the golden trajectories are made with, and the schedulers of the product by name."""

import json
import tempfile
from pathlib import Path

from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    PNDMScheduler,
    UniPCMultistepScheduler,
)

#: The product's names: diffusers' class and what `from_config` is told besides the file.
SCHEDULERS = {
    "pndm": (PNDMScheduler, {}),
    "ddim": (DDIMScheduler, {}),
    "ddpm": (DDPMScheduler, {}),
    "dpmpp-2m": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
    "dpmpp-2m-karras": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True}),
    "dpmpp-2m-sde": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "dpmpp-2m-sde-karras": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True}),
    "euler": (EulerDiscreteScheduler, {}),
    "euler-a": (EulerAncestralDiscreteScheduler, {}),
    "unipc": (UniPCMultistepScheduler, {}),
}
ALL = list(SCHEDULERS)
FIRST_THREE = ["pndm", "ddim", "dpmpp-2m"]
WITHOUT_PNDM = [name for name in ALL if name != "pndm"]
DPM = [name for name in ALL if name.startswith("dpmpp")]
SIGMAS = [*DPM, "euler", "unipc"]
MULTISTEP = [*DPM, "unipc"]

SD_BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
#: Stable Diffusion 1.4's scheduler_config.json.
SD14 = {
    "_class_name": "PNDMScheduler", "_diffusers_version": "0.7.0.dev0", **SD_BETAS, "num_train_timesteps": 1000,
    "set_alpha_to_one": False, "skip_prk_steps": True, "steps_offset": 1, "trained_betas": None, "clip_sample": False,
}  # fmt: skip
#: RoentGen-v2's, which adds what newer versions write.
ROENTGEN2 = {**SD14, "_diffusers_version": "0.27.2", "prediction_type": "epsilon", "timestep_spacing": "leading"}
VELOCITY = {**ROENTGEN2, "prediction_type": "v_prediction"}
COSINE = {
    "_class_name": "DDIMScheduler", "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
    "clip_sample": False, "set_alpha_to_one": True, "skip_prk_steps": True, "num_train_timesteps": 1000,
}  # fmt: skip


def saved(scheduler, **settings) -> dict:
    """The file that a class writes: every field it knows, with its defaults."""
    return json.loads(scheduler(**SD_BETAS, **settings).to_json_string())


DPM_SAVED = saved(DPMSolverMultistepScheduler, steps_offset=1)
UNIPC_SAVED = saved(UniPCMultistepScheduler, timestep_spacing="leading", steps_offset=1)
MANY = [1, 2, 4, 5, 14, 15, 20, 25, 50]
FEW = [1, 2, 5, 14, 20]
#: label: (file, names, steps). Names that a file makes no sense for are left out.
CONFIGS = {
    "sd14": (SD14, ALL, MANY),
    "roentgen-v2": (ROENTGEN2, FIRST_THREE, FEW),
    "sd21-velocity": (VELOCITY, ALL, FEW),
    "linspace": ({**SD14, "timestep_spacing": "linspace", "steps_offset": 0}, ALL, FEW),
    "trailing": ({**SD14, "timestep_spacing": "trailing", "set_alpha_to_one": True}, ALL, FEW),
    "velocity-trailing": ({**SD14, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}, ALL, [5, 25]),
    "clipped": (
        {"_class_name": "DDIMScheduler", **SD_BETAS, "clip_sample": True, "clip_sample_range": 0.8, "skip_prk_steps": True},
        ["ddim", "ddpm", *FIRST_THREE], FEW,
    ),
    "class-defaults": ({"_class_name": "DDIMScheduler"}, ALL, FEW),
    "linear-sample": (
        {"_class_name": "DDIMScheduler", "beta_schedule": "linear", "prediction_type": "sample", "clip_sample": False},
        [name for name in WITHOUT_PNDM if name != "euler-a"], FEW,
    ),
    "cosine-velocity": (COSINE, ALL, FEW),
    "short-training": ({**SD14, "num_train_timesteps": 200, "prediction_type": "v_prediction"}, ALL, [5, 20]),
    "runge-kutta": ({**SD14, "skip_prk_steps": False}, ["pndm"], [4, 5, 20]),
    "zero-snr-trailing": ({**VELOCITY, "timestep_spacing": "trailing", "rescale_betas_zero_snr": True}, WITHOUT_PNDM, FEW),
    "zero-snr-leading": ({**VELOCITY, "rescale_betas_zero_snr": True}, ALL, [5, 20]),
    "zero-snr-linspace": ({**VELOCITY, "timestep_spacing": "linspace", "rescale_betas_zero_snr": True}, WITHOUT_PNDM, [5, 20]),
    "thresholding": (
        {**SD14, "thresholding": True, "dynamic_thresholding_ratio": 0.7, "sample_max_value": 3.0, "clip_sample": True},
        ["ddim", "ddpm", *MULTISTEP], [5, 20],
    ),
    "ddpm-saved": (saved(DDPMScheduler, clip_sample=False), ALL, [5, 20]),
    "ddpm-large": (saved(DDPMScheduler, clip_sample=False, variance_type="fixed_large"), ["ddpm", "dpmpp-2m"], [5, 20]),
    "ddpm-log": (saved(DDPMScheduler, clip_sample=False, variance_type="fixed_small_log"), ["ddpm"], [5, 20]),
    "dpm-saved": (DPM_SAVED, ALL, [5, 20]),
    "dpm-order-1": ({**DPM_SAVED, "solver_order": 1}, MULTISTEP, [5, 20]),
    "dpm-order-3": ({**DPM_SAVED, "solver_order": 3}, MULTISTEP, [2, 3, 5, 14, 15, 20]),
    "dpm-order-3-sigma-min": (
        {**DPM_SAVED, "solver_order": 3, "lower_order_final": False, "final_sigmas_type": "sigma_min", "prediction_type": "v_prediction"},
        [name for name in MULTISTEP if "karras" not in name], [5, 20],
    ),
    "heun-sigma-min": (
        {
            "_class_name": "DPMSolverMultistepScheduler", **SD_BETAS, "solver_type": "heun", "final_sigmas_type": "sigma_min",
            "lower_order_final": False, "timestep_spacing": "leading", "steps_offset": 1,
        },
        [*FIRST_THREE, "dpmpp-2m-sde", "unipc", "euler"], FEW,
    ),
    "euler-at-end": (
        {"_class_name": "DPMSolverMultistepScheduler", **SD_BETAS, "euler_at_final": True, "final_sigmas_type": "sigma_min"},
        [*MULTISTEP, "euler"], FEW,
    ),
    "lambda-clipped": (
        {
            "_class_name": "DPMSolverMultistepScheduler", "beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1,
            "prediction_type": "v_prediction",
        },
        [*FIRST_THREE, "dpmpp-2m-sde", "unipc"], FEW,
    ),
    "karras": ({**VELOCITY, "use_karras_sigmas": True}, [*SIGMAS, "euler-a", "ddim"], FEW),
    "karras-linspace": (
        {**saved(EulerDiscreteScheduler), "use_karras_sigmas": True, "sigma_min": 0.05, "sigma_max": 12.5},
        [*SIGMAS, "euler-a"], [5, 20],
    ),
    "karras-sigma-min": (
        {**UNIPC_SAVED, "timestep_spacing": "trailing", "use_karras_sigmas": True, "final_sigmas_type": "sigma_min"},
        ["euler", "unipc"], [5, 20],
    ),
    "karras-cosine": ({**COSINE, "use_karras_sigmas": True}, ["dpmpp-2m", "dpmpp-2m-sde", "euler", "unipc"], [5, 20]),
    "exponential": ({**SD14, "use_exponential_sigmas": True}, ["dpmpp-2m", "dpmpp-2m-sde", "euler", "euler-a", "unipc"], [1, 5, 20]),
    "unipc-saved": (UNIPC_SAVED, ALL, [5, 20]),
    "unipc-order-3": ({**UNIPC_SAVED, "solver_order": 3}, ["unipc"], [2, 3, 5, 20]),
    "unipc-bh1": ({**UNIPC_SAVED, "solver_order": 3, "solver_type": "bh1", "final_sigmas_type": "sigma_min"}, ["unipc"], [3, 20]),
    "unipc-uncorrected": ({**UNIPC_SAVED, "disable_corrector": [0, 2]}, ["unipc"], [5, 20]),
    "unipc-noise": (
        {**UNIPC_SAVED, "solver_order": 3, "predict_x0": False, "final_sigmas_type": "sigma_min"}, ["unipc"], [3, 20],
    ),
    "unipc-noise-velocity": (
        {**UNIPC_SAVED, "predict_x0": False, "final_sigmas_type": "sigma_min", "prediction_type": "v_prediction"}, ["unipc"], [5],
    ),
}  # fmt: skip


def load(name: str, config: dict):
    """The folder's own scheduler as a pipeline loads it, and then the one asked for from its config."""
    classes = {scheduler.__name__: scheduler for scheduler, _ in SCHEDULERS.values()}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "scheduler_config.json").write_text(json.dumps(config))
        loaded = classes[config["_class_name"]].from_pretrained(folder)
    scheduler, settings = SCHEDULERS[name]
    return scheduler.from_config(loaded.config, **settings)


def refused(name: str, config: dict, steps: int) -> bool:
    """What diffusers cannot do, or does with an error of its own."""
    if name == "pndm" and config.get("prediction_type") == "sample":
        return True
    return name == "pndm" and not config.get("skip_prk_steps") and steps < 4
