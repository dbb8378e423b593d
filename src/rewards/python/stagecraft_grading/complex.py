"""Complex numbers; a real one has `im` 0. Not-a-number parts mean "not defined here"."""

from __future__ import annotations

import math
from typing import NamedTuple

from . import floats


class Complex(NamedTuple):
    """A complex number by its parts."""

    re: float
    im: float


def real(re: float) -> Complex:
    """A real number."""
    return Complex(re, 0.0)


UNDEFINED = real(math.nan)


def is_real(z: Complex) -> bool:
    """Whether the imaginary part is nought, but for rounding."""
    return z.re == z.re and abs(z.im) <= 1e-12 * max(1.0, abs(z.re))


def is_defined(z: Complex) -> bool:
    """Whether it is a number at all."""
    return not math.isnan(z.re) and not math.isnan(z.im)


# Real operands take the short way: it is exact where it can be, and infinity stays infinity.
def add(a: Complex, b: Complex) -> Complex:
    """The sum."""
    return Complex(a.re + b.re, a.im + b.im)


def subtract(a: Complex, b: Complex) -> Complex:
    """The difference."""
    return Complex(a.re - b.re, a.im - b.im)


def multiply(a: Complex, b: Complex) -> Complex:
    """The product."""
    if a.im == 0 and b.im == 0:
        return real(a.re * b.re)
    return Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)


def divide(a: Complex, b: Complex) -> Complex:
    """The quotient; undefined by nought."""
    if b.re == 0 and b.im == 0:
        return UNDEFINED
    if a.im == 0 and b.im == 0:
        return real(a.re / b.re)
    size = b.re * b.re + b.im * b.im
    return Complex(
        floats.quotient(a.re * b.re + a.im * b.im, size),
        floats.quotient(a.im * b.re - a.re * b.im, size),
    )


def magnitude(z: Complex) -> float:
    """The absolute value."""
    return abs(z.re) if z.im == 0 else math.hypot(z.re, z.im)


def exponential(z: Complex) -> Complex:
    """e to a complex power."""
    size = floats.exponential(z.re)
    if z.im == 0:
        return real(size)
    return Complex(size * COSINE(z.im), size * SINE(z.im))


SINE = floats.quiet(math.sin)
COSINE = floats.quiet(math.cos)


def logarithm(z: Complex) -> Complex:
    """The principal logarithm."""
    turn = 0.0 if z.im == 0 and z.re >= 0 else math.atan2(z.im, z.re)
    return Complex(floats.logarithm(magnitude(z)), turn)


def power(base: Complex, exponent: Complex) -> Complex:
    """The principal power; a small integer exponent by multiplication, so that `(1+i)^2` is exactly `2i`."""
    if base.im == 0 and exponent.im == 0:
        value = floats.power(base.re, exponent.re)
        # A power that vanishes only for want of digits is no value.
        finite = math.isfinite(base.re) and math.isfinite(exponent.re)
        if value == 0 and base.re != 0 and finite:
            return UNDEFINED
        if not math.isnan(value):
            return real(value)
    n = exponent.re
    if exponent.im == 0 and floats.is_integer(n) and abs(n) <= 64:
        product = real(1.0)
        for _ in range(int(abs(n))):
            product = multiply(product, base)
        return divide(real(1.0), product) if n < 0 else product
    return exponential(multiply(exponent, logarithm(base)))


def square_root(z: Complex) -> Complex:
    """The principal square root."""
    if z.im == 0:
        if z.re < 0:
            return Complex(0.0, math.sqrt(-z.re))
        return real(math.sqrt(z.re))
    size = magnitude(z)
    root = math.sqrt((size - z.re) / 2) if size >= z.re else math.nan
    half = math.sqrt((size + z.re) / 2) if size + z.re >= 0 else math.nan
    return Complex(half, math.nan if math.isnan(z.im) else math.copysign(root, z.im))
