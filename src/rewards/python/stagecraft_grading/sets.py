"""Sets of real numbers: inequalities, intervals, unions of them, set-builder notation."""

from __future__ import annotations

import math
from functools import reduce
from typing import Callable, Container, List, NamedTuple, Optional, Sequence

from .complex import is_real
from .expression import evaluate
from .structure import enclosed, split_top
from .text16 import lower
from .tokens import Token, Tokens


class Piece(NamedTuple):
    """One piece of a set of real numbers; a point has both ends closed and equal."""

    low: float
    low_closed: bool
    high: float
    high_closed: bool


Pieces = Sequence[Piece]


class RealSet(NamedTuple):
    """Sorted pieces that do not touch, and the variable the set was written with."""

    pieces: Pieces
    variable: Optional[str]


_INEQUALITIES = frozenset("<>≤≥≠")
_SIGNS = _INEQUALITIES | {"="}
_MAX_DEPTH = 6
_ALL: Pieces = (Piece(-math.inf, False, math.inf, False),)
_FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def _is_mark(token: Token, marks: Container[str]) -> bool:
    return token.kind == "mark" and token.text in marks


def _is_word(token: Token, word: str) -> bool:
    return token.kind == "name" and lower(token.text) == word


def says_set(tokens: Tokens) -> bool:
    """Whether the tokens say in signs that they mean a set of numbers, not a point or a list."""
    if any(_is_mark(token, _INEQUALITIES | frozenset("∪∈∖")) for token in tokens):
        return True
    return len(tokens) > 2 and any(t.kind == "name" and t.text == "inf" for t in tokens)


def real_set_of(tokens: Tokens, depth: int = 0) -> Optional[RealSet]:
    """Reads an inequality, an interval, a union of them or a set in set-builder notation."""
    if not tokens or depth > _MAX_DEPTH:
        return None
    either = split_top(tokens, lambda t: _is_mark(t, ("∪",)) or _is_word(t, "or"))
    if len(either) > 1:
        return _combine(either, depth, _unite)
    without = split_top(tokens, lambda t: _is_mark(t, ("∖",)))
    if len(without) == 2:
        whole, holes = (real_set_of(part, depth + 1) for part in without)
        if whole is None or holes is None:
            return None
        return RealSet(
            _intersect(whole.pieces, _complement(holes.pieces)), whole.variable
        )
    every = split_top(
        tokens, lambda t: _is_mark(t, (",", ";", "∩")) or _is_word(t, "and")
    )
    if len(every) > 1 and not (tokens[0].text in ("(", "[") and enclosed(tokens)):
        signs = _INEQUALITIES | {"∈"}
        if not all(any(_is_mark(token, signs) for token in part) for part in every):
            return None
        both = _combine(every, depth, _intersect)
        # `x < 1, x > 5` cannot mean "and".
        said = any(_is_word(token, "and") for token in tokens)
        empty = both is not None and not both.pieces
        return _combine(every, depth, _unite) if empty and not said else both
    return _member(tokens, depth) or _bracketed(tokens, depth) or _inequality(tokens)


def _combine(
    parts: Sequence[Tokens], depth: int, join: Callable[[Pieces, Pieces], Pieces]
) -> Optional[RealSet]:
    sets: List[RealSet] = []
    for part in parts:
        found = real_set_of(part, depth + 1)
        if found is None:
            return None
        sets.append(found)
    names = {one.variable for one in sets if one.variable is not None}
    if len(sets) > 16 or len(names) > 1:
        return None
    pieces = reduce(join, (one.pieces for one in sets))
    return RealSet(pieces, next(iter(names), None))


def _member(tokens: Tokens, depth: int) -> Optional[RealSet]:
    """`x ∈ S`."""
    if len(tokens) < 2 or tokens[0].kind != "name" or tokens[1].text != "∈":
        return None
    found = real_set_of(tokens[2:], depth + 1)
    return None if found is None else found._replace(variable=tokens[0].text)


