"""What grading by kind comes to."""

from __future__ import annotations

from typing import NamedTuple, Optional


class Verdict(NamedTuple):
    """`extracted`: what was taken as the answer; absent when the response gives none, or more than one."""

    correct: bool
    extracted: Optional[str] = None


NONE = Verdict(False)
