"""Whether an answer means the same as the gold answer."""

from __future__ import annotations

import math
from typing import Optional

from . import floats
from .dialect import regex
from .expression import evaluate
from .forms import equal_forms, form_of
from .lists import Same, equal_structures, expand_plus_minus
from .matrix import Matrix, as_tuple, equal_matrices, matrix_of
from .relations import equal_relations, has_relation
from .sets import equal_sets, real_set_of, says_set
from .structure import split_top, structure_of
from .text import fold_text, polarity
from .text16 import trim
from .tidy import plain_text, tidy, undressed
from .tokens import Token, Tokens, spell, tokenise
from .values import Rounding, equal_values

# How two answers were found equal.
MEANS = {
    "text": "the same text, after folding case, spaces and LaTeX dress",
    "number": "the same number",
    "expression": "expressions that agree at every test point",
    "relation": "the same equation or inequality, or the value it gives",
    "list": "the same items: in order for tuples and intervals, in any order for sets and bare lists",
    "set": "the same set of numbers, as an interval or an inequality",
    "yes-no": "an answer that opens with the gold’s yes or no",
    "choice": "the same option, by its letter or its text",
}

# Training's tolerance: 3.14 is pi.
TOLERANT = Rounding(1e-3)
# A rounded answer counts only where the gold is clearly rounded, to its last place.
AS_GOLD = Rounding(None)

_CONSTANT = regex(r"\+\s{0,2}([Cc])(?=\s{0,2}\$?$)")
_SIMPLE = regex(r"^-?\d{1,15}$")
_GROUPS = regex(r"\d,\d")
_LABELLED = regex(r"^\s*\(?[A-Za-z][).:]")
# Pairs of parts that are compared before an answer is taken as different: nested lists stay cheap.
_MAX_COMPARISONS = 2_000
_MAX_FOLD = 20_000


def equal_answers(
    answer: str, gold: str, rounding: Rounding = TOLERANT
) -> Optional[str]:
    """By which of `MEANS` an answer is the gold, or `None`. Takes no more than some ten milliseconds."""
    g = trim(gold)
    a = trim(answer)
    # The constant of integration has no name of its own.
    constant = _CONSTANT.search(g)
    if constant is not None:
        a = _CONSTANT.sub(f"+{constant[1]}", a, count=1)
    if a == "" or g == "":
        return None
    if a == g:
        return "text"
    if _SIMPLE.match(a) and _SIMPLE.match(g):
        return "number" if int(a) == int(g) else None
    if len(a) > _MAX_FOLD or len(g) > _MAX_FOLD:
        return None
    first = _equal_tidied(tidy(a), tidy(g), rounding, 0)
    if first is not None or len(a) > 400:
        return first
    for reading in undressed(a):
        means = _equal_tidied(tidy(reading), tidy(g), rounding, 0)
        if means is not None:
            return means
    unlabelled = undressed(g)[:1] if _LABELLED.match(g) else []
    return (
        _equal_tidied(tidy(a), tidy(unlabelled[0]), rounding, 0) if unlabelled else None
    )


def _equal_tidied(a: str, g: str, rounding: Rounding, depth: int) -> Optional[str]:
    if a == "" or g == "" or depth > 2:
        return None
    form = equal_forms(form_of(a), form_of(g), a, g)
    if form is not None:
        return "text" if form else None
    matrix = _equal_by_matrix(a, g, rounding, depth)
    if matrix is not None:
        return "list" if matrix else None
    rules = _Rules(rounding)
    for grouped in (True, False) if _GROUPS.search(f"{a} {g}") else (True,):
        left, right = tokenise(a, grouped), tokenise(g, grouped)
        if left is None or right is None:
            break
        means = rules.equal(left, right, 0)
        if means is not None:
            return means
    return _equal_texts(a, g)


def _equal_by_matrix(a: str, g: str, rounding: Rounding, depth: int) -> Optional[bool]:
    left, right = matrix_of(a), matrix_of(g)
    if left is None and right is None:
        return None

    def same(x: str, y: str) -> bool:
        return _equal_tidied(tidy(x), tidy(y), rounding, depth + 1) is not None

    if left is not None and right is not None:
        return equal_matrices(left, right, same)
    x, y = _in_line(left, a), _in_line(right, g)
    return x is not None and y is not None and depth < 1 and same(x, y)


def _in_line(matrix: Optional[Matrix], text: str) -> Optional[str]:
    return text if matrix is None else as_tuple(matrix)


