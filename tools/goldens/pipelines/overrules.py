"""What the pipelines' constructors make of old scheduler settings, for each scheduler that is asked for afterwards."""

import warnings

from .drawing import PIPELINES, SCHEDULERS, load_scheduler, switched_scheduler
from .networks import Networks

FIELDS = ["steps_offset", "clip_sample", "skip_prk_steps"]
BETAS = {"num_train_timesteps": 1000, "beta_schedule": "linear"}
#: Said outright as save_pretrained writes it, or left to the class's own defaults as a hand-made file does.
CONFIGS = [
    {"_class_name": "DDIMScheduler", **BETAS},
    {"_class_name": "DDIMScheduler", **BETAS, "clip_sample": True, "steps_offset": 0, "skip_prk_steps": False},
    {"_class_name": "DDPMScheduler", **BETAS},
    {"_class_name": "DDPMScheduler", **BETAS, "clip_sample": True, "steps_offset": 0},
    {"_class_name": "DDPMScheduler", **BETAS, "clip_sample": False, "steps_offset": 1, "skip_prk_steps": True},
    {"_class_name": "PNDMScheduler", **BETAS},
    {"_class_name": "PNDMScheduler", **BETAS, "skip_prk_steps": False, "steps_offset": 0, "clip_sample": True},
    {"_class_name": "PNDMScheduler", **BETAS, "skip_prk_steps": True, "steps_offset": 2},
    {"_class_name": "DPMSolverMultistepScheduler", **BETAS},
    {"_class_name": "DPMSolverMultistepScheduler", **BETAS, "steps_offset": 0, "use_karras_sigmas": True},
    {"_class_name": "DPMSolverMultistepScheduler", **BETAS, "algorithm_type": "sde-dpmsolver++"},
    {"_class_name": "EulerDiscreteScheduler", **BETAS},
    {"_class_name": "EulerAncestralDiscreteScheduler", **BETAS, "steps_offset": 0},
    {"_class_name": "UniPCMultistepScheduler", **BETAS},
]


def overrules(networks: Networks) -> list[dict]:
    """The settings that the scheduler has in the end; a field that it neither has nor was given is left out."""
    parts = {"text_encoder": networks.text_encoder, "unet": networks.unet, "vae": networks.vae, "tokenizer": None}
    found = []
    for config in CONFIGS:
        for task, pipeline in PIPELINES.items():
            for name in SCHEDULERS:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    pipe = pipeline(
                        **parts, scheduler=load_scheduler(config), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
                    )  # fmt: skip
                    settings = switched_scheduler(pipe.scheduler, name).config
                used = {field: settings[field] for field in FIELDS if field in settings}
                found.append({"config": config, "task": task, "scheduler": name, "used": used})
    return found
