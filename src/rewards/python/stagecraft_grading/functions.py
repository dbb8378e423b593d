"""The functions and constants of formulas."""

from __future__ import annotations

import math
from typing import Callable, Dict

from . import complex as numbers
from . import floats


def _inverse(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda x: floats.quotient(1.0, function(x))


def _whole(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda x: math.copysign(function(x), x) if math.isfinite(x) else x


REAL_FUNCTIONS: Dict[str, Callable[[float], float]] = {
    **{
        name: floats.quiet(getattr(math, name))
        for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "tanh")
    },
    "cosh": floats.quiet(lambda x: math.cosh(abs(x))),
    "floor": _whole(math.floor),
    "ceil": _whole(math.ceil),
    "cot": _inverse(floats.quiet(math.tan)),
    "sec": _inverse(floats.quiet(math.cos)),
    "csc": _inverse(floats.quiet(math.sin)),
}


def _decimal_logarithm(z: numbers.Complex) -> numbers.Complex:
    return numbers.divide(numbers.logarithm(z), numbers.real(math.log(10)))


FUNCTIONS: Dict[str, Callable[[numbers.Complex], numbers.Complex]] = {
    "ln": numbers.logarithm,
    "log": _decimal_logarithm,
    "lg": _decimal_logarithm,
    "exp": numbers.exponential,
    "abs": lambda z: numbers.real(numbers.magnitude(z)),
}
CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "infinity": math.inf}

# Commands that only a formula has.
FORMULA_NAMES = frozenset(("frac", "sqrt", "binom"))


def is_function(name: str) -> bool:
    """Whether a name is that of a function."""
    return name in REAL_FUNCTIONS or name in FUNCTIONS
