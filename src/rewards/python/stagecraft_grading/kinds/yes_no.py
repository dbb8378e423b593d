"""Yes-or-no questions."""

from __future__ import annotations

from typing import List, Optional, Sequence

from ..dialect import regex, split
from ..text16 import is_letter, is_numeral, lower, sign_at, trim
from .polar_words import (
    BOTH,
    EXISTS,
    NEGATION,
    REFUSES,
    UNSURE,
    word_at,
)
from .spoken import CUT_OFF, RETRACTS, last_box, outside_thinking, spoken_part, tagged
from .statements import statements, unformatted
from .verdict import NONE, Verdict


def grade_yes_no(response: str, gold: str) -> Verdict:
    """Grades a yes-or-no answer: what the response settles on; both, neither and "not sure" are no answer."""
    box = last_box(gold)
    wanted = word_at(trim(unformatted(gold if box is None else box)))
    said = polarity_of(response)
    return NONE if said is None else Verdict(said == wanted, said)


_EMPHASIS = regex(r"\*{1,3}|`")


def polarity_of(response: str) -> Optional[str]:
    """`yes` or `no`, where the response settles on one."""
    spoken = spoken_part(response)
    content = tagged(spoken)
    if content is None:
        content = last_box(outside_thinking(response))
    if content is not None:
        box = last_box(content)
        return _settled(unformatted(content if box is None else box))
    return _settled(unformatted(_EMPHASIS.sub("", spoken)))


# The question, said again, and words that sound like an answer but are none.
_ECHO = regex(
    r"""[([]\s?(?:yes\s?(?:or|\/)\s?no|y\/n)\s?[)\]]|\b(?:please )?(?:answer|reply|respond)(?: (?:with|only|just|simply|by))* ["']?yes["']? or ["']?no["']?[.:]?|,?\s?\byes or no(?=[.?:])|\b(?:there(?:'s| is) )?(?:no|without (?:a |any )?) ?(?:doubt|question|problem)(?: about (?:it|that|this))?\b[:,.!]?""",
    "i",
)
_QUOTED_QUESTION = regex(r' ?["“][^"“”]{3,300}\?["”]')
# "..., so yes.", "..., but no.", "most likely, yes" and "→ No": an answer set off inside a sentence.
_CLAUSE = regex(
    r"""[,;]\s(?=(?:(?:but|so|therefore|thus|hence)\s(?:[a-z',]{1,12}\s){0,6})?(?:yes|no)["']?(?:[.!,;]|$)(?!\s?(?:but|though)\b))|(?:→|⇒|->|=>)\s?(?=(?:yes|no)\b)""",
    "i",
)
_LAST_SIGN = regex(r"""[.!)"']$""")
_LONE_LETTER = regex(r"^[yn]$", "i")
# "I would say yes", unless "if ..." stands before it or "but" behind.
_SAYS = (
    regex(
        r"""\bi(?:'d| would| will|'ll| have to| must)? (?:say|answer|go with)[:,]?\s(?!["']?(?:yes|no)["']?,? but\b)""",
        "i",
    ),
)
_SUPPOSES = regex(r"\b(?:whether|if|unless|suppose)\s(?:[^.!?\n]{0,50}[\s,])?$", "i")
_GUESSES = regex(
    r"^\W*(?:yes|no|true|false)\W*(?:(?:the|my|final|correct|or)\s){0,3}$", "i"
)


def _settled(given: str) -> Optional[str]:
    # A question that is quoted is not the answer to it.
    text = trim(_ECHO.sub(" ", _QUOTED_QUESTION.sub("", given)))
    if text == "" or BOTH.search(text):
        return None
    if _LONE_LETTER.match(_LAST_SIGN.sub("", text)):
        return "yes" if text[0] in "yY" else "no"
    claims = []
    for phrase, begin, at in statements(text, _SAYS):
        said = _phrase_of(phrase)
        if said is not None and not _SUPPOSES.search(text[max(0, begin - 60) : begin]):
            claims.append((begin, at, said))
    if not claims:
        return _opened(text)
    begin, at, announced = claims[-1]
    # Two opposite answers without a word between are guesses, not a change of mind.
    opposite = len(claims) > 1 and claims[-2][2] != announced
    if opposite and _GUESSES.search(text[claims[-2][1] : begin]):
        return None
    return None if RETRACTS.search(text[at:]) else announced


_SENTENCE_END = regex(
    r"(?<=[.!?。…])\s*|\n+|,\s(?=(?:wait|actually|no wait|sorry)\b)", "i"
)
# What stands between "so" and the yes or no at the end of a clause.
_LEAD = regex(
    r"""^(?:but|so|therefore|thus|hence)\s(?:[a-z',]{1,12}\s){0,6}(?=(?:yes|no)["']?(?:[.!,;]|$))""",
    "i",
)
_OPENING = regex(
    r"""^[\s"'(]{0,4}(?:(?:so|well|thus|therefore|hence|wait|actually|sorry|hmm|oh|in conclusion|in fact|in short|in a word|in brief|in summary|finally|a(?=:)|overall|correction|but|and)\b[,.:…\s]{0,4}){1,4}""",
    "i",
)
_PLAIN_ANSWER = regex(r"""^["'(]?(?:yes|no)\b["')]?(?:[.,;:!]|$)""", "i")
_NO_THING = regex(r"^no [a-z]", "i")
_CHANGES = regex(
    r"\b(?:wait|actually|sorry|on second thought|correction|however)\b", "i"
)
_CONDITIONAL = regex(
    r"^\W{0,2}(?:yes|no)\W{0,2}\s(?:if|when|unless|provided|only if)\b", "i"
)
_VERDICT = regex(
    r"^(?:that|this)(?:'s| is) (?:(?:entirely |quite |absolutely )?(correct|true|right)|(?:incorrect|false|wrong))\b",
    "i",
)
_WRONG_TO_SAY = regex(
    r"""\b(?:wrong|incorrect|a mistake) to (?:say|answer|claim)[:,]? ["']?(yes|no)\b""",
    "i",
)
_NOT_SAID = regex(r"""\bnot ["']?(?:yes|no)\b""", "i")


