"""Reads an answer, LaTeX or plain, into tokens."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from . import text16
from .dialect import regex
from .floats import number_from
from .text import bracketed_fractions
from .token_tables import COMMANDS, DRESS, ESCAPED, MARKS, NAMES, PROSE, SYMBOLS

# Longer answers are compared as text only.
MAX_ANSWER = 600

_MAX_WORD = 64
_DIGITS = frozenset("0123456789")
_COMMAND = regex(r"^[a-zA-Z]+")
_LATIN = regex(r"^[a-z]", "i")
_SUBSCRIPT = regex(r"^_(?:\{\s{0,2}([A-Za-z0-9]{1,4})\s{0,2}\}|([A-Za-z0-9]))")
_GROUP = regex(r"^\d{3}(?!\d)")
_EXPONENT = regex(r"^[eE][+-]?\d{1,3}(?!\d)")


class Token(NamedTuple):
    """A piece of an answer.

    `number`: with its value. `name`: a variable, function or constant (`x`, `sin`, `pi`), or a word of plain text
    (`prose`). `mark`: one of + - * / ^ = < > ≤ ≥ ≠ ± % ° | ! , ; : ( ) [ ] { } and the set words; an escaped brace
    reads as ⦃. `space`: whether space stands before it.
    """

    kind: str
    text: str
    space: bool
    value: float = 0.0
    prose: bool = False


Tokens = Sequence[Token]


def tokenise(answer: str, grouped: bool) -> Optional[Tokens]:
    r"""The same tokens whatever the dress (`\dfrac`, `\left(`, `\text{}`, `$`, Unicode signs), in one pass.

    `None` when the text is too long or has signs no answer has. With `grouped`, commas between groups of three digits
    belong to the number (`1,000`).
    """
    if len(answer) > MAX_ANSWER:
        return None
    return _Tokeniser(bracketed_fractions(answer), grouped).read()


class _Tokeniser:
    def __init__(self, text: str, grouped: bool) -> None:
        self.text = text
        self.grouped = grouped
        self.tokens: list[Token] = []
        self.space = False
        self.at = 0
        self.depth = 0
        self.prose_depth: Optional[int] = None

    def read(self) -> Optional[Tokens]:
        text = self.text
        while self.at < len(text):
            sign = text[self.at]
            if sign in " \n\t~$\r":
                self.space = True
                self.at += 1
            elif sign == "\\":
                self._command()
            elif sign in _DIGITS or (sign == "." and self._digit_at(self.at + 1)):
                digits, self.at = _read_number(text, self.at, self.grouped)
                self._add(Token("number", digits, self.space, number_from(digits)))
            elif text16.is_letter(sign):
                self._word()
            elif sign in NAMES:
                self._add(Token("name", NAMES[sign], self.space))
                self.at += 1
            elif not self._sign(sign):
                return None
        return self.tokens

    def _add(self, token: Token) -> None:
        self.tokens.append(token)
        self.space = False

    def _digit_at(self, at: int) -> bool:
        return self.text[at : at + 1] in _DIGITS

    def _command(self) -> None:
        text = self.text
        found = _COMMAND.match(text[self.at + 1 : self.at + 24])
        if found is None:
            plain = ESCAPED.get(text[self.at + 1 : self.at + 2])
            self.at += 2
            if plain is None:
                self.space = True  # \, \; \! \$ \\ and the like are space
            else:
                self._add(Token("mark", plain, self.space))
            return
        command = found[0]
        self.at += len(command) + 1
        if command in DRESS:
            self._dress(command)
            return
        plain = COMMANDS.get(command, command)
        kind = "name" if _LATIN.match(plain) else "mark"
        self._add(Token(kind, plain, self.space))

    def _dress(self, command: str) -> None:
        after = self.text[self.at : self.at + 1]
        if command in PROSE and after == "{" and self.prose_depth is None:
            # The braces of \text{...} are dress, too.
            self.prose_depth = self.depth
            self.depth += 1
            self.at += 1
        if command not in ("left", "right"):
            self.space = True
        elif after == ".":
            self.at += 1

    def _word(self) -> None:
        window = self.text[self.at : self.at + _MAX_WORD]
        end = 1
        while end < len(window):
            sign = text16.sign_at(window, end)
            if not (text16.is_letter(sign) or text16.is_mark(sign) or sign in "'’"):
                break
            end += len(sign)
        word = window[:end]
        name = NAMES.get(word)
        if name is None:
            prose = self.prose_depth is not None
            self._add(Token("name", word, self.space, prose=prose))
        else:
            self._add(Token("name", name, self.space))
        self.at += end

    def _sign(self, sign: str) -> bool:
        plain = SYMBOLS.get(sign, sign if sign in MARKS else None)
        if plain == "{":
            self.depth += 1
        if plain == "}":
            self.depth -= 1
            if self.prose_depth is not None and self.depth <= self.prose_depth:
                self.prose_depth = None
                self.at += 1
                return True
        if plain is not None:
            self._add(Token("mark", plain, self.space))
            self.at += 1
            return True
        if sign == "_" and self._subscript():
            return True
        if sign in "._`’":
            self.space = True
            self.at += 1
            return True
        return False

    def _subscript(self) -> bool:
        """Takes in a subscript: `x_1` is one name; the base of a logarithm or of a numeral stays a mark."""
        last = self.tokens[-1] if self.tokens else None
        if last is None or last.kind == "mark":
            return False
        if last.kind == "number" or last.text == "log":
            self.tokens.append(Token("mark", "_", False))
            self.at += 1
            return True
        found = _SUBSCRIPT.match(self.text[self.at : self.at + 12])
        if len(last.text) > 3 or found is None:
            return False
        name = found[1] if found[1] is not None else found[2]
        self.tokens[-1] = last._replace(text=f"{last.text}_{name}")
        self.at += found.end()
        return True


def _read_number(text: str, start: int, grouped: bool) -> tuple[str, int]:
    """A decimal number at `start` and its end; `1{,}000` and, when grouped, `1,000` are one number."""
    i = _digits_end(text, start)
    digits = text[start:i]
    if len(digits) <= 3:
        while True:
            plain = grouped and text[i : i + 1] == ","
            comma = 1 if plain else 3 if text.startswith("{,}", i) else 0
            group = _GROUP.match(text[i + comma : i + comma + 4]) if comma else None
            if group is None:
                break
            digits += group[0]
            i += comma + 3
    if text[i : i + 1] == ".":
        end = _digits_end(text, i + 1)
        if end > i + 1:
            digits += text[i:end]
            i = end
        elif i + 1 >= len(text):
            i += 1
    window = text[i : i + 6]
    exponent = _EXPONENT.match(window)
    follows = "" if exponent is None else text16.sign_at(window, exponent.end())
    if exponent is not None and not text16.is_letter(follows):
        digits += exponent[0].lower()
        i += exponent.end()
    return digits, i


def _digits_end(text: str, at: int) -> int:
    while at < len(text) and text[at] in _DIGITS:
        at += 1
    return at


def spell(tokens: Tokens) -> str:
    """Tokens without their spacing; names of several letters without case."""
    return " ".join(
        text16.lower(token.text) if len(token.text) > 1 else token.text
        for token in tokens
    )
