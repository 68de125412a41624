"""Prompts from labels, in the manner of RoentGen-v2: age and sex, view, findings in report wording.

The labels carry no side and no size, so no prompt names one.
"""

from __future__ import annotations

import re

import numpy as np

from .films import Film

OLDEST = 95  # years; above this the source's ages are typing errors

PHRASES: dict[str, tuple[str, ...]] = {
    "Atelectasis": ("atelectasis", "atelectasis", "atelectatic change", "bibasilar atelectasis", "volume loss"),
    "Cardiomegaly": ("cardiomegaly", "enlarged cardiac silhouette", "enlarged heart"),
    "Consolidation": ("consolidation", "airspace consolidation", "focal consolidation"),
    "Edema": ("edema", "pulmonary edema", "pulmonary edema", "interstitial edema", "vascular congestion and edema"),
    "Effusion": ("effusion", "pleural effusion", "pleural effusion", "pleural effusions", "pleural fluid"),
    "Emphysema": ("emphysema", "emphysematous change", "hyperinflated lungs"),
    "Fibrosis": ("fibrosis", "pulmonary fibrosis", "fibrotic change"),
    "Hernia": ("hernia", "hiatal hernia"),
    "Infiltration": ("infiltration", "infiltrates", "pulmonary infiltrates", "patchy opacities", "infiltrate"),
    "Mass": ("mass", "lung mass", "pulmonary mass"),
    "Nodule": ("nodule", "pulmonary nodule", "lung nodules"),
    "Pleural_Thickening": ("pleural thickening", "thickened pleura"),
    "Pneumonia": ("pneumonia", "pneumonia", "opacities consistent with pneumonia", "airspace disease", "lung opacity"),
    "Pneumothorax": ("pneumothorax", "pneumothorax", "pleural air"),
}

NORMAL = (
    "No acute cardiopulmonary process.",
    "No acute cardiopulmonary process.",
    "No acute cardiopulmonary abnormality.",
    "No acute intrathoracic process.",
    "No finding.",
    "No findings.",
    "Normal chest radiograph.",
    "Normal chest.",
    "Clear lungs.",
    "Lungs are clear.",
    "No evidence of acute disease.",
    "No focal consolidation, pleural effusion or pneumothorax.",
    "No pneumonia, edema or effusion.",
    "The lungs are clear. The heart is normal in size.",
)

VIEWS: dict[str, tuple[str, ...]] = {
    "AP": (
        "AP chest radiograph",
        "AP chest radiograph",
        "AP view",
        "AP",
        "AP chest x-ray",
        "Frontal AP chest radiograph",
        "Anteroposterior chest radiograph",
        "Portable AP chest radiograph",
    ),
    "PA": (
        "PA chest radiograph",
        "PA chest radiograph",
        "PA view",
        "PA",
        "PA chest x-ray",
        "Frontal PA chest radiograph",
        "Posteroanterior chest radiograph",
        "Upright PA chest radiograph",
    ),
}

NOUNS = {"M": ("male", "man"), "F": ("female", "woman")}


def _pick(options: tuple[str, ...], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def describe_findings(findings: tuple[str, ...], rng: np.random.Generator) -> str:
    """The findings in report wording.

    Every second film is labelled pneumonia whatever else it shows, so that word is left out of
    some lists that have others: "edema, effusion" must be a prompt of its own.
    """
    named = [name for name in findings if name in PHRASES]
    if not named:
        return _pick(NORMAL, rng)
    if len(named) > 1 and "Pneumonia" in named and rng.random() < 0.4:
        named.remove("Pneumonia")
    order = [named[i] for i in rng.permutation(len(named))]
    if rng.random() < 0.3:
        words = [name.replace("_", " ").lower() for name in order]
    else:
        words = [_pick(PHRASES[name], rng) for name in order]
    style = rng.random()
    if len(words) == 1:
        head = _pick(("", "", "", "findings of ", "there is ", "evidence of "), rng)
        return _sentence(head + words[0])
    if style < 0.35:
        return _sentence(", ".join(words))
    if style < 0.65:
        return _sentence(", ".join(words[:-1]) + " and " + words[-1])
    if style < 0.85:
        return _sentence(words[0] + " with " + " and ".join(words[1:]))
    return " ".join(_sentence(word) for word in words)


def describe_person(film: Film, rng: np.random.Generator) -> str:
    """Age and sex, or the sex alone where the age is not to be believed."""
    plain, other = NOUNS[film.sex]
    if film.age > OLDEST or rng.random() < 0.08:
        return plain.capitalize()
    if rng.random() < 0.75:
        return f"{film.age} year old {plain}"
    return f"{film.age}-year-old {_pick((plain, other, other), rng)}"


def make_prompt(film: Film, rng: np.random.Generator) -> str:
    """One of many prompts that describe the film."""
    person = describe_person(film, rng) + "." if rng.random() < 0.75 else ""
    view = _pick(VIEWS[film.view], rng) + "." if rng.random() < 0.9 else ""
    findings = describe_findings(film.findings, rng)
    style = rng.random()
    if style < 0.65:
        parts = [person, view, findings]
    elif style < 0.9:
        parts = [view, person, findings]
    else:
        parts = [findings, view, person]
    return " ".join(part for part in parts if part)


def sample_prompts(films: list[Film], per_film: int, rng: np.random.Generator) -> list[str]:
    """Many prompts of every film, to learn a vocabulary and a word list from."""
    return [make_prompt(film, rng) for film in films for _ in range(per_film)]


def words_of(prompts: list[str]) -> list[str]:
    """The distinct words (letters only, lower case) of prompts, sorted."""
    return sorted({word for prompt in prompts for word in re.findall(r"[a-z]+", prompt.lower())})
