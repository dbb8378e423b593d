"""The curriculum's settings as arguments of TRL's SFTConfig and GRPOConfig; `engine_options` win."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from .errors import UserError
from .spec import TrainSpec

#: Sequences that go through a model together unless `per_device_train_batch_size` says another number.
_TOGETHER_GPU = 4
_TOGETHER_CPU = 16
#: What the curriculum decides itself, and how it is said there.
_OWN = {
    "output_dir": "the run's folder",
    "max_steps": "`steps`",
    "num_train_epochs": "`epochs`",
    "resume_from_checkpoint": "`stagecraft resume`",
    "do_eval": "`validate`",
    "eval_on_start": "`validate`",
    "load_best_model_at_end": "`checkpoint` of the next stage",
    "train_sampling_strategy": "`schedule`",
    "shuffle_dataset": "`schedule`",
    "remove_unused_columns": "`columns` of a dataset",
    "push_to_hub": "no key: runs stay on this machine",
}
#: The user's own generation batch, of which an optimizer step is only a part, or several.
_FREE = {"steps_per_generation", "generation_batch_size"}


@dataclass(frozen=True)
class Batches:
    """Sequences (for GRPO: completions) in one optimizer step, and how they are cut."""

    per_device: int
    accumulation: int
    #: Rows (for GRPO: prompts) taken together from the order, and how often until the last step.
    rows: int
    rounds: int


@dataclass(frozen=True)
class Intervals:
    validate: int | None
    save: int | None
    keep: int


def check_options(options: Mapping[str, Any], config: type) -> None:
    """Refuses options that the configuration does not have, or that the curriculum says in its own words."""
    known = {entry.name for entry in fields(config) if entry.init}
    for key in options:
        if key in _OWN:
            raise UserError(
                f"`engine_options: {{ {key}: ... }}` is not possible: the curriculum decides it by {_OWN[key]}",
                f"Remove `{key}`.",
            )
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1)
            raise UserError(
                f"`engine_options` has `{key}`, which the {config.__name__} of the installed TRL does not know",
                f"Did you mean `{near[0]}`?" if near else "See the engine's options in the documentation.",
            )


def plan_batches(spec: TrainSpec, world: int) -> Batches:
    """Cuts a step's sequences into what goes through each process at once; refuses numbers that do not divide."""
    settings, options = spec.settings, spec.options
    grpo = settings.method == "grpo"
    group = _group(spec) if grpo else 1
    sequences = settings.batch * group
    said = f"`batch` {settings.batch}" + (f" x `rollouts` {group} = {sequences}" if grpo else "")
    if sequences % world != 0:
        raise UserError(
            f"A step of {said} sequences cannot be shared out evenly to {world} processes",
            f"Make it a multiple of {world}.",
        )
    each = sequences // world
    per_device = _whole(options, "per_device_train_batch_size")
    accumulation = _whole(options, "gradient_accumulation_steps")
    if per_device is None and accumulation is None:
        most = min(each, _TOGETHER_CPU if settings.gpus == 0 else _TOGETHER_GPU)
        per_device = max(size for size in range(1, most + 1) if each % size == 0)
    per_device = per_device or each // (accumulation or 1)
    accumulation = accumulation or max(1, each // max(1, per_device))
    iterations = int(options.get("num_iterations", 1)) if grpo else 1
    if grpo and _FREE & options.keys():
        # TRL checks the user's own generation batch; the rows that it takes are counted here.
        at_once = per_device * world
        generation = _whole(options, "generation_batch_size") or at_once * accumulation
        micro = _whole(options, "steps_per_generation") or max(1, generation // at_once)
        rounds = -(-spec.steps.total * accumulation // (micro * iterations))
        return Batches(per_device, accumulation, max(1, micro * at_once // group), rounds)
    if per_device < 1 or per_device * accumulation != each:
        raise UserError(
            f"A step of {said} sequences on {world} process{'' if world == 1 else 'es'} is {each} for each, which "
            f"`per_device_train_batch_size` {per_device} x `gradient_accumulation_steps` {accumulation} does not make",
            "Leave both out of `engine_options`, or give numbers whose product is that.",
        )
    return Batches(per_device, accumulation, settings.batch, -(-spec.steps.total // iterations))


def _group(spec: TrainSpec) -> int:
    return int(spec.options.get("num_generations", spec.settings.rollouts))


def _whole(options: Mapping[str, Any], key: str) -> int | None:
    value = options.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise UserError(f"`engine_options: {{ {key}: {value} }}` must be a whole number of at least 1")
    return value


def intervals(spec: TrainSpec) -> Intervals:
    """When to validate and to save. TRL's own words for it are understood; its own clock is not used."""

    def every(strategy: str, steps: str, setting: str) -> int | None:
        if (said := spec.options.get(strategy, "steps")) not in ("steps", "no"):
            raise UserError(
                f"`engine_options: {{ {strategy}: {said} }}` is not possible: stages count in steps",
                f"Use `{setting}`.",
            )
        return None if said == "no" else _whole(spec.options, steps) or getattr(spec.settings, setting)

    return Intervals(
        validate=every("eval_strategy", "eval_steps", "validate_every"),
        save=every("save_strategy", "save_steps", "save_every"),
        keep=_whole(spec.options, "save_total_limit") or spec.settings.keep_checkpoints,
    )


def _model_options(spec: TrainSpec) -> dict[str, Any]:
    return dict(spec.options.get("model_init_kwargs") or {})


def weight_init(spec: TrainSpec) -> dict[str, Any]:
    """How trained weights are loaded: those that are trained themselves in float32, those below an adapter in half."""
    return {"dtype": "float32" if spec.engine.adapter == "none" else spec.half, **_model_options(spec)}


def config_arguments(spec: TrainSpec, batches: Batches, suppress: list[int]) -> dict[str, Any]:
    """All arguments of the stage's configuration."""
    settings = spec.settings
    cpu = settings.gpus == 0
    arguments: dict[str, Any] = {
        "output_dir": spec.output,
        "max_steps": spec.steps.total,
        "learning_rate": settings.learning_rate,
        "lr_scheduler_type": "constant_with_warmup",
        "warmup_steps": settings.warmup_steps,
        "weight_decay": settings.weight_decay,
        "max_grad_norm": settings.grad_clip,
        "logging_steps": 1,
        # A loss that is no number has to be seen.
        "logging_nan_inf_filter": False,
        "report_to": "none",
        "disable_tqdm": True,
        "seed": settings.seed,
        "use_cpu": cpu,
        "bf16": spec.half == "bfloat16",
        "fp16": spec.half == "float16",
        "gradient_checkpointing": not cpu,
        # Rows come in the order that they are to be seen in, with the columns that they need.
        "shuffle_dataset": False,
        "remove_unused_columns": False,
        **(_grpo_arguments(spec, suppress) if settings.method == "grpo" else _SFT),
        # The callback saves and validates.
        "save_strategy": "no",
        "eval_strategy": "no",
        "per_device_train_batch_size": batches.per_device,
        "gradient_accumulation_steps": batches.accumulation,
        # The reference model is only read.
        "model_init_kwargs": {"dtype": spec.half, **_model_options(spec)},
    }
    taken = {"save_strategy", "save_steps", "save_total_limit", "eval_strategy", "eval_steps"}
    taken |= {"per_device_train_batch_size", "gradient_accumulation_steps", "model_init_kwargs", "generation_kwargs"}
    return arguments | {key: value for key, value in spec.options.items() if key not in taken}


#: A cut sequence could lose some of its image tokens. In order: the rows are shuffled already.
_SFT = {"max_length": None, "train_sampling_strategy": "sequential"}


def _grpo_arguments(spec: TrainSpec, suppress: list[int]) -> dict[str, Any]:
    settings, options = spec.settings, spec.options
    arguments: dict[str, Any] = {
        "num_generations": settings.rollouts,
        "beta": settings.kl,
        "epsilon": settings.clip,
        "epsilon_high": settings.clip_high,
        "temperature": settings.temperature,
        "max_completion_length": settings.max_response_length,
        "generation_kwargs": {**_banned(spec, suppress), **dict(options.get("generation_kwargs") or {})},
    }
    if not _FREE & options.keys():
        arguments["generation_batch_size"] = settings.batch * _group(spec)
    if spec.engine.vllm:
        longest = settings.max_prompt_length + settings.max_response_length
        arguments |= {"use_vllm": True, "vllm_mode": "colocate", "vllm_max_model_length": longest}
    return arguments


def _banned(spec: TrainSpec, suppress: list[int]) -> dict[str, Any]:
    """A sampled image token would be looked for an image of its own."""
    if spec.engine.vllm or spec.options.get("use_vllm"):
        return {"logit_bias": {token: -100.0 for token in suppress}}
    return {"suppress_tokens": suppress} if suppress else {}
