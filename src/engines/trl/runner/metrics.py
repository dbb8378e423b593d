"""TRL's metrics by the names that all engines share (`src/protocol/metrics.ts`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMES = {
    "reward": "reward",
    "loss": "loss",
    "kl": "kl",
    "entropy": "entropy",
    "clip_ratio/region_mean": "clip_fraction",
    "grad_norm": "grad_norm",
    "learning_rate": "learning_rate",
    "completions/mean_length": "response_length",
    "completions/clipped_ratio": "truncated",
    "reward_std": "reward_std",
    "mean_token_accuracy": "token_accuracy",
}
_PART = re.compile(r"rewards/(.+)/mean")
#: Means of vLLM's sampling against training, which tell when the two drift apart.
_SAMPLING = re.compile(r"sampling/.+/mean")


def translate(
    logs: Mapping[str, object], *, total_reward: str | None, completions: int, seconds: float
) -> dict[str, float]:
    """A step's metrics. `total_reward`: the name under which TRL repeats the total; `completions`: those of a step."""
    values: dict[str, float] = {}
    for key, value in logs.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        if (name := _NAMES.get(key)) is not None:
            values[name] = float(value)
        elif (part := _PART.fullmatch(key)) and part.group(1) != total_reward:
            # A part of the reward may have any name, but not take the place of another metric.
            values.setdefault(part.group(1), float(value))
        elif _SAMPLING.fullmatch(key):
            values[key] = float(value)
    zero = logs.get("frac_reward_zero_std")
    if isinstance(zero, (int, float)):
        values["live_groups"] = 1.0 - zero
    values["step_seconds"] = seconds
    if (length := values.get("response_length")) is not None and seconds > 0:
        values["tokens_per_second"] = length * completions / seconds
    return values


def step_line(step: int, total: int, values: Mapping[str, float]) -> str:
    """What the log says of a step: every value, four digits each."""
    return f"step {step}/{total}  " + "  ".join(f"{name} {value:.4g}" for name, value in values.items())
