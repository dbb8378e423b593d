"""What happens between TRL's steps: metrics, validation, checkpoints, stopping."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState

from .arguments import Intervals
from .checkpoints import STATE, list_checkpoints, remove, superfluous
from .events import Channel
from .metrics import step_line, translate
from .notes import Origin, write_note
from .reward import TOTAL
from .stop import Reason, Stop
from .validate import Validator


@dataclass(eq=False)
class Bridge(TrainerCallback):
    """Between TRL's trainer and whoever started the runner. All processes have one and decide alike."""

    channel: Channel
    stop: Stop
    intervals: Intervals
    validator: Validator | None
    output: Path
    device: str
    #: Sampled in a step by all processes.
    completions: int
    #: The weights under an adapter.
    below: Origin | None
    trainer: Any = None
    #: Why the stage ended before its last step.
    reason: Reason | None = None
    _began: float = 0.0
    _seconds: float = 0.0
    _validated: dict[str, float] = field(default_factory=dict)
    _score: float | None = None

    def on_train_begin(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        first = state.global_step + 1
        self.channel.emit("started", totalSteps=state.max_steps, firstStep=first, device=self.device)
        if state.global_step == 0 and (values := self._validate()) is not None:
            self._tell(state, values)

    def on_step_begin(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        self._began = time.perf_counter()

    def on_step_end(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        step, last = state.global_step, state.global_step >= state.max_steps
        # Neither validation nor what is written counts as the step.
        self._seconds = time.perf_counter() - self._began
        stop = self._agreed()
        if last or (stop != "stopped" and _is_due(step, self.intervals.validate)):
            values = self._validate()
            stop = self._agreed()
            if values is not None:
                self._validated, self._score = values, values["val_reward"]
                control.should_log = True
        if stop is not None and not last:
            self.reason = stop
            control.should_training_stop = True
        if last or stop is not None or _is_due(step, self.intervals.save):
            control.should_save = True
            if self.channel.rank == 0:
                folder = self.output / f"checkpoint-{step}"
                # What an earlier attempt left there is no longer whole from now on.
                (folder / STATE).unlink(missing_ok=True)
                write_note(folder, step, self._score, self.below)

    def on_log(
        self, args: Any, state: TrainerState, control: TrainerControl, logs: dict[str, Any] | None = None, **_: Any
    ) -> None:
        if logs is None or "loss" not in logs:
            return
        values = translate(logs, total_reward=TOTAL, completions=self.completions, seconds=self._seconds)
        self._tell(state, values | self._validated)
        self._validated = {}

    def on_save(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        step, name = state.global_step, f"checkpoint-{state.global_step}"
        self.channel.emit("checkpoint", step=step, path=f"{self.output.name}/{name}", score=self._score)
        self._score = None
        if self.channel.rank == 0:
            for old in superfluous(list_checkpoints(self.output), self.intervals.keep):
                remove(old.path)
        self.channel.log(f"saved {name}")

    def _tell(self, state: TrainerState, values: dict[str, float]) -> None:
        self.channel.emit("metric", step=state.global_step, values=values)
        self.channel.log(step_line(state.global_step, state.max_steps, values))

    def _agreed(self) -> Reason | None:
        return self.stop.agreed(self.trainer.accelerator)

    def _validate(self) -> dict[str, float] | None:
        return None if self.validator is None else self.validator.run(self.trainer)


def _is_due(step: int, every: int | None) -> bool:
    return every is not None and step % every == 0
