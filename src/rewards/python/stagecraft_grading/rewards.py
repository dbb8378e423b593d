"""The rewards that need no file, on one response."""

from __future__ import annotations

from typing import Dict

from .boxed import find_boxes
from .choice import choice_of
from .extract import extract_answer
from .grade import grade
from .text import fold_text
from .text16 import units

# Weights of the published recipe's reward.
_ACCURACY_WEIGHT = 0.9
_FORMAT_WEIGHT = 0.1
_MAX_TEXT = 20_000

Score = Dict[str, float]


def _weighted(correct: bool, formatted: bool) -> Score:
    accuracy, layout = float(correct), float(formatted)
    overall = _ACCURACY_WEIGHT * accuracy + _FORMAT_WEIGHT * layout
    return {"overall": overall, "accuracy": accuracy, "format": layout}


def boxed_answer(response: str, gold: str) -> Score:
    r"""0.9 x accuracy + 0.1 x format.

    Accuracy: the last `\boxed{...}` equals the gold answer as text, number, option or formula. Format: exactly one
    box, and any `<think>` is closed before it.
    """
    verdict = grade(response, gold, strict=True)
    return _weighted(verdict.correct, verdict.format.ok)


def exact_match(response: str, gold: str) -> Score:
    """Accuracy alone: the final answer is the gold answer letter for letter, but for case, spaces and LaTeX dress.

    The final answer: the last box, else what follows "answer is", else the whole response. No arithmetic.
    """
    said, wanted = units(response), units(gold)
    found = extract_answer(said, find_boxes(said))
    answer = said[:_MAX_TEXT] if found is None else found.text
    accuracy = float(fold_text(answer) == fold_text(wanted[:_MAX_TEXT]))
    return {"overall": accuracy, "accuracy": accuracy}


def choice(response: str, gold: str) -> Score:
    """0.9 x accuracy + 0.1 x format for multiple choice.

    Accuracy: the answer names the gold letter, alone or as a label (`B`, `(B)`, `B: red`). Format: exactly one box,
    holding a letter.
    """
    said = units(response)
    boxes = find_boxes(said)
    answer = extract_answer(said, boxes)
    named = None if answer is None else choice_of(answer.text)
    boxed = (
        boxes.closed == 1
        and boxes.last is not None
        and choice_of(boxes.last) is not None
    )
    return _weighted(named is not None and named == choice_of(units(gold)), boxed)
