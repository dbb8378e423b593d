"""Lists of options with a verdict each."""

from __future__ import annotations

from typing import List, Optional

from ..dialect import regex

_JUDGED = regex(
    r"(?<![A-Za-z])([A-Z])(?:\)?\s?[:?=-]|[).])\s{0,3}(?:(yes|true|correct|right|✓|✔|✅)|no|not|false|incorrect|wrong|✗|✘|❌)(?![A-Za-z])",
    "i",
)
_LISTED = regex(r"^[-•\s]{0,4}\(?([A-Z])[).:]\s{1,3}(.{1,300})$", "m")
_REJECTED = regex(
    r"\b(?:no|not|incorrect|wrong|false|too|fails?|excluded|eliminated|unlikely)\b|n't\b|[✗✘❌]",
    "i",
)
_UPHELD = regex(r"\b(?:match(?:es)?|correct|true|right|fits|yes)\b|[✓✔✅]", "i")


def judged_of(text: str, options: int) -> Optional[List[str]]:
    """`A: false, B: true`, `A? No. B? Yes.`: every option with its verdict, one of them right."""
    listed = _listed_of(text, options)
    if listed is not None:
        return [listed]
    verdicts = [(match[1], match[2] is not None) for match in _JUDGED.finditer(text)]
    letters = {letter for letter, _ in verdicts}
    if len(letters) < max(3, options - 1) or len(letters) < len(verdicts):
        return None
    right = [letter for letter, good in verdicts if good]
    return right if len(right) == 1 else []


def _listed_of(text: str, options: int) -> Optional[str]:
    """A list of options, a line each, where one is upheld and every other rejected."""
    lines = [(match[1], match[2]) for match in _LISTED.finditer(text)]
    if len(lines) < max(3, options):
        return None
    kept = [(letter, said) for letter, said in lines if not _REJECTED.search(said)]
    return kept[0][0] if len(kept) == 1 and _UPHELD.search(kept[0][1]) else None
