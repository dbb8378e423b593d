"""Answers questions about the runner's parts: a JSON list of calls on standard input, a list of results out.

A result is {"value": ...}, or {"failed": message, "hint": ...} where the runner would tell a failure.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

out = os.fdopen(os.dup(1), "w", encoding="ascii")
os.dup2(2, 1)
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src" / "engines" / "trl"))

from runner import arguments, checkpoints, notes, processor, rows, spec, stop
from runner.dataset import ordered_dataset
from runner.errors import explain
from runner.events import Channel
from runner.images import ImageStore
from runner.metrics import translate
from runner.model import adapted_layers, load_model
from runner.prompts import PromptMaker
from runner.reward import Answer, Reward


def row_of(raw: dict[str, Any]) -> rows.Row:
    return rows._row(
        json.dumps({"dataset": "d", "capability": "c", "images": [], **raw}), "row"
    )


def train(file: str) -> None:
    """The whole stage in this process, for what fails before its first step."""
    from runner.train import train

    class Silent(Channel):
        def _write(self, event: Any) -> None:
            pass

    train(spec.read_spec(file), Silent(sys.stderr, 0, 1), stop.Stop())


def target(row: dict[str, Any], banned: list[str]) -> Any:
    return PromptMaker(None, banned).target(row_of(row))


def seen_gpus(visible: str | None, gpus: int) -> Any:
    from runner.main import see_no_more_gpus

    os.environ.pop("CUDA_VISIBLE_DEVICES", None)
    if visible is not None:
        os.environ["CUDA_VISIBLE_DEVICES"] = visible
    see_no_more_gpus(gpus)
    return os.environ.pop("CUDA_VISIBLE_DEVICES", None)


def explained(sign: str) -> Any:
    errors = {
        "disk": OSError(28, "No space left on device", "model.safetensors"),
        "torch": RuntimeError(
            "[enforce fail at inline_container.cc:672] . unexpected pos 9 vs 1"
        ),
        "right": PermissionError(13, "Permission denied", "checkpoint-1"),
        "memory": RuntimeError("CUDA out of memory. Tried to allocate"),
        "package": ModuleNotFoundError("No module named 'peft'", name="peft"),
    }
    return explain(errors[sign]).message


def kept_images(folder: str, names: list[str], most: int) -> Any:
    from runner import images

    images._MOST = most
    store = ImageStore(kept=100)
    for name in names:
        store.of(row_of({"id": name, "question": "", "answer": "", "images": [name]}))
    return list(store._images)


def ends(model: str, more: list[int]) -> Any:
    """What ends an answer of a model that names `more` than its tokenizer."""
    from runner.generate import Generator, Sampling

    made = processor.load_processor(model)
    loaded = load_model(notes.Origin(model), {"dtype": "float32"})
    loaded.generation_config.eos_token_id = more
    asked = PromptMaker(None).messages(
        row_of({"id": "1", "question": "q", "answer": "a"})
    )
    # All but what ends an answer is forbidden: the very first token does.
    banned = [i for i in range(len(made.tokenizer)) if i not in more]
    [[answer]] = Generator(made, banned).answer(loaded, [asked], Sampling(0, 5))
    return [answer.tokens, answer.truncated]


def order(
    count: int, together: int, rounds: int, shuffle: bool, seed: int
) -> list[int]:
    return rows.order_of(count, together, rounds, shuffle=shuffle, seed=seed)


def messages(row: dict[str, Any], template: str | None, banned: list[str]) -> Any:
    return PromptMaker(template, banned).messages(row_of(row))


def batches(file: str, world: int) -> Any:
    made = arguments.plan_batches(spec.read_spec(file), world)
    return [made.per_device, made.accumulation, made.rows, made.rounds]


def configuration(file: str, world: int, suppress: list[int]) -> Any:
    read = spec.read_spec(file)
    made = arguments.config_arguments(
        read, arguments.plan_batches(read, world), suppress
    )
    return {**made, "weights": arguments.weight_init(read)}


def kept(output: str, keep: int) -> Any:
    found = checkpoints.list_checkpoints(Path(output))
    gone = checkpoints.superfluous(found, keep)
    return [one.step for one in found if one not in gone]


def clean(output: str, resume: str | None) -> Any:
    checkpoints.remove_unfinished(Path(output), resume)
    return sorted(path.name for path in Path(output).iterdir())


def origin(model: str, checkpoint: str) -> Any:
    made = notes.origin_of(model, checkpoint)
    return [made.model, *made.adapters]


def banned(model: str) -> Any:
    made = processor.load_processor(model)
    config = load_model(notes.Origin(model), {"dtype": "float32"}).config
    return made.tokenizer.convert_ids_to_tokens(processor.image_tokens(made, config))


def layers(model: str, frozen: str | None) -> Any:
    return adapted_layers(load_model(notes.Origin(model), {"dtype": "float32"}), frozen)


def reference_type(file: str) -> Any:
    import torch
    import trl

    read = spec.read_spec(file)
    made = arguments.config_arguments(read, arguments.plan_batches(read, 1), [])
    # Half precision is for GPUs: here only what the reference is loaded with.
    made |= {"bf16": False, "use_cpu": True, "gradient_checkpointing": False}
    model = load_model(notes.Origin(read.model), arguments.weight_init(read))
    model.config._name_or_path = read.model
    data = ordered_dataset(
        [row_of({"id": "1", "question": "q", "answer": "a"})],
        [0],
        PromptMaker(None),
        ImageStore(1),
        supervised=False,
    )
    trainer = trl.GRPOTrainer(
        model=model,
        args=trl.GRPOConfig(**made),
        reward_funcs=lambda completions, **_: [0.0] * len(completions),
        train_dataset=data,
        processing_class=processor.load_processor(read.model),
    )
    types = {str(parameter.dtype) for parameter in trainer.ref_model.parameters()}
    return [str(next(model.parameters()).dtype), *types, torch.__version__ != ""]


def score(ref: dict[str, Any], answers: list[list[Any]]) -> Any:
    return Reward(spec.RewardRef(**ref)).score([Answer(*answer) for answer in answers])


def hub(name: str, split: str, folder: str) -> Any:
    from runner.hub import hub_rows

    return [
        {
            "id": row.id,
            "question": row.question,
            "answer": row.answer,
            "images": row.images,
        }
        for row in hub_rows(spec.HubRows(name, split), Path(folder))
    ]


def metrics(logs: dict[str, Any]) -> Any:
    return translate(logs, total_reward="overall", completions=32, seconds=2.0)


def requests(lines: list[str]) -> Any:
    return [stop.reason_of(line.encode()) for line in lines]


CALLS = {
    name: call
    for name, call in globals().items()
    if callable(call) and getattr(call, "__module__", None) == "__main__"
}


def answer(call: list[Any]) -> dict[str, Any]:
    name, *given = call
    try:
        return {"value": CALLS[name](*given)}
    except BaseException as error:  # noqa: BLE001 - told, whatever it is
        failure = explain(error)
        return {"failed": failure.message, "hint": failure.hint, "stack": failure.log}


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    json.dump([answer(call) for call in json.load(sys.stdin)], out, default=str)
    out.flush()
    os._exit(0)
