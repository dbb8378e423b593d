"""Validation: mean reward and accuracy of sampled answers to held-out rows, the rows shared out to all processes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from trl.models.utils import unwrap_model_for_generation

from .events import Channel
from .generate import Generator, Sampling
from .images import ImageStore
from .prompts import PromptMaker, with_images
from .reward import Answer, Reward
from .rows import Row
from .stop import Stop

#: Rows of a process that are answered before it looks up: for a stop request, and to tell how far it is.
TOGETHER = 16


@dataclass(frozen=True)
class Validator:
    rows: Sequence[Row]
    prompts: PromptMaker
    images: ImageStore
    generator: Generator
    reward: Reward
    sampling: Sampling
    seed: int
    channel: Channel
    stop: Stop

    def run(self, trainer: Any) -> dict[str, float] | None:
        """Figures of all rows; None when a stop was requested meanwhile. All processes call it together."""
        accelerator = trainer.accelerator
        world, rank, total = accelerator.num_processes, accelerator.process_index, len(self.rows)
        mine = self.rows[rank::world]
        sums = torch.zeros(3)
        training = trainer.model.training
        with (
            _own_random_numbers(self.seed + rank),
            unwrap_model_for_generation(trainer.model_wrapped, accelerator) as model,
        ):
            model.eval()
            try:
                for number in range(math.ceil(total / (world * TOGETHER))):
                    if self.stop.agreed(accelerator) == "stopped":
                        return None
                    done = number * TOGETHER
                    self.channel.emit("progress", phase="validate", done=done * world, total=total)
                    sums += self._score(model, mine[done : done + TOGETHER])
            finally:
                model.train(training)
        self.channel.emit("progress", phase="validate", done=total, total=total)
        reward, accuracy, count = accelerator.gather(sums.to(accelerator.device)[None]).sum(0).tolist()
        return {"val_reward": reward / count, "val_accuracy": accuracy / count}

    def _score(self, model: Any, rows: Sequence[Row]) -> torch.Tensor:
        """Sums of reward and accuracy over the answers, and how many there are."""
        # Weights that lie in pieces on several devices are put together by all processes at once: the one that has
        # run out of rows keeps the others company.
        asked = rows or self.rows[:1]
        conversations = [with_images(self.prompts.messages(row), self.images.of(row)) for row in asked]
        answers = self.generator.answer(model, conversations, self.sampling)
        scores = self.reward.score(
            [
                Answer(response.text, response.tokens, row.answer)
                for row, group in zip(rows, answers, strict=False)
                for response in group
            ]
        )
        reward = sum(score["overall"] for score in scores)
        accuracy = sum(score.get("accuracy", score["overall"]) for score in scores)
        return torch.tensor([reward, accuracy, len(scores)], dtype=torch.float32)


@contextmanager
def _own_random_numbers(seed: int) -> Iterator[None]:
    """The same numbers at every validation, and those of training as if there had been none."""
    devices = [torch.cuda.current_device()] if torch.cuda.is_available() else []
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield
