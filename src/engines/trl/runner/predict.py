"""Answers held-out rows, under every counterfactual arm when asked; goes on where an interrupted attempt ended."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from .events import Channel
from .generate import Generator, Response, Sampling, sampling_options
from .images import ImageStore
from .model import load_config, load_model
from .notes import origin_of
from .processor import image_tokens, load_processor
from .prompts import Message, PromptMaker, with_images
from .rows import Row, check_images, drawn, read_rows
from .spec import PredictSpec
from .stop import Stop

#: Rows answered together; after each such group the output is complete up to there.
_TOGETHER = 16

#: Rows with the description that stands for, or beside, their image.
Described = Sequence[tuple[Row, str | None]]


def predict(spec: PredictSpec, channel: Channel, stop: Stop) -> None:
    """Appends one `Prediction` a row and arm to the output; what it has already stays."""
    rows = drawn(read_rows(spec.rows), spec.limit, spec.settings.seed)
    check_images(rows)
    with closing(PredictionsFile(Path(spec.output))) as file:
        examination = Examination(spec, file)
        for first in range(0, len(rows), _TOGETHER):
            if stop.reason is not None:
                break
            channel.emit("progress", phase="predict", done=first, total=len(rows))
            examination.answer(rows[first : first + _TOGETHER], first)
    if stop.reason is None:
        channel.emit("progress", phase="predict", done=len(rows), total=len(rows))
    channel.emit("finished", step=0, reason="steps" if stop.reason is None else "stopped")


class PredictionsFile:
    """Append only, a line each; a torn last line of an interrupted attempt is cut off."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        whole = before.rfind(b"\n") + 1
        self._known = {_key_of(line) for line in before[:whole].split(b"\n")}
        self._file = path.open("ab")
        self._file.truncate(whole)

    def close(self) -> None:
        self._file.close()

    def has(self, row: Row, arm: str) -> bool:
        return (row.dataset, row.id, arm) in self._known

    def append(self, predictions: Sequence[dict[str, Any]]) -> None:
        self._file.write("".join(json.dumps(line) + "\n" for line in predictions).encode("ascii"))
        self._file.flush()
        self._known.update((line["dataset"], line["row"], line["arm"]) for line in predictions)


def _key_of(line: bytes) -> tuple[str, str, str] | None:
    try:
        entry = json.loads(line)
        return str(entry["dataset"]), str(entry["row"]), str(entry["arm"])
    except (ValueError, KeyError, TypeError):
        return None


class Examination:
    """A model with all that it takes to ask it, and where its answers go."""

    def __init__(self, spec: PredictSpec, file: PredictionsFile) -> None:
        self._spec = spec
        self._file = file
        origin = origin_of(spec.model, spec.checkpoint)
        config = load_config(origin.model)
        processor = load_processor(spec.model)
        suppress = image_tokens(processor, config)
        gpu = spec.settings.gpus > 0 and torch.cuda.is_available()
        model = load_model(origin, {"dtype": spec.half if gpu else "float32"})
        self._model = model.to("cuda" if gpu else "cpu").eval()
        self._prompts = PromptMaker(spec.prompt, processor.tokenizer.convert_ids_to_tokens(suppress))
        self._images = ImageStore(kept=2 * _TOGETHER)
        self._generator = Generator(processor, suppress)

    def answer(self, rows: Sequence[Row], first: int) -> None:
        """Rows `first`, `first + 1`, ... under every arm that applies and is not answered yet."""
        self._arm("image", [(row, None) for row in rows], first)
        if self._spec.arms is None:
            return
        # Without an image there is nothing to take away.
        seen = [row for row in rows if row.images]
        captioned = [(row, row.caption) for row in seen if row.caption is not None]
        described = self._describe([row for row in seen if self._is_open("own-description", row)])
        self._arm("description", captioned, first)
        self._arm("own-description", described, first)
        self._arm("both", captioned, first)
        self._arm("neither", [(row, None) for row in seen], first)

    def _is_open(self, arm: str, row: Row) -> bool:
        only = None if self._spec.arms is None else self._spec.arms.only
        return (only is None or arm in only) and not self._file.has(row, arm)

    def _arm(self, arm: str, asked: Described, first: int) -> None:
        trials = [(row, description) for row, description in asked if self._is_open(arm, row)]
        seeing = arm in ("image", "both")
        conversations = [
            self._shown(self._prompts.arm_messages(row, images=seeing, description=description), row, seeing)
            for row, description in trials
        ]
        stream = f"{arm}:{first}"
        none: list[list[Response]] = [[] for _ in trials]
        greedy = self._generate(conversations, stream, 0, 1) if arm == "image" else none
        arms, temperature = self._spec.arms, self._spec.settings.temperature
        sampled = none if arms is None else self._generate(conversations, stream, temperature, arms.k)
        self._file.append(
            [
                {
                    **_facts(row),
                    "arm": arm,
                    **({} if description is None else {"description": description}),
                    **({"greedy": asdict(best[0])} if best else {}),
                    "samples": [asdict(response) for response in samples],
                }
                for (row, description), best, samples in zip(trials, greedy, sampled, strict=True)
            ]
        )

    def _describe(self, rows: Sequence[Row]) -> Described:
        """The model's own words for the images, without sampling."""
        asked = [self._shown(self._prompts.describe_messages(row), row, True) for row in rows]
        words = self._generate(asked, "describe", 0, 1)
        return [(row, group[0].text) for row, group in zip(rows, words, strict=True)]

    def _shown(self, messages: list[Message], row: Row, seeing: bool) -> list[Message]:
        return with_images(messages, self._images.of(row) if seeing else [])

    def _generate(
        self, conversations: Sequence[list[Message]], stream: str, temperature: float, count: int
    ) -> list[list[Response]]:
        # Named by what is asked, not by what was asked before: an interrupted attempt changes nothing.
        torch.manual_seed(zlib.crc32(f"{self._spec.settings.seed}:{stream}".encode()))
        most = self._spec.settings.max_response_length
        sampling = Sampling(temperature, most, count, sampling_options(self._spec.options))
        return self._generator.answer(self._model, conversations, sampling)


def _facts(row: Row) -> dict[str, Any]:
    """What a prediction repeats of its row, so that the audit needs nothing else."""
    optional = {"options": row.options, "caption": row.caption, "scene": row.scene}
    return {
        "row": row.id,
        "dataset": row.dataset,
        "capability": row.capability,
        "question": row.question,
        "answer": row.answer,
        "images": row.images,
        **{name: value for name, value in optional.items() if value is not None},
    }
