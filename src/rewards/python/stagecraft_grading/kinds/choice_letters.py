"""The option letters that a text names."""

from __future__ import annotations

from typing import List, NamedTuple, Optional

from ..dialect import regex


class Named(NamedTuple):
    """The letters at the head of a text, and what follows them."""

    letters: List[str]
    rest: str


_HEAD = regex(
    r"""^(?:(?:the |an |either |both |most likely |probably |likely |definitely |clearly )*(?:option|choice|answer|letter|选项|opción|figure)s?\s{0,2}:?\s{0,2}|(?:either|both|most likely|probably|likely|definitely|clearly|simply)\s)?["'([【<]?\s?([A-Za-z])\s?["')\]】>]?(?![A-Za-z\u00c0-\u024f'])""",
    "i",
)
_NEXT = regex(
    r"""^\s{0,3}(?:,|;|\/|&|\+|和|或|、|及|与|,?\s(?:and|or|and\/or)\s|,\s?(?:and|or)\s)\s{0,3}(?:also |maybe |possibly |perhaps |even )?(?:option |choice )?["'([]?([A-Za-z])["')\]]?(?![A-Za-z'0-9=])""",
    "i",
)
_BRACKETED = regex(r"[([][^)\]]*[)\]]$")
_SAID = regex(r"(?:option|choice|letter|选项)", "i")
_ENDS = regex(r"^\s{0,3}(?:[.,;:!?)*。、—–-]|\n|$)")
_FORMULA = regex(r"^\s{0,2}(?:[=^+*/<>]|\d)")
_FIGURE = regex(r"^\s\d")
_SMALL_WORD = regex(r"^\s[a-z]")
_AFTER_LETTER = regex(
    r"^\s(?:because|since|as|is|and|or|not|rather|instead|which|with|but|due|for|was|in this|based)\b"
)
_AFTER_ANOTHER = regex(r"^\s(?:are|is|both|because)\b")


def named_at_head(text: str, options: int) -> Optional[Named]:
    """Reads the letters at the head of a text, as in `B`, `(B) 15`, `B, because ...`, `A or B`.

    A small letter counts only when it ends the phrase, in brackets or alone; `A` before a small word is an article;
    `I` before one a pronoun.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    rest = text[head.end() :]
    letter = head[1]
    marked = _BRACKETED.search(head[0]) is not None or _SAID.search(head[0]) is not None
    capital = letter.isupper()
    if _FORMULA.match(rest) and not _FIGURE.match(rest):
        return None
    if not capital and not marked and not _ENDS.match(rest):
        return None
    word = capital and not marked and letter in "AI" and _SMALL_WORD.match(rest)
    if word and not _AFTER_LETTER.match(rest):
        return None
    letters = [letter.upper()]
    for _ in range(26):
        following = _NEXT.match(rest)
        if following is None or (capital and following[1].islower()):
            break
        after = rest[following.end() :]
        article = following[1] == "A" and _SMALL_WORD.match(after)
        if article and not _AFTER_ANOTHER.match(after):
            break
        letters.append(following[1].upper())
        rest = after
    limit = 26 if options == 0 else options
    if any(ord(one) - 65 >= limit for one in letters):
        return None
    return Named(list(dict.fromkeys(letters)), rest)


# Capital letters that stand for options in running text: alone, bracketed or behind "option".
_MENTION = regex(
    r"""(?:\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer)\s{1,2}["'(]?|[("'[])([A-Za-z])(?=["')\].,;:!?。、\s]|$)|(?<![A-Za-z0-9'&\\=+^_-])(?<![A-Z]\.)([A-Z])(?=[).,;:!?。、\s]|$)(?!\.[A-Z])"""
)
_WORD_AFTER = regex(r"^\s[a-z0-9]", "i")
_VERB_AFTER = regex(
    r"^\s(?:is|and|or|because|since|are|was|as|but|seems|looks|would|fits|matches|shows|has|with)\b"
)
_BRACKET = regex(r"[([]")
_OPTION = regex(r"option|choice", "i")
_SIGN_AFTER = regex(r"^\s?[=^+<>]")
_LOOK = 16


class Mention(NamedTuple):
    """A letter, and where its mention begins."""

    letter: str
    at: int


def mentions(text: str, options: int) -> List[Mention]:
    """Every option letter that running text mentions; articles, pronouns and letters of formulas are none."""
    limit = 8 if options == 0 else options
    found = []
    for match in _MENTION.finditer(text):
        bare = match[1] is None
        letter = match[2] if bare else match[1]
        rest = text[match.end() : match.end() + _LOOK]
        if bare and _WORD_AFTER.match(rest) and not _VERB_AFTER.match(rest):
            continue
        if (
            letter.islower()
            and not _BRACKET.search(match[0])
            and not _OPTION.search(match[0])
        ):
            continue
        if _SIGN_AFTER.match(rest) or ord(letter.upper()) - 65 >= limit:
            continue
        found.append(Mention(letter.upper(), match.start()))
    return found
