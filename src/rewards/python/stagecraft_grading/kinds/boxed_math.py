"""Answers in boxes."""

from __future__ import annotations

from ..choice import choice_of
from ..dialect import regex
from ..equal import AS_GOLD, equal_answers
from ..text16 import trim
from .spoken import boxes_of, group_of, outside_thinking, retracted
from .verdict import NONE, Verdict

_LONE_CAPITAL = regex(r"^\s*\(?[A-Z]\)?\.?\s*$")
_LABELLED = regex(r"^\s{0,4}\(?[A-Z][).:]")
_LATEX_SPACE = regex(r"\\[ ,;:!]|\\q?quad\b|~")


def grade_boxed_math(response: str, gold: str) -> Verdict:
    """Grades by the last box that counts.

    Boxes side by side are one answer of several values; boxes joined by "or" are a guess. Without a closed box there
    is no answer, whatever the prose says.
    """
    boxes = boxes_of(outside_thinking(response))
    if not boxes:
        return NONE
    extracted = trim(", ".join(group_of(boxes)))
    if retracted(boxes[-1].after[:600]):
        return Verdict(False, extracted)
    return Verdict(_equals_gold(extracted, gold), extracted)


def _equals_gold(answer: str, gold: str) -> bool:
    """Whether a boxed answer is the gold; an answer that hedges is not, and a lone letter is an option's."""
    if answer == "" or len(answer) > 20_000 or len(gold) > 20_000:
        return False
    if _LONE_CAPITAL.match(gold):
        wanted = choice_of(gold)
        # `\textbf{(A)}\ 24`: a label before its text, over LaTeX's spaces.
        if wanted is not None and choice_of(_LATEX_SPACE.sub(" ", answer)) == wanted:
            return True
    elif _LABELLED.match(gold):
        named = choice_of(answer)
        if named is not None and named == choice_of(gold):
            return True
    return equal_answers(answer, gold, AS_GOLD) is not None
