"""What a response says to its reader, and the boxes in it."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence

from ..boxed import find_boxes
from ..dialect import regex
from ..text import normalised
from ..text16 import trim

# An answer stands near the end: what lies further ahead is read for a box or a tag only.
_TAIL = 8_000
_BOX_TAIL = 50_000

_INVISIBLE = regex(r"[\u200b\u200e\u200f\ufeff]")
_LENTICULAR = regex(r"【([^】]{0,40})】")


def outside_thinking(response: str) -> str:
    """What stands after the thinking; before it, where it never ends."""
    if "<think" not in response and "</think" not in response:
        return response
    close = max(response.rfind("</think>"), response.rfind("</thinking>"))
    after = response if close < 0 else response[response.find(">", close) + 1 :]
    opened = max(after.rfind("<think>"), after.rfind("<thinking>"))
    return after if opened < 0 else after[:opened]


def spoken_part(response: str) -> str:
    """The text after its thinking, NFKC, at most its last 8,000 characters. Thinking that never ends says nothing."""
    text = _INVISIBLE.sub("", normalised(outside_thinking(response)[-_TAIL:]))
    return trim(_LENTICULAR.sub(r"(\1)", text).replace("’", "'"))


def tagged(spoken: str) -> Optional[str]:
    """The content of the last `<answer>`, where it has any."""
    if "<answer>" not in spoken:
        return None
    close = spoken.rfind("</answer>")
    end = len(spoken) if close < 0 else close + len("<answer>")
    opened = spoken.rfind("<answer>", 0, end)
    if opened < 0:
        return None
    start = opened + len("<answer>")
    content = trim(spoken[start:close] if close > opened else spoken[start:])
    return None if content == "" else content


class Box(NamedTuple):
    """A box, the text between the one before and it, and what follows it."""

    text: str
    before: str
    after: str


_PLACEHOLDER = regex(
    r"^(?:\.{2,}|…|\\[lc]?dots|[_\s?]*|(?:\\text\{)?\s*(?:your |the |final )*(?:final )?answer(?: here)?\s*\}?|answer)$",
    "i",
)
_ANY_BOX = regex(r"\\(?:boxed|fbox|framebox)")


def boxes_of(response: str) -> List[Box]:
    """The boxes that hold an answer, in order: neither empty nor the placeholder of an instruction."""
    at = 0 if len(response) <= _BOX_TAIL else _box_start(response)
    rest = response if at == 0 else response[at : at + _BOX_TAIL]
    boxes = []
    before = 0
    for content, start, end in find_boxes(rest).all:
        if _PLACEHOLDER.match(trim(content)[:80]):
            continue
        boxes.append(Box(content, rest[before:start], rest[end:]))
        before = end
    return boxes


def _box_start(response: str) -> int:
    """From the last 50,000 characters, or from the last box where they have none."""
    tail = len(response) - _BOX_TAIL
    if _ANY_BOX.search(response[tail:]):
        return tail
    return max(0, response.rfind("\\boxed"))


# Between two boxes: they are one answer of several values, `x = \boxed{2}` and `y = \boxed{3}`.
_JOINS = regex(
    r"^[\s$,;.\\()[\]*]{0,20}(?:and|或|和)?[\s$,;\\()[\]*]{0,20}(?:[A-Za-z](?:_\{?\w{1,3}\}?)?\s?=)?[\s$]{0,4}$",
    "i",
)
_OFFERS = regex(
    r"^[\s$,;\\()[\]*]{0,20}or[\s$,;\\()[\]*]{0,20}(?:maybe |possibly |perhaps )?[\s$\\([]{0,8}$",
    "i",
)
_SPACE = regex(r"\s")


def group_of(boxes: Sequence[Box]) -> List[str]:
    """The last box, or the run of boxes at the end that nothing but commas, names and "and" or "or" part."""
    group: List[str] = []
    for box in reversed(boxes):
        group.insert(0, box.text)
        if _OFFERS.match(box.before[:80]) and len(group) < 64:
            continue
        if len(box.before) > 60 or not _JOINS.match(box.before):
            break
    same = {_SPACE.sub("", text) for text in group}
    return group[:1] if len(same) == 1 else group


def last_box(response: str) -> Optional[str]:
    """The content of the last box that counts, or of the boxes that are one answer with it."""
    boxes = boxes_of(response)
    return trim(", ".join(group_of(boxes))) if boxes else None


# Words that take back what was said before them.
RETRACTS = regex(
    r"\b(?:that(?:'s| is| was) (?:wrong|incorrect|not (?:right|correct))|i (?:was|am) wrong|scratch that|i made (?:a|an) (?:mistake|error)|ignore (?:that|the above))\b",
    "i",
)
# A change of mind at the head of a sentence, and the other answer that it comes to.
_CHANGES = regex(
    r"(?:^|[\s.!?])(?:wait|hold on|oops|correction|on second thought|hmm,? actually|actually)\b[\s\S]{0,300}?\b(?:should be|must be|is actually|is instead|correct(?:ed)? (?:answer|value|result) is|so (?:the |it )[a-z ]{1,30}(?:is|would be))\s?\$?\\?[\w(-]",
    "i",
)


def retracted(after: str) -> bool:
    """Whether what follows an answer takes it back."""
    return RETRACTS.search(after) is not None or _CHANGES.search(after) is not None


# The end of a sentence that was cut off: an answer has not been given yet.
CUT_OFF = regex(
    r"(?:\b(?:and|or|the|a|to|of|is|are|was|with|by|plus|minus|times|from|in|for|that|which|then|so|because|since|but|if|as|at|on|add|says|shows)|[,=+*/(-])\s*$",
    "i",
)
