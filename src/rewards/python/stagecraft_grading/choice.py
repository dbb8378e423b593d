"""The option that an answer names."""

from __future__ import annotations

from typing import List, Optional, Sequence

from .dialect import regex
from .equal import equal_answers
from .text import fold_text
from .text16 import trim

_LABELLED = regex(
    r"^\s{0,4}(?:option|choice|answer)?\s{0,4}[([]?([A-Za-z])(?:[)\]]\s{0,2}[.:]?|[.:])\s{1,4}(\S.*)$",
    "is",
)
_ALONE = regex(
    r"^\s{0,4}(?:(?:option|choice|answer)\s{0,4}:?\s{0,4})?[([]?([A-Za-z])[)\]]?[.:]?\s{0,4}$",
    "i",
)
_OWN_LABEL = regex(r"^\s{0,4}[([]?([A-Za-z])[)\].:]{1,2}\s{1,4}(\S.*)$", "s")
_DRESS = regex(r"\\(?:text|textbf|mathrm|mathbf|mbox|boxed)\b|\\[()[\]]|[{}$*]")


def letter_of(index: int) -> str:
    """The letter of an option by its index: `A` for 0."""
    return chr((65 + index) & 0xFFFF)


def choice_of(answer: str, options: Sequence[str] = ()) -> Optional[str]:
    """The option that an answer names, as a letter.

    A letter counts only alone (`B`, `(B)`, `B.`, `option B`) or as a label before a text (`B: red`, `(B) red`), never
    as an article or inside a word or formula; with options known, a label whose text is another option's is a
    contradiction and names nothing. Otherwise the answer must equal the text of exactly one option.
    """
    text = trim(_DRESS.sub("", answer[:4_000]))
    if len(text) > 2_000:
        return None
    alone = _ALONE.match(text)
    texts = [option_text(option, i) for i, option in enumerate(options)]
    if alone is not None:
        letter = alone[1].upper()
        # With options of one letter (`x`, `y`, `z`) the text wins over a letter that no option has.
        return letter if _in_range(letter, len(options)) else _by_text(text, texts)
    labelled = _LABELLED.match(text)
    if labelled is not None and _in_range(labelled[1].upper(), len(options)):
        label = labelled[1].upper()
        named = _by_text(labelled[2], texts)
        return label if named is None or named == label else None
    return _by_text(text, texts)


def _in_range(letter: str, options: int) -> bool:
    return options == 0 or ord(letter) - 65 < options


def option_text(option: str, index: int) -> str:
    """An option's own text, without a label of its own such as `B. `."""
    labelled = _OWN_LABEL.match(option)
    if labelled is not None and labelled[1].upper() == letter_of(index):
        return labelled[2]
    return option


def _by_text(answer: str, texts: Sequence[str]) -> Optional[str]:
    folded = fold_text(answer)
    equal: List[int] = [i for i, text in enumerate(texts) if fold_text(text) == folded]
    if not equal:
        equal = [
            i for i, text in enumerate(texts) if equal_answers(answer, text) is not None
        ]
    return letter_of(equal[0]) if len(equal) == 1 else None
