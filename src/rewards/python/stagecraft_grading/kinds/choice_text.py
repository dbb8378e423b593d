"""Options by their texts, their places and their truth."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from ..choice import letter_of, option_text
from ..dialect import regex
from ..equal import AS_GOLD, equal_answers
from ..text import fold_text
from ..text16 import is_letter, lower, nfkc, sign_at, trim
from .yes_no import polarity_of


def option_of(answer: str, options: Sequence[str]) -> Optional[str]:
    """The option whose text equals an answer, by words or by value; `None` for none and for more than one."""
    if len(answer) > 300 or trim(answer) == "":
        return None
    folded = fold_text(answer)
    texts = [option_text(option, i) for i, option in enumerate(options)]
    equal = [i for i, text in enumerate(texts) if fold_text(text) == folded]
    if not equal:
        equal = [
            i
            for i, text in enumerate(texts[:26])
            if len(text) <= 300 and equal_answers(answer, text, AS_GOLD) is not None
        ]
    return letter_of(equal[0]) if len(equal) == 1 else None


_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_PLACE = regex(
    r"\b(?:the )?(first|second|third|fourth|fifth|sixth|last) (?:option|choice|answer choice)\b",
    "i",
)
_PLACE_ALONE = regex(
    r"^(?:the )?(first|second|third|fourth|fifth|sixth|last)(?: one)?\.?$", "i"
)


def by_place(text: str, options: int) -> str:
    """ "The third option" says "option C"; so does "the third one" where nothing else is said."""
    if options == 0:
        return text

    def named(word: str) -> Optional[str]:
        at = options - 1 if lower(word) == "last" else _PLACES.index(lower(word))
        return letter_of(at) if at < min(options, 26) else None

    alone = _PLACE_ALONE.match(text)
    if alone is not None:
        return named(alone[1]) or text

    def option(word: str, said: str) -> str:
        letter = named(word)
        return said if letter is None else f"option {letter}"

    return _PLACE.sub(lambda match: option(match[1], match[0]), text)


def truth_of(text: str, options: Sequence[str]) -> Optional[str]:
    """Where the options are yes and no, or true and false: the one that the response means."""
    words = [fold_text(option_text(option, i)) for i, option in enumerate(options)]
    for yes, no in (("yes", "no"), ("true", "false")):
        if yes in words and no in words:
            polarity = polarity_of(text)
            if polarity is None:
                return None
            return letter_of(words.index(yes if polarity == "yes" else no))
    return None


_CATCH_ALL = regex(
    r"\b(none|all) of (?:(?:the|these|those) )?(?:given |listed |provided |answer )?(?:above|options|choices|answers|these|those|them)\b",
    "i",
)
_NOT_ALL = regex(r"\bnot (?:none|all)\b", "i")


def catch_all_of(sentence: str, options: Sequence[str]) -> Optional[str]:
    """ "None of the options fit" means the option "None of the above"; "all of them" the option of all."""
    word = _catching(sentence)
    if word is None or _NOT_ALL.search(sentence):
        return None
    found = [
        letter_of(i)
        for i, option in enumerate(options)
        if _catching(option_text(option, i)) == word
    ]
    return found[0] if len(found) == 1 else None


def _catching(text: str) -> Optional[str]:
    found = _CATCH_ALL.search(text)
    return None if found is None else lower(found[1])


_NEGATES = regex(
    r"\b(?:not|no|isn't|aren't|wasn't|never|neither|nor|cannot|can't|doesn't|rather than|instead of|unlike|except|incorrect|wrong|ruled? out|eliminated?)\b[^.,;]{0,40}$",
    "i",
)
_MAX_TEXT = 4_000
_Span = Tuple[int, int, int]


def option_within(sentence: str, options: Sequence[str]) -> List[str]:
    """The options whose texts a sentence speaks of.

    An option inside a longer one that is spoken of does not count ("a cat" in "a black cat"), nor does one after a
    "not".
    """
    text = f" {_folded(sentence[:_MAX_TEXT])} "
    spans: List[_Span] = []
    for i, option in enumerate(options):
        wanted = _folded(fold_text(option_text(option, i)))
        if wanted != "":
            spans.extend((i, at, at + len(wanted)) for at in _occurrences(text, wanted))
    kept = {
        i: None
        for i, begin, end in spans
        if not any(_covers(other, (i, begin, end)) for other in spans)
        and not _NEGATES.search(text[max(0, begin - 80) : begin])
    }
    return [letter_of(i) for i in kept]


def _covers(other: _Span, span: _Span) -> bool:
    longer = other[2] - other[1] > span[2] - span[1]
    return (
        other[0] != span[0] and other[1] <= span[1] and other[2] >= span[2] and longer
    )


_DRESS = regex(r'[{}$*"“”\\]')
_SPACES = regex(r"\s+")


def _folded(text: str) -> str:
    return trim(_SPACES.sub(" ", _DRESS.sub(" ", lower(nfkc(text)))))


_PLURAL = regex(r"^e?s")
_MORE = regex(r"^(?:\d|[.,/:]\d|\^|°|%)")
_WORD_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_DIGITS = frozenset("0123456789")


def _occurrences(text: str, wanted: str) -> List[int]:
    found: List[int] = []
    at = text.find(wanted)
    while at >= 0 and len(found) < 50:
        if _opens(text, at, wanted) and _closes(text, at, wanted):
            found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _opens(text: str, at: int, wanted: str) -> bool:
    before = text[at - 1] if at > 0 else ""
    if wanted[0] not in _WORD_SIGNS or before == "":
        return True
    if before in (",", "."):
        return wanted[0] not in _DIGITS
    return not (before in "/-" or before in _DIGITS or is_letter(before))


def _closes(text: str, at: int, wanted: str) -> bool:
    if wanted[-1] not in _WORD_SIGNS:
        return True
    end = at + len(wanted)
    window = text[end : end + 3]
    plural = _PLURAL.match(window) if len(wanted) > 3 else None
    if plural is not None and not _goes_on(window, plural.end()):
        end += plural.end()
    after = text[end : end + 2]
    return not (_MORE.match(after) or is_letter(sign_at(after, 0)))


def _goes_on(text: str, at: int) -> bool:
    sign = sign_at(text, at)
    return sign in _DIGITS or is_letter(sign)
