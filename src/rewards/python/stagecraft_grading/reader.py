"""Reads the value of an expression by recursive descent with bounded depth."""

from __future__ import annotations

import math
from typing import Optional

from . import floats, value
from .dialect import regex
from .functions import CONSTANTS, FUNCTIONS, REAL_FUNCTIONS, is_function
from .numbers import SCALES
from .text16 import lower
from .tokens import Token, Tokens
from .value import Value

_MAX_DEPTH = 40
_OPENERS = {"(": ")", "{": "}", "[": "]"}
_DECIMAL = regex(r"[.e]")
_INTEGER = regex(r"^(\d{1,400})(?:\.0*)?$")
_TWO_DIGITS = regex(r"^\d\d$")


class NoExpression(Exception):
    """Raised by the reader only: the tokens are text, not an expression."""


class Reader:
    """One pass over the tokens, and what it met: variables, decimals, percent, symbols."""

    def __init__(self, tokens: Tokens, formula: bool) -> None:
        self.tokens = tokens
        self.formula = formula
        self.variables: set[str] = set()
        self.decimal = False
        self.percent = False
        self.symbolic = False
        self.at = 0
        self.bars = 0

    def done(self) -> bool:
        """Whether every token was read."""
        return self.at == len(self.tokens)

    def sum(self, depth: int) -> Value:
        """A sum of products, the whole of an expression."""
        if depth > _MAX_DEPTH:
            raise NoExpression
        left = self._product(depth)
        while True:
            if self._take("+"):
                left = value.plus(left, self._product(depth))
            elif self._take("-"):
                left = value.minus(left, self._product(depth))
            else:
                return left

    def _product(self, depth: int) -> Value:
        left = self._signed(depth)
        while True:
            if self._take("*"):
                left = value.product(left, self._signed(depth))
            elif self._take("/"):
                left = value.quotient(left, self._signed(depth))
            elif self._starts_factor():
                left = value.product(left, self._power(depth))
            else:
                return left

    def _signed(self, depth: int) -> Value:
        sign = 1
        while True:
            if self._take("-"):
                sign = -sign
            elif not self._take("+"):
                break
        result = self._power(depth)
        return result if sign == 1 else value.negative(result)

    def _power(self, depth: int) -> Value:
        if depth > _MAX_DEPTH:
            raise NoExpression
        base = self._postfix(depth + 1)
        if not self._take("^"):
            return base
        return value.power_of(base, self._exponent(depth + 1))

    def _exponent(self, depth: int) -> Value:
        return self._postfix(depth) if self._peek("{") else self._signed(depth)

    def _postfix(self, depth: int) -> Value:
        result = self._primary(depth)
        while True:
            if self._take("%"):
                self.percent = True
                result = value.quotient(result, value.constant(100.0, 100))
            elif self._take("°"):
                result = value.product(result, value.constant(math.pi / 180))
            elif self._take("!"):
                result = value.factorial_of(result)
            else:
                return result

    def _primary(self, depth: int) -> Value:
        if depth > 2 * _MAX_DEPTH or self.at >= len(self.tokens):
            raise NoExpression
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            return self._number(token)
        if token.kind == "name":
            return self._name(token, depth)
        closer = _OPENERS.get(token.text)
        if closer is not None:
            bars, self.bars = self.bars, 0
            result = self.sum(depth + 1)
            self.bars = bars
            self._need(closer)
            return result
        if token.text == "|":
            self.bars += 1
            result = self.sum(depth + 1)
            self.bars -= 1
            self._need("|")
            return value.apply(FUNCTIONS["abs"], result)
        raise NoExpression

    def _number(self, token: Token) -> Value:
        if _DECIMAL.search(token.text):
            self.decimal = True
        digits = _INTEGER.match(token.text)
        mixed = self._mixed_part() if floats.is_integer(token.value) else None
        whole = value.constant(token.value, None if digits is None else int(digits[1]))
        return whole if mixed is None else value.plus(whole, mixed)

    def _mixed_part(self) -> Optional[Value]:
        r"""The fraction of a mixed number after its integer: `1/2` of `3 1/2`, or a `\frac` of two integers."""
        rest = self.tokens[self.at : self.at + 7]
        kinds = [token.kind for token in rest]
        texts = [token.text for token in rest]
        plain = kinds[:1] + kinds[2:3] == ["number", "number"]
        if plain and rest[0].space and texts[1] == "/":
            self.at += 3
            return value.constant(floats.quotient(rest[0].value, rest[2].value))
        if kinds[:1] != ["name"] or texts[0] != "frac":
            return None
        if kinds[1:2] == ["number"] and _TWO_DIGITS.match(texts[1]):
            self.at += 2  # 3\frac12
            return value.constant(
                floats.quotient(float(texts[1][0]), float(texts[1][1]))
            )
        braced = texts[1:2] + texts[3:5] + texts[6:7] == ["{", "}", "{", "}"]
        if not braced or kinds[2] != "number" or kinds[5] != "number":
            return None
        self.at += 7
        return value.constant(floats.quotient(rest[2].value, rest[5].value))

    def _name(self, token: Token, depth: int) -> Value:
        name = token.text
        if name == "frac":
            return self._fraction(depth)
        if name == "binom":
            top = self._primary(depth + 1)
            return value.binomial_of(top, self._primary(depth + 1))
        if name == "sqrt":
            self.symbolic = True
            return self._root(depth)
        if is_function(name):
            return self._call(name, depth)
        if name in CONSTANTS:
            self.symbolic = True
            return value.constant(CONSTANTS[name])
        scale = SCALES.get(lower(name))
        if scale is not None:
            return value.constant(float(scale), scale)
        if token.prose or not self.formula or len(name) > 8:
            raise NoExpression
        if name == "i":
            return value.IMAGINARY_UNIT
        self.variables.add(name)
        return value.variable(name)

    def _root(self, depth: int) -> Value:
        degree = None
        if self._take("["):
            degree = self.sum(depth + 1)
            self._need("]")
        return value.root_of(self._primary(depth + 1), degree)

    def _call(self, name: str, depth: int) -> Value:
        self.symbolic = True
        based = name == "log" and self._take("_")
        base = self._primary(depth + 1) if based else None
        exponent = self._exponent(depth + 1) if self._take("^") else None
        argument = self._argument(depth + 1)
        plain = REAL_FUNCTIONS.get(name)
        inverse = (
            len(name) == 3
            and plain is not None
            and exponent is not None
            and exponent.exact == -1
        )
        if inverse:
            plain = REAL_FUNCTIONS.get(f"a{name}")
        f = FUNCTIONS.get(name)
        if plain is not None:
            result = value.apply_real(plain, argument)
        elif f is not None:
            result = value.apply(f, argument)
        else:
            raise NoExpression
        if base is not None and f is not None:
            result = value.quotient(result, value.apply(f, base))
        return (
            result if exponent is None or inverse else value.power_of(result, exponent)
        )

    def _argument(self, depth: int) -> Value:
        r"""What a function without brackets takes: all of `2x` in `\sin 2x`, but only `x` in `\sin x \cos x`."""
        if depth > _MAX_DEPTH or self.at >= len(self.tokens):
            raise NoExpression
        if self._peek("(") or self._peek("{") or self._peek("["):
            return self._postfix(depth)
        result = self._signed(depth)
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            goes_on = token.kind == "name" and not is_function(token.text)
            if not goes_on or token.prose or len(token.text) > 7:
                break
            result = value.product(result, self._power(depth))
        return result

    def _fraction(self, depth: int) -> Value:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if (
            token is not None
            and token.kind == "number"
            and _TWO_DIGITS.match(token.text)
        ):
            self.at += 1  # \frac12
            top, bottom = int(token.text[0]), int(token.text[1])
            return value.quotient(
                value.constant(float(top), top), value.constant(float(bottom), bottom)
            )
        over = self._primary(depth + 1)
        return value.quotient(over, self._primary(depth + 1))

    def _take(self, sign: str) -> bool:
        if not self._peek(sign):
            return False
        self.at += 1
        return True

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise NoExpression

    def _peek(self, sign: str) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.kind == "mark" and token.text == sign

    def _starts_factor(self) -> bool:
        r"""Whether a factor follows without a sign between: `2x`, `2(3)`, `x\sqrt2`; two bare numbers are no product."""
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        if token.kind == "name":
            return True
        if token.kind == "number":
            return self.tokens[self.at - 1].kind != "number"
        return token.text in _OPENERS or (token.text == "|" and self.bars == 0)
