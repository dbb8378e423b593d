"""The boxed answers of a response."""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple, Optional, Sequence

from .dialect import regex

_MAX_KEPT = 64
_OPENER = regex(r"\\(?:boxed|fbox|framebox)")
_LETTERS = regex(r"[A-Za-z]*")
_BARE = regex(r"^\\[a-z]{4,8} {1,4}([A-Z0-9])(?![A-Za-z0-9.,/^])")
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


class BoxAt(NamedTuple):
    """One box: its content, where it begins, and the offset just after it."""

    content: str
    start: int
    end: int


class Boxes(NamedTuple):
    """The outermost boxes that are closed: how many, and the last ones, at most 64, in order."""

    closed: int
    all: Sequence[BoxAt]

    @property
    def last(self) -> Optional[str]:
        """Content of the last one, as written."""
        return self.all[-1].content if self.all else None

    @property
    def end(self) -> Optional[int]:
        """Offset just after the last one."""
        return self.all[-1].end if self.all else None


def find_boxes(response: str) -> Boxes:
    r"""Finds `\boxed{...}` (and `\fbox`, `\framebox`) with balanced braces in one pass.

    Escaped braces do not count; a box that is never closed, as in a truncated response, is no answer. Linear in the
    response's length.
    """
    opener = _OPENER.search(response)
    if opener is None:
        return Boxes(0, ())
    first = opener.start()
    count = 0
    kept: list[tuple[int, int, int]] = []
    # A box that is never closed hides nothing: its content is searched for further boxes, once.
    closers = _match_braces(response, first)
    while opener is not None:
        at = opener.start()
        opening = _brace_after(response, at)
        close = 0 if opening is None else closers[opening - first]
        if opening is None:
            opening = _bare_after(response, at)
            close = 0 if opening is None else opening + 2
        if opening is None or close == 0:
            opener = _OPENER.search(response, at + 1)
            continue
        count += 1
        kept.append((at, opening, close))
        if len(kept) >= 2 * _MAX_KEPT:
            kept = kept[-_MAX_KEPT:]
        opener = _OPENER.search(response, close + 1)
    boxes = tuple(
        BoxAt(response[opening + 1 : close], start, close + 1)
        for start, opening, close in kept[-_MAX_KEPT:]
    )
    return Boxes(count, boxes)


def _brace_after(text: str, at: int) -> Optional[int]:
    """Offset of the `{` that follows the command at `at`, over spaces."""
    letters = _LETTERS.match(text, at + 1)
    i = at + 1 if letters is None else letters.end()
    limit = min(len(text), i + 8)
    while i < limit and text[i] == " ":
        i += 1
    return i if text[i : i + 1] == "{" else None


def _bare_after(text: str, at: int) -> Optional[int]:
    r"""Offset before the one sign that TeX takes without braces, as in `\boxed 7`; more signs are none."""
    found = _BARE.match(text[at : at + 20])
    return None if found is None else at + found.end() - 2


def _match_braces(text: str, start: int) -> Sequence[int]:
    """Offset of the closing brace by that of its opening one, minus `start`; 0 where it is never closed."""
    closers = array("L", bytes(array("L").itemsize * (len(text) - start)))
    opening: list[int] = []
    for brace in _BRACES.finditer(text, start):
        at = brace.start()
        sign = text[at]
        if sign == "{":
            opening.append(at)
        elif sign == "}" and opening:
            closers[opening.pop() - start] = at
    return closers
