"""What an expression is at the test points."""

from __future__ import annotations

import math
import operator
from typing import Callable, NamedTuple, Optional, Sequence

from . import complex as numbers
from . import floats
from .complex import UNDEFINED, Complex, real

# At the first points variables are positive; at the others some are negative, and only real values count there.
POSITIVE_POINTS = 4
_POINTS = 6
_MAX_SIZE = 1e300


class Value(NamedTuple):
    """Values at the test points; the exact integer too where it is one and fits in some thousand bits."""

    at: Sequence[Complex]
    exact: Optional[int] = None


def constant(value: float, exact: int | None = None) -> Value:
    """The same number at every point."""
    return Value((real(value),) * _POINTS, exact)


IMAGINARY_UNIT = Value((Complex(0.0, 1.0),) * _POINTS)


def variable(name: str) -> Value:
    """A fixed, irregular number at each point, so that different formulas do not agree there by chance."""
    return Value(tuple(real(_sample_at(name, point)) for point in range(_POINTS)))


def _zip(
    a: Value, b: Value, f: Callable[[Complex, Complex], Complex]
) -> Sequence[Complex]:
    return tuple(f(x, y) for x, y in zip(a.at, b.at))


def _with_exact(at: Sequence[Complex], exact: int | None) -> Value:
    if exact is None or numbers.magnitude(at[0]) > _MAX_SIZE:
        return Value(at)
    return Value(at, exact)


def _both(a: Value, b: Value, f: Callable[[int, int], Optional[int]]) -> int | None:
    return None if a.exact is None or b.exact is None else f(a.exact, b.exact)


def plus(a: Value, b: Value) -> Value:
    """The sum."""
    return _with_exact(_zip(a, b, numbers.add), _both(a, b, operator.add))


def minus(a: Value, b: Value) -> Value:
    """The difference."""
    return _with_exact(_zip(a, b, numbers.subtract), _both(a, b, operator.sub))


def product(a: Value, b: Value) -> Value:
    """The product."""
    return _with_exact(_zip(a, b, numbers.multiply), _both(a, b, operator.mul))


def quotient(a: Value, b: Value) -> Value:
    """The quotient, exact where it comes out even."""
    return _with_exact(_zip(a, b, numbers.divide), _both(a, b, _even_quotient))


def _even_quotient(x: int, y: int) -> int | None:
    return x // y if y != 0 and x % y == 0 else None


def negative(a: Value) -> Value:
    """The value with its sign changed."""
    exact = None if a.exact is None else -a.exact
    return _with_exact(_zip(constant(0.0), a, numbers.subtract), exact)


def power_of(base: Value, exponent: Value) -> Value:
    """A power at every point."""
    at = tuple(
        # Beyond the positive points a root of a negative number is left out, as in school.
        UNDEFINED if i >= POSITIVE_POINTS and not numbers.is_real(z) else z
        for i, z in enumerate(_zip(base, exponent, numbers.power))
    )
    small = numbers.magnitude(at[0]) <= _MAX_SIZE
    return _with_exact(at, _both(base, exponent, _small_power) if small else None)


def _small_power(x: int, y: int) -> int | None:
    return int(x**y) if 0 <= y <= 2000 else None


def root_of(value: Value, degree: Value | None) -> Value:
    """The n-th root; the real one for an odd root of a negative number."""
    at = []
    for i, z in enumerate(value.at):
        n = 2.0 if degree is None else degree.at[i].re
        negative_real = z.im == 0 and z.re < 0
        if n == 2:
            beyond = negative_real and i >= POSITIVE_POINTS
            root = UNDEFINED if beyond else numbers.square_root(z)
        elif negative_real and math.isfinite(n) and math.fmod(n, 2.0) == 1:
            root = real(-floats.power(-z.re, 1 / n))
        else:
            root = numbers.power(z, real(floats.quotient(1.0, n)))
        at.append(_nearest_integer(root))
    return Value(tuple(at))


def _nearest_integer(z: Complex) -> Complex:
    """The cube root of 27 comes out as 3.0000000000000004 on some machines."""
    near = floats.rounded(z.re)
    close = z.im == 0 and near != 0 and abs(z.re - near) < 1e-14 * abs(near)
    return real(near) if close else z


def apply_real(f: Callable[[float], float], value: Value) -> Value:
    """A function of real numbers, undefined where an argument is not real."""
    return Value(
        tuple(
            real(f(z.re)) if numbers.is_defined(z) and numbers.is_real(z) else UNDEFINED
            for z in value.at
        )
    )


def apply(f: Callable[[Complex], Complex], value: Value) -> Value:
    """A function of complex numbers at every point."""
    return Value(tuple(f(z) for z in value.at))


def scaled(value: Value, factor: float) -> Value:
    """The value times a number."""
    return Value(tuple(numbers.multiply(z, real(factor)) for z in value.at))


def factorial_of(value: Value) -> Value:
    """The factorial of an integer up to 170."""
    n = value.at[0].re
    whole = floats.is_integer(n) and all(z.re == n and z.im == 0 for z in value.at)
    if not whole or n < 0 or n > 170:
        return constant(math.nan)
    exact = math.factorial(int(n))
    return constant(float(exact), exact)


def binomial_of(n: Value, k: Value) -> Value:
    """The binomial coefficient of two small integers."""
    top, bottom = n.exact, k.exact
    if top is None or bottom is None or top < 0 or bottom < 0 or top > 500:
        return constant(math.nan)
    exact = math.comb(top, bottom)
    return constant(float(exact), exact)


def _sample_at(name: str, point: int) -> float:
    mask = 0xFFFFFFFF
    state = 2166136261 ^ point
    for sign in name:
        state = (state ^ ord(sign)) * 16777619 & mask
    state = (state ^ (state >> 15)) * 2246822507 & mask
    state = (state ^ (state >> 13)) * 3266489909 & mask
    unit = (state ^ (state >> 16)) / 4294967296
    # Small ones for arcsines, larger ones for logarithms of logarithms.
    size = 0.1 + 0.8 * unit if point % 2 == 0 else 1.1 + 1.4 * unit
    if point < POSITIVE_POINTS:
        return size
    return -size if state & 4 == 0 or point == _POINTS - 1 else size
