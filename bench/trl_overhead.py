"""Seconds a GRPO step takes in the runner and in TRL as its documentation uses it: trl_overhead.py SPEC.json TURNS

Both train the same model on the same rows with the same arguments, in one process and in turns, so that whatever else
the machine does falls on both. A step lasts from one log to the next. Prints {"plain": [...], "ours": [...]}.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src" / "engines" / "trl"))

from datasets import Dataset, Image, List
from runner.arguments import config_arguments, plan_batches
from runner.events import Channel
from runner.model import load_config
from runner.processor import accept_missing_images, image_tokens, load_processor
from runner.reward import Answer, Reward
from runner.rows import order_of, read_rows
from runner.spec import TrainSpec, read_spec
from runner.stop import Stop
from runner.train import train
from transformers import AutoModelForImageTextToText, TrainerCallback
from trl import GRPOConfig, GRPOTrainer


class Clock:
    """Times between logs; the first step warms up and does not count."""

    def __init__(self) -> None:
        self.logs: list[float] = []

    def tick(self) -> None:
        self.logs.append(time.process_time())

    @property
    def steps(self) -> list[float]:
        return [b - a for a, b in zip(self.logs, self.logs[1:], strict=False)]


def ours(spec: TrainSpec) -> list[float]:
    clock = Clock()

    class Timed(Channel):
        def emit(self, kind: str, **fields: Any) -> None:
            super().emit(kind, **fields)
            if kind == "metric":
                clock.tick()

    with (
        tempfile.TemporaryDirectory() as folder,
        open(Path(folder) / "events", "w") as events,
    ):
        train(
            replace(spec, output=f"{folder}/checkpoints"), Timed(events, 0, 1), Stop()
        )
    return clock.steps


def plain(spec: TrainSpec) -> list[float]:
    """A script as in TRL's documentation, with what it takes to run on these rows at all."""
    clock = Clock()

    class Timer(TrainerCallback):
        def on_log(
            self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any
        ) -> None:
            if "loss" in (logs or {}):
                clock.tick()

    processor = load_processor(spec.model)
    accept_missing_images(processor)
    batches = plan_batches(spec, 1)
    suppress = image_tokens(processor, load_config(spec.model))
    with tempfile.TemporaryDirectory() as folder:
        arguments = config_arguments(replace(spec, output=folder), batches, suppress)
        reward = Reward(spec.reward)

        def score(
            completions: Any, completion_ids: Any, answer: Any, **_: Any
        ) -> list[float]:
            given = [
                Answer(completion[-1]["content"], len(ids), truth)
                for completion, ids, truth in zip(
                    completions, completion_ids, answer, strict=True
                )
            ]
            return [entry["overall"] for entry in reward.score(given)]

        trainer = GRPOTrainer(
            model=AutoModelForImageTextToText.from_pretrained(spec.model),
            args=GRPOConfig(**arguments),
            reward_funcs=score,
            train_dataset=documented_rows(spec, batches.rows, batches.rounds),
            processing_class=processor,
            callbacks=[Timer()],
        )
        trainer.train()
    return clock.steps


def documented_rows(spec: TrainSpec, together: int, rounds: int) -> Dataset:
    rows = read_rows(spec.train)
    order = order_of(
        len(rows), together, rounds, shuffle=spec.shuffle, seed=spec.settings.seed
    )
    entries = [
        {
            "prompt": [
                {"role": "user", "content": rows[i].question.replace("<image>", "")}
            ],
            "images": list(rows[i].images),
            "answer": rows[i].answer,
        }
        for i in order
    ]
    return Dataset.from_list(entries).cast_column("images", List(Image()))


def main() -> None:
    spec = read_spec(sys.argv[1])
    if not isinstance(spec, TrainSpec):
        sys.exit("a stage to train is wanted")
    times: dict[str, list[float]] = {"plain": [], "ours": []}
    for turn in range(int(sys.argv[2])):
        pair = [("plain", plain), ("ours", ours)]
        for name, run in pair if turn % 2 == 0 else reversed(pair):
            times[name] += run(spec)
    json.dump(times, out)
    out.flush()


if __name__ == "__main__":
    main()
