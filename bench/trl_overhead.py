"""Seconds a GRPO step takes in the runner and in TRL as its documentation uses it: trl_overhead.py SPEC.json

Both train models of one make on the same rows with the same arguments, in one process and step by step in turns: while
one makes a step, the other waits, so that whatever else the machine does falls on both alike. A step lasts from one log
to the next. Prints a line as each is done: {"name": "plain" or "ours", "processor": SECONDS, "wall": SECONDS}.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
# As in the runner: the tests' reward reads standard input to its end.
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src" / "engines" / "trl"))

import torch
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
from transformers import (
    AutoConfig,
    AutoModelForImageTextToText,
    GenerationConfig,
    TrainerCallback,
)
from trl import GRPOConfig, GRPOTrainer


class Turns:
    """Two trainings in threads of their own, of which one works at a time."""

    def __init__(self, *names: str) -> None:
        self._order = list(names)
        self._changed = threading.Condition()

    def wait(self, name: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._order[0] == name)

    def hand_over(self) -> None:
        with self._changed:
            self._order.append(self._order.pop(0))
            self._changed.notify_all()

    def leave(self, name: str) -> None:
        with self._changed:
            self._order.remove(name)
            self._changed.notify_all()


class Clock:
    """What passes between a training's logs while it is its turn; the first step warms up and does not count."""

    def __init__(self, name: str, turns: Turns) -> None:
        self._name = name
        self._turns = turns
        self._began: tuple[float, float] | None = None

    def tick(self) -> None:
        now = (time.process_time(), time.perf_counter())
        if self._began is not None:
            step = {
                "name": self._name,
                "processor": now[0] - self._began[0],
                "wall": now[1] - self._began[1],
            }
            out.write(json.dumps(step) + "\n")
            out.flush()
        self._turns.hand_over()
        self._turns.wait(self._name)
        self._began = (time.process_time(), time.perf_counter())


def ours(spec: TrainSpec, clock: Clock) -> None:
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


def plain(spec: TrainSpec, clock: Clock) -> None:
    """A script as in TRL's documentation, with what it takes to run on these rows at all."""

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


def grown(model: str, folder: str) -> str:
    """The tiny model with more of everything: its steps take as long as to show what is around them, and no shorter."""
    config = AutoConfig.from_pretrained(model)
    text = config.text_config
    text.hidden_size = config.vision_config.out_hidden_size = 256
    text.num_attention_heads, text.num_key_value_heads = 16, 8
    text.intermediate_size, text.num_hidden_layers = 512, 6
    text.layer_types = ["full_attention"] * text.num_hidden_layers
    torch.manual_seed(0)
    made = AutoModelForImageTextToText.from_config(config)
    made.generation_config = GenerationConfig.from_pretrained(model)
    shutil.copytree(model, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    made.save_pretrained(folder)
    return folder


def main() -> None:
    spec = read_spec(sys.argv[1])
    if not isinstance(spec, TrainSpec):
        sys.exit("a stage to train is wanted")
    trainings = {"plain": plain, "ours": ours}
    turns = Turns(*trainings)
    clocks = {name: Clock(name, turns) for name in trainings}
    with tempfile.TemporaryDirectory() as folder:
        spec = replace(spec, model=grown(spec.model, f"{folder}/model"))

        def training(name: str) -> None:
            turns.wait(name)
            try:
                trainings[name](spec, clocks[name])
            finally:
                turns.leave(name)

        threads = [
            threading.Thread(target=training, args=(name,)) for name in trainings
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