def _equal_texts(answer: str, gold: str) -> Optional[str]:
    a, g = fold_text(answer), fold_text(gold)
    if a == "" or g == "":
        return None
    if a == g:
        return "text" if _same_letters(answer, gold) else None
    atoms = _atoms_of(answer)
    if atoms is not None and atoms == _atoms_of(gold):
        return "text"
    return "yes-no" if g in ("yes", "no") and polarity(a) == g else None


_LONE_LETTER = regex(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])")
_FORMULA_SIGN = regex(r"[\\+*/^=\d-]")


def _same_letters(answer: str, gold: str) -> bool:
    """In a formula the case of a letter counts: `2r` is not `2R`."""
    if not _FORMULA_SIGN.search(gold):
        return True
    letters = [
        "".join(_LONE_LETTER.findall(plain_text(text))) for text in (answer, gold)
    ]
    return letters[0] == letters[1]


_CHEMICAL_DRESS = regex(r"[_{}$\s]|\\ce")
_ATOM = r"(?:[A-Z][a-z]?\d{0,3})"
# One way to read each text: groups of atoms, each behind a bracket of the one before it or of its own.
_ATOMS = regex(
    rf"^(?=.*\d)\(?{_ATOM}+(?:(?:\)\d{{1,2}}\(?|\(){_ATOM}+){{0,11}}(?:\)\d{{1,2}})?$"
)


def _atoms_of(text: str) -> Optional[str]:
    r"""A chemical formula without subscripts: `H_2O`, `\text{H}_2\text{O}` and `H2O` as `H2O`."""
    plain = _CHEMICAL_DRESS.sub("", plain_text(text))
    return plain if _ATOMS.match(plain) else None


class _Rules:
    """How rounded numbers count, and how many comparisons are left."""

    def __init__(self, rounding: Rounding) -> None:
        self.rounding = rounding
        self.left = _MAX_COMPARISONS

    def equal(self, a: Tokens, g: Tokens, depth: int) -> Optional[str]:
        self.left -= 1
        if not a or not g or depth > 4 or self.left < 0:
            return None
        if spell(a) == spell(g):
            return "text"

        def same(x: Tokens, y: Tokens) -> bool:
            return self.equal(x, y, depth + 1) is not None

        if says_set(a) or says_set(g):
            p, q = real_set_of(a), real_set_of(g)
            if p is not None and q is not None and equal_sets(p, q):
                return "set"
        left = expand_plus_minus(structure_of(a))
        right = expand_plus_minus(structure_of(g))
        if left.kind != "single" or right.kind != "single":
            listed = equal_structures(left, right, same) or _equal_lists(a, g, same)
            return "list" if listed else None
        if has_relation(left.tokens) or has_relation(right.tokens):
            related = equal_relations(left.tokens, right.tokens, same)
            return "relation" if related else None
        if any(map(_is_colon, a)) or any(map(_is_colon, g)):
            return "number" if _equal_ratios(a, g, same) else None
        return equal_values(left.tokens, right.tokens, self.rounding)


def _equal_lists(a: Tokens, g: Tokens, same: Same) -> bool:
    r"""`x = \{1, 2\}`, `(x, y) = (1, 2)`, `x = ±3` against the list alone."""
    x = _listed_value(a)
    if x is not None:
        return same(x, g)
    y = _listed_value(g)
    return y is not None and same(a, y)


def _listed_value(tokens: Tokens) -> Optional[Tokens]:
    sides = split_top(tokens, lambda t: t.kind == "mark" and t.text in "=∈")
    if len(sides) != 2:
        return None
    structure = structure_of(tokens)
    bare = structure.kind == "list" and structure.open == ""
    return None if bare else sides[1]


def _is_colon(token: Token) -> bool:
    return token.kind == "mark" and token.text == ":"


def _equal_ratios(a: Tokens, g: Tokens, same: Same) -> bool:
    """`6:4` and `3:2`, and `3/2` for the latter; never `2:3`."""
    left, right = split_top(a, _is_colon), split_top(g, _is_colon)
    if len(left) == len(right):
        if all(same(x, y) for x, y in zip(left, right)):
            return True
        ratios = [floats.quotient(_size(x), _size(y)) for x, y in zip(left, right)]
        first = ratios[0]
        return all(
            ratio > 0 and abs(ratio - first) <= 1e-12 * ratio for ratio in ratios
        )
    ratio = left if len(left) == 2 else right if len(right) == 2 else None
    other = g if len(left) == 2 else a
    if ratio is None or not any(token.text in ("frac", "/") for token in other):
        return False
    return same([*ratio[0], Token("mark", "/", False), *ratio[1]], other)


def _size(tokens: Tokens) -> float:
    found = evaluate(tokens)
    return math.nan if found is None else found.value.at[0].re
