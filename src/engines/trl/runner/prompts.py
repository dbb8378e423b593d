"""What a model is asked: the question with its options in the curriculum's prompt, images where the row has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from .errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

    from .rows import Row

#: A part of a message's content; an image part has its picture only where a processor is to look at it.
Part = dict[str, Any]
Message = dict[str, Any]

PLACEHOLDER = "<image>"
#: What JavaScript's `trim` takes away, so that both languages ask the same.
_SPACE = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
#: A line that begins like the first option of a list.
_FIRST = re.compile(r"^\s*\(?A[.):]\s", re.MULTILINE)
#: Stands for a question that the template must not lose.
_PROBE = "\x02question\x03"


def letter(index: int) -> str:
    """A, B, ..., Z, AA, AB, ..."""
    last = chr(65 + index % 26)
    return last if index < 26 else letter(index // 26 - 1) + last


def listed_options(question: str, options: Sequence[str]) -> bool:
    """Whether a question's text holds its options already: they must not be shown twice."""
    return bool(options) and _FIRST.search(question) is not None and all(option in question for option in options)


class PromptMaker:
    """Makes messages of rows. `banned`: tokens that stand for images, which no text may contain."""

    def __init__(self, template: str | None, banned: Iterable[str] = ()) -> None:
        self._banned = re.compile("|".join(map(re.escape, sorted(banned, key=len, reverse=True))) or "(?!)")
        self._template = None
        if template is None:
            return
        try:
            # It knows `content`, and cannot reach anything else.
            self._template = SandboxedEnvironment().from_string(template)
        except TemplateSyntaxError as error:
            raise UserError(
                f"The prompt, line {error.lineno}: {error}", "Correct the template; it knows one variable, `content`."
            ) from error
        if _PROBE not in self._render(_PROBE):
            raise UserError(
                "The prompt has no `{{ content }}`: the question would be left out",
                "Write `{{ content | trim }}` where the question belongs.",
            )

    def messages(self, row: Row) -> list[Message]:
        """The row as it is trained on."""
        return self._ask(row.question, row, len(row.images))

    def target(self, row: Row) -> list[Message]:
        """What supervised fine-tuning teaches: the row's response, else its answer."""
        text = self._clean(row.answer if row.response is None else row.response)
        return [{"role": "assistant", "content": [{"type": "text", "text": text}]}]

    def arm_messages(self, row: Row, *, images: bool, description: str | None) -> list[Message]:
        """The row under a counterfactual arm; a model that is not shown the image is told so."""
        if images and description is None:
            return self.messages(row)
        described = (description or "").strip()
        lines = []
        if described:
            lines.append(f"Description of the {'images' if len(row.images) > 1 else 'image'}:\n{described}")
        if not images:
            lines.append(
                "The image itself is not shown; answer from its description."
                if described
                else "The image is not shown; answer as well as you can without it."
            )
        return self._ask("\n\n".join([*lines, _plain(row.question)]), row, len(row.images) if images else 0)

    def describe_messages(self, row: Row) -> list[Message]:
        """Asks for the model's own description of the image; it must not answer."""
        text = (
            f"Somebody who cannot see the image will have to answer this question:\n\n{_plain(row.question)}\n\n"
            "Describe the image for them: everything in it that could matter, with all texts, numbers, labels, "
            "colours, counts and positions as you see them. Do not answer the question and do not calculate anything."
        )
        return [{"role": "user", "content": self._parts(text, len(row.images))}]

    def _ask(self, question: str, row: Row, images: int) -> list[Message]:
        given = () if listed_options(question, row.options or ()) else row.options or ()
        options = "".join(f"\n{letter(i)}. {option}" for i, option in enumerate(given))
        text = self._render(question.strip(_SPACE) + options)
        if text.count(PLACEHOLDER) != images:
            # Placeholders that do not fit the images: all images first, as where there is none.
            text = self._render(_plain(question) + options)
        return [{"role": "user", "content": self._parts(text, images)}]

    def _render(self, content: str) -> str:
        if self._template is None:
            return content
        try:
            return self._template.render(content=content).strip(_SPACE)
        except Exception as error:
            raise UserError(f"The prompt cannot be rendered: {type(error).__name__}: {error}") from error

    def _parts(self, text: str, images: int) -> list[Part]:
        pieces = text.split(PLACEHOLDER)
        if len(pieces) - 1 != images:
            pieces = [*[""] * images, text.replace(PLACEHOLDER, " ") if images == 0 else text]
        parts: list[Part] = []
        for number, piece in enumerate(pieces):
            if number > 0:
                parts.append({"type": "image"})
            if (clean := self._clean(piece)) != "":
                parts.append({"type": "text", "text": clean})
        return parts

    def _clean(self, text: str) -> str:
        """An image token that is written in the data would be looked for an image of its own."""
        for _ in range(3):
            # Again: what is left when one is taken out may be another.
            if (clean := self._banned.sub("", text)) == text:
                return text
            text = clean
        # A text that was made to need many rounds; across a space, nothing grows together.
        return self._banned.sub(" ", text)


def _plain(question: str) -> str:
    return question.replace(PLACEHOLDER, "").strip(_SPACE)


def with_images(messages: Sequence[Message], images: Sequence[Image]) -> list[Message]:
    """The messages with pictures in their image parts, in order."""
    rest = iter(images)
    return [
        {
            **message,
            "content": [
                {**part, "image": next(rest)} if part["type"] == "image" else part for part in message["content"]
            ],
        }
        for message in messages
    ]


def text_of(completion: Sequence[Mapping[str, Any]] | str) -> str:
    """The text of a completion: messages, the last with a text or parts, or the text itself."""
    content = completion if isinstance(completion, str) else completion[-1].get("content") or ""
    return content if isinstance(content, str) else "".join(str(part.get("text") or "") for part in content)
