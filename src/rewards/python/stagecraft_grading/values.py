"""How two single values are equal, with their units, percent signs and number words."""

from __future__ import annotations

import math
from typing import NamedTuple, Optional

from . import complex as numbers
from . import floats
from .complex import Complex, is_defined, is_real
from .dialect import regex
from .expression import Evaluated, evaluate, is_formula
from .numbers import number_word
from .rounding import Rounded, rounded_as
from .tokens import Tokens
from .unit_sizes import unit_factor
from .units import split_unit
from .value import POSITIVE_POINTS, scaled

_EXACT = 1e-11


class Rounding(NamedTuple):
    """When a rounded number counts.

    With a tolerance: where either side is a decimal and the gold no integer, within that relative tolerance. Without
    (`None`): only where the gold itself is clearly rounded, and to the gold's last place.
    """

    tolerance: Optional[float]


def equal_values(a: Tokens, g: Tokens, rounding: Rounding) -> Optional[str]:
    """By which means the values are equal, `number` or `expression`; `None` when they are not."""
    left, right = split_unit(number_word(a)), split_unit(number_word(g))
    factor = _angle_factor(a, g)
    if factor is None:
        factor = unit_factor(left.unit, right.unit)
    if factor is None:
        return None
    formula = is_formula(a) or is_formula(g)
    answer, gold = number_word(left.core), number_word(right.core)
    x, y = evaluate(answer, formula), evaluate(gold, formula)
    if x is None or y is None:
        return None
    p, q = _long_decimal(answer), _long_decimal(gold)
    if p is not None and q is not None and factor == 1:
        return "number" if p == q else None
    rounded = _Both(rounded_as(answer), rounded_as(gold))
    means = "expression" if x.variables or y.variables else "number"
    if _agree(x, factor, y, 1, rounding, rounded):
        return means
    # A percentage may be written as 50 %, 50 or 0.5; but a bare 0.5 for a gold of 50 is wrong.
    small = rounding.tolerance is None and abs(y.value.at[0].re) < 1
    if (
        x.percent
        and not y.percent
        and not small
        and _agree(x, 100, y, 1, rounding, rounded)
    ):
        return means
    if y.percent and not x.percent and _agree(x, 1, y, 100, rounding, rounded):
        return means
    return None


class _Both(NamedTuple):
    answer: Optional[Rounded]
    gold: Optional[Rounded]


def _angle_factor(a: Tokens, g: Tokens) -> Optional[float]:
    """Degrees on one side, a bare multiple of pi on the other: the same angle in radians."""
    if _degrees(a) and _radians(g):
        return math.pi / 180
    return 180 / math.pi if _radians(a) and _degrees(g) else None


def _degrees(tokens: Tokens) -> bool:
    return any(token.text == "°" for token in tokens[-2:])


def _radians(tokens: Tokens) -> bool:
    texts = [token.text for token in tokens]
    return "pi" in texts and "°" not in texts


_PLAIN = regex(r"^(\d*)(?:\.(\d*))?$")
_LAST_ZEROS = regex(r"0+$")
_FIRST_ZEROS = regex(r"^0+(?=\d)")


def _long_decimal(tokens: Tokens) -> Optional[str]:
    """A plain number of more digits than a double holds, in one spelling."""
    sign = "-" if tokens and tokens[0].text == "-" else ""
    if len(tokens) != 1 + len(sign) or tokens[-1].kind != "number":
        return None
    found = _PLAIN.match(tokens[-1].text)
    whole, digits = ("", "") if found is None else (found[1], found[2] or "")
    if len(whole) + len(digits) <= 15:
        return None
    kept = _LAST_ZEROS.sub("", digits)
    return f"{sign}{_FIRST_ZEROS.sub('', whole)}{'.' if kept else ''}{kept}"


def _agree(
    x: Evaluated,
    times: float,
    y: Evaluated,
    divided: float,
    rounding: Rounding,
    rounded: _Both,
) -> bool:
    plain = times == 1 and divided == 1
    if plain and x.value.exact is not None and y.value.exact is not None:
        return x.value.exact == y.value.exact
    left = x.value.at if times == 1 else scaled(x.value, times).at
    right = y.value.at if divided == 1 else scaled(y.value, divided).at
    allowed = _allowance(x, y, rounding, rounded, divided)
    constant = not x.variables and not y.variables
    compared = 0
    for i, (p, q) in enumerate(zip(left, right)):
        defined = is_defined(p) and is_defined(q)
        if i >= POSITIVE_POINTS and not (defined and is_real(p) and is_real(q)):
            continue
        if not is_defined(p) and not is_defined(q):
            continue
        if not _near(p, q, allowed, constant):
            return False
        compared += 1
    return compared >= 2


class _Allowance(NamedTuple):
    absolute: float
    relative: float


def _allowance(
    x: Evaluated, y: Evaluated, rounding: Rounding, rounded: _Both, divided: float
) -> _Allowance:
    exact = _Allowance(0, _EXACT)
    if rounding.tolerance is not None:
        integer = not y.variables and floats.is_integer(y.value.at[0].re)
        if (x.decimal or y.decimal) and not integer:
            return _Allowance(0, rounding.tolerance * (1 + 1e-6))
        return exact
    answer, gold = rounded
    if gold is None or x.variables:
        return exact
    finer = not x.decimal if answer is None else answer.unit < gold.unit * 0.5 * divided
    clear = gold.clear or (x.symbolic and gold.places >= 1)
    if not finer or not clear:
        return exact
    return _Allowance(0.5 * gold.unit * divided * (1 + 1e-9), _EXACT)


def _near(p: Complex, q: Complex, allowed: _Allowance, constant: bool) -> bool:
    absolute, relative = allowed
    if p.im == 0 and q.im == 0:
        if p.re == q.re:
            return True
        whole = floats.is_safe_integer(p.re) and floats.is_safe_integer(q.re)
        if relative == _EXACT and absolute == 0 and whole and constant:
            return False
    apart = numbers.magnitude(numbers.subtract(p, q))
    sizes = (numbers.magnitude(p), numbers.magnitude(q))
    if not all(map(math.isfinite, sizes)):
        return False
    size = max(sizes)
    # What a cancellation leaves of zero, such as sin(pi).
    if apart <= 1e-15 and (q.re == 0 or p.re == 0 or not constant):
        return relative == _EXACT or apart == 0 or size < 1e-15
    reference = size if relative == _EXACT else sizes[1]
    return apart <= relative * reference or apart <= absolute


def is_constant(tokens: Tokens) -> bool:
    """Whether tokens are a number without variables."""
    found = evaluate(tokens)
    return found is not None and not found.variables
