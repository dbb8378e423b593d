"""Answers in the spelling that the reader of tokens expects."""

from __future__ import annotations

from typing import List, Match

from .dialect import regex
from .floats import number_from, number_text
from .text16 import trim

_CURRENCIES = {
    "\\$": "dollar",
    "$": "dollar",
    "US$": "dollar",
    "US\\$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "₹": "rupee",
    "\\pounds": "pound",
    "\\euro": "euro",
}
_PREFIX_CURRENCY = regex(
    r"(-?)\s{0,2}(US\\?\$|\\\$|\\pounds\b|\\euro\b|[€£¥₹])\s{0,2}(\d[\d,.]{0,30})(\s{0,2}(?:million|billion|thousand|trillion)\b)?"
)
_ALL_REALS = regex(
    r"^(?:x\s?\\in\s?)?(?:\(?all real (?:numbers|x)\)?|\\mathbb\s?\{?\s?R\s?\}?|\\mathbf\s?\{?R\}?|\\Reals?|ℝ|R)$",
    "i",
)
_THIN_GROUPS = regex(r"(\d)(?:\{,\}|,?\\[,!;:]|,\{\}|,\\ )\s{0,2}(?=\d{3}(?!\d))")
_THIN_SPACE = regex(r"(\d)\\,(?=\d{3})")
_PER_CENT = regex(r"\bper\s?cent\b|\bpct\b", "i")
_DEGREES = regex(r"(?:\b|(?<=\d))degrees?\s(?:(C)elsius|(F)ahrenheit|([CF])\b)", "i")
_DEGREE_SIGN = regex(
    r"(?:\^\s?\{?\s?\\circ\s?\}?|°)\s?(?:\\text\s?\{|\\mathrm\s?\{)?\s{0,2}([CF])\b\}?"
)
_LAST_STOP = regex(r"[.,]$")
_CASES = regex(r"^\\begin\{cases\}([^&]*)\\end\{cases\}$")
_COLOUR = regex(
    r"\\(?:textcolor\s?\{\s?[a-z]{1,20}\s?\}|color\s?\{\s?[a-z]{1,20}\s?\})", "i"
)
# A decimal with a period: `0.1\overline{6}`, `0.\bar{3}`, `0.\dot{6}`, `0.\dot{1}4285\dot{7}`.
_REPEATING = regex(
    r"(\d{1,6})\.(\d{0,6})(?:\\(?:overline|bar)\s?(?:\{\s?(\d{1,7})\s?\}|(\d))|\\dot\s?\{?\s?(\d)\s?\}?(?:(\d{0,5})\\dot\s?\{?\s?(\d)\s?\}?)?)"
)
_SPACED_GROUPS = regex(r"^-?\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}$")
_SPACE = regex(r"\s")
_SPACES = regex(r"\s+")
_MONEY = regex(r"^(-?)\$\s?(\d[\d,.]{0,30})$")
_FINAL_STOP = regex(r"[.。]\s{0,4}$")
_REALS = regex(r"\\mathbb\s?\{?\s?R\s?\}?|ℝ")
_ABOUT = regex(
    r"^(?:\\text\s?\{\s?(?:about|approximately|roughly)\s?\}|\\approx|≈|~|about|approximately|approx\.?|roughly|around|nearly)\s{0,4}(?=[-\\$\d.])",
    "i",
)
_MATH = regex(r"^(?:\$\$?([^$]*)\$?\$|\\\(([\s\S]*)\\\)|\\\[([\s\S]*)\\\])\s{0,4}\.?$")
_SET_AS_TEXT = regex(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|textsf)\s?\{([^{}]*)\}"
)
_LATEX_SPACE = regex(r"\\[,;:! ]|~")


def tidy(answer: str) -> str:
    """An answer with its digits joined and its units behind it.

    Digits are joined over LaTeX's thin spaces and `{,}`; currency becomes a unit behind its number, the word per cent
    `%`, degrees Celsius a word; the final stop, outer math signs and words such as "about" go.
    """
    text = _unwrap_math(trim(answer))
    text = _PER_CENT.sub("%", _THIN_SPACE.sub(r"\1", _THIN_GROUPS.sub(r"\1", text)))
    text = _DEGREE_SIGN.sub(r" \\text{ deg\1}", _DEGREES.sub(_degrees, text))
    text = _PREFIX_CURRENCY.sub(_currency, text.replace("℃", " \\text{ degC}"))
    text = _CASES.sub(lambda m: ", ".join(m[1].split("\\\\")), text)
    text = _REPEATING.sub(_repeating, _COLOUR.sub("", text))
    if _SPACED_GROUPS.match(text):
        text = _SPACE.sub("", text)
    # One dollar sign alone is money, a pair of them is LaTeX.
    money = _MONEY.match(text)
    if money is not None:
        text = f"{money[1]}{money[2]} \\text{{ dollar}}"
    text = trim(_FINAL_STOP.sub("", text))
    if _ALL_REALS.match(plain_text(text)) or _ALL_REALS.match(text):
        return text if text == "R" else "(-\\infty,\\infty)"
    return _ABOUT.sub("", _REALS.sub(r"(-\\infty,\\infty)", text))


