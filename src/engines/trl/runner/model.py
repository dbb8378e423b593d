"""Weights: loaded, merged with the adapters of earlier stages, frozen in part, wrapped with a new adapter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoConfig, AutoModelForImageTextToText, PreTrainedModel

from .errors import UserError, first_line, is_out_of_memory
from .notes import Origin

if TYPE_CHECKING:
    # Transformers 4, which EasyR1 needs, spells the second otherwise; predictions run with it, too.
    from peft import LoraConfig
    from transformers import PreTrainedConfig


def load_model(origin: Origin, init: Mapping[str, Any]) -> PreTrainedModel:
    """The weights of an origin, adapters merged. `init`: arguments of `from_pretrained`."""
    model, info = _loaded(AutoModelForImageTextToText, origin.model, output_loading_info=True, **init)
    if missing := sorted(info.get("missing_keys") or ()):
        raise UserError(
            f"{len(missing)} weights of the model {origin.model} are in none of its files, the first is {missing[0]}",
            "The files are of another model or incomplete; trained so, these weights would be random.",
        )
    for adapter in origin.adapters:
        model = _merge(model, adapter)
    return model


def load_config(name: str) -> PreTrainedConfig:
    """The configuration of a model, before time is spent on its weights."""
    return _loaded(AutoConfig, name)


def _loaded(kind: Any, name: str, **arguments: Any) -> Any:
    if Path(name).is_absolute():
        _check_folder(Path(name))
    try:
        return kind.from_pretrained(name, **arguments)
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise UserError(
            f"The model {name} cannot be loaded: {first_line(error, 400)}",
            "Is it a vision-language model that this version of transformers knows, and is all of it there?",
        ) from error


def _check_folder(folder: Path) -> None:
    if not (folder / "config.json").is_file():
        raise UserError(
            f"The folder {folder} holds no model: config.json is not there",
            "Name a folder that `save_pretrained` has written, or a Hub id.",
        )
    if not any(next(folder.glob(pattern), None) for pattern in ("*.safetensors", "pytorch_model*.bin")):
        raise UserError(
            f"The folder {folder} holds no weights: there is no *.safetensors file",
            "A sharded training checkpoint has to be merged into such files first.",
        )


def _merge(model: PreTrainedModel, adapter: str) -> PreTrainedModel:
    from peft import PeftModel

    try:
        return PeftModel.from_pretrained(model, adapter).merge_and_unload()
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        if is_out_of_memory(error):
            raise
        raise UserError(
            f"The adapter {adapter} does not fit the model: {first_line(error)}",
            "Start from the model that it was trained on.",
        ) from error


def merged_folder(origin: Origin, folder: Path, init: Mapping[str, Any], first: Callable[[], Any]) -> Origin:
    """Writes merged weights where a loader needs them in a folder: for a reference model, or to quantize them.

    `first`: a context in which the first process goes ahead of the others.
    """
    if not origin.adapters:
        return origin
    with first():
        if not (folder / "config.json").is_file():
            unfinished = folder.with_name(folder.name + ".tmp")
            load_model(origin, init).save_pretrained(unfinished)
            unfinished.replace(folder)
    return Origin(str(folder))


def freeze(model: PreTrainedModel, pattern: str) -> None:
    """Holds the parameters still whose names match."""
    found = [parameter for name, parameter in model.named_parameters() if re.search(pattern, name)]
    if not found:
        raise UserError(
            f"`freeze: [vision]` finds nothing to freeze: no weight of {type(model).__name__} is named like {pattern}",
            "Leave `freeze` out, or train this architecture with another engine.",
        )
    for parameter in found:
        parameter.requires_grad_(False)


def lora(model: PreTrainedModel, rank: int, frozen: str | None) -> LoraConfig:
    """An adapter of rank `rank` and scale 2 on every linear layer but the head, and but the `frozen` ones."""
    from peft import LoraConfig

    layers = adapted_layers(model, frozen)
    return LoraConfig(task_type="CAUSAL_LM", r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=layers)


def adapted_layers(model: PreTrainedModel, frozen: str | None) -> list[str]:
    """Full names of the layers that get an adapter."""
    head = model.get_output_embeddings()
    names = [
        name
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear)
        and module is not head
        and not (frozen is not None and re.search(frozen, f"{name}.weight"))
    ]
    if not names:
        raise UserError(f"{type(model).__name__} has no linear layer that an adapter could be put on")
    return names


def quantized(dtype: str) -> Any:
    """The 4 bits of QLoRA: NF4, quantized twice, computed in `dtype`."""
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )


_OF_IMAGES = ("pixel_values", "image_grid_thw", "pixel_attention_mask", "image_sizes", "spatial_shapes")


def skip_empty_images(model: torch.nn.Module) -> None:
    """A micro batch of text rows, cut from a batch with images, comes with empty images, which encoders refuse."""

    def drop(_module: Any, args: Any, kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        if _is_blank(kwargs.get("pixel_values")):
            kwargs = {name: value for name, value in kwargs.items() if name not in _OF_IMAGES}
        return args, kwargs

    model.register_forward_pre_hook(drop, with_kwargs=True)


def _is_blank(pixels: Any) -> bool:
    """No images at all, or (where each row has places for several) nothing but padding, which is zero."""
    if not isinstance(pixels, torch.Tensor):
        return False
    return pixels.numel() == 0 or (pixels.ndim == 5 and not bool(pixels.any()))
