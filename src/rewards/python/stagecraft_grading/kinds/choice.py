"""Multiple-choice questions."""

from __future__ import annotations

from typing import List, Optional, Sequence

from ..choice import letter_of, option_text
from ..dialect import regex
from ..text16 import nfkc, trim
from .choice_claims import settled_of
from .choice_head import head_of
from .choice_letters import mentions, named_at_head
from .choice_lists import judged_of
from .choice_standing import last_sentence, standing
from .choice_text import by_place, catch_all_of, option_of, option_within, truth_of
from .number import number_of
from .spoken import CUT_OFF, RETRACTS, last_box, outside_thinking, spoken_part, tagged
from .statements import unformatted
from .verdict import NONE, Verdict

# `None`: no option is named. An empty list: several, or one that is rejected or contradicted.
Letters = Optional[List[str]]

_CANNOT = regex(
    r"\b(?:cannot|can't|can not|could not|unable to|not possible to|impossible to)\s(?:be )?(?:determine|tell|answer|see|say|identify|provide|help|assist|decide)",
    "i",
)


def grade_choice(response: str, gold: str, options: Sequence[str]) -> Verdict:
    """Grades a multiple-choice answer: the option that the response settles on, by letter or by text.

    Two letters, a letter with another option's text, a letter out of range and a refusal name no option. A gold of
    several letters must be named in full.
    """
    wanted = _wanted_of(gold[:2_000], options)
    chosen = _chosen_of(response, options, len(wanted) > 1)
    if not chosen:
        return NONE
    extracted = "".join(sorted(chosen))
    return Verdict(len(wanted) > 0 and extracted == "".join(sorted(wanted)), extracted)


_SEVERAL = regex(r"^[A-Z](?:[\s,;&]{0,3}[A-Z]){1,25}$")
_ALONE = regex(r"^\(?([A-Za-z])[).:]?\)?$")
_NO_CAPITAL = regex(r"[^A-Z]")


def _wanted_of(gold: str, options: Sequence[str]) -> List[str]:
    box = last_box(gold)
    text = trim(nfkc(unformatted(gold if box is None else box)))
    named = named_at_head(text, len(options))
    if named is not None and _ALONE.match(text):
        return named.letters
    exact = option_of(text, options)
    if exact is not None:
        return [exact]
    if _SEVERAL.match(text):
        letters = list(dict.fromkeys(_NO_CAPITAL.sub("", text)))
        if not options or all(ord(letter) - 65 < len(options) for letter in letters):
            return letters
    return [] if named is None else named.letters


def _chosen_of(response: str, options: Sequence[str], several: bool) -> Letters:
    spoken = spoken_part(response)
    tag = tagged(spoken)
    if tag is not None:
        return _content_of(tag, options, several)
    box = last_box(outside_thinking(response))
    if box is None:
        return _prose_of(spoken, options, several)
    taken_back = RETRACTS.search(spoken[spoken.rfind("boxed") :])
    return None if taken_back else _content_of(box, options, several)


_LETTERS = regex(r"^[A-Z]{2,26}$")


def _content_of(content: str, options: Sequence[str], several: bool) -> Letters:
    """What a tag or a box holds: mostly a letter or an option's text, seldom a sentence."""
    if len(content) > 2_000:
        return None
    inner = last_box(content)
    text = unformatted(content if inner is None else inner)
    if several and _LETTERS.match(text):
        return list(dict.fromkeys(text))
    named = head_of(text, options, several)
    return _prose_of(text, options, several) if named is None else named


_DRESS = regex(r"\*{1,3}|`|\$")
_TAG_QUESTION = regex(r",\s(?:isn't it|is it not|right)\?", "i")
_FINAL_STOP = regex(r"[.。]\s{0,4}$")
_NO_IDEA = regex(r"\b(?:not sure|no idea|don't know|do not know)\b", "i")
_NUMBERED = regex(r"^(?:option|choice|number)\s{1,2}#?(\d{1,2})\.?$", "i")
_SENTENCE_BREAK = regex(r"[.!?]\s")
_SMALL_END = regex(r"[a-z]$")
_NUMERIC = regex(r"^\W{0,2}\d+(?:\.\d+)?$")
_AGREED = regex(
    r"\b(?:(?:that|this|you|it|all)(?:'s|'re| is| are)? )?right[:,.!]\s", "i"
)
_CONCLUDED = regex(r"^.*\b(?:so|therefore|thus|hence)\b,?\s(.{1,300})$", "is")


def _prose_of(spoken: str, options: Sequence[str], several: bool) -> Letters:
    if spoken == "":
        return None
    text = by_place(_TAG_QUESTION.sub(".", _DRESS.sub("", spoken)), len(options))
    truth = None if mentions(text, len(options)) else truth_of(text, options)
    if truth is not None:
        return [truth]
    settled = settled_of(text, options, several)
    if settled is not None:
        return settled
    plain = unformatted(text)
    short = plain if len(plain) <= 600 else last_sentence(plain)
    by_text = option_of(_FINAL_STOP.sub("", plain), options)
    if by_text is not None:
        return [by_text]
    if _NO_IDEA.search(short) and not mentions(short, len(options)):
        return None
    if several:
        all_named = list(dict.fromkeys(plain)) if _LETTERS.match(plain) else None
        named = head_of(plain, options, several) if all_named is None else all_named
        if named is not None:
            return named
    judged = judged_of(plain, len(options))
    if judged is not None:
        return judged
    numbered = _NUMBERED.match(plain)
    if numbered is not None and 0 < int(numbered[1]) <= len(options):
        return [letter_of(int(numbered[1]) - 1)]
    letters = [] if CUT_OFF.search(short) else standing(short, len(options))
    if len(letters) == 1:
        return letters
    if len(letters) > 1:
        last = standing(last_sentence(plain), len(options))
        return last if len(last) == 1 and len(plain) > 80 else None
    return _spoken_of(spoken, plain, short, options)


def _spoken_of(spoken: str, plain: str, short: str, options: Sequence[str]) -> Letters:
    """The option whose text prose without any letter speaks of."""
    catching = catch_all_of(last_sentence(plain), options)
    if catching is not None:
        return [catching]
    if _CANNOT.search(short) and not any(_CANNOT.search(option) for option in options):
        return None
    # A text of whole sentences whose last one has no end was cut off.
    open_end = (
        _SENTENCE_BREAK.search(plain) and _SMALL_END.search(plain) and "\n" not in plain
    )
    if CUT_OFF.search(plain) or open_end:
        return None
    texts = [option_text(option, i) for i, option in enumerate(options)]
    if len(texts) > 1 and all(_NUMERIC.match(text) for text in texts):
        number = number_of(spoken)
        option = None if number is None else option_of(number.value, options)
        return None if number is None else [] if option is None else [option]
    agreed = _AGREED.sub("", plain)
    concluded = _CONCLUDED.match(agreed)
    for part in (
        "" if concluded is None else concluded[1],
        last_sentence(agreed),
        agreed,
    ):
        found = option_within(part, options)
        if found:
            return found if len(found) == 1 else None
    return None
