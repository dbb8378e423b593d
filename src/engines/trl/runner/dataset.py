"""Rows as the data set that TRL's trainers read, in the order in which they are to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasets import Dataset

from .images import ImageStore
from .prompts import PromptMaker
from .rows import Row


def ordered_dataset(
    rows: Sequence[Row], order: Sequence[int], prompts: PromptMaker, images: ImageStore, *, supervised: bool
) -> Dataset:
    """One entry for each row that is seen. Messages and pictures are made when they are asked for."""

    def fill(batch: dict[str, list[int]]) -> dict[str, list[Any]]:
        seen = [rows[number] for number in batch["row"]]
        return {
            "row": batch["row"],
            "prompt": [prompts.messages(row) for row in seen],
            "images": [images.of(row) for row in seen],
            **({"completion": [prompts.target(row) for row in seen]} if supervised else {}),
        }

    return Dataset.from_dict({"row": list(order)}).with_transform(fill)
