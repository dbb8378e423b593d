"""What a response announces as its answer."""

from __future__ import annotations

from typing import List, NamedTuple, Pattern, Sequence

from ..dialect import regex
from ..text16 import trim

# Words, in several languages, that announce an answer. What follows them on the line is the answer.
_CUES = (
    regex(
        r"""\b(?:answer|option|choice|(?:correct|right|best) one|solution|result|conclusion|response)s?\b(?:\s(?:to (?:the|this) question|here|choice|option|letter))?[*_\s"]{0,6}(?:\s(?:is|would be|should be|must be|will be)\b|:|=|→|->)(?:\s(?:therefore|thus|clearly|definitely|most likely|probably|likely|simply|indeed|then)\b,?)?[*_\s:"]{0,8}""",
        "i",
    ),
    regex(r"####[ \t]{0,4}"),
    regex(
        r"(?:答案|正确选项|正确答案|选项|回答)(?:\s?(?:是|为|应为|应该是|选|:))\s?:?\s?(?:选项|选)?"
    ),
    regex(r"(?:故选|应选|所以选|因此选|我选|选择|选)\s?:?\s?"),
    regex(
        r"\b(?:respuesta|réponse|antwort|resposta|risposta|lösung|ответ|antwoord|odpowiedź)\b(?:\s(?:correcta|correcte|corretta|final|finale|lautet))?\s{0,2}(?:\s(?:es|est|ist|é|è|lautet|is)\b|:|—|-)\s{0,2}(?:la |die |das |option |opción )?",
        "iu",
    ),
    regex(r"(?:ответ|答え|回答|정답)\s{0,2}(?:は|은|:|—|-)\s{0,2}", "u"),
)
_LINE = regex(r"^[\s*_#$]{0,12}([^\n]*)")
_DRESS = regex(
    r"\\(?:text|textbf|mathrm|mathbf|mbox|boxed|fbox|bf|rm)\b\s?|\\[()[\]]|[{}$`]|\*{1,3}|(?<![A-Za-z0-9])_{1,2}|_{1,2}(?![A-Za-z0-9])"
)
_HEADING = regex(r"^[#>\s]{1,8}")


class Statement(NamedTuple):
    """What follows a cue, to the end of its line; offsets of the cue (`begin`), and of what follows it."""

    text: str
    begin: int
    at: int


def statements(spoken: str, more: Sequence[Pattern[str]] = ()) -> List[Statement]:
    """Everything that a response announces as its answer, in order."""
    found = []
    for cue in (*_CUES, *more):
        for match in cue.finditer(spoken):
            at = match.end()
            # A heading such as "**Answer:**" has its answer on the next line.
            line = _LINE.match(spoken[at : at + 400])
            text = "" if line is None else trim(line[1])
            if text != "":
                found.append(Statement(text, match.start(), at))
    return sorted(found, key=lambda statement: (statement.at, statement.begin))


def unformatted(text: str) -> str:
    """The text without Markdown emphasis and LaTeX dress."""
    return trim(_HEADING.sub("", _DRESS.sub("", text)))
