"""What is drawn with each folder: every scheduler, task, guidance, strength and the edges of seeds and prompts."""

from dataclasses import asdict, dataclass

SCHEDULER_NAMES = [
    "pndm", "ddim", "ddpm", "dpmpp-2m", "dpmpp-2m-karras", "dpmpp-2m-sde", "dpmpp-2m-sde-karras", "euler", "euler-a", "unipc",
]  # fmt: skip
LARGEST_SEED = 2**32 - 1
PROMPT = "Large left pleural effusion, no pneumothorax"
NEGATIVE = "pulmonary edema"
LONG_PROMPT = "; ".join(f"moderate right lobar pneumonia number {count}, stable from 3/14/2019" for count in range(20))


@dataclass(frozen=True)
class Case:
    """One image as the engine is asked for it; names and meanings of src-main/engine/protocol.ts."""

    folder: str
    scheduler: str
    task: str = "text-to-image"
    steps: int = 5
    prompt: str = PROMPT
    negative_prompt: str = ""
    seed: int = 7
    guidance_scale: float = 4.0
    guidance_rescale: float = 0.0
    eta: float = 0.0
    strength: float | None = None
    width: int = 64
    height: int = 64

    def as_request(self) -> dict:
        fields = {
            "negative_prompt": "negativePrompt", "guidance_scale": "guidanceScale", "guidance_rescale": "guidanceRescale",
            "width": "widthPixels", "height": "heightPixels",
        }  # fmt: skip
        return {fields.get(name, name): value for name, value in asdict(self).items()}


def every_scheduler(folder: str, **settings) -> list[Case]:
    """One case a scheduler, with steps and seeds that differ so that no two start alike."""
    return [Case(folder, name, **{"steps": 4 + index % 5, "seed": 100 + index, **settings}) for index, name in enumerate(SCHEDULER_NAMES)]


def edits(folder: str, task: str, strengths: list[float], **settings) -> list[Case]:
    """Every scheduler at one strength, and three kinds of scheduler (multistep, ancestral, implicit) at the others."""
    first, *others = strengths
    cases = every_scheduler(folder, task=task, strength=first, steps=8, **settings)
    few = ["pndm", "ddim", "dpmpp-2m-sde", "euler-a", "unipc"]
    return cases + [Case(folder, name, task=task, strength=strength, steps=7, seed=31, **settings) for strength in others for name in few]


def sd1_cases(folder: str) -> list[Case]:
    return [
        *every_scheduler(folder),
        Case(folder, "pndm", guidance_scale=1.0, negative_prompt=NEGATIVE),
        Case(folder, "euler", guidance_scale=1.0, seed=0),
        Case(folder, "dpmpp-2m-sde", guidance_scale=0.0, seed=LARGEST_SEED),
        Case(folder, "ddim", negative_prompt=NEGATIVE, guidance_scale=7.5, seed=0),
        Case(folder, "unipc", negative_prompt=NEGATIVE, seed=LARGEST_SEED, steps=8),
        Case(folder, "ddim", eta=0.5),
        Case(folder, "ddim", eta=1.0, steps=7, guidance_scale=1.0),
        Case(folder, "ddim", guidance_rescale=0.7, guidance_scale=9.0),
        Case(folder, "euler-a", prompt=LONG_PROMPT, negative_prompt=LONG_PROMPT.upper()),
        Case(folder, "pndm", prompt="", steps=8),
        Case(folder, "dpmpp-2m", width=96, height=48),
        Case(folder, "pndm", steps=1),
        *edits(folder, "image-to-image", [0.75, 0.3, 1.0]),
        Case(folder, "ddim", task="image-to-image", strength=0.6, eta=0.8, negative_prompt=NEGATIVE),
        Case(folder, "ddpm", task="image-to-image", strength=0.5, guidance_scale=1.0, width=96, height=64),
        *edits(folder, "inpainting", [0.75, 1.0]),
        Case(folder, "euler", task="inpainting", strength=0.5, guidance_scale=1.0, seed=LARGEST_SEED),
        Case(folder, "ddim", task="inpainting", strength=1.0, eta=0.4, width=64, height=96),
    ]


def sd2v_cases(folder: str) -> list[Case]:
    return [
        *every_scheduler(folder),
        Case(folder, "ddim", guidance_rescale=0.7, guidance_scale=7.5),
        Case(folder, "dpmpp-2m-sde-karras", guidance_rescale=0.3, negative_prompt=NEGATIVE, seed=LARGEST_SEED),
        Case(folder, "ddim", eta=0.7),
        Case(folder, "euler-a", guidance_scale=1.0),
        Case(folder, "pndm", prompt=LONG_PROMPT, seed=0),
        *edits(folder, "image-to-image", [0.6]),
        *edits(folder, "inpainting", [0.75]),
        Case(folder, "unipc", task="inpainting", strength=1.0, steps=4),
    ]


