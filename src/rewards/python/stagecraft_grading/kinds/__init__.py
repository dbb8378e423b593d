"""Grading by the kind of a question."""

from __future__ import annotations

from typing import Sequence

from .boxed_math import grade_boxed_math
from .choice import grade_choice
from .number import grade_number
from .verdict import NONE, Verdict
from .yes_no import grade_yes_no

# What a question asks for: decides how its answer is found in a response and when it is right.
KINDS = ("boxed-math", "choice", "yes-no", "number")

__all__ = ["KINDS", "NONE", "Verdict", "grade_kind"]


def grade_kind(
    kind: str, response: str, gold: str, options: Sequence[str] = ()
) -> Verdict:
    """Grades a response by the rules of its kind, as a careful reader would who has only it and the gold answer.

    In doubt it is wrong, since a wrong answer that passes teaches a model to write it. Raises `ValueError` for a kind
    that is none of `KINDS`, else never. Texts are those of `text16.units`.
    """
    if kind == "boxed-math":
        return grade_boxed_math(response, gold)
    if kind == "choice":
        return grade_choice(response, gold, options)
    if kind == "yes-no":
        return grade_yes_no(response, gold)
    if kind == "number":
        return grade_number(response, gold)
    raise ValueError(f"there is no kind {kind!r}; use one of {', '.join(KINDS)}")
