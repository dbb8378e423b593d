"""The spec that the runner is started with, as `../spec.ts` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from .errors import UserError

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """`StageSettings`: the training settings of a stage, all resolved."""

    method: str
    batch: int
    rollouts: int
    learning_rate: float
    warmup_steps: int
    weight_decay: float
    grad_clip: float
    kl: float
    clip: float
    temperature: float
    max_prompt_length: int
    max_response_length: int
    freeze: tuple[str, ...]
    keep_checkpoints: int
    seed: int
    gpus: int
    clip_high: float | None = None
    validate_every: int | None = None
    save_every: int | None = None


@dataclass(frozen=True)
class Engine:
    """`TrlOptions`: how weights are held and sampled."""

    precision: str = "bf16"
    adapter: str = "none"
    lora_rank: int = 16
    vllm: bool = False


@dataclass(frozen=True)
class RewardRef:
    kind: str
    name: str | None = None
    path: str | None = None
    function: str | None = None


@dataclass(frozen=True)
class Steps:
    total: int


@dataclass(frozen=True)
class HubRows:
    id: str
    split: str


@dataclass(frozen=True)
class Arms:
    k: int
    only: tuple[str, ...] | None = None


@dataclass(frozen=True)
class _Common:
    model: str
    engine: Engine
    settings: Settings
    options: Mapping[str, Any] = field(default_factory=dict)
    checkpoint: str | None = None
    prompt: str | None = None

    @property
    def half(self) -> str:
        """The type of weights that are only read; mixed precision is for GPUs."""
        mixed = {"bf16": "bfloat16", "fp16": "float16"} if self.settings.gpus > 0 else {}
        return mixed.get(self.engine.precision, "float32")


@dataclass(frozen=True, kw_only=True)
class TrainSpec(_Common):
    output: str
    train: str
    reward: RewardRef
    shuffle: bool
    steps: Steps
    vision: str
    validation: str | None = None
    hubValidation: HubRows | None = None
    resume: str | None = None


@dataclass(frozen=True, kw_only=True)
class PredictSpec(_Common):
    rows: str
    output: str
    arms: Arms | None = None
    limit: int | None = None


_NESTED: Mapping[str, type] = {
    "engine": Engine,
    "settings": Settings,
    "reward": RewardRef,
    "steps": Steps,
    "hubValidation": HubRows,
    "arms": Arms,
}


def _build(kind: type[T], raw: Any) -> T:
    """A dataclass of a mapping. Fields that it does not know are of a newer writer and left out."""
    if not isinstance(raw, Mapping):
        raise TypeError(f"{kind.__name__} is not a mapping")
    values: dict[str, Any] = {}
    for name in (known.name for known in fields(kind)):  # type: ignore[arg-type]
        if (value := raw.get(name)) is not None:
            value = _build(_NESTED[name], value) if name in _NESTED else value
            values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def read_spec(path: str) -> TrainSpec | PredictSpec:
    """Reads the file that the engine has written; a torn or foreign one is refused."""
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
        if (kind := raw["kind"]) not in ("train", "predict"):
            raise ValueError(f"its kind is {kind!r}")
        return _build(TrainSpec, raw) if kind == "train" else _build(PredictSpec, raw)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(f"The stage description {path} cannot be read: {error}") from error
