"""Answers of a model to messages, with and without sampling; outside of training."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import GenerationConfig, PreTrainedModel, ProcessorMixin

from .errors import is_out_of_memory
from .prompts import Message

#: A message list whose image parts have their pictures.
Conversation = Sequence[Message]
#: Options of GRPOConfig that change what is sampled.
_SAMPLING_OPTIONS = ("top_p", "top_k", "min_p", "repetition_penalty")
#: Sequences that are generated together, as long as memory allows it.
_TOGETHER = 32


@dataclass(frozen=True)
class Response:
    text: str
    #: The end token included.
    tokens: int
    truncated: bool


@dataclass(frozen=True)
class Sampling:
    """How answers are drawn. `temperature` 0: the most probable token each time."""

    temperature: float
    max_tokens: int
    count: int = 1
    #: More of `GenerationConfig`, as training has it.
    more: Mapping[str, Any] = field(default_factory=dict)


def sampling_options(options: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: options[key] for key in _SAMPLING_OPTIONS if options.get(key) is not None}


class Generator:
    """Asks a model through its processor. `suppress`: tokens that no answer may have."""

    def __init__(self, processor: ProcessorMixin, suppress: Sequence[int]) -> None:
        self._processor = processor
        self._suppress = list(suppress)
        self._together = _TOGETHER
        padded = {"padding": True, "return_tensors": "pt"}
        nested = "processor_kwargs" in inspect.signature(type(processor).apply_chat_template).parameters
        self._padding: dict[str, Any] = {"processor_kwargs": padded} if nested else padded

    def answer(
        self, model: PreTrainedModel, conversations: Sequence[Conversation], sampling: Sampling
    ) -> list[list[Response]]:
        """`sampling.count` responses to each conversation. Halves what goes together where memory is short."""
        answers: dict[int, list[Response]] = {}
        # Processors do not take rows with and without images in one batch.
        for seeing in (True, False):
            places = [place for place, conversation in enumerate(conversations) if _sees(conversation) == seeing]
            while places:
                chunk = places[: max(1, self._together // sampling.count)]
                try:
                    made = self._generate(model, [conversations[place] for place in chunk], sampling)
                except Exception as error:
                    if len(chunk) == 1 or not is_out_of_memory(error):
                        raise
                    made = None
                if made is None:
                    # Not before: the exception held on to what filled the memory.
                    torch.cuda.empty_cache()
                    self._together = len(chunk) * sampling.count // 2
                    continue
                answers.update(zip(chunk, made, strict=True))
                places = places[len(chunk) :]
        return [answers[place] for place in range(len(conversations))]

    @torch.no_grad()
    def _generate(
        self, model: PreTrainedModel, conversations: Sequence[Conversation], sampling: Sampling
    ) -> list[list[Response]]:
        inputs = self._processor.apply_chat_template(
            list(conversations), add_generation_prompt=True, tokenize=True, return_dict=True, **self._padding
        ).to(model.device)
        ends = self._ends(model)
        config = self._config(sampling, ends)
        produced = model.generate(**inputs, generation_config=config, use_cache=True)
        new = produced[:, inputs["input_ids"].shape[1] :].tolist()
        responses = [self._response(ids, ends, sampling) for ids in new]
        return [responses[start : start + sampling.count] for start in range(0, len(responses), sampling.count)]

    def _ends(self, model: PreTrainedModel) -> list[int]:
        """Tokens that end an answer: the tokenizer's, and what the model says (of a turn, for some)."""
        own = model.generation_config.eos_token_id
        listed = own if isinstance(own, list) else [] if own is None else [own]
        return sorted({end for end in (self._processor.tokenizer.eos_token_id, *listed) if end is not None})

    def _config(self, sampling: Sampling, ends: list[int]) -> GenerationConfig:
        """Everything said: a model's own defaults are for chatting, and not how training samples."""
        tokenizer = self._processor.tokenizer
        drawn = {"do_sample": True, "temperature": sampling.temperature, "top_p": 1.0, "top_k": 0, **sampling.more}
        return GenerationConfig(
            max_new_tokens=sampling.max_tokens,
            num_return_sequences=sampling.count,
            eos_token_id=ends,
            pad_token_id=tokenizer.pad_token_id,
            bos_token_id=tokenizer.bos_token_id,
            suppress_tokens=self._suppress or None,
            disable_compile=True,
            **({"do_sample": False} if sampling.temperature == 0 else drawn),
        )

    def _response(self, ids: list[int], ends: list[int], sampling: Sampling) -> Response:
        end = next((place for place, token in enumerate(ids) if token in ends), None)
        kept = ids if end is None else ids[: end + 1]
        text = self._processor.tokenizer.decode(kept, skip_special_tokens=True)
        return Response(text, len(kept), end is None and len(kept) >= sampling.max_tokens)


def _sees(conversation: Conversation) -> bool:
    return any(part["type"] == "image" for message in conversation for part in message["content"])