def _opened(text: str) -> Optional[str]:
    """What the sentences of a text open with, or else say."""
    sentences = _sentences(text)
    openings = [_OPENING.sub("", sentence) for sentence in sentences]
    # After a plain "Yes." or "Yes, ...", "No dogs are there" is a remark.
    plain = (i for i, one in enumerate(openings) if _PLAIN_ANSWER.match(one))
    answered = next(plain, len(openings))
    words = [
        word
        for i, one in enumerate(openings)
        if not (i > answered and _NO_THING.match(one))
        for word in (_phrase_of(one),)
        if word is not None
    ]
    if words:
        first, last = words[0], words[-1]
        if first == last:
            return None if RETRACTS.search(text) else first
        # A change of mind counts when it is said to be one, or when it is the end.
        final = word_at(_OPENING.sub("", sentences[-1]))
        return final if final is not None else last if _CHANGES.search(text) else None
    if UNSURE.search(text) or REFUSES.search(text):
        return None
    if any(_CONDITIONAL.match(one) for one in openings):
        return None
    verdict = _VERDICT.match(text)
    if verdict is not None:
        return "no" if verdict[1] is None else "yes"
    denied = _WRONG_TO_SAY.search(text)
    if denied is not None:
        return "no" if lower(denied[1]) == "yes" else "yes"
    if _NOT_SAID.search(text):
        return None
    return _stated([sentence for sentence in sentences if not CUT_OFF.search(sentence)])


def _sentences(text: str) -> List[str]:
    clauses = [
        clause
        for sentence in split(_SENTENCE_END, text)
        for clause in split(_CLAUSE, sentence)
    ]
    bare = [_without_bullet(_LEAD.sub("", clause)) for clause in clauses]
    return [one for one in bare if trim(one) != ""]


def _without_bullet(sentence: str) -> str:
    """Without up to eight signs ahead of the first letter, figure, quotation mark or bracket."""
    at = 0
    for _ in range(8):
        sign = sign_at(sentence, at)
        if sign == "" or sign in "\"'(" or is_letter(sign) or is_numeral(sign):
            break
        at += len(sign)
    return sentence[at:]


_NOT_TRUE = regex(r"^(?:not|isn't) (?:true|correct|right|yes)\b", "i")
_YES = regex(r"yes", "i")
_NOT_NO = regex(r"^(?:not (?:no|false))\b", "i")
_NO_ANSWER = regex(
    r"^(?:no (?:idea|answer|comment|response|opinion|image|picture|photo|enough|way|clue|means|information|wait)|true or false|correct me|sure thing,? (?:let|here))\b",
    "i",
)
_NO_WAIT = regex(r"^no wait", "i")
_STOPS = regex(r"^[\s,.]{1,4}")


def _phrase_of(phrase: str) -> Optional[str]:
    """The yes or no that opens a phrase; "not yes" and "no doubt" open with neither."""
    text = trim(phrase)
    if _CONDITIONAL.match(text):
        return None
    if _NOT_TRUE.match(text):
        return None if _YES.search(text[:8]) else "no"
    if _NOT_NO.match(text):
        return None
    if _NO_ANSWER.match(text):
        return word_at(_STOPS.sub("", text[8:])) if _NO_WAIT.match(text) else None
    # "No dogs are visible" is a statement; "No, ..." and "No." are answers, and both mean no.
    return word_at(text)


_QUOTED = regex(r'["“][^"“”]{3,80}["”]')
_NOT_THE_CASE = regex(r"\bnot (?:the case|true|correct|so) that\b(.*)$", "i")
_IS_FALSE = regex(r"\b(?:is|are) (?:an? )?(?:false|incorrect|wrong)\b", "i")
_NOT_FALSE = regex(r"\b(?:not|no) (?:false|incorrect|wrong)\b", "i")
_CHINESE_NO = regex(r"没有|不存在|不是|并非")
_CHINESE_YES = regex(r"(?:图|照片|画面)[^。]{0,6}有|存在")
_OF_THE_PICTURE = regex(
    r"\b(?:there|image|picture|photo|see|is|are|does|do|visible|has|have)\b|n't\b", "i"
)


def _stated(sentences: Sequence[str]) -> Optional[str]:
    """What plain statements say: "There is a dog", "The image does not show a dog", "The statement is false"."""
    last = sentences if len(sentences) <= 3 else sentences[-1:]
    # What a sign in the picture says is not what the response says.
    said = {_claim(_QUOTED.sub("it", sentence)) for sentence in last} - {None}
    return said.pop() if len(said) == 1 else None


def _claim(sentence: str) -> Optional[str]:
    denied = _NOT_THE_CASE.search(sentence)
    if denied is not None:
        return "yes" if NEGATION.search(denied[1]) else "no"
    negated = NEGATION.search(sentence) is not None
    if _IS_FALSE.search(sentence):
        return None if negated else "no"
    if _NOT_FALSE.search(sentence):
        return None
    if _CHINESE_NO.search(sentence):
        return "no"
    if _CHINESE_YES.search(sentence):
        return "yes"
    if negated:
        return "no" if _OF_THE_PICTURE.search(sentence) else None
    return "yes" if EXISTS.search(sentence) and len(sentence) <= 200 else None
