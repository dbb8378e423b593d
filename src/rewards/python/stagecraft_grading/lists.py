"""Whether lists, sets, tuples, intervals or unions have the same items."""

from __future__ import annotations

from typing import Callable, List, Sequence

from .structure import Structure, split_top, structure_of
from .tokens import Token, Tokens

Same = Callable[[Tokens, Tokens], bool]


def expand_plus_minus(structure: Structure) -> Structure:
    """`±3` and `1 ± 2i` as the two values they stand for."""
    if structure.kind != "single":
        return structure
    tokens = list(structure.tokens)
    at = next((i for i, token in enumerate(tokens) if token.text == "±"), -1)
    if at < 0:
        return structure
    variants = [
        [*tokens[:at], Token("mark", sign, False), *tokens[at + 1 :]] for sign in "+-"
    ]
    return Structure("list", variants)


def equal_structures(a: Structure, g: Structure, same: Same) -> bool:
    """Whether the items are the same: in order for tuples and intervals, in any order for sets and bare lists."""
    if a.kind == "union" and g.kind == "union":
        return _match_any_order(a.items, g.items, same)
    if a.kind != "list" or g.kind != "list":
        return _offered(a, g, same)
    left, right = _flattened(a), _flattened(g)
    if len(left) != len(right):
        return False
    if a.open in ("", "{") and g.open in ("", "{"):
        return _match_any_order(left, right, same)
    bare = a.open == "" or g.open == ""
    if not bare and (a.open != g.open or a.close != g.close):
        return False
    return all(same(x, y) for x, y in zip(_by_name(left), _by_name(right)))


def _offered(a: Structure, g: Structure, same: Same) -> bool:
    r"""One value offered in several spellings, `\frac12 or 0.5`, is that value; two values are none."""
    bare = a.kind == "list" and a.open == "" and g.kind == "single"
    return bare and all(same(item, g.tokens) for item in a.items)


def _flattened(structure: Structure) -> Sequence[Tokens]:
    """Items of a bare list, with `±` in them taken apart: `±1, 2` has three."""
    if structure.open not in ("", "{"):
        return structure.items
    flat: List[Tokens] = []
    for item in structure.items:
        inner = expand_plus_minus(structure_of(item))
        bare = inner.kind == "list" and inner.open == ""
        flat.extend(inner.items if bare else (item,))
    return flat


def _by_name(items: Sequence[Tokens]) -> Sequence[Tokens]:
    """`y = 2, x = 1` in the order of its names, for comparison with `(1, 2)`."""
    names = []
    for item in items:
        name = split_top(item, lambda t: t.kind == "mark" and t.text == "=")[0]
        names.append(name[0].text if len(name) == 1 and name[0].kind == "name" else "")
    if "" in names or len(set(names)) < len(names):
        return items
    return [item for _, item in sorted(zip(names, items), key=lambda pair: pair[0])]


def _match_any_order(a: Sequence[Tokens], g: Sequence[Tokens], same: Same) -> bool:
    if len(a) != len(g):
        return False
    left = list(g)
    for item in a:
        found = next((i for i, other in enumerate(left) if same(item, other)), -1)
        if found < 0:
            return False
        del left[found]
    return True
