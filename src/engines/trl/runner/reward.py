"""Rewards in EasyR1's interface, built-in or a user's own, and as the function that GRPOTrainer calls."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from .errors import UserError
from .prompts import text_of
from .rows import Row
from .spec import RewardRef

#: Rewards and their loader, which other engines share.
_SHARED = Path(__file__).resolve().parents[3] / "rewards" / "python"

#: The name under which TRL logs the total a second time.
TOTAL = "overall"
#: The parts of a response's score, `overall` among them; all finite.
Score = Mapping[str, float]


@dataclass(frozen=True)
class Answer:
    """A response and what it is held against."""

    response: str
    #: In tokens, the end token included.
    length: int
    truth: str


class Reward:
    """Scores answers. Trouble is told with the line of the user's own file."""

    def __init__(self, ref: RewardRef) -> None:
        builtin = ref.kind == "builtin"
        self.name = str(ref.name).replace("-", "_") if builtin else str(ref.function)
        self._path = str(_SHARED / "stagecraft_reward.py" if builtin else ref.path)
        self._host = _reward_host()
        try:
            self._function, self._mode = self._host.load(self._path, self.name)
        except (Exception, SystemExit) as error:
            raise self._failure("cannot be loaded", error) from error

    def score(self, answers: Sequence[Answer]) -> list[Score]:
        """The scores of all answers; the function is not called for none."""
        rewards = [
            {"response": answer.response, "response_length": answer.length, "ground_truth": answer.truth}
            for answer in answers
        ]
        try:
            return self._host.score_all(self._function, self._mode, rewards) if rewards else []
        except (Exception, SystemExit) as error:
            raise self._failure("failed", error) from error

    def _failure(self, what: str, error: BaseException) -> UserError:
        told = self._host.describe(error, self._path)
        line = f", line {told['line']}" if told["line"] is not None else ""
        print(told["traceback"], file=sys.stderr)
        return UserError(
            f"The reward {self.name} {what} ({self._path}{line}): {told['message']}",
            "A reward takes a list of responses and returns a list of dicts with a finite `overall`, one for each.",
        )


def _reward_host() -> ModuleType:
    """The module that loads and runs rewards also for the other engines."""
    spec = importlib.util.spec_from_file_location("stagecraft_reward_server", _SHARED / "reward_server.py")
    if spec is None or spec.loader is None:
        raise UserError(f"{_SHARED} lacks reward_server.py", "Install Stagecraft again.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: Takes a step's answers with their rows, in groups one after the other.
Watcher = Callable[[int, Sequence[Row], Sequence[Answer], Sequence[Score]], None]
#: Collects the items of all processes.
Gather = Callable[[list[Score]], list[Score]]


def trl_reward(reward: Reward, rows: Sequence[Row], gather: Gather, watch: Watcher) -> Callable[..., list[float]]:
    """The function that GRPOTrainer calls with the responses that this process has sampled."""

    def total(
        completions: Sequence[Any],
        completion_ids: Sequence[Sequence[int]],
        row: Sequence[int],
        trainer_state: Any,
        log_metric: Callable[[str, float], None],
        **_rest: Any,
    ) -> list[float]:
        seen = [rows[number] for number in row]
        answers = [
            Answer(text_of(completion), len(ids), entry.answer)
            for completion, ids, entry in zip(completions, completion_ids, seen, strict=True)
        ]
        scores = reward.score(answers)
        # Of all processes: one whose responses lack a part would otherwise leave the others waiting for it in TRL.
        for part, mean in means(gather(scores)).items():
            if part != TOTAL:
                log_metric(f"rewards/{part}/mean", mean)
        watch(trainer_state.global_step + 1, seen, answers, scores)
        return [score[TOTAL] for score in scores]

    total.__name__ = TOTAL
    return total


def means(scores: Sequence[Score]) -> dict[str, float]:
    """The mean of each part over the scores that have it."""
    parts: dict[str, list[float]] = {}
    for score in scores:
        for part, value in score.items():
            parts.setdefault(part, []).append(value)
    return {part: sum(values) / len(values) for part, values in parts.items()}
