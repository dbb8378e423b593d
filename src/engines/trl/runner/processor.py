"""The model's processor: its tokenizer, its chat template and what it makes of images."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import transformers
from transformers import AutoImageProcessor, AutoProcessor, ProcessorMixin
from transformers.utils import cached_file, is_torchvision_available

from .errors import UserError, first_line

#: Where configurations and processors keep the ids of tokens that stand for (parts of) images.
_TOKEN_FIELDS = (
    *("image_token_id", "image_token_index", "video_token_id", "video_token_index"),
    *("vision_start_token_id", "vision_end_token_id", "vision_token_id"),
    *("boi_token_index", "eoi_token_index", "boi_token_id", "eoi_token_id"),
    *("start_image_token_id", "end_image_token_id", "fake_image_token_id", "global_image_token_id"),
)


def load_processor(model: str) -> ProcessorMixin:
    """The processor of a model, left-padded as generation needs it. Works without torchvision."""
    try:
        processor = _load(model, {"padding_side": "left", "truncation_side": "left"})
    except (OSError, ValueError, TypeError, ImportError, KeyError) as error:
        raise UserError(
            f"The model {model} has no processor that could be loaded: {first_line(error)}",
            "A vision-language model needs its tokenizer and preprocessor files beside its weights.",
        ) from error
    if not isinstance(processor, ProcessorMixin) or getattr(processor, "image_processor", None) is None:
        raise UserError(f"The model {model} takes no images: it has a tokenizer but no image processor")
    if processor.chat_template is None and processor.tokenizer.chat_template is None:
        raise UserError(
            f"The model {model} has no chat template", "Choose its instruction-tuned variant, or add the template."
        )
    if processor.tokenizer.pad_token is None:
        processor.tokenizer.pad_token = processor.tokenizer.eos_token
    accept_missing_images(processor)
    return processor


def _load(model: str, sides: dict[str, str]) -> Any:
    try:
        return AutoProcessor.from_pretrained(model, **sides)
    except (ImportError, ValueError, TypeError, OSError):
        # Video processors need torchvision. Nothing here shows videos.
        kind = None if is_torchvision_available() else _processor_class(model)
        if kind is None:
            raise
        return image_only(kind).from_pretrained(model, **sides)


def _processor_class(model: str) -> type[ProcessorMixin] | None:
    for name in ("processor_config.json", "preprocessor_config.json", "tokenizer_config.json"):
        try:
            file = cached_file(model, name, _raise_exceptions_for_missing_entries=False)
            found = json.loads(Path(file).read_text(encoding="utf-8")).get("processor_class") if file else None
        except (OSError, ValueError):
            continue
        if isinstance(found, str) and hasattr(transformers, found):
            return getattr(transformers, found)
    return None


def image_only(base: type[ProcessorMixin]) -> type[ProcessorMixin]:
    """The same processor without its video part; saved, it looks like the original."""

    class ImageOnly(base):  # type: ignore[misc,valid-type]
        def check_argument_for_proper_class(self, argument_name: str, argument: Any) -> Any:
            if argument_name == "video_processor" and argument is None:
                return type(None)
            return super().check_argument_for_proper_class(argument_name, argument)

        @classmethod
        def _get_arguments_from_pretrained(cls, path: str, processor_dict: Any = None, **kwargs: Any) -> list[Any]:
            kwargs.pop("subfolder", None)
            loaders = {
                "tokenizer": lambda: cls._load_tokenizer_from_pretrained("tokenizer", path, **kwargs),
                "image_processor": lambda: AutoImageProcessor.from_pretrained(path, **kwargs),
                "video_processor": lambda: None,
            }
            return [loaders[part]() for part in base.get_attributes()]

        def save_pretrained(self, *args: Any, **kwargs: Any) -> Any:
            self.get_attributes = lambda: [part for part in base.get_attributes() if part != "video_processor"]
            try:
                return super().save_pretrained(*args, **kwargs)
            finally:
                del self.get_attributes

    ImageOnly.__name__ = ImageOnly.__qualname__ = base.__name__
    return ImageOnly


def accept_missing_images(processor: ProcessorMixin) -> None:
    """GRPOTrainer hands over None for a row of text alone among rows with images; image processors expect a list."""
    kind = type(processor.image_processor)
    original = kind.fetch_images
    if getattr(original, "accepts_none", False):
        return

    def fetch_images(self: Any, images: Any) -> Any:
        return [] if images is None else original(self, images)

    fetch_images.accepts_none = True  # type: ignore[attr-defined]
    kind.fetch_images = fetch_images


def image_tokens(processor: ProcessorMixin, config: Any) -> list[int]:
    """Ids of tokens that stand for images. A model that samples one is asked for an image that nobody has."""
    tokenizer = processor.tokenizer
    found = {getattr(source, name, None) for source in (config, processor, tokenizer) for name in _TOKEN_FIELDS}
    keep = {tokenizer.eos_token_id, tokenizer.pad_token_id}
    return sorted(i for i in found if isinstance(i, int) and 0 <= i < len(tokenizer) and i not in keep)