def _bracketed(tokens: Tokens, depth: int) -> Optional[RealSet]:
    first, last = tokens[0], tokens[-1]
    if not _is_mark(first, ("(", "[", "{", "⦃")) or not enclosed(tokens):
        return None
    inner = tokens[1:-1]
    braces = _is_mark(first, ("{", "⦃"))
    bar = split_top(inner, lambda t: _is_mark(t, ("|", ":")))
    if len(bar) == 2 and braces:
        return real_set_of(bar[1], depth + 1)
    ends = [
        _number_of(end) for end in split_top(inner, lambda t: _is_mark(t, (",", ";")))
    ]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    if braces:
        if len(ends) > 16:
            return None
        points = [[Piece(at, True, at, True)] for at in known]
        nothing: Pieces = ()
        return RealSet(reduce(_unite, points, nothing), None)
    if len(known) != 2 or not known[0] <= known[1]:
        return None
    return RealSet(
        (Piece(known[0], first.text == "[", known[1], last.text == "]"),), None
    )


def _number_of(tokens: Tokens) -> Optional[float]:
    found = evaluate(tokens)
    if found is None or found.variables:
        return None
    at = found.value.at[0]
    return at.re if is_real(at) else None


def _inequality(tokens: Tokens) -> Optional[RealSet]:
    """`x < 3`, `1 ≤ x < 3`, `3 > x`, `x ≠ 2`: one variable between numbers."""
    sides = split_top(tokens, lambda t: _is_mark(t, _SIGNS))
    signs = [token.text for token in tokens if _is_mark(token, _SIGNS)]
    if len(sides) not in (2, 3) or len(signs) != len(sides) - 1:
        return None
    at = next(
        (
            i
            for i, side in enumerate(sides)
            if len(side) == 1 and side[0].kind == "name" and side[0].text != "inf"
        ),
        None,
    )
    if at is None or (len(sides) == 3 and at != 1):
        return None
    pieces = _ALL
    for i, side in enumerate(sides):
        if i == at:
            continue
        bound = _number_of(side)
        if bound is None:
            return None
        sign = signs[min(i, at)]
        pieces = _intersect(
            pieces, _half(_FLIPPED.get(sign, sign) if i < at else sign, bound)
        )
    return RealSet(pieces, sides[at][0].text)


def _half(sign: str, bound: float) -> Pieces:
    point = (Piece(bound, True, bound, True),)
    if sign == "=":
        return point
    if sign == "≠":
        return _complement(point)
    closed = sign in "≤≥"
    if sign in "<≤":
        return (Piece(-math.inf, False, bound, closed),)
    return (Piece(bound, closed, math.inf, False),)


def _unite(a: Pieces, b: Pieces) -> Pieces:
    joined: List[Piece] = []
    for piece in sorted((*a, *b), key=lambda p: (p.low, not p.low_closed)):
        last = joined[-1] if joined else None
        touches = last is not None and (
            piece.low < last.high
            or (piece.low == last.high and (piece.low_closed or last.high_closed))
        )
        if last is None or not touches:
            joined.append(piece)
        elif piece.high > last.high or (piece.high == last.high and piece.high_closed):
            joined[-1] = last._replace(high=piece.high, high_closed=piece.high_closed)
    return joined


def _intersect(a: Pieces, b: Pieces) -> Pieces:
    common: List[Piece] = []
    for p in a:
        for q in b:
            low, high = max(p.low, q.low), min(p.high, q.high)
            low_closed = (p.low < low or p.low_closed) and (q.low < low or q.low_closed)
            high_closed = (p.high > high or p.high_closed) and (
                q.high > high or q.high_closed
            )
            if low < high or (low == high and low_closed and high_closed):
                common.append(Piece(low, low_closed, high, high_closed))
    return common


def _complement(pieces: Pieces) -> Pieces:
    rest = _ALL
    for low, low_closed, high, high_closed in pieces:
        below = Piece(-math.inf, False, low, not low_closed)
        above = Piece(high, not high_closed, math.inf, False)
        rest = _intersect(
            rest, [piece for piece in (below, above) if piece.low < piece.high]
        )
    return rest


def equal_sets(a: RealSet, g: RealSet) -> bool:
    """Whether two sets are the same; ends must agree to nine digits, and variables where both name one."""
    if a.variable is not None and g.variable is not None and a.variable != g.variable:
        return False
    return len(a.pieces) == len(g.pieces) and all(
        _near(p.low, q.low)
        and _near(p.high, q.high)
        and p.low_closed == q.low_closed
        and p.high_closed == q.high_closed
        for p, q in zip(a.pieces, g.pieces)
    )


def _near(x: float, y: float) -> bool:
    finite = math.isfinite(x) and math.isfinite(y)
    return x == y or (finite and abs(x - y) <= 1e-9 * max(abs(x), abs(y)))
