"""The outer form of an answer: lists, sets, tuples, intervals and unions of them."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Sequence

from .tokens import Token, Tokens

_DEPTH = {"(": 1, "[": 1, "{": 1, "⦃": 1, ")": -1, "]": -1, "}": -1, "⦄": -1}
_MAX_ITEMS = 64


class Structure(NamedTuple):
    """`single`: one item. `list`: by its brackets, which are empty for a bare list and braces for a set. `union`."""

    kind: str
    items: Sequence[Tokens]
    open: str = ""
    close: str = ""

    @property
    def tokens(self) -> Tokens:
        """What a single answer consists of."""
        return self.items[0]


def structure_of(tokens: Tokens) -> Structure:
    """Reads lists, sets, tuples, intervals and unions of them; everything else is single."""
    while True:
        parts = split_top(tokens, lambda t: t.kind == "mark" and t.text == "∪")
        if len(parts) > 1:
            return Structure("union", parts)
        inner = _within(tokens)
        if inner is None:
            break
        opening, closing = tokens[0].text, tokens[-1].text
        items = split_top(inner, _is_comma)
        if len(items) > 1 or opening == "⦃":
            if opening in "{⦃":
                return Structure("list", items, "{", "}")
            return Structure("list", items, opening, closing)
        if opening != "{":
            break
        # A group around the whole, such as the braces of \text{...}: look inside.
        tokens = inner
    items = split_top(tokens, _is_separator)
    if 1 < len(items) <= _MAX_ITEMS and all(items):
        return Structure("list", items)
    return Structure("single", (tokens,))


def _within(tokens: Tokens) -> Tokens | None:
    """What stands between brackets around the whole."""
    if len(tokens) <= 2 or tokens[0].kind != "mark" or tokens[-1].kind != "mark":
        return None
    pair = tokens[0].text + tokens[-1].text
    fits = pair in ("⦃⦄", "{}", "()", "(]", "[)", "[]")
    return tokens[1:-1] if fits and enclosed(tokens) else None


def _is_comma(token: Token) -> bool:
    return token.kind == "mark" and token.text in (",", ";")


def _is_separator(token: Token) -> bool:
    return _is_comma(token) or (token.kind == "name" and token.text in ("and", "or"))


def enclosed(tokens: Tokens) -> bool:
    """Whether the first bracket closes only at the last token."""
    depth = 0
    for i, token in enumerate(tokens):
        if token.kind == "mark":
            depth += _DEPTH.get(token.text, 0)
        if depth == 0:
            return i == len(tokens) - 1
    return False


def split_top(tokens: Tokens, separates: Callable[[Token], bool]) -> List[List[Token]]:
    """Splits at separators outside all brackets."""
    parts: List[List[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += _DEPTH.get(token.text, 0)
        if depth == 0 and separates(token):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
