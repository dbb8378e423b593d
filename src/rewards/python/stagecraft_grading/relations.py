"""Equations and inequalities."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence

from .complex import UNDEFINED, Complex, divide, is_defined, magnitude, subtract
from .expression import evaluate
from .lists import Same
from .structure import split_top
from .tokens import Token, Tokens
from .values import is_constant

_FLIPPED = {"=": "=", "<": ">", ">": "<", "≤": "≥", "≥": "≤", "≠": "≠", "≈": "≈"}


def _is_relation(token: Token) -> bool:
    return token.kind == "mark" and token.text in _FLIPPED


def has_relation(tokens: Tokens) -> bool:
    """Whether a sign of equality or order is among the tokens."""
    return any(_is_relation(token) for token in tokens)


class _Sides(NamedTuple):
    sides: Sequence[Tokens]
    signs: List[str]


def _sides_of(tokens: Tokens) -> _Sides:
    signs = [token.text for token in tokens if _is_relation(token)]
    return _Sides(split_top(tokens, _is_relation), signs)


def equal_relations(a: Tokens, g: Tokens, same: Same) -> bool:
    """Whether an equation or inequality is the same as another, or gives the value that the other side states.

    The same: with sides swapped, multiplied, moved. `x = 3` gives 3, but is never `y = 3`.
    """
    left, right = _sides_of(a), _sides_of(g)
    if any(not side for side in left.sides):
        # `= 3`, `\approx 3`: the name is left out.
        names = left.signs[:1] in (["="], ["≈"])
        return (
            names
            and len(left.sides) == 2
            and not left.sides[0]
            and same(left.sides[1], g)
        )
    if left.signs and right.signs:
        return _equal_sides(left, right, same)
    if left.signs:
        return any(same(value, g) for value in _values_of(left))
    value = _value_of(right)
    return value is not None and same(a, value)


def _equal_sides(left: _Sides, right: _Sides, same: Same) -> bool:
    def same_sides(sides: Sequence[Tokens]) -> bool:
        pairs = zip(sides, right.sides)
        return len(sides) == len(right.sides) and all(same(x, y) for x, y in pairs)

    if left.signs == right.signs and same_sides(left.sides):
        return True
    flipped = [_FLIPPED[sign] for sign in reversed(left.signs)]
    if flipped == right.signs and same_sides(list(reversed(left.sides))):
        return True
    x, y = _value_of(left), _value_of(right)
    # A chain such as `A = 2 \cdot 3 = 6` states its last side under its first name.
    if x is not None and y is not None:
        chains = len(left.signs) > 1 or len(right.signs) > 1
        names = same(left.sides[0], right.sides[0])
        if chains and names and is_constant(x) and same(x, y):
            return True
        # `x = 8356` and `x = 8357` are nearly proportional; their sides have just been compared, which settles it.
        if is_constant(x) and is_constant(y):
            return False
    if len(left.signs) != 1 or len(right.signs) != 1:
        return False
    ratio = _proportion(left.sides, right.sides)
    if ratio is None:
        return False
    p, q = left.signs[0], right.signs[0]
    if p == q == "=":
        return True
    return (p == q and (ratio.re > 0 or p == "≠")) or (
        _FLIPPED[p] == q and ratio.re < 0
    )


def _value_of(relation: _Sides) -> Optional[Tokens]:
    """The value that `x = 3`, `f(2) = 3` or `3 + 1 = 4` gives: its last side; nothing for `x + 1 = 4`."""
    if any(sign not in "=≈" for sign in relation.signs):
        return None
    first = relation.sides[0]
    named = len(first) > 0 and (first[0].kind == "name" or first[0].text in "∠△")
    plain = named and not any(t.kind == "mark" and t.text in "+-*/^" for t in first)
    return relation.sides[-1] if plain or is_constant(first) else None


def _values_of(answer: _Sides) -> Sequence[Tokens]:
    """The values that an answer states.

    The last side, and before `≈` the exact form that it is rounded from, as long as the two do not contradict each
    other.
    """
    last = _value_of(answer)
    if last is None:
        return ()
    if len(answer.sides) < 2 or answer.signs[-1] != "≈":
        return (last,)
    before = answer.sides[-2]
    x, y = evaluate(before), evaluate(last)
    if x is None or y is None:
        return (last,)
    apart = magnitude(subtract(x.value.at[0], y.value.at[0]))
    return (before, last) if apart <= 0.02 * magnitude(x.value.at[0]) else ()


def _proportion(a: Sequence[Tokens], g: Sequence[Tokens]) -> Optional[Complex]:
    """The constant ratio of the differences of two relations' sides; `None` when there is none."""
    p, q = _difference(a), _difference(g)
    if p is None or q is None:
        return None
    ratios = [ratio for ratio in map(divide, p, q) if is_defined(ratio)]
    if len(ratios) < 3 or magnitude(ratios[0]) == 0:
        return None
    first = ratios[0]
    allowed = 1e-9 * magnitude(first)
    steady = all(magnitude(subtract(ratio, first)) <= allowed for ratio in ratios)
    return first if steady else None


def _difference(sides: Sequence[Tokens]) -> Optional[Sequence[Complex]]:
    # A sign within brackets parts nothing.
    if len(sides) < 2:
        return None
    left, right = evaluate(sides[0], True), evaluate(sides[1], True)
    if left is None or right is None or not (left.variables or right.variables):
        return None
    return [
        subtract(x, y) if is_defined(x) and is_defined(y) else UNDEFINED
        for x, y in zip(left.value.at, right.value.at)
    ]
