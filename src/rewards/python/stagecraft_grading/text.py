"""Plain-text answers, folded for comparison."""

from __future__ import annotations

from typing import Match, Optional

from . import text16
from .dialect import regex, split

_DRESS = regex(
    r"""\\(?:overline|overrightarrow|overleftrightarrow|vec)(?=\s?\{?[A-Z])|\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|boxed)\b|[{}$*"“”]|\\[,;!: ()[\]]"""
)
_FRACTION_SIGN = regex(r"[½¼¾⅓⅔⅛]")
_FRACTIONS = {
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "⅓": "1/3",
    "⅔": "2/3",
    "⅛": "1/8",
}
_SPACES = regex(r"\s+")
_STOPS = regex(r"[.,;:!?]{1,4}$")
_ARTICLE = regex(r"^(?:a|an|the) (?=\S)")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWERS = regex(r"(⁻?)([⁰¹²³⁴-⁹]{1,8})")


def normalised(text: str) -> str:
    """Compatibility forms as plain signs (NFKC), but powers and fractions as such: `7²` is not 72, `2½` not 21/2."""
    if text.isascii():
        return text
    spelled = _FRACTION_SIGN.sub(lambda m: f" {_FRACTIONS[m[0]]}", raised(text))
    return text16.nfkc(spelled)


def bracketed_fractions(text: str) -> str:
    """The same, with `½` as `(1/2)`: for the reader of expressions."""
    if text.isascii():
        return text
    spelled = _FRACTION_SIGN.sub(lambda m: f"({_FRACTIONS[m[0]]})", raised(text))
    return text16.nfkc(spelled)


def _power(match: Match[str]) -> str:
    """Unicode's small figures as a power: `10⁻⁵` as `10^{-5}`, not 105."""
    minus = "-" if match[1] else ""
    digits = "".join(str(_RAISED.index(sign)) for sign in match[2])
    return f"^{digits}" if minus == "" and len(digits) == 1 else f"^{{{minus}{digits}}}"


def raised(text: str) -> str:
    """A text with Unicode's small figures as powers."""
    return text if text.isascii() else _POWERS.sub(_power, text)


def joined(text: str) -> str:
    """The words of a text with one space between them."""
    return " ".join(word for word in _SPACES.split(text) if word)


def fold_text(answer: str) -> str:
    """A plain-text answer folded: NFKC, lower case, one space, without LaTeX dress, leading article or final stop.

    One letter keeps its case, since `A` and `a` may name two things.
    """
    plain = joined(normalised(_DRESS.sub(" ", answer)))
    trimmed = text16.trim(_STOPS.sub("", plain))
    if len(trimmed) <= 1:
        return trimmed
    return _ARTICLE.sub("", text16.lower(trimmed))


_NO_LETTERS = regex(r"[^a-z]+")


def polarity(folded: str) -> Optional[str]:
    """`yes` of "Yes, there are two": the polarity when an answer opens with one and does not name the other."""
    words = split(_NO_LETTERS, folded)[:40]
    first = words[0] if words else None
    if first in ("yes", "true"):
        return None if "no" in words or "false" in words else "yes"
    if first in ("no", "false"):
        return None if "yes" in words or "true" in words else "no"
    return None
