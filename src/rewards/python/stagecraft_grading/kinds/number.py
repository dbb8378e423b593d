"""Answers that are one number."""

from __future__ import annotations

from typing import Optional

from ..dialect import regex, split
from ..equal import AS_GOLD, equal_answers
from ..number_words import with_digits
from ..text import normalised
from ..text16 import trim
from .number_find import Found, bounded, decimal_point, head_of, numbers_in
from .number_prose import from_prose
from .spoken import RETRACTS, last_box, outside_thinking, spoken_part, tagged
from .statements import statements, unformatted
from .verdict import NONE, Verdict

_CUES = (
    regex(r"\b(?:a |the |for a )?total of\s(?=\d)", "i"),
    regex(
        r"\b(?:total(?: number| amount| cost)?(?: of [a-z ]{1,40})?|count|sum|value|number of [a-z ]{1,40}) (?:is|are|=|comes to|equals)\s{1,2}",
        "i",
    ),
    regex(
        r"\b(?:there (?:are|is)|which (?:is|gives|equals)|in total,? there are)\s(?=(?:a total of |exactly |about |approximately )?[\d-])",
        "i",
    ),
)
_MONEY_ALONE = regex(r"^-?\$\s?\d[\d.,]*$")
_CLOCK = regex(r"^\s*\d{1,3}:\d{1,2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\s*$", "i")


def grade_number(response: str, gold: str) -> Verdict:
    """Grades an answer that is one number: the one that is stated, else the only one of the response or its end.

    Ranges, bounds, "5 or 6" and two numbers of equal standing are no answer.
    """
    if len(gold) > 2_000:
        return NONE
    extracted = _clock_of(response) if _CLOCK.match(gold) else number_of(response)
    if extracted is None:
        return NONE
    box = last_box(gold)
    plain = trim(normalised(gold if box is None else box))
    money = _MONEY_ALONE.match(plain)
    wanted = decimal_point(trim(with_digits(plain if money else unformatted(plain))))
    correct = equal_answers(extracted.value, wanted, AS_GOLD) is not None
    return Verdict(correct, extracted.text)


_RATIO_TO = regex(r"(?<![\d:])(\d{1,3}) to (?=\d{1,3}(?![\d:]))")
_TIME = regex(
    r"(?<![\d:])\d{1,3}:\d{1,2}(?::\d{2})?(?![\d:])(?:\s?[ap]\.?m\b\.?)?", "i"
)


def _clock_of(response: str) -> Optional[Found]:
    """The time or ratio that a response gives, where the gold is one: the announced one, else the only one."""
    spoken = spoken_part(response)
    text = last_box(outside_thinking(response))
    if text is None:
        text = tagged(spoken)
    if text is None:
        said = statements(spoken)
        text = said[-1].text if said else spoken
    text = _RATIO_TO.sub(r"\1:", text[:2_000])
    times = {trim(match[0]): None for match in _TIME.finditer(text)}
    if len(times) != 1:
        return None
    (time,) = times
    return Found(time, time)


# What the answer would be of a picture that the response says it cannot see.
_REFUSED = regex(
    r"(\b(?:cannot|can't|unable to|don't|do not) (?:see|view|access|open|have)\b[^.!?]{0,80}[.!?]\s)(?:if|suppose|assuming)\b[^.!?\n]{0,200}\bwould\b[^\n]*$",
    "i",
)
_DRESS = regex(r"\*{1,3}|`|\\[()[\]]")
_GIVE_OR_TAKE = regex(r",?\s?(?:give or take|plus or minus)\s[\w.%]{1,12}", "i")
_NAME_OR_DOLLAR = regex(r"^\$?[A-Za-z]\s?=\s?|\$")
# A response that is nothing but a formula with a root, a power or a thousands' space: `2^3`, `√16`, `1 000`.
_FORMULA_ALONE = regex(
    r"^(?=.*(?:\^|√|\\sqrt|!|^-?\d{1,3}(?: \d{3})+$))(?:[\d\s.+*/^()!√{}-]|\\(?:sqrt|times|cdot|frac))+$"
)
_CLAUSE_END = regex(r"(?<=\D)[.;](?=\s|$)|\.(?=\s|$)|\n")
_NOT = regex(r"^(?:not|isn't|neither)\b", "i")


def number_of(response: str) -> Optional[Found]:
    """The number that a response settles on."""
    spoken = spoken_part(response)
    tag = tagged(spoken)
    box = last_box(outside_thinking(response) if tag is None else tag)
    if box is not None:
        if RETRACTS.search(spoken[spoken.rfind("boxed") :]):
            return None
        return _content_of(box)
    if tag is not None:
        return _content_of(tag)
    plain = _DRESS.sub("", _REFUSED.sub(r"\1", spoken, count=1))
    text = with_digits(_GIVE_OR_TAKE.sub("", plain))
    alone = _NAME_OR_DOLLAR.sub("", text)
    if len(alone) <= 80 and _FORMULA_ALONE.match(alone):
        return Found(alone, alone)
    for phrase, _, at in reversed(statements(text, _CUES)[-12:]):
        clause = split(_CLAUSE_END, phrase)[0]
        if _NOT.match(clause):
            continue
        found = head_of(clause)
        if found == "several":
            return None
        if not isinstance(found, Found):
            continue
        after = text[text.find(clause, at) + len(clause) :]
        return from_prose(after) if RETRACTS.search(after) or _changed(after) else found
    return from_prose(text)


_CHANGE = regex(r"\b(?:wait|actually|on second thought|correction)\b", "i")
_DIGIT = regex(r"\d")


def _changed(after: str) -> bool:
    return _CHANGE.search(after) is not None and _DIGIT.search(after) is not None


_EMPHASIS = regex(r"\*{1,3}|`")
_TEXT_DRESS = regex(r"\\text\{|\}")
_SEVERAL = regex(r"\b(?:or|to|and|between)\b|,\s|\d\s?[-–~]\s?\d")
_ROOT = regex(r"√|\\sqrt")


def _content_of(content: str) -> Optional[Found]:
    """What a box or a tag holds: a whole answer with its unit."""
    text = trim(content)
    if len(text) > 400:
        return None
    plain = with_digits(normalised(_EMPHASIS.sub("", text)))
    numbers = numbers_in(plain)
    if len(numbers) > 1 and _SEVERAL.search(_TEXT_DRESS.sub(" ", plain)):
        found = head_of(plain)
        return found if isinstance(found, Found) else None
    if len(numbers) == 1 and not _ROOT.search(plain) and bounded(plain, numbers[0]):
        return None
    return Found(text, decimal_point(plain))