def grey_cases(folder: str) -> list[Case]:
    size = {"width": 80, "height": 48}
    return [
        *every_scheduler(folder, **size),
        Case(folder, "ddpm", guidance_scale=1.0, negative_prompt=NEGATIVE, **size),
        Case(folder, "ddim", eta=1.0, **size),
        Case(folder, "dpmpp-2m-karras", width=64, height=64, seed=LARGEST_SEED),
        *edits(folder, "image-to-image", [0.75, 0.3, 1.0], **size),
    ]


def sd1_half_cases(folder: str) -> list[Case]:
    return [
        *every_scheduler(folder),
        Case(folder, "pndm", guidance_scale=1.0),
        Case(folder, "ddim", eta=1.0, seed=LARGEST_SEED),
        Case(folder, "ddim", guidance_rescale=0.7, guidance_scale=9.0, negative_prompt=NEGATIVE),
        Case(folder, "euler-a", prompt=LONG_PROMPT, seed=0),
        *edits(folder, "image-to-image", [0.75]),
        Case(folder, "ddim", task="image-to-image", strength=0.3, eta=0.8),
        *edits(folder, "inpainting", [0.75]),
        Case(folder, "dpmpp-2m-sde", task="inpainting", strength=1.0),
    ]


def sd2v_half_cases(folder: str) -> list[Case]:
    return [
        *every_scheduler(folder),
        Case(folder, "dpmpp-2m-sde-karras", guidance_rescale=0.3, negative_prompt=NEGATIVE, seed=LARGEST_SEED),
        Case(folder, "unipc", task="image-to-image", strength=0.6, steps=8),
        Case(folder, "ddim", task="inpainting", strength=0.75, steps=8),
    ]


def roentgen_cases(folder: str, prompt: str, guidance_scale: float) -> list[Case]:
    """The settings that the two models were published with, 75 steps, and a quick scheduler in their place."""
    settings = {"prompt": prompt, "guidance_scale": guidance_scale}
    return [Case(folder, "pndm", steps=75, **settings), Case(folder, "dpmpp-2m-karras", steps=25, seed=LARGEST_SEED, **settings)]


def bert_cases(folder: str) -> list[Case]:
    return [
        Case(folder, "pndm", negative_prompt=NEGATIVE),
        Case(folder, "ddim", guidance_scale=1.0, seed=0),
        Case(folder, "dpmpp-2m-sde", prompt=LONG_PROMPT, seed=LARGEST_SEED),
        Case(folder, "euler-a", task="image-to-image", strength=0.75),
        Case(folder, "unipc", task="inpainting", strength=0.75),
    ]


def inpaint9_cases(folder: str) -> list[Case]:
    return [
        *edits(folder, "inpainting", [1.0, 0.6]),
        Case(folder, "ddim", task="inpainting", strength=1.0, guidance_scale=1.0),
        Case(folder, "ddim", task="inpainting", strength=0.5, eta=1.0, negative_prompt=NEGATIVE, width=96, height=64),
    ]


def few_cases(folder: str, **size) -> list[Case]:
    """For folders whose networks are tried at length elsewhere."""
    return [
        *every_scheduler(folder, **size),
        Case(folder, "ddim", guidance_scale=1.0, eta=0.5, **size),
        Case(folder, "euler-a", task="image-to-image", strength=0.75, **size),
    ]


CASES = {
    "sd1": sd1_cases,
    "sd2v": sd2v_cases,
    "grey": grey_cases,
    "bert": bert_cases,
    "bert-projected": bert_cases,
    "bert-masked": bert_cases,
    "inpaint9": inpaint9_cases,
    "sd1-float16": sd1_half_cases,
    "sd2v-float16": sd2v_half_cases,
    "grey-float16": lambda folder: few_cases(folder, width=80, height=48),
    "bert-float16": bert_cases,
    "inpaint9-float16": lambda folder: [
        Case(folder, "ddim", task="inpainting", strength=1.0), Case(folder, "euler-a", task="inpainting", strength=0.6, guidance_scale=1.0),
    ],
    "sd1-float16-inside": lambda folder: [*few_cases(folder), Case(folder, "ddim", task="inpainting", strength=1.0)],
    "roentgen-v1": lambda folder: roentgen_cases(folder, "Big right-sided pleural effusion with adjacent atelectasis", 4.0),
    "roentgen-v2": lambda folder: roentgen_cases(folder, "65 year old WHITE male. Moderate pulmonary edema.", 3.0),
    "sd1-older": lambda folder: [Case(folder, "euler"), Case(folder, "euler-a", task="image-to-image", strength=0.75, steps=7)],
    "sd2v-zero-snr": lambda folder: [
        *every_scheduler(folder, guidance_rescale=0.7), Case(folder, "ddim", task="image-to-image", strength=0.5),
    ],
    "grey-outdated": lambda folder: few_cases(folder, width=80, height=48),
}  # fmt: skip
