"""Grades a response against the gold answer."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from .boxed import Boxes, find_boxes
from .choice import choice_of
from .dialect import regex
from .equal import TOLERANT, equal_answers
from .extract import ExtractedAnswer, extract_answer
from .kinds import grade_kind
from .text16 import points, units
from .values import Rounding


class AnswerFormat(NamedTuple):
    """How a response is laid out.

    `boxes`: closed ones; one is right. `thinking`: every `<think>` is closed before the answer (true when there is
    none). `ok`: one box, and thinking closed before it; the format part of `boxed-answer`.
    """

    boxes: int
    thinking: bool
    ok: bool


class Grade(NamedTuple):
    """A verdict.

    `extracted`: what was taken as the answer, as written. `source`: one of `SOURCES`. `how`: one of `MEANS`, absent
    when the answer is wrong.
    """

    correct: bool
    format: AnswerFormat
    extracted: Optional[str] = None
    source: Optional[str] = None
    how: Optional[str] = None


_MAX_GOLD = 20_000
_LONE_CAPITAL = regex(r"^\s*\(?[A-Z]\)?\.?\s*$")


def grade(
    response: str,
    gold: str,
    *,
    kind: Optional[str] = None,
    options: Sequence[str] = (),
    strict: bool = False,
    tolerance: float = 1e-3,
) -> Grade:
    """Grades a response. Never raises, and takes time linear in the response's length.

    `kind`: one of `KINDS`, whose rules (docs/grading.md) then find and compare the answer; neither `strict` nor
    `tolerance` counts with it. Absent: the rules of training, whatever the answer is. `options`: the texts of a
    multiple-choice question, in order. `strict`: only a boxed answer counts. `tolerance`: relative, where either side
    is a decimal and the gold no integer.
    """
    spoken, wanted = units(response), units(gold)
    choices = tuple(map(units, options))
    boxes = find_boxes(spoken)
    layout = _format_of(spoken, boxes)
    if kind is not None:
        verdict = grade_kind(kind, spoken, wanted, choices)
        return Grade(verdict.correct, layout, _written(verdict.extracted))
    missing = strict and boxes.last is None
    answer = None if missing else extract_answer(spoken, boxes)
    if answer is None:
        return Grade(False, layout)
    how = None
    if len(wanted) <= _MAX_GOLD:
        how = _means_of(
            answer, _unboxed(wanted), choices, TOLERANT._replace(tolerance=tolerance)
        )
    return Grade(how is not None, layout, _written(answer.text), answer.source, how)


def _written(text: Optional[str]) -> Optional[str]:
    return None if text is None else points(text)


def _format_of(response: str, boxes: Boxes) -> AnswerFormat:
    opened, closed = response.rfind("<think>"), response.rfind("</think>")
    before = boxes.end is None or boxes.end > closed
    thinking = opened == closed == -1 or (closed > opened >= 0 and before)
    return AnswerFormat(boxes.closed, thinking, boxes.closed == 1 and thinking)


def _unboxed(gold: str) -> str:
    """Some data sets keep the gold answer in its own box."""
    last = find_boxes(gold).last
    return gold if last is None else last


def _means_of(
    answer: ExtractedAnswer, gold: str, choices: Sequence[str], rounding: Rounding
) -> Optional[str]:
    if choices:
        wanted = choice_of(gold, choices)
        if wanted is not None:
            return "choice" if choice_of(answer.text, choices) == wanted else None
    elif _LONE_CAPITAL.match(gold):
        # No options are known, but the gold is a lone capital: an option's letter, or a point's name all the same.
        return "choice" if choice_of(answer.text) == choice_of(gold) else None
    return equal_answers(answer.text, gold, rounding)
