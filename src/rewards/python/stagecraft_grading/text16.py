"""Text as UTF-16 units, the way the rules count it.

The limits and offsets of the rules are those of JavaScript, where a sign beyond the first 65,536 is two units. Inside
this package a text therefore holds such a sign as its two surrogates; `units` and `points` go there and back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# What JavaScript calls white space; Python's own notion differs at U+001C-1F, U+0085 and U+FEFF.
SPACES = (
    "\t\n\x0b\x0c\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)


def units(text: str) -> str:
    """A text with each sign beyond the first 65,536 as two surrogates."""
    if text.isascii() or _ASTRAL.search(text) is None:
        return text
    return _ASTRAL.sub(lambda match: _pair(match[0]), text)


def _pair(sign: str) -> str:
    offset = ord(sign) - 0x10000
    return chr(0xD800 + (offset >> 10)) + chr(0xDC00 + (offset & 0x3FF))


def points(text: str) -> str:
    """The text as Python has it: pairs of surrogates as one sign; a lone one stays."""
    if text.isascii() or _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode(
        "utf-16-le", "surrogatepass"
    )


def lower(text: str) -> str:
    """In lower case, by Unicode's full rules."""
    return text.lower() if text.isascii() else units(points(text).lower())


def nfkc(text: str) -> str:
    """Compatibility forms as plain signs."""
    return (
        text if text.isascii() else units(unicodedata.normalize("NFKC", points(text)))
    )


def trim(text: str) -> str:
    """Without white space at both ends."""
    return text.strip(SPACES)


@lru_cache(maxsize=4096)
def _category(sign: str) -> str:
    return unicodedata.category(sign)


def is_letter(sign: str) -> bool:
    """Whether one sign, or a pair of surrogates, is a letter; nothing and half a pair are none."""
    return sign != "" and _category(points(sign))[0] == "L"


def is_mark(sign: str) -> bool:
    """Whether one sign is a combining one."""
    return sign != "" and _category(points(sign))[0] == "M"


def is_numeral(sign: str) -> bool:
    """Whether one sign is a number of any script."""
    return sign != "" and _category(points(sign))[0] == "N"


def sign_at(text: str, at: int) -> str:
    """The sign at an offset: one unit, or both of a pair; empty behind the end."""
    first = text[at : at + 1]
    if "\ud800" <= first <= "\udbff" and "\udc00" <= text[at + 1 : at + 2] <= "\udfff":
        return text[at : at + 2]
    return first


def signs(text: str) -> list[str]:
    """The signs of a text, pairs of surrogates kept together."""
    found = []
    at = 0
    while at < len(text):
        found.append(sign_at(text, at))
        at += len(found[-1])
    return found
