"""All phases in a few seconds, and the exported folder against torch and diffusers."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from diffusers import StableDiffusionPipeline

from forge.films import read_films, split_by_patient
from forge.folder import load_folder
from forge.phases import PHASES, Job
from forge.runtime import Clock, cosine_rate, load_checkpoint
from forge.sample import generate
from forge.settings import Settings
from forge.team import Team

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

PARTS = ("text_encoder", "unet", "vae_decoder", "vae_encoder")


@pytest.fixture(scope="module")
def job(data: Path, tiny: Settings, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A finished run of all training phases and the export."""
    torch.manual_seed(0)
    run = tmp_path_factory.mktemp("run")
    films = read_films(data)
    train, held_out = split_by_patient(films, tiny.data.held_out_share, tiny.run.seed)
    done = Job(tiny, data, run, run / "model", films, train, held_out, Team(0, 1, run / "meeting", 1.0))
    for name in ("tokenizer", "vae", "latents", "unet", "decoder", "export"):
        PHASES[name](done)
    return done


def session(job: Job, part: str) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(job.out / part / "model.onnx"))


def test_the_folder_has_the_layout_of_an_optimum_export(job: Job) -> None:
    index = json.loads((job.out / "model_index.json").read_text())
    assert index["_class_name"] == "StableDiffusionPipeline"
    assert index["safety_checker"] == index["feature_extractor"] == [None, None]
    inputs = {part: [i.name for i in session(job, part).get_inputs()] for part in PARTS}
    outputs = {part: [o.name for o in session(job, part).get_outputs()] for part in PARTS}
    assert inputs == {
        "text_encoder": ["input_ids"],
        "unet": ["sample", "timestep", "encoder_hidden_states"],
        "vae_decoder": ["latent_sample"],
        "vae_encoder": ["sample"],
    }
    assert outputs == {
        "text_encoder": ["last_hidden_state", "pooler_output"],
        "unet": ["out_sample"],
        "vae_decoder": ["sample"],
        "vae_encoder": ["latent_parameters"],
    }
    scheduler = json.loads((job.out / "scheduler" / "scheduler_config.json").read_text())
    assert scheduler["_class_name"] == "PNDMScheduler"
    assert scheduler["steps_offset"] == 1


def test_weights_are_half_and_edges_are_float32(job: Job) -> None:
    for part in PARTS:
        graph = onnx.load(str(job.out / part / "model.onnx")).graph
        kinds = {tensor.data_type for tensor in graph.initializer}
        assert onnx.TensorProto.FLOAT not in kinds
        assert all(o.type.tensor_type.elem_type == onnx.TensorProto.FLOAT for o in graph.output)


@torch.no_grad()
def test_graphs_give_what_torch_gives_at_any_batch_and_size(job: Job) -> None:
    model = load_folder(job.out)
    ids = np.random.default_rng(0).integers(0, 500, (3, 77))
    ids[:, -1] = len(model.tokenizer) - 1
    state, pooled = session(job, "text_encoder").run(None, {"input_ids": ids})
    text = model.text_encoder(input_ids=torch.from_numpy(ids))
    np.testing.assert_allclose(state, text.last_hidden_state.numpy(), atol=1e-4)
    np.testing.assert_allclose(pooled, text.pooler_output.numpy(), atol=1e-4)
    x = torch.randn(3, 4, 16, 12)
    feed = {"sample": x.numpy(), "timestep": np.array([401]), "encoder_hidden_states": state}
    out = session(job, "unet").run(None, feed)[0]
    np.testing.assert_allclose(out, model.unet(x, 401, torch.from_numpy(state)).sample.numpy(), atol=1e-4)
    film = session(job, "vae_decoder").run(None, {"latent_sample": x.numpy()})[0]
    np.testing.assert_allclose(film, model.vae.decode(x).sample.numpy(), atol=1e-4)
    moments = session(job, "vae_encoder").run(None, {"sample": film})[0]
    expected = model.vae.encode(torch.from_numpy(film)).latent_dist.parameters
    np.testing.assert_allclose(moments, expected.numpy(), atol=1e-3)


def test_weights_read_from_the_graphs_are_the_exported_ones(job: Job) -> None:
    reference = StableDiffusionPipeline.from_pretrained(str(job.run / "diffusers"), safety_checker=None)
    model = load_folder(job.out)
    for ours, theirs in (
        (model.unet, reference.unet),
        (model.vae, reference.vae),
        (model.text_encoder, reference.text_encoder),
    ):
        for (name, a), (other, b) in zip(ours.named_parameters(), theirs.named_parameters(), strict=True):
            assert name == other
            assert torch.equal(a, b.float()), name


@pytest.mark.parametrize("scheduler", ["pndm", "ddim", "dpmpp-2m"])
def test_sampling_matches_the_diffusers_pipeline(job: Job, scheduler: str) -> None:
    model = load_folder(job.out)
    from forge.folder import make_scheduler

    pipeline = StableDiffusionPipeline(
        vae=model.vae,
        text_encoder=model.text_encoder,
        tokenizer=model.tokenizer,
        unet=model.unet,
        scheduler=make_scheduler(model.schedule, scheduler),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    prompt, generator = "65 year old male. AP. Edema.", torch.Generator("cpu").manual_seed(7)
    latents = pipeline(
        prompt, num_inference_steps=4, guidance_scale=3.0, generator=generator, output_type="latent"
    ).images
    with torch.no_grad():
        film = model.vae.decode(latents / model.vae.config.scaling_factor).sample[0, 0]
    expected = ((film / 2 + 0.5).clamp(0, 1) * 255).round().numpy()
    ours = generate(model, [prompt], [7], 4, 3.0, scheduler)[0]
    assert np.abs(ours.astype(float) - expected).max() <= 1


def test_a_phase_resumes_where_its_checkpoint_stopped(job: Job) -> None:
    before = load_checkpoint(job.run / "unet.pt")
    assert before is not None
    longer = dataclasses.replace(job.settings, unet=dataclasses.replace(job.settings.unet, minutes=0.03))
    PHASES["unet"](dataclasses.replace(job, settings=longer))
    after = load_checkpoint(job.run / "unet.pt")
    assert after is not None
    assert after["step"] > before["step"]
    assert after["seconds"] >= 0.03 * 60


def test_the_clock_and_the_rate_follow_the_budget() -> None:
    assert Clock(1.0, 60.0).done
    assert not Clock(1.0, 0.0).done
    assert cosine_rate(1.0, 0.0, 0, 100) == pytest.approx(0.01)
    assert cosine_rate(1.0, 0.0, 200, 100) == pytest.approx(1.0)
    assert cosine_rate(1.0, 1.0, 200, 100) == pytest.approx(0.05)
