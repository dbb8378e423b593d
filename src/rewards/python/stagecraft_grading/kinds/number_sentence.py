"""The part of a sentence that states its number, and the numbers that name something else."""

from __future__ import annotations

from typing import Sequence

from ..dialect import regex
from .number_find import NumberAt, numbers_in

_BETWEEN = regex(r"\b(?:between|from)\b", "i")
_CONSEQUENCE = regex(
    r",\s(?=(?:so|thus|hence|therefore|which|an?|i\.e\.|making|giving|for an?)\s)", "i"
)


def _outcome(sentence: str) -> str:
    """ "From 80 to 60, a decrease of 25%": what such a sentence comes to, behind its last comma."""
    if not _BETWEEN.search(sentence):
        return sentence
    at = max(
        [sentence.rfind("; "), *(m.start() for m in _CONSEQUENCE.finditer(sentence))]
    )
    tail = sentence[at + 1 :]
    return tail if at > 0 and len({n.text for n in numbers_in(tail)}) == 1 else sentence


_REASON = regex(
    r",?\s(?:since|because)\s|,\s(?:with|including|as|given that|of which|which is (?:less|more|greater|higher|lower|fewer|the))\s|\s[—–]\s(?=that|which|this|it|the|i\.e|as)",
    "i",
)


def main_clause(whole: str) -> str:
    """What a sentence says before a reason, an aside or an attendant number, where that has a number of its own."""
    sentence = _outcome(whole)
    cut = _REASON.search(sentence)
    if cut is None:
        return sentence
    head = sentence[: cut.start()]
    among = numbers_in(head)
    return (
        head if any(not is_year(head, number, among) for number in among) else sentence
    )


_YEAR = regex(r"^(?:1[5-9]|20)\d\d$")
_BEFORE_YEAR = regex(
    r"\b(?:in|since|by|year|from|of|(?:between|from) (?:1[5-9]|20)\d\d (?:and|to)|between)\s$",
    "i",
)
_BEFORE_NAME = regex(
    r"\b(?:room|bus|bus number|route|line|gate|figure|fig\.|page|step|table|question|image|level|highway|number|no\.|out of(?: the| a total of)?)\s$",
    "i",
)


def is_year(sentence: str, number: NumberAt, among: Sequence[NumberAt]) -> bool:
    """ "In 2019 the value was 45": a date beside the number."""
    if len(among) < 2 or not _YEAR.match(number.text):
        return False
    before = sentence[max(0, number.at - 30) : number.at]
    return _BEFORE_YEAR.search(before) is not None


def is_name(sentence: str, number: NumberAt) -> bool:
    """ "Room 101 has 4 chairs", "out of 10": a number that names a thing, or the whole that is counted from."""
    before = sentence[max(0, number.at - 30) : number.at]
    return _BEFORE_NAME.search(before) is not None and "=" not in number.text
