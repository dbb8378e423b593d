"""The rules' regular expressions, written as in ECMAScript, for Python's `re`.

What differs between the two is translated here, once: white space, the end of a text, a line's end, the case of
letters. Everything else (groups, classes, lazy and counted repeats, lookaround of fixed width) means the same in both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Pattern

from .text16 import SPACES

_LINE_ENDS = "\n\r\u2028\u2029"
_SPACE = re.escape(SPACES).replace("\\ ", " ")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER = re.compile(r"(\\.|[^\\])(?:-(\\.|[^\\\]]))?", re.DOTALL)
# Signs that share a case folding with another one that neither upper() nor lower() gives.
_STRAYS = {"s": "\u017f", "k": "\u212a", "\u00e5": "\u212b", "\u03bc": "\u00b5"}


def regex(source: str, flags: str = "") -> Pattern[str]:
    """Compiles an ECMAScript pattern; flags of `i`, `s`, `m` and `u` (which widens `i` to Unicode's folding)."""
    text = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), source)
    out = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == "[":
            found = _CLASS.match(text, at)
            if found is None:
                raise ValueError(f"a class without end in {source!r}")
            out.append(f"[{found[1]}{_members(found[2], flags)}]")
            at = found.end()
            continue
        if sign == "\\":
            out.append(_escape(text[at : at + 2]))
            at += 2
            continue
        behind = text.startswith("(?<", at)
        out.append(text[at : at + 4] if behind else _plain(sign, flags))
        at += 4 if behind else 1
    options = re.ASCII
    if "i" in flags:
        options |= re.IGNORECASE
    return re.compile("".join(out), options)


def _escape(pair: str) -> str:
    if pair == "\\s":
        return f"[{_SPACE}]"
    if pair == "\\S":
        return f"[^{_SPACE}]"
    return pair


def _plain(sign: str, flags: str) -> str:
    if sign == ".":
        return "[\\s\\S]" if "s" in flags else f"[^{_LINE_ENDS}]"
    if sign == "$":
        return f"(?=[{_LINE_ENDS}]|\\Z)" if "m" in flags else "\\Z"
    if sign == "^" and "m" in flags:
        return f"(?:(?<=[{_LINE_ENDS}])|\\A)"
    if "i" in flags and sign.isalpha():
        others = _variants(sign, "u" in flags)
        return f"[{sign}{others}]" if others else sign
    return sign


def _members(inner: str, flags: str) -> str:
    """The members of a class, with other cases of its letters where Python's ASCII rules would not add them."""
    out = []
    for match in _MEMBER.finditer(inner):
        first, last = match[1], match[2]
        if first in ("\\s", "\\S", "\\d", "\\D", "\\w", "\\W"):
            out.append(_SPACE if first == "\\s" else first)
            if last is not None:
                out.append("\\-" + _member(last))
        elif last is None:
            out.append(_member(first))
            if "i" in flags:
                out.append(_variants(first, "u" in flags))
        elif last in ("\\s", "\\d", "\\w"):
            out.append(
                f"{_member(first)}\\-{_SPACE if last == chr(92) + 's' else last}"
            )
        else:
            out.append(f"{_member(first)}-{_member(last)}")
            if "i" in flags:
                out.extend(
                    _variants(chr(code), "u" in flags)
                    for code in range(ord(first[-1]), ord(last[-1]) + 1)
                )
    return "".join(out)


def _member(sign: str) -> str:
    # Signs that a later Python may read as operations on sets.
    return "\\" + sign if sign in "[&|~-^" else sign


@lru_cache(maxsize=None)
def _variants(sign: str, unicode: bool) -> str:
    """The signs that a sign equals without regard to case, as members of a class; empty for none beyond ASCII."""
    if len(sign) != 1 or not sign.isalpha():
        return ""
    found = {sign}
    for _ in range(2):
        for one in tuple(found):
            found.update(
                (one.lower(), one.upper(), one.casefold(), _STRAYS.get(one, one))
            )
    key = _canonical(sign, unicode)
    same = {one for one in found if len(one) == 1 and _canonical(one, unicode) == key}
    return "".join(sorted(one for one in same if ord(one) >= 128 or not sign.isascii()))


def _canonical(sign: str, unicode: bool) -> str:
    if unicode:
        folded = sign.casefold()
        return folded if len(folded) == 1 else sign
    upper = sign.upper()
    if len(upper) != 1 or (ord(sign) >= 128 and ord(upper) < 128):
        return sign
    return upper


def split(pattern: Pattern[str], text: str) -> list[str]:
    """Splits as ECMAScript does: an empty match parts two signs, but never stands at the start or the end."""
    if text == "":
        return [] if pattern.match(text) else [text]
    parts = []
    begin = at = 0
    while at < len(text):
        found = pattern.search(text, at)
        if found is None or found.start() >= len(text):
            break
        if found.end() == begin:
            at = found.start() + 1
            continue
        parts.append(text[begin : found.start()])
        begin = at = found.end()
    return [*parts, text[begin:]]
