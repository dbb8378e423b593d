"""Which numbers are rounded, and to what."""

from __future__ import annotations

import math
from typing import NamedTuple, Optional

from .dialect import regex
from .floats import is_integer, number_from, power
from .tokens import Token, Tokens

_WRITTEN = regex(r"^\d*(?:\.(\d*))?(?:e([+-]?\d+))?$")


class Rounded(NamedTuple):
    """A number written as a decimal.

    `unit`: the value of one unit of its last place. `places`: digits after the point. `clear`: two places or more, and
    no quarter or eighth, which are mostly exact; such a gold was rounded.
    """

    unit: float
    places: int
    clear: bool


def rounded_as(tokens: Tokens) -> Optional[Rounded]:
    r"""Reads `3.14`, `-12.6`, `33.33%`, `6.02 \times 10^{23}`, `6.02e23` and integers; nothing else was rounded."""
    rest = [t for t in tokens if not (t.kind == "mark" and t.text in "{}()")]
    if rest and rest[0].text in ("-", "+"):
        rest.pop(0)
    if not rest or rest[0].kind != "number":
        return None
    number = rest[0]
    found = _WRITTEN.match(number.text)
    digits = (found[1] if found is not None else None) or ""
    exponent = (found[2] if found is not None else None) or "0"
    scale = number_from(exponent) + (
        _power_of(rest[1], rest[2:]) if len(rest) > 1 else 0
    )
    if math.isnan(scale):
        return None
    mantissa = number_from(number.text.split("e")[0])
    return Rounded(
        power(10.0, scale - len(digits)),
        len(digits),
        len(digits) >= 2 and not is_integer(mantissa * 8),
    )


def _power_of(sign: Token, rest: Tokens) -> float:
    if sign.text == "%" and not rest:
        return -2
    if sign.text != "*" or len(rest) < 2 or rest[0].text != "10" or rest[1].text != "^":
        return math.nan
    exponent = rest[2:]
    minus = len(exponent) > 0 and exponent[0].text == "-"
    digits = exponent[1:] if minus else exponent
    if len(digits) != 1 or digits[0].kind != "number":
        return math.nan
    return -digits[0].value if minus else digits[0].value
