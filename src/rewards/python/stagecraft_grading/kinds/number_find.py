"""The numbers in a text, and the one at its head."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Union

from ..dialect import regex
from ..text16 import trim

_MONEY = r"(?:\\?\$|€|£|¥)"
_PLAIN = r"(?:[1-9]\d{0,2}(?: \d{3})+(?![\d.,]|\s\d)|\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d{1,3}(?:'\d{3})+(?!\d)|\d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?|\.\d+)"
_POWER = r"(?:e[+-]?\d{1,3}\b|\s?(?:×|\\times|x|\*|\\cdot)\s?10\s?\^\s?\{?\s?[-−+]?\d{1,3}\}?)"
_FRACTION = r"-?\\[dt]?frac\s?\{?\s?\d+\s?\}?\s?\{?\s?\d+\s?\}?"
_MIXED = r"(?:\s\d{1,3}\/\d{1,3}|\s?\/\s?\d+|[½¼¾⅓⅔⅛])"
_NUMBER = regex(
    rf"(?<![\w.^_√])(?<![A-Za-z]-)(?<!\\sqrt\{{)(?<!\\sqrt\s\{{)(?:{_FRACTION}|(?:[-−–+]\s?(?={_MONEY}?\s?[\d.]))?{_MONEY}?\s?{_PLAIN}(?!\.\d){_POWER}?{_MIXED}?)(?:\s?\\?%|\s(?:million|billion|thousand|trillion|hundred|percent)\b|[kKMB](?![A-Za-z]))?"
)
_BOUND = regex(
    r"\b(?:at least|at most|more than|less than|fewer than|greater than|over|under|above|below|up to|no more than|no less than|not|isn't|exceeds?|almost|nearly|minimum of|maximum of)\s(?:the )?$|(?:[<>≤≥]|\\(?:[lg]eq?|lt|gt))\s?$",
    "i",
)
_BOUND_AFTER = regex(
    r"^\s?(?:(?:[a-z]{1,12} )?(?:or (?:more|less|fewer)|at (?:least|most)\b)|\+(?!\s?\d)|±|\^|√|\\sqrt|!(?=\s?[\d^*]))",
    "i",
)
JOINED = regex(
    r"^\s?(?:[^\d.,;\n]{0,20}\s)?(?:or|to|–|-|—|~|and\/or|或|至|到)\s?(?:maybe |possibly |perhaps |even )?$",
    "i",
)
_NO_SPACE = regex(r"\S")


class Found(NamedTuple):
    """A number as the response has it, and with a decimal point and the unit behind it."""

    text: str
    value: str


class NumberAt(NamedTuple):
    """A number in a text, and where it stands."""

    text: str
    at: int
    end: int


def numbers_in(text: str) -> List[NumberAt]:
    """The numbers of the first 8,000 characters, at most 400."""
    found = []
    for match in _NUMBER.finditer(text[:8_000]):
        space = _NO_SPACE.search(match[0])
        lead = -1 if space is None else space.start()
        found.append(NumberAt(trim(match[0]), match.start() + lead, match.end()))
        if len(found) == 400:
            break
    return found


def bounded(text: str, number: NumberAt) -> bool:
    """Whether a number is only a bound: "at least 5", "5 or more"."""
    before = _BOUND.search(text[max(0, number.at - 40) : number.at])
    return before is not None or _BOUND_AFTER.match(text[number.end :]) is not None


_NOT_BEFORE = regex(r"\b(?:not|instead of|rather than|and not)\s$", "i")
ALTOGETHER = regex(r"\b(?:in total|in all|altogether)\b", "i")
_OPERATOR = regex(r"^\s?(?:[×*·/÷+]|\\times|\\cdot)\s?$")
# A product or sum that is left to the reader: `3 × 5`.
_SUM = regex(r"^\d[\d.]*(?:\s?(?:[×*·/÷+]|\\times|\\cdot)\s?\d[\d.]*){1,8}")
# "3 red balls, 2 blue balls and 1 green ball": things that are listed, of which none is the answer.
_ENUMERATED = regex(
    r"^\s[a-z][a-z ]{0,30}(?:,\s(?:and\s)?|\sand\s)\d{1,6}\s(?!(?:of|in|on|at|with|per|more|fewer|less)\b)[a-z][a-z ]{0,30}(?:(?:,\s?(?:and\s)?|\sand\s)\d{1,6}\s[a-z][a-z ]{0,30}){0,8}\.?$",
    "i",
)
_BETWEEN = regex(r"\bbetween\b", "i")
_AND = regex(r"^\s?(?:[a-z ]{0,30}\s)?(?:and|or|&)\s|^\s?,\s?$", "i")
_BRACKET = regex(r"^\s?\(")
_BEHIND_NOT = 24


def head_of(clause: str) -> Union[Found, str, None]:
    """The number at the head of a stated answer, with what may be its unit; `"several"` where it is not one."""
    numbers = [
        number
        for number in numbers_in(clause)
        if not _NOT_BEFORE.search(clause[max(0, number.at - _BEHIND_NOT) : number.at])
    ]
    if not numbers:
        return zero_of(clause)
    first = numbers[0]
    if bounded(clause, first):
        return "several"
    if len(numbers) == 1:
        return with_unit(clause, first)
    last = numbers[-1]
    if ALTOGETHER.search(clause[last.end :]):
        return with_unit(clause, last)
    between = clause[first.end : numbers[1].at]
    equals = clause.rfind("=")
    if equals < 0 and _OPERATOR.match(between):
        found = _SUM.match(clause[first.at :])
        total = "" if found is None else trim(found[0])
        return Found(total, total)
    if _ENUMERATED.match(clause[first.end :]):
        return "several"
    if equals > first.at:
        results = [number for number in numbers_in(clause) if number.at > equals]
        if results:
            return with_unit(clause, results[-1])
    if JOINED.match(between) or _BETWEEN.search(clause[: first.at]):
        return "several"
    if _AND.match(between) and not _BRACKET.match(between):
        return "several"
    return with_unit(clause, first)


_UNIT = regex(
    r"^\s?(?:\\text\{)?\s?((?:°\s?[CF]?|degrees?\s(?:Celsius|Fahrenheit|[CF]\b)|\\circ|[A-Za-zµ]{1,14}(?:\^?[23²³])?(?:\/[A-Za-z]{1,8})?))"
)
_NO_UNIT = regex(
    r"^(?:and|or|is|are|in|on|of|at|for|to|from|with|because|since|which|that|the|as|by|dogs?|out|there|when|after)$",
    "i",
)
_PI = regex(r"^\s?(?:\\pi\b|π)")


def with_unit(clause: str, number: NumberAt) -> Found:
    """The number and the word behind it, where that can be a unit or the thing that is counted."""
    after = clause[number.end : number.end + 80]
    found = _UNIT.match(after)
    unit = "" if found is None or _NO_UNIT.match(found[1]) else found[1]
    value = decimal_point(_scaled_by(number.text))
    if _PI.match(after):
        return Found(f"{number.text}π", f"{value}\\pi")
    if unit.startswith("°"):
        return Found(number.text, value + unit)
    return Found(number.text, value if unit == "" else f"{value} \\text{{ {unit}}}")


_DASH = regex(r"[−–]")
_TIMES_TEN = regex(r"(\d)\s?[x×]\s?10")
_THOUSAND = regex(r"(\d)[kK]$")
_MILLION = regex(r"(\d)M$")
_BILLION = regex(r"(\d)B$")
_PLUS = regex(r"\+(?=\d)")


def _scaled_by(text: str) -> str:
    text = _TIMES_TEN.sub(r"\1 \\times 10", _DASH.sub("-", text))
    text = _MILLION.sub(r"\1 million", _THOUSAND.sub(r"\1 thousand", text))
    return _PLUS.sub("", _BILLION.sub(r"\1 billion", text), count=1)


_COMMA_AFTER_DOTS = regex(r"^([-−–]?\d{1,3}(?:\.\d{3})+),(\d{1,2})(?!\d)")
_APOSTROPHES = regex(r"^([-−–]?\d{1,3})((?:'\d{3})+)(?!\d)")
_COMMA = regex(r"^([-−]?\d+),(\d{1,2})(?![\d,])")


def decimal_point(text: str) -> str:
    """`3,5` with a decimal comma as `3.5`; three digits behind the comma are a thousand."""
    text = _COMMA_AFTER_DOTS.sub(lambda m: f"{m[1].replace('.', '')}.{m[2]}", text)
    text = _APOSTROPHES.sub(lambda m: m[1] + m[2].replace("'", ""), text)
    return _COMMA.sub(r"\1.\2", text)


_NOUGHT = regex(
    r"^\s?(?:none|zero|nobody|no one|no [a-z]+s?)\b|^没有|\b(?:there (?:are|is)|has|have|contains?|shows?|see) (?:no|none)\b(?! (?:way|information|clear|answer))",
    "i",
)
_NO_ANSWER = regex(r"\b(?:idea|way|information|answer|clear)\b", "i")


def zero_of(text: str) -> Optional[Found]:
    """ "There are no dogs", "none": nought."""
    said = _NOUGHT.search(text) is not None and not _NO_ANSWER.search(text)
    return Found("0", "0") if said else None