def _degrees(match: Match[str]) -> str:
    return f" deg{(match[1] or match[2] or match[3]).upper()} "


def _currency(match: Match[str]) -> str:
    sign, name, amount, scale = match.groups()
    unit = _CURRENCIES.get(name, "dollar")
    return f"{sign}{_LAST_STOP.sub('', amount)}{scale or ''} \\text{{ {unit}}}"


def _repeating(match: Match[str]) -> str:
    """The fraction that a repeating decimal is."""
    whole, head = match[1], match[2]
    period = "".join(part or "" for part in match.groups()[2:])
    over = number_from(whole + head + period) - number_from(whole + head)
    return f"\\frac{{{number_text(over)}}}{{{'9' * len(period)}{'0' * len(head)}}}"


def _unwrap_math(text: str) -> str:
    r"""Without dollar signs or `\( \)` around the whole."""
    inner = _MATH.match(text)
    if inner is None:
        return text
    return trim(next(part for part in inner.groups() if part is not None))


def plain_text(text: str) -> str:
    """The words of an answer without the LaTeX that sets them in type."""
    return trim(_SPACES.sub(" ", _LATEX_SPACE.sub(" ", _SET_AS_TEXT.sub(r"\1", text))))


_FREE = regex(
    r"^(.{1,200}?),?\s?\\?(?:where |for |with |quad )?\(?[a-z]\s?(?:\\in|∈)\s?(?:\\mathbb\s?\{?\s?[ZN]\s?\}?|ℤ|ℕ)\)?$"
)
_RELATIONS = regex(r"[<>≤≥]|\\[lg]e")
_LABEL = regex(r"^\(?([A-Za-z]|[ivx]{1,4})[).:](?:\s|(?<=\)))\s{0,4}(\S.*)$", "s")
_PART = regex(r"^(?:part|question|answer)\s(?:\(?[a-z0-9]\)?)?\s?:\s(\S.*)$", "is")
_SAID = regex(
    r"^[A-Za-z][A-Za-z' -]{1,80}\s(?:is|are|equals|was|be)\s(?:equal to |about |approximately )?(.{1,80})$"
)
_DENIES = regex(r"\b(?:not|no|never|n't)\b", "i")
_REMARK = regex(
    r"^(.{1,200}[^\s(])\s?\((?:approximately|approx\.?|exactly|rounded[^()]*|in [a-z ]+|[a-z-]+)\)$",
    "i",
)
_OR_NOT = regex(r"\b(?:or|not)\b")
_REJECTED = regex(r"^(.{1,100}?)[,\s]{1,3}\(?(?:and )?not [^()]{1,40}\)?$", "i")
_DIGIT = regex(r"\d")
_OR = regex(r"\bor\b")
_CLOCK = regex(
    r"^(\d{1,4})\s?(?:h|hrs?|hours?),?\s(?:and )?(\d{1,2})\s?(?:min|mins|minutes?)$",
    "i",
)
_COLON = regex(r"^[A-Za-z][A-Za-z' -]{2,60}:\s(.{1,80})$")


def undressed(text: str) -> List[str]:
    """Other readings of an answer whose first reading failed; they only take words away.

    Without a label (`(a) 3`, `C. 12`), without the sentence around it ("The area is 24"), without a remark in brackets
    behind it.
    """
    plain = plain_text(text)
    if len(plain) > 300:
        return []
    found = []
    free = _FREE.match(plain)
    if free is not None and not _RELATIONS.search(free[1]):
        found.append(trim(free[1]))
    label = _LABEL.match(plain)
    if label is not None:
        found.append(label[2])
    part = _PART.match(plain)
    if part is not None:
        found.append(part[1])
    said = _SAID.match(plain)
    if said is not None and not _DENIES.search(plain):
        found.append(said[1])
    remark = _REMARK.match(plain)
    if remark is not None and not _OR_NOT.search(plain):
        found.append(remark[1])
    rejected = _REJECTED.match(plain)
    if rejected is not None and _DIGIT.search(rejected[1]) and not _OR.search(plain):
        found.append(rejected[1])
    clock = _CLOCK.match(plain)
    if clock is not None:
        found.append(f"{60 * int(clock[1]) + int(clock[2])} \\text{{ min}}")
    colon = _COLON.match(plain)
    if colon is not None:
        found.append(colon[1])
    return found
