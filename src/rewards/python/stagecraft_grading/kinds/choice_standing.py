"""The letters of a text that it does not reject."""

from __future__ import annotations

from typing import List

from ..dialect import regex, split
from ..text16 import trim
from .choice_letters import mentions

_REJECTS = regex(
    r"\b(?:not|isn't|neither|nor|exclude|eliminate|rule out|than|anything but|except|besides|unlike|nicht|cannot (?:choose|pick|select)|can't (?:choose|pick|select)|look(?:ing)? at|consider(?:ing)?|think(?:ing)? about|focus(?:ing)? on|turn(?:ing)? to|check(?:ing)?|examin(?:e|ing)|start(?:ing)? with|n'est pas|no es)\s(?:option |choice )?\(?$|(?:不是|并非|不选|排除|不)\s?$",
    "i",
)
_NOT_THE_LAST = regex(r"\b(?:not|rather than|instead of|unlike)\s[^.,;()]{1,24}$", "i")
_WOULD = regex(r"\bwould (?:have been|be)\s$", "i")
# "It would be B if ...": not said of the case at hand.
SUPPOSED = regex(
    r"^\(?(?:option |choice )?\(?[A-Z]\)?\s(?:only )?(?:if|unless|were|had)\b", "i"
)
_REJECTED = regex(
    r"^\(?(?:option |choice )?\(?[A-Z]\)?\s?(?:\?\s?no\b|:\s[^.]{0,40}\btoo\b|\s(?:says|states|reads|claims|describes|mentions|suggests)\b|(?:is|are|was)\s(?:clearly |obviously |also )?(?:not|wrong|incorrect|too|false|ruled|out))",
    "i",
)


def standing(text: str, options: int) -> List[str]:
    """The distinct letters of a text that it does not reject."""
    kept = (
        mention.letter
        for mention in mentions(text, options)
        if _stands(text, mention.at)
    )
    return list(dict.fromkeys(kept))


def _stands(text: str, at: int) -> bool:
    before = text[max(0, at - 30) : at]
    after = text[at : at + 60]
    if _REJECTS.search(before):
        return False
    # "It is uplift (D), not erosion (A)."
    if after.startswith("(") and _NOT_THE_LAST.search(before):
        return False
    if _WOULD.search(before) and SUPPOSED.match(after):
        return False
    return _REJECTED.match(after) is None


_SENTENCE_END = regex(r"(?<=[.!?。])\s+|\n+")


def last_sentence(text: str) -> str:
    """The last sentence that says anything, at most its last 600 characters."""
    sentences = [one for one in split(_SENTENCE_END, text) if trim(one) != ""]
    return sentences[-1][-600:] if sentences else ""
