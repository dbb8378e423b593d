"""Units and counted nouns behind a number."""

from __future__ import annotations

from typing import NamedTuple

from .dialect import regex
from .numbers import SCALES
from .text16 import lower
from .tokens import Token, Tokens

_ALIASES = """
mm millimeter millimeters millimetre millimetres
cm centimeter centimeters centimetre centimetres
dm decimeter decimeters decimetre decimetres
m meter meters metre metres
km kilometer kilometers kilometre kilometres
in inch inches
ft foot feet
yd yard yards
mi mile miles
mg milligram milligrams
g gram grams
kg kilogram kilograms
lb lbs pound pounds
oz ounce ounces
ml mL milliliter milliliters
l L liter liters litre litres
ms millisecond milliseconds
s sec secs second seconds
min mins minute minutes
h hr hrs hour hours
day days
week weeks
month months
year years yr yrs
degC celsius
degF fahrenheit
euro euros eur EUR
yen
rupee rupees
deg degree degrees
rad radian radians
dollar dollars usd USD
cent cents
percent pct
unit units
N newton newtons
J joule joules
W watt watts
V volt volts
A ampere amperes
Hz hertz
Pa pascal
mph
kmh kph
sq square
cubic cu
"""
_UNITS = {
    name: names[0]
    for names in map(str.split, _ALIASES.strip().split("\n"))
    for name in names
}
# Words that change what is said: never thrown away as if they were a unit.
_BINDING = frozenset(
    ["or", "and", "not", "half", "no", "to", "than", "between", "except", "if"]
)
_MAX_WORDS = 4
_PREFIXED = regex(r"^[GMkmµμ](?:N|J|W|V|A|Hz|Pa)$")
_ANGLE_FUNCTIONS = frozenset(["sin", "cos", "tan", "cot", "sec", "csc"])


class Measured(NamedTuple):
    """A number, and its canonical unit or counted noun, such as `cm^2` or `apples`; empty when there is none."""

    core: Tokens
    unit: str


def split_unit(tokens: Tokens) -> Measured:
    r"""Parts a number from the unit or noun that follows it: `5 cm^2`, `60 km/h`, `3 circles`, `90°`.

    A single letter counts as a unit only after a space or inside `\text{}`, so that `5m` stays a product.
    """
    plain = _without_degrees(tokens)
    start = len(plain)
    words = 0
    for i in range(len(plain) - 1, max(0, len(plain) - 13), -1):
        token, before = plain[i], plain[i - 1]
        if token.kind == "name":
            if not _is_unit(token, before) or lower(token.text) in _BINDING:
                break
            words += 1
            start = i
        elif not _is_unit_mark(token, before):
            break
    if (
        words == 0
        or words > _MAX_WORDS
        or not _may_follow(plain[start - 1], plain[start])
    ):
        return Measured(plain, "")
    core = plain[:start]
    return (
        Measured(core, _unit_name(plain[start:]))
        if _balanced(core)
        else Measured(plain, "")
    )


def _may_follow(before: Token, first: Token) -> bool:
    ends_value = before.kind == "number" or (
        before.kind == "mark" and before.text in ")}|%"
    )
    after_scale = before.kind == "name" and lower(before.text) in SCALES
    # Words set as text may follow any value: `36\pi \text{ cm}^3`.
    return ends_value or after_scale or (first.kind == "name" and first.prose)


def _balanced(tokens: Tokens) -> bool:
    marks = [token.text for token in tokens if token.kind == "mark"]
    return marks.count("{") == marks.count("}")


def _is_unit(token: Token, before: Token) -> bool:
    if lower(token.text) in SCALES:
        return False
    known = token.text in _UNITS
    if token.prose or (len(token.text) > 1 and (token.space or known)):
        return True
    return known and (token.space or before.text == "/")


def _is_unit_mark(token: Token, before: Token) -> bool:
    if token.kind == "number":
        return before.kind == "mark" and before.text in "^{-"
    return token.text in "/^{}*" or (
        token.text == "-" and before.kind == "mark" and before.text in "^{"
    )


def _unit_name(tokens: Tokens) -> str:
    parts = [
        token for token in tokens if not (token.kind == "mark" and token.text in "{}")
    ]
    names = [
        _canonical(token) if token.kind == "name" else token.text for token in parts
    ]
    if names and names[0] == "sq":
        return f"{' '.join(names[1:])}^2"
    if names and names[0] == "cubic":
        return f"{' '.join(names[1:])}^3"
    # Words keep a space between them, signs do not: `red apples`, `km/h`.
    spelled = ""
    for i, name in enumerate(names):
        words = i > 0 and parts[i].kind == "name" and parts[i - 1].kind == "name"
        spelled += f" {name}" if words else name
    return spelled


def _canonical(token: Token) -> str:
    known = _UNITS.get(token.text) or _UNITS.get(lower(token.text))
    if known is not None:
        return known
    return token.text if _PREFIXED.match(token.text) else lower(token.text)


def _without_degrees(tokens: Tokens) -> Tokens:
    r"""Degrees are a unit that is never written otherwise: `60^\circ`, `60^{\circ}` and `60°` read as `60`.

    Within a sine they are a factor, which the reader of expressions knows.
    """
    if not any(token.text == "°" for token in tokens):
        return tokens
    angle = any(
        token.kind == "name" and token.text in _ANGLE_FUNCTIONS for token in tokens
    )
    texts = [token.text for token in tokens]
    kept = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        braced = texts[i + 1 : i + 4] == ["{", "°", "}"]
        if token.text == "°" and not angle:
            i += 1
        elif token.text == "^" and (braced or texts[i + 1 : i + 2] == ["°"]):
            i += 4 if braced else 2
            if angle:
                kept.append(Token("mark", "°", False))
        else:
            kept.append(token)
            i += 1
    return kept
