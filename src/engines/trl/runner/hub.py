"""Validation rows that `datasets` downloads from the Hub."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import UserError, first_line
from .rows import Row
from .spec import HubRows

#: Column names that the field uses, the most telling first; those of the data layer.
_NAMES: Mapping[str, Sequence[str]] = {
    "question": ("problem", "question", "prompt", "query", "instruction"),
    "answer": ("answer", "ground_truth", "gt", "gold", "solution", "label", "target", "final_answer"),
    "images": ("images", "image", "img"),
    "options": ("options", "choices"),
    "id": ("id", "uid", "uuid", "index", "idx", "question_id", "sample_id"),
}


def hub_rows(ref: HubRows, folder: Path) -> list[Row]:
    """The rows of a split; their pictures are written to the folder, named by their content."""
    from datasets import load_dataset

    place = f"{ref.id}@{ref.split}"
    try:
        data = load_dataset(ref.id, split=ref.split)
    except Exception as error:
        raise UserError(
            f"The validation rows {place} cannot be downloaded: {first_line(error)}",
            "Check the name and the split, log in where it is gated, or use a local file in `validate`.",
        ) from error
    by_name = {name.lower(): name for name in data.column_names}
    columns = {role: next((by_name[name] for name in names if name in by_name), None) for role, names in _NAMES.items()}
    for role in ("question", "answer"):
        if columns[role] is None:
            raise UserError(
                f"The validation rows {place} have no column for the {role}: they have {', '.join(data.column_names)}",
                f"Download them, and name the column in `columns: {{ {role}: ... }}` of a dataset.",
            )
    rows: list[Row] = []
    for number, entry in enumerate(data):
        found = {role: None if column is None else entry[column] for role, column in columns.items()}
        images, options = found["images"], found["options"]
        listed = images if isinstance(images, list) else [] if images is None else [images]
        rows.append(
            Row(
                id=str(number if found["id"] is None else found["id"]),
                dataset=ref.id,
                capability="",
                question=str(found["question"]),
                answer=str(found["answer"]),
                images=tuple(_write(image, folder, number) for image in listed),
                options=tuple(map(str, options)) if isinstance(options, list) else None,
            )
        )
    return rows


def _write(image: Any, folder: Path, number: int) -> str:
    if not hasattr(image, "save"):
        raise UserError(f"The image of validation row {number} is no picture but {type(image).__name__}")
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "PNG")
    path = folder / f"{hashlib.sha256(buffer.getvalue()).hexdigest()[:32]}.png"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Several processes write the same rows.
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(buffer.getvalue())
        unfinished.replace(path)
    return str(path)
