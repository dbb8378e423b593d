"""Number words among tokens."""

from __future__ import annotations

from .dialect import regex
from .number_words import with_digits
from .tokens import Token, Tokens

SCALES = {
    "dozen": 12,
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_WHOLE = regex(r"^\d{1,15}$")


def number_word(tokens: Tokens) -> Tokens:
    """`seven` and `twenty-three` as numbers, when they are all that is said."""
    if not tokens or tokens[0].kind != "name" or len(tokens) > 12:
        return tokens
    words = all(
        (t.kind == "name" and t.text not in SCALES) or t.text == "-" for t in tokens
    )
    scaled = len(tokens) > 1 and all(t.kind == "name" or t.text == "-" for t in tokens)
    if not words and not scaled:
        return tokens
    digits = with_digits(" ".join(t.text for t in tokens).replace(" - ", "-"))
    if _WHOLE.match(digits) is None:
        return tokens
    return (Token("number", digits, tokens[0].space, float(digits)),)
