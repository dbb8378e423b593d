"""A text with its spelled-out numbers in digits."""

from __future__ import annotations

import math
from typing import Match

from .dialect import regex
from .floats import number_text
from .text16 import lower

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_VALUES = {
    **{word: float(value) for value, word in enumerate(_SMALL)},
    **{word: 10.0 * ten for ten, word in enumerate(_TENS, 2)},
}
_UNIT = "|".join(sorted(_VALUES, key=len, reverse=True))
_ANY = f"(?:{_UNIT}|hundred|thousand|million|billion)"
_SPELLED = regex(
    rf"(?<!\d\s)\b(?:a (?=hundred|thousand|million|billion))?{_ANY}(?:[\s-](?:and\s(?={_ANY}\b))?{_ANY}){{0,10}}\b",
    "i",
)

# Stands for a "one" that counts nothing, until the others are digits; a private sign of Unicode.
_PRONOUN = "\ue000"
_PRONOUNS = regex(
    r"\b(no|any|some|every|each|another)[ -]one\b|\b(is|are|was|as) one of\b|(?<!-)\bone (?=(?:would|could|can|should|may|might|must|sees|gets|needs|obtains|finds)\b)|\b(?:this|that|which|last|other|hidden|wrong|right) one\b(?! (?:hundred|thousand|million))|\bof the (?:two|three|four)\b(?= (?:is|are|was|has)\b)",
    "i",
)
_ONE = regex("one", "i")
_OF_THE = regex(r"of the (?:two|three|four)", "i")
_HALF_DOZEN = regex(r"\b(?:half a dozen)\b", "i")
_DOZENS = regex(r"\b(?:(a|one)|two|three|four|five|ten)\s(dozen|couple)s?\b", "i")
_MINUS = regex(
    r"\b(?:minus|negative)\s(?=[\d.]|(?:a\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten))",
    "i",
)
_SINGLE = regex(r"\bsingle(?= [a-z])", "i")
_SPACE = regex(r"\s")
_BETWEEN = regex(r"[\s-]")

_PART = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
# "three quarters", "one and a half", "a half".
_PARTS = regex(
    r"\b(?:(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) and )?(?:(one|two|three|four|five|seven|nine)[ -](half|halve|third|quarter|fourth|fifth|sixth|eighth|tenth)s?|an? (half|quarter))\b(?! (?:past|to|of|dozen|an? hour)\b)",
    "i",
)

_CHINESE = {sign: float(value) for value, sign in enumerate("零一二三四五六七八九")}
_CHINESE_SCALES = {"十": 10.0, "百": 100.0, "千": 1000.0}
_ANY_HAN = regex("[零一二两三四五六七八九十百千]")
_COUNTED = "个只人条张辆本头匹棵朵把位名件块座间支双根米厘元岁年月天小分%"
# A Chinese numeral below ten thousand that is all that is said, or that counts something.
_HAN = regex(
    f"(?<!第|[零一二两三四五六七八九十百千])([零一二两三四五六七八九十百千]{{1,8}})(?=[{_COUNTED}]|。?$)"
)


def with_digits(text: str) -> str:
    """ "twenty-one dogs" as `21 dogs`, "a dozen" as `12`."""
    text = _PRONOUNS.sub(_pronoun, _with_chinese_digits(text))
    text = _DOZENS.sub(_dozens, _HALF_DOZEN.sub("6", _PARTS.sub(_fraction, text)))
    text = _SPELLED.sub(_spelled, _MINUS.sub("-", text))
    return _SINGLE.sub("1", text).replace(_PRONOUN, "one")


def _pronoun(match: Match[str]) -> str:
    return _OF_THE.sub("of them", _ONE.sub(_PRONOUN, match[0], count=1), count=1)


def _dozens(match: Match[str]) -> str:
    word = lower(_SPACE.split(match[0], maxsplit=1)[0])
    times = 1.0 if match[1] is not None else _VALUES.get(word, 1.0)
    return number_text(times * (12 if lower(match[2]) == "dozen" else 2))


def _fraction(match: Match[str]) -> str:
    whole, times, part, one = match.groups()
    under = _PART.get(
        lower(part if part is not None else one if one is not None else "")
    )
    if under is None:
        return match[0]
    over = 1.0 if times is None else _value(times)
    if whole is not None:
        over += _value(whole) * under
    return f"{number_text(over)}/{under}"


def _value(word: str) -> float:
    known = _VALUES.get(lower(word))
    return float(word) if known is None else known


def _with_chinese_digits(text: str) -> str:
    if text.isascii() or _ANY_HAN.search(text) is None:
        return text
    return _HAN.sub(_chinese, text)


def _chinese(match: Match[str]) -> str:
    total = 0.0
    digit: float | None = None
    for sign in match[0].replace("两", "二"):
        scale = _CHINESE_SCALES.get(sign)
        if scale is None:
            digit = _CHINESE.get(sign, 0.0)
        else:
            total += (1.0 if digit is None else digit) * scale
            digit = None
    return number_text(total + (0.0 if digit is None else digit))


def _spelled(match: Match[str]) -> str:
    total = part = 0.0
    before = math.inf
    for word in _BETWEEN.split(lower(match[0])):
        if word in ("and", "a"):
            continue
        scale = _SCALES.get(word)
        value = _VALUES.get(word)
        if scale == 100:
            part = (1.0 if part == 0 else part) * 100
        elif scale is not None:
            total += (1.0 if part == 0 else part) * scale
            part = 0.0
        elif value is not None:
            # "one two three" counts aloud: no number.
            ones = (
                before >= 20 and math.fmod(before, 10) == 0
                if before < math.inf
                else False
            )
            if math.fmod(part, 100) != 0 and not (ones and value < 10):
                return match[0]
            part += value
        before = math.inf if value is None else value
    return number_text(total + part)
