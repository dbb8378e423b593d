"""The final answer of a response."""

from __future__ import annotations

from typing import NamedTuple, Optional

from .boxed import Boxes
from .dialect import regex
from .text16 import SPACES, trim

# Where in the response the answer was found, strictest first.
SOURCES = {
    "boxed": "the last closed \\boxed{...}",
    "tag": "the last <answer>...</answer>",
    "phrase": 'what follows the last "answer is", "answer:" or "####" on its line',
    "letter": "a lone letter after a colon at the end",
    "whole": "the whole response, being one short line",
}


class ExtractedAnswer(NamedTuple):
    """The answer as written, and which of `SOURCES` it comes from."""

    text: str
    source: str


# Fallbacks read only this many characters from the end: an answer stands there, and hostile text stays cheap.
_TAIL = 2_000
# A longer line is prose, not an answer.
_SHORT = 120

_LETTER = regex(r":\s{0,4}(\(?[A-Z]\)?)\.?$")
_PHRASE = regex(r"\banswer\b[*_\s]{0,4}(?:is|:|=)[*_\s:]{0,4}|####[ \t]{0,4}", "i")
_STOP = regex(r"[.;](?=\s)")
_EMPHASIS = regex(r"[*_\s]{1,8}$")


def extract_answer(response: str, boxes: Boxes) -> Optional[ExtractedAnswer]:
    """The final answer; without a box the fallbacks of `SOURCES` are tried in order.

    Words in the middle of prose are never taken, so that "I see a dog" is no vote for option A. `None`: no answer
    given.
    """
    if boxes.last is not None:
        return ExtractedAnswer(boxes.last, "boxed")
    spoken = _after_thinking(response[-_TAIL:])
    tagged = _last_tag(spoken)
    if tagged is not None:
        return ExtractedAnswer(tagged, "tag")
    phrase = _last_phrase(spoken)
    if phrase is not None:
        return ExtractedAnswer(phrase, "phrase")
    end = max(1, len(spoken.rstrip(SPACES)))
    line = trim(spoken[spoken.rfind("\n", 0, end) + 1 :])
    letter = _LETTER.search(line)
    if letter is not None:
        return ExtractedAnswer(letter[1], "letter")
    whole = trim(spoken)
    if len(response) <= _TAIL and 0 < len(whole) <= _SHORT and "\n" not in whole:
        return ExtractedAnswer(whole, "whole")
    return None


def _after_thinking(text: str) -> str:
    end = text.rfind("</think>")
    return text if end < 0 else text[end + len("</think>") :]


def _last_tag(text: str) -> Optional[str]:
    close = text.rfind("</answer>")
    if close < 0:
        return None
    start = text.rfind("<answer>", 0, close + len("<answer>"))
    return None if start < 0 else trim(text[start + len("<answer>") : close])


def _last_phrase(text: str) -> Optional[str]:
    end = None
    for match in _PHRASE.finditer(text):
        end = match.end()
    if end is None:
        return None
    line = text[end:].split("\n", 1)[0]
    # The sentence ends at a stop followed by a space: "is 3.5 cm. So ..." keeps 3.5.
    sentence = _STOP.split(line, maxsplit=1)[0]
    answer = trim(_EMPHASIS.sub("", sentence))
    return None if answer == "" or len(answer) > _SHORT else answer
