"""The number that running text comes to."""

from __future__ import annotations

from typing import List, Optional, Sequence

from ..dialect import regex, split
from ..floats import number_from
from ..text16 import trim
from .number_find import (
    ALTOGETHER,
    JOINED,
    Found,
    NumberAt,
    bounded,
    numbers_in,
    with_unit,
    zero_of,
)
from .number_sentence import is_name, is_year, main_clause
from .spoken import CUT_OFF

_SENTENCE_END = regex(r"(?<=[^\d\s])[.!?。](?=\s|$)|(?<=\d)[.!?。](?=\s|$)|\n+")
_UNKNOWN = regex(r"\b(?:cannot|can't|unable|not sure|unclear|unknown)\b", "i")
# A remark to the reader, after the answer.
_REMARK = regex(
    r"^[\s(*_]{0,6}(?:(?:please )?note\b|remark\b|n\.?b\b|disclaimer\b|p\.?s\b)", "i"
)


def from_prose(text: str) -> Optional[Found]:
    """The number of the last sentence that has any."""
    everything = numbers_in(text)
    if not everything:
        return None if _UNKNOWN.search(text) else zero_of(text)
    sentences = [
        one for one in split(_SENTENCE_END, _without_check(text)) if trim(one) != ""
    ]
    for sentence in reversed(sentences):
        if CUT_OFF.search(sentence):
            continue
        if _REMARK.match(sentence) and len(numbers_in(sentence)) < len(everything):
            continue
        main = main_clause(sentence)
        among = numbers_in(main)
        numbers = [
            number
            for number in among
            if not is_year(main, number, among)
            and not (len(among) > 1 and is_name(main, number))
        ]
        if numbers:
            return _from_sentence(main, numbers)
    return None


_CHECK = regex(
    r"(?:(?<=[.!\n])|(?<=[.!\n]\s)|(?<=[.!\n]\s\s)|(?<=[.!\n]\s\s\s))(?:let(?:'s| me| us) (?:verify|check|double-check)|(?:to )?(?:verify|double-check)\b|check(?:ing)?:|verification\b)",
    "i",
)
_OTHER_RESULT = regex(
    r"\b(?:wait|actually|so|therefore|thus|hence|total|answer|instead|missed|recount|correction|i (?:get|see|count))\b",
    "i",
)


def _without_check(text: str) -> str:
    """Without the check that follows an answer, where it confirms the answer or comes to nothing else."""
    check = _CHECK.search(text)
    if check is None or check.start() == 0 or not numbers_in(text[: check.start()]):
        return text
    return (
        text if _OTHER_RESULT.search(text[check.start() :]) else text[: check.start()]
    )


_NOT_BEFORE = regex(r"\b(?:not|instead of|rather than)\s$", "i")
_DIGIT = regex(r"\d")
_FROM = regex(
    r"\b(?:between|from)\b(?! (?:1[5-9]|20)\d\d (?:and|to) (?:1[5-9]|20)\d\d\b)", "i"
)
_ANOTHER_NAME = regex(r"[,;]\s{0,3}(?:and\s)?[A-Za-z]\w{0,3}\s?=\s?$")
_COUNT = regex(r"\bcount", "i")
_CHANGE = regex(r"\b(?:wait|actually|correction)\b", "i")
_IS = regex(r"\bis\s$")
_TOTAL = regex(
    r"\b(?:total(?:ing|s)?|in all|altogether|sum|overall|equals?|therefore|thus|so|leaves|remain(?:s|ing)?|difference|gives|result)\b|=|≈",
    "i",
)
_BEHIND_NOT = 24


def _from_sentence(sentence: str, numbers: Sequence[NumberAt]) -> Optional[Found]:
    standing = [
        number
        for number in numbers
        if not _NOT_BEFORE.search(sentence[max(0, number.at - _BEHIND_NOT) : number.at])
    ]
    if not standing:
        return None
    first, last = standing[0], standing[-1]
    if "?" in sentence[last.end : last.end + 2]:
        return None
    if len({number.text for number in standing}) == 1:
        ratio = sentence[first.end : first.end + 1] == ":"
        ratio = (
            ratio and _DIGIT.match(sentence[first.end + 1 : first.end + 2]) is not None
        )
        return None if ratio or bounded(sentence, first) else with_unit(sentence, first)
    apart = _beside_brackets(sentence, standing) or _whole_of(sentence, standing)
    if apart is not None and not bounded(sentence, apart):
        return with_unit(sentence, apart)
    between = sentence[standing[-2].end : last.at]
    if JOINED.match(between) or bounded(sentence, last) or _FROM.search(sentence):
        return None
    # "x = 4, y = 5" gives two things.
    if sentence[first.end :].startswith(":") or _ANOTHER_NAME.search(between):
        return None
    stated = (
        ALTOGETHER.search(sentence[last.end :])
        or _counted(sentence, standing)
        or _CHANGE.search(between)
        or _IS.search(between)
        or _TOTAL.search(between)
    )
    return with_unit(sentence, last) if stated else None


def _counted(sentence: str, numbers: Sequence[NumberAt]) -> bool:
    """Counting aloud: "I count 1, 2, 3"."""
    in_order = all(number.text == str(i) for i, number in enumerate(numbers, 1))
    return in_order and len(numbers) > 2 and _COUNT.search(sentence) is not None


_BRACKETS = regex(r"(?<=\s)\([^()]{1,200}\)")
_SECOND_NUMBER = regex(r"^\s\([\d.,]+\)")
_STATES = regex(r"(?:\b(?:is|are|equals)|[=≈])\s$", "i")


def _beside_brackets(sentence: str, numbers: Sequence[NumberAt]) -> Optional[NumberAt]:
    """The one number outside brackets: "64 kg (between 60 and 70)", "the highest (98) less the lowest (54) is 44"."""
    brackets = [match.span() for match in _BRACKETS.finditer(sentence)]
    if not brackets:
        return None
    outside: List[NumberAt] = [
        number
        for number in numbers
        if all(number.at < begin or number.at > end for begin, end in brackets)
    ]
    # "five (6)" says two things.
    if len(outside) != 1 or _SECOND_NUMBER.match(sentence[outside[0].end :]):
        return None
    one = outside[0]
    states = _STATES.search(sentence[max(0, one.at - _BEHIND_NOT) : one.at])
    return one if states or one.at < brackets[0][0] else None


_OPENS = regex(r"[:—–(]|,\s(?:with|including)\b")


def _whole_of(sentence: str, numbers: Sequence[NumberAt]) -> Optional[NumberAt]:
    """The whole whose parts follow it and add up to it: "five balloons: three red and two yellow"."""
    first, *parts = numbers
    if len(parts) < 2 or not _OPENS.search(sentence[first.end : parts[0].at]):
        return None
    total = 0.0
    for part in parts:
        total += number_from(part.text)
    return first if total == number_from(first.text) else None
