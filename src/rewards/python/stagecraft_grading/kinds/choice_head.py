"""The option at the head of a phrase."""

from __future__ import annotations

from typing import List, Optional, Sequence

from ..dialect import regex, split
from ..text16 import trim
from .choice_letters import named_at_head
from .choice_text import option_of
from .statements import unformatted

_NEGATED = regex(r"^(?:not|isn't|neither|nor|never|no longer|incorrect|wrong)\b", "i")
_FINAL_STOP = regex(r"[.。!]\s{0,4}$")
_ALONE = regex(r"^[([]?[A-Za-z][)\]]?[.:]?$")
_LABELS = regex(r"^\s{0,2}[).:\]-]")
_OPENS = regex(r"^[([]")
_REJECTS = regex(
    r"^\s{0,3}(?:[,.]\s)?(?:is |are )?(?:not|incorrect|wrong|isn't|out of)\b", "i"
)
_NOT_ANOTHER = regex(r"^\s{0,3},?\s?not\b", "i")
_DOUBTS = regex(r"^\s{0,2}(?:\?|is (?:not|wrong|incorrect|tempting))", "i")


def head_of(phrase: str, options: Sequence[str], several: bool) -> Optional[List[str]]:
    """The letters a phrase opens with, or that of the option whose text it is.

    `None`: it names none. An empty list: it names several, or contradicts itself, or rejects what it names.
    """
    text = unformatted(phrase)
    if _NEGATED.match(text):
        return _but_of(text, options, several)
    whole = _FINAL_STOP.sub("", text)
    lone = _ALONE.match(whole) and named_at_head(whole, len(options)) is not None
    by_text = None if lone else option_of(whole, options)
    named = named_at_head(text, len(options))
    if by_text is not None and (named is None or not _LABELS.match(named.rest)):
        other = (
            named is not None
            and len(named.letters) == 1
            and named.letters[0] != by_text
        )
        return [] if other and _OPENS.match(text) else [by_text]
    if named is None:
        return None
    if len(named.letters) > 1:
        return named.letters if several else []
    if _REJECTS.match(named.rest) and not _NOT_ANOTHER.match(named.rest):
        return []
    if _DOUBTS.match(named.rest) or _contradicts(named.letters[0], named.rest, options):
        return []
    return named.letters


_BUT = regex(r"\b(?:but(?: rather)?|instead)\s(.{1,80})$", "i")


def _but_of(text: str, options: Sequence[str], several: bool) -> List[str]:
    """ "not A but B"."""
    but = _BUT.search(text)
    return [] if but is None else head_of(but[1], options, several) or []


_LABEL_SIGNS = regex(r"^[\s).:\],=–-]{1,6}")
_LABEL_END = regex(
    r"\n|(?<=[^\d])[.;](?=\s|$)|,\s(?=because|since|as|so|not)|\s(?:because|since)\s"
)
_PARTS = regex(r"^[\s)\].:,–(=-]")
_FINAL_SIGNS = regex(r"[.)\s]{1,4}$")


def _contradicts(letter: str, rest: str, options: Sequence[str]) -> bool:
    """Whether the text behind a letter is that of another option."""
    if not options or not _PARTS.match(rest):
        return False
    parts = split(_LABEL_END, _LABEL_SIGNS.sub("", rest))
    label = trim(parts[0]) if parts else ""
    if label == "":
        return False
    named = option_of(_FINAL_SIGNS.sub("", label), options)
    return named is not None and named != letter
