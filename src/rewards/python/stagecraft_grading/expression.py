"""Evaluates an expression at a few fixed points for its variables."""

from __future__ import annotations

import math
from typing import NamedTuple, Optional, Sequence

from .functions import CONSTANTS, FORMULA_NAMES, is_function
from .numbers import SCALES
from .reader import NoExpression, Reader
from .text16 import signs
from .tokens import Token, Tokens
from .value import Value


class Evaluated(NamedTuple):
    """What an expression is.

    `variables`: free ones, sorted. `decimal`: written with a decimal point or exponent. `symbolic`: has a root, a
    function or a constant such as pi; an exact form that a rounded gold may stand for.
    """

    value: Value
    variables: Sequence[str]
    decimal: bool
    percent: bool
    symbolic: bool


_GREEK = frozenset(("xi", "mu", "nu", "psi", "phi", "rho", "tau", "eta", "chi"))


def evaluate(tokens: Tokens, formula: bool | None = None) -> Optional[Evaluated]:
    r"""Knows + - * / ^ ! %, implicit products, mixed numbers, `\frac`, `\sqrt[n]{}`, `\binom`, |x|, functions, pi, e, i.

    `None` when it is no expression, or one too large for a number. Only in a `formula` are unknown letters variables:
    `no` is a word, `2no` a product.
    """
    if not tokens:
        return None
    if formula is None:
        formula = is_formula(tokens)
    spelled = (
        [part for token in tokens for part in _letters(token)] if formula else tokens
    )
    reader = Reader(spelled, formula)
    try:
        result = reader.sum(0)
    except NoExpression:
        return None
    if not reader.done():
        return None
    infinite = any(math.isinf(z.re) and not math.isnan(z.re + z.im) for z in result.at)
    if infinite and not any(CONSTANTS.get(token.text) == math.inf for token in tokens):
        return None
    return Evaluated(
        result,
        sorted(reader.variables),
        reader.decimal,
        reader.percent,
        reader.symbolic,
    )


def _letters(token: Token) -> Sequence[Token]:
    """`xy` in a formula as the product of two variables, so that the power in `xy^2` is that of `y`."""
    name = token.text
    known = (
        is_function(name)
        or name in CONSTANTS
        or name in SCALES
        or name in FORMULA_NAMES
        or name in _GREEK
    )
    if (
        token.kind != "name"
        or token.prose
        or len(name) not in (2, 3)
        or "_" in name
        or known
    ):
        return (token,)
    return [token._replace(text=letter) for letter in signs(name)]


def is_formula(tokens: Tokens) -> bool:
    """Whether numbers or operators say that this is mathematics, not words."""
    return any(
        t.kind == "number"
        or (t.kind == "mark" and t.text in "+-*/^=")
        or (
            t.kind == "name"
            and not t.prose
            and (t.text in FORMULA_NAMES or is_function(t.text))
        )
        for t in tokens
    )
