"""The rows that are trained on, validated with or answered, and the order in which they are seen."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import UserError


@dataclass(frozen=True)
class Row:
    """A line of the rows file: `EngineRow`."""

    id: str
    dataset: str
    capability: str
    question: str
    answer: str
    images: tuple[str, ...]
    caption: str | None = None
    options: tuple[str, ...] | None = None
    response: str | None = None
    scene: Any = None


def read_rows(path: str) -> list[Row]:
    """All rows of a file, in its order."""
    try:
        with Path(path).open(encoding="utf-8") as file:
            return [_row(line, f"{path}:{number}") for number, line in enumerate(file, start=1) if line.strip()]
    except OSError as error:
        raise UserError(f"The rows {path} cannot be read: {error.strerror}", "Start the run again.") from error


def _row(line: str, place: str) -> Row:
    try:
        raw = json.loads(line)
        options = raw.get("options")
        return Row(
            **{key: _text(raw[key]) for key in ("id", "dataset", "capability", "question", "answer")},
            images=tuple(map(str, raw["images"])),
            options=None if options is None else tuple(map(_text, options)),
            scene=raw.get("scene"),
            **{key: None if raw.get(key) is None else _text(raw[key]) for key in ("caption", "response")},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(f"{place} is no row: {error!r}", "The file is torn; start the run again.") from error


def _text(value: Any) -> str:
    """Half of a surrogate pair, which JSON can hold, is a text that no tokenizer takes."""
    return str(value).encode("utf-8", "replace").decode()


def check_images(rows: Iterable[Row]) -> None:
    """Refuses rows whose images are not there, before hours are spent on the others."""
    for row in rows:
        for image in row.images:
            if not os.path.isfile(image):
                raise UserError(
                    f"The image {image} of row {row.id} ({row.dataset}) is not there",
                    "Put it there, or correct `images:` of the dataset.",
                )


def order_of(count: int, together: int, rounds: int, *, shuffle: bool, seed: int) -> list[int]:
    """Row numbers in the order in which they are seen: `rounds` times `together` rows.

    An epoch shows whole rounds and drops the rest; a shuffled one draws a new order. Depends on nothing but the
    arguments: a resumed stage goes on with the same rows.
    """
    if count < together:
        raise UserError(
            f"The stage has {count} rows, fewer than the {together} of one step", "Lower `batch` or loosen `where`."
        )
    order: list[int] = []
    epoch = 0
    while len(order) < rounds * together:
        rows = list(range(count))
        if shuffle:
            random.Random(f"{seed}:{epoch}").shuffle(rows)
        order.extend(rows[: count // together * together])
        epoch += 1
    return order[: rounds * together]


def drawn(rows: Sequence[Row], limit: int | None, seed: int) -> list[Row]:
    """At most `limit` of the rows, drawn with the seed and kept in their order."""
    if limit is None or limit >= len(rows):
        return list(rows)
    chosen = sorted(random.Random(f"{seed}:held-out").sample(range(len(rows)), limit))
    return [rows[number] for number in chosen]
