"""Answers that are neither text nor arithmetic."""

from __future__ import annotations

from typing import NamedTuple, Optional

from .dialect import regex
from .text16 import lower, trim
from .tidy import plain_text


class Form(NamedTuple):
    """`empty` set, `missing`, `date` by its key, `time` by its seconds and half of the day, `numeral` with its base."""

    kind: str
    key: str = ""
    seconds: int = 0
    half: Optional[str] = None
    base: int = 0


_EMPTY = regex(
    r"^(?:\\emptyset|\\varnothing|∅|\\\{\s?\\\}|\{\s?\}|(?:the )?empty set|none|there (?:is|are) no (?:real )?(?:solutions?|roots?)|no (?:real |integer |such )?(?:solutions?|roots?|values?|x)(?: exists?)?)$",
    "i",
)
_MISSING = regex(
    r"^(?:d\.?n\.?e\.?|(?:the limit )?does not exist|undefined|(?:is )?not defined)$",
    "i",
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DOLLARS = regex(r"^\$|\$$")
_STOP = regex(r"\.$")
_NAME = regex(r"^[a-z]\s?(?:=|\\in)\s?", "i")


def form_of(text: str) -> Optional[Form]:
    """Reads an answer as the empty set, "does not exist", a date, a time of day or a numeral with its base."""
    if len(text) > 80:
        return None
    plain = _STOP.sub("", _DOLLARS.sub("", plain_text(text)))
    bare = _NAME.sub("", plain)
    if _EMPTY.match(bare):
        return Form("empty")
    if _MISSING.match(bare):
        return Form("missing")
    return _numeral_of(bare) or _time_of(plain) or _date_of(plain)


_NUMERAL = regex(
    r"^\(?([0-9A-Fa-f]{1,64})\)?_\s?\{?\s?(\d{1,2}|two|eight|ten|sixteen)\s?\}?$"
)
_NUMERAL_DIGITS = regex(r"^\d|[A-F]")
_BASES = {"two": 2, "eight": 8, "ten": 10, "sixteen": 16}
_ZEROS = regex(r"^0+(?=.)")


def _numeral_of(text: str) -> Optional[Form]:
    found = _NUMERAL.match(text)
    if found is None or not _NUMERAL_DIGITS.search(found[1]):
        return None
    base = _BASES[found[2]] if found[2] in _BASES else int(found[2])
    return Form("numeral", key=_ZEROS.sub("", found[1].lower()), base=base)


_TIME = regex(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(?:([ap])\.?\s?m\.??)?$", "i")
_SHORT_TIME = regex(r"^(\d{1,2})\s?([ap])\.?\s?m\.?$", "i")


def _time_of(text: str) -> Optional[Form]:
    found = _TIME.match(text)
    short = _SHORT_TIME.match(text) if found is None else None
    if found is not None:
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        letter = found[4]
    elif short is not None:
        hour, minute, second = int(short[1]), 0, 0
        letter = short[2]
    else:
        return None
    if minute > 59:
        return None
    half = None if letter is None else "am" if letter in "aA" else "pm"
    shifted = hour if half is None else hour % 12 + (12 if half == "pm" else 0)
    if half is None:
        half = "pm" if hour > 12 else "am" if hour == 0 else None
    return Form("time", seconds=(shifted * 60 + minute) * 60 + second, half=half)


_ISO = regex(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")
_AMERICAN = regex(r"^([A-Za-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?$")
_BRITISH = regex(
    r"^(\d{1,2})(?:st|nd|rd|th)?(?: of)?\s([A-Za-z]{3,9})\.?(?:,?\s(\d{4}))?$"
)


def _date_of(text: str) -> Optional[Form]:
    iso = _ISO.match(text)
    if iso is not None:
        return _dated(iso[1], int(iso[2]), iso[3])
    american = _AMERICAN.match(text)
    if american is not None:
        return _dated(american[3], _month_of(american[1]), american[2])
    british = _BRITISH.match(text)
    if british is None:
        return None
    return _dated(british[3], _month_of(british[2]), british[1])


def _month_of(name: str) -> int:
    matching = (
        i for i, month in enumerate(_MONTHS, 1) if month.startswith(lower(name))
    )
    return next(matching, 0)


def _dated(year: Optional[str], month: int, day: str) -> Optional[Form]:
    date = int(day)
    if not 1 <= month <= 12 or not 1 <= date <= 31:
        return None
    return Form("date", key=f"{year or ''}-{month}-{date}")


_DAY = 43_200


def equal_forms(
    a: Optional[Form], g: Optional[Form], answer: str, gold: str
) -> Optional[bool]:
    """Whether two forms are the same answer; `None` when this says nothing about them."""
    if a is None and g is None:
        return None
    kinds = (a.kind if a is not None else None, g.kind if g is not None else None)
    if "numeral" in kinds:
        return _equal_numerals(a, g, answer, gold)
    if a is None or g is None:
        return False if "date" in kinds else None
    if a.kind != g.kind or a.kind in ("empty", "missing"):
        return a.kind == g.kind
    if a.kind == "date":
        return a.key == g.key
    free = a.half is None or g.half is None
    if a.seconds == g.seconds and (a.half == g.half or free):
        return True
    return free and a.seconds % _DAY == g.seconds % _DAY


_HEXADECIMAL = regex(r"^[0-9a-f]{1,64}$")


def _equal_numerals(
    a: Optional[Form], g: Optional[Form], answer: str, gold: str
) -> Optional[bool]:
    """A base that one side leaves out is that of the other: the digits decide."""
    left = a if a is not None and a.kind == "numeral" else None
    right = g if g is not None and g.kind == "numeral" else None
    if left is not None and right is not None:
        return left.key == right.key and left.base == right.base
    written = left or right
    other = lower(trim(answer if left is None else gold))
    if written is None or not _HEXADECIMAL.match(other):
        return None
    return written.key == _ZEROS.sub("", other)
