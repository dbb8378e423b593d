"""Arithmetic of doubles without exceptions: infinities and not-a-number, as IEEE 754 and JavaScript have them."""

from __future__ import annotations

import math
import re
from typing import Callable

_NUMBER = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?Infinity", re.ASCII
)


def number_from(text: str | None) -> float:
    """The number that a text is, nought for an empty one, else not-a-number."""
    if text is None:
        return math.nan
    if text == "":
        return 0.0
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def number_text(value: float) -> str:
    """The shortest decimal that reads back as the number, as JavaScript writes it: `12`, `0.5`, `1e+21`."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, exponent = f"{abs(value)!r}e0".split("e")[:2]
    whole, _, rest = mantissa.partition(".")
    rest = "" if rest == "0" else rest
    digits = (whole + rest).lstrip("0")
    zeros = len(whole + rest) - len(digits)
    point = len(whole) - zeros + int(exponent)
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def is_integer(value: float) -> bool:
    """Whether a finite number has no fraction."""
    return math.isfinite(value) and value == math.floor(value)


def is_safe_integer(value: float) -> bool:
    """Whether a number is an integer below 2^53, so that its neighbours are numbers, too."""
    return is_integer(value) and abs(value) <= 2**53 - 1


def quotient(over: float, under: float) -> float:
    """A quotient; by nought an infinity, or nothing for nought by nought."""
    if under != 0:
        return over / under
    if over == 0 or math.isnan(over):
        return math.nan
    return math.copysign(math.inf, over) * math.copysign(1.0, under)


def power(base: float, exponent: float) -> float:
    """A real power; not-a-number where there is none."""
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = is_integer(exponent) and exponent % 2 == 1
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:
        if base != 0:
            return math.nan
        odd = is_integer(exponent) and exponent % 2 == 1
        return math.copysign(math.inf, base) if odd else math.inf


def quiet(function: Callable[[float], float]) -> Callable[[float], float]:
    """A function of `math` that gives not-a-number outside its domain and an infinity beyond the largest number."""

    def called(value: float) -> float:
        try:
            return float(function(value))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.copysign(math.inf, value) if math.isfinite(value) else value

    return called


def logarithm(value: float) -> float:
    """The natural logarithm of a number that is not negative."""
    return -math.inf if value == 0 else _log(value)


def exponential(value: float) -> float:
    """e to a power."""
    return _exp(value)


_log = quiet(math.log)
_exp = quiet(math.exp)


def rounded(value: float) -> float:
    """The nearest integer, halves upwards."""
    if not math.isfinite(value) or abs(value) >= 2**52:
        return value
    return float(math.floor(value + 0.5))
