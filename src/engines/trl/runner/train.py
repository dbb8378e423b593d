"""Trains one stage: SFTTrainer or GRPOTrainer on the curriculum's rows, from a checkpoint to checkpoints."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import torch
from accelerate.utils import gather_object
from transformers import PreTrainedModel, PrinterCallback
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from .arguments import check_options, config_arguments, intervals, plan_batches, weight_init
from .callbacks import Bridge
from .checkpoints import remove_unfinished, step_of
from .dataset import ordered_dataset
from .errors import UserError
from .events import Channel
from .generate import Generator, Sampling, sampling_options
from .hub import hub_rows
from .images import ImageStore
from .model import freeze, load_config, load_model, lora, merged_folder, quantized, skip_empty_images
from .notes import Origin, origin_of
from .processor import image_tokens, load_processor
from .prompts import PromptMaker
from .reward import Reward, trl_reward
from .rows import Row, check_images, order_of, read_rows
from .samples import exhibit
from .spec import TrainSpec
from .stop import Stop
from .validate import Validator

#: Answers to each validation row, unless `num_generations_eval` says another number.
_VALIDATION_ANSWERS = 4


def train(spec: TrainSpec, channel: Channel, stop: Stop) -> None:
    """Trains the stage to its end, or until it is asked to stop."""
    settings, options, world = spec.settings, spec.options, channel.world
    grpo = settings.method == "grpo"
    device = device_name(settings.gpus, world)
    check_options(options, GRPOConfig if grpo else SFTConfig)
    output = Path(spec.output)
    # Told now, not when the first checkpoint is to be written.
    output.mkdir(parents=True, exist_ok=True)
    TemporaryFile(dir=output).close()
    origin = origin_of(spec.model, spec.checkpoint)
    config = load_config(origin.model)
    processor = load_processor(spec.model)
    suppress = image_tokens(processor, config)
    prompts = PromptMaker(spec.prompt, processor.tokenizer.convert_ids_to_tokens(suppress))
    rows, validation = _rows(spec)
    batches = plan_batches(spec, world)
    order = order_of(len(rows), batches.rows, batches.rounds, shuffle=spec.shuffle, seed=settings.seed)
    arguments = config_arguments(spec, batches, suppress)
    if world > 1 and any(not row.images for row in rows):
        # A process may see rows without images alone, and leave the tower unused.
        arguments.setdefault("ddp_find_unused_parameters", True)
    args = _config(GRPOConfig if grpo else SFTConfig, arguments)
    model, start = _model(spec, origin, args)
    if channel.rank == 0:
        remove_unfinished(output, spec.resume)

    images = ImageStore(kept=4 * batches.rows)
    reward = Reward(spec.reward) if grpo or validation else None
    validator = None
    if validation and reward is not None:
        sampling = Sampling(
            temperature=arguments.get("temperature", settings.temperature),
            max_tokens=arguments.get("max_completion_length", settings.max_response_length),
            count=int(options.get("num_generations_eval") or _VALIDATION_ANSWERS),
            more=sampling_options(options),
        )
        generator, pictures = Generator(processor, suppress), ImageStore(kept=64)
        validator = Validator(validation, prompts, pictures, generator, reward, sampling, settings.seed, channel, stop)
    adapted = spec.engine.adapter != "none"
    frozen = spec.vision if "vision" in settings.freeze else None
    bridge = Bridge(
        channel,
        stop,
        intervals(spec),
        validator,
        output,
        device,
        completions=batches.per_device * batches.accumulation * world,
        below=start if adapted else None,
    )
    common: dict[str, Any] = {
        "model": model,
        "args": args,
        "train_dataset": ordered_dataset(rows, order, prompts, images, supervised=not grpo),
        "processing_class": processor,
        "peft_config": lora(model, spec.engine.lora_rank, frozen) if adapted else None,
        "callbacks": [bridge],
    }
    if grpo and reward is not None:
        watched = trl_reward(reward, rows, gather_object, lambda *seen: exhibit(channel, *seen))
        trainer: Any = GRPOTrainer(reward_funcs=watched, **common)
        if trainer.ref_model is not None:
            skip_empty_images(trainer.accelerator.unwrap_model(trainer.ref_model))
    else:
        trainer = SFTTrainer(**common)
    skip_empty_images(model)
    trainer.remove_callback(PrinterCallback)
    bridge.trainer = trainer
    early = stop.agreed(trainer.accelerator)
    if early is None:
        trainer.train(resume_from_checkpoint=spec.resume)
    step = trainer.state.global_step if early is None else step_of(spec.resume or "") or 0
    channel.emit("finished", step=step, reason=early or bridge.reason or "steps")


def device_name(gpus: int, world: int) -> str:
    """What the stage computes on; refuses GPUs that are not there."""
    if gpus == 0:
        return "CPU"
    if not torch.cuda.is_available():
        raise UserError(
            f"The stage wants {gpus} GPU{'' if gpus == 1 else 's'}, but PyTorch {torch.__version__} finds none",
            "Install a CUDA build of PyTorch and a driver, or write `gpus: 0` to train on the processor.",
        )
    name = torch.cuda.get_device_name()
    return name if world == 1 else f"{world} x {name}"


def _rows(spec: TrainSpec) -> tuple[list[Row], list[Row]]:
    rows = read_rows(spec.train)
    validation = [] if spec.validation is None else read_rows(spec.validation)
    if spec.hubValidation is not None:
        validation += hub_rows(spec.hubValidation, Path(spec.output).parent / "images")
    check_images([*rows, *validation])
    return rows, validation


def _config(kind: Any, arguments: dict[str, Any]) -> Any:
    """The arguments as TRL holds them."""
    try:
        return kind(**arguments)
    except (ValueError, TypeError, NotImplementedError) as error:
        raise UserError(
            f"TRL refuses the stage's settings: {error}",
            "The numbers are made of `batch`, `rollouts`, `gpus` and `engine_options`.",
        ) from error


def _model(spec: TrainSpec, origin: Origin, args: Any) -> tuple[PreTrainedModel, Origin]:
    """The weights to train, and those that the stage started from."""
    init = weight_init(spec)
    adapter = spec.engine.adapter
    start = origin
    # Both are loaded from a folder by others: the reference by TRL, 4 bits by their library.
    referred = adapter == "none" and spec.settings.method == "grpo" and args.beta != 0.0
    if referred or adapter == "qlora":
        start = merged_folder(origin, Path(spec.output).parent / "start", init, args.main_process_first)
    if adapter == "qlora":
        init |= {"quantization_config": quantized(spec.half), "device_map": {"": args.local_process_index}}
    # TRL's own way to load full weights at a resume goes by names that many architectures do not save under, and
    # loads nothing without a word.
    resumed = spec.resume is not None and adapter == "none"
    model = load_model(Origin(str(spec.resume)) if resumed else start, init)
    # TRL takes the reference for the KL term from here.
    model.config._name_or_path = model.name_or_path = start.model
    if "vision" in spec.settings.freeze:
        freeze(model, spec.vision)
    return model, start
