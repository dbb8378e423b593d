"""The last thing that a response announces, affirms or sets on a line of its own."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from ..dialect import regex
from ..text16 import trim
from .choice_head import head_of
from .choice_standing import SUPPOSED
from .spoken import RETRACTS
from .statements import statements

# Weaker announcements that only options have.
_WEAK = (
    regex(
        r"\b(?:(?:i|we) (?:would |will |'d |'ll |should |can |must |therefore )?(?:choose|select|pick|opt for|go with|go for|say)|let's go with|go with|going with|(?:leaves|leaving|left with)(?: us with)?(?: only| just)?)\s{1,2}",
        "i",
    ),
    regex(
        r"\b(?:so|thus|hence|therefore|it(?:'s| is)|this is|that(?:'s| is)|must be|should be|would be|has to be|corresponds to|matches(?: with)?|leads to|points to|i think|i believe|my guess is)\s?[,:]?\s{1,2}(?:it(?:'s| is| must be)\s)?",
        "i",
    ),
)
_AFFIRMED = regex(
    r"""(?:\b(?:option|choice|answer)\s)?["'([]?(?<![A-Za-z])([A-Z])["')\]]?(?:\s?[.:]?\s[^.\n]{0,60}?)??\s(?:is|being)\s(?:the |our |my |therefore |thus |clearly |definitely |indeed |most likely |probably )*(?:only |single |most )?(?:correct|right|best|answer|true|appropriate)\b"""
)
_AFFIRMED_CHINESE = regex(
    r"(?:选项|答案)?\s?([A-Z])\s?(?:选项)?\s?(?:是|为)?\s?(?:正确|对)的?"
)
_MAX_STATEMENTS = 12
_WOULD = regex(r"would", "i")
_DENIED = regex(r"\b(?:not|neither|nor|if|whether|and|or)\s{0,2}(?:option )?$", "i")
_NOT = regex(r"\bnot\b")

_Claim = Tuple[int, List[str]]


def settled_of(text: str, options: Sequence[str], several: bool) -> Optional[List[str]]:
    """The letters of the last claim; none of them where it is taken back; `None` where nothing is claimed."""
    claims = [
        *_announced(text, options, several),
        *_affirmed(text, len(options)),
        *_on_lines(text, options, several),
    ]
    if not claims:
        return None
    at, letters = max(reversed(claims), key=lambda claim: claim[0])
    return [] if RETRACTS.search(text[at:]) else letters


def _announced(text: str, options: Sequence[str], several: bool) -> List[_Claim]:
    # From the end: the last announcement that names anything settles it.
    for phrase, begin, at in reversed(statements(text, _WEAK)[-_MAX_STATEMENTS:]):
        letters = head_of(phrase, options, several)
        if letters is None or (
            _WOULD.search(text[begin:at]) and SUPPOSED.match(phrase)
        ):
            continue
        # Another answer announced just before it, without a word between: a list of guesses, not a change of mind.
        return [(at, [] if _guessed(text, begin, letters) else letters)]
    return []


def _affirmed(text: str, options: int) -> List[_Claim]:
    found = [*_AFFIRMED.finditer(text), *_AFFIRMED_CHINESE.finditer(text)]
    return [
        (match.start(), [match[1]])
        for match in found[-_MAX_STATEMENTS:]
        if not _DENIED.search(text[max(0, match.start() - 24) : match.start()])
        and not _NOT.search(match[0])
        and (options == 0 or ord(match[1]) - 65 < options)
    ]


_LABEL = regex(r"^\(?[A-Z][).:]")
_LABEL_ALONE = regex(r"^\(?[A-Z][).:]{0,2}$")
_LETTER_LINE = regex(r"^[([]?[A-Za-z][)\]]?(?:[.:]|\s?$|[)\]]\s)")


def _on_lines(text: str, options: Sequence[str], several: bool) -> List[_Claim]:
    lines = [line for line in map(trim, text.split("\n")) if line != ""]
    listed = sum(1 for line in lines if _LABEL.match(line)) > 2
    claims = []
    for line in dict.fromkeys(lines[:1] + lines[-1:]):
        if (listed and not _LABEL_ALONE.match(line)) or not _LETTER_LINE.match(line):
            continue
        letters = head_of(line, options, several)
        if letters is not None:
            first = line == lines[0] and len(lines) > 1
            claims.append((0 if first else text.rfind(line), letters))
    return claims


_GUESS_WORDS = regex(r"(?:(?:the|my|final|correct|or)\s){1,4}$", "i")
_GUESS = regex(
    r"(?:answer|option|choice)s?\b[^\n.]{0,24}?[:\s(]([A-Z])[^\w,\n.]{0,4}[\n.]\W{0,4}$",
    "i",
)


def _guessed(text: str, begin: int, letters: Sequence[str]) -> bool:
    """An announcement ends right before `begin`, and its letter is none of these."""
    before = _GUESS.search(_GUESS_WORDS.sub("", text[max(0, begin - 60) : begin]))
    return before is not None and before[1] not in letters
