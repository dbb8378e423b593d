"""Writes tiny vision-language models of random weights: make_tiny_trl.py FOLDER ARCHITECTURE...

Each becomes FOLDER/ARCHITECTURE, of a real architecture with all its files: model, tokenizer, chat template, image
processor. They cannot do anything, but they can be trained, in seconds on a processor. No network is used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "src" / "engines" / "trl"))

from runner.processor import image_only

#: What the tests' questions and answers are made of: each becomes a token or two.
WORDS = [
    "<think> I look at the image. </think> \\boxed{red}",
    "\\boxed{green} \\boxed{blue} \\boxed{yellow} red green blue yellow",
    "What colour is the image? Which colour is named here? 0 1 2 3 4 5 6 7 8 9 A. B. C. D.",
    "Put the final answer in \\boxed{}.",
]
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% if m['content'] is string %}{{ m['content'] }}{% else %}{% for c in m['content'] %}"
    "{% if c['type'] == 'image' %}IMAGE{% elif c['type'] == 'text' %}{{ c['text'] }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEXT: Mapping[str, Any] = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 2048,
    "bos_token_id": None,
    "tie_word_embeddings": True,
}
VISION: Mapping[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_attention_heads": 2,
}

Made = tuple[Any, Any]


def tokenizer(special: list[str], names: Mapping[str, str] | None = None) -> Any:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=384,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>", *special],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(WORDS, trainer)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        unk_token="<|endoftext|>",
        padding_side="left",
        truncation_side="left",
        model_max_length=2048,
        extra_special_tokens=dict(names or {}),
    )


def text_config(tok: Any, **more: Any) -> dict[str, Any]:
    ids = {"eos_token_id": tok.eos_token_id, "pad_token_id": tok.pad_token_id}
    return {**TEXT, "vocab_size": len(tok), **ids, **more}


def rope(sections: list[int], **more: Any) -> dict[str, Any]:
    base = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": sections}
    return {**base, **more}


def qwen_tokenizer() -> Any:
    return tokenizer(
        ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
    )


def qwen_processor(kind: Any, tok: Any, patch: int) -> Any:
    images = transformers.Qwen2VLImageProcessorPil(
        patch_size=patch,
        merge_size=2,
        temporal_patch_size=2,
        min_pixels=(2 * patch) ** 2,
        max_pixels=(4 * patch) ** 2,
    )
    picture = "<|vision_start|><|image_pad|><|vision_end|>"
    return image_only(kind)(
        image_processor=images,
        tokenizer=tok,
        chat_template=TEMPLATE.replace("IMAGE", picture),
    )


def qwen_ids(tok: Any) -> dict[str, Any]:
    names = {
        "image_token_id": "<|image_pad|>",
        "video_token_id": "<|video_pad|>",
        "vision_start_token_id": "<|vision_start|>",
        "vision_end_token_id": "<|vision_end|>",
    }
    ids = {name: tok.convert_tokens_to_ids(token) for name, token in names.items()}
    return {**ids, "tie_word_embeddings": True}


def qwen2_5_vl() -> Made:
    tok = qwen_tokenizer()
    config = transformers.Qwen2_5_VLConfig(
        text_config=text_config(tok, rope_parameters=rope([2, 3, 3])),
        vision_config={
            **VISION,
            "num_heads": 2,
            "depth": 2,
            "out_hidden_size": TEXT["hidden_size"],
            "patch_size": 14,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
            "window_size": 56,
            "fullatt_block_indexes": [1],
        },
        **qwen_ids(tok),
    )
    processor = qwen_processor(transformers.Qwen2_5_VLProcessor, tok, 14)
    return transformers.Qwen2_5_VLForConditionalGeneration(config), processor


def qwen3_vl() -> Made:
    tok = qwen_tokenizer()
    config = transformers.Qwen3VLConfig(
        text_config=text_config(
            tok, rope_parameters=rope([4, 2, 2], mrope_interleaved=True)
        ),
        vision_config={
            **VISION,
            "num_heads": 2,
            "depth": 2,
            "out_hidden_size": TEXT["hidden_size"],
            "patch_size": 16,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
            "num_position_embeddings": 64,
            "deepstack_visual_indexes": [0],
        },
        **qwen_ids(tok),
    )
    processor = qwen_processor(transformers.Qwen3VLProcessor, tok, 16)
    return transformers.Qwen3VLForConditionalGeneration(config), processor


def internvl() -> Made:
    names = {
        "start_image_token": "<img>",
        "end_image_token": "</img>",
        "context_image_token": "<IMG_CONTEXT>",
        "video_token": "<video>",
    }
    tok = tokenizer(list(names.values()), names)
    images = transformers.GotOcr2ImageProcessorPil(
        size={"height": 56, "width": 56}, crop_to_patches=False
    )
    processor = image_only(transformers.InternVLProcessor)(
        image_processor=images,
        tokenizer=tok,
        video_processor=None,
        image_seq_length=4,
        chat_template=TEMPLATE.replace("IMAGE", "<IMG_CONTEXT>\n"),
    )
    config = transformers.InternVLConfig(
        image_token_id=tok.convert_tokens_to_ids("<IMG_CONTEXT>"),
        image_seq_length=4,
        downsample_ratio=0.5,
        text_config=text_config(tok, model_type="qwen2"),
        vision_config={
            **VISION,
            "num_hidden_layers": 2,
            "image_size": [56, 56],
            "patch_size": [14, 14],
        },
        tie_word_embeddings=True,
    )
    return transformers.InternVLForConditionalGeneration(config), processor


def idefics3() -> Made:
    special = [
        "<image>",
        "<fake_token_around_image>",
        "<global-img>",
        "<end_of_utterance>",
    ]
    tok = tokenizer(special)
    size = {"longest_edge": 64}
    images = transformers.Idefics3ImageProcessorPil(
        size=size, max_image_size=size, do_image_splitting=False
    )
    processor = transformers.Idefics3Processor(
        image_processor=images,
        tokenizer=tok,
        image_seq_len=4,
        chat_template=TEMPLATE.replace("IMAGE", "<image>"),
    )
    config = transformers.Idefics3Config(
        image_token_id=tok.convert_tokens_to_ids("<image>"),
        scale_factor=2,
        tie_word_embeddings=True,
        pad_token_id=tok.pad_token_id,
        text_config=text_config(tok, model_type="llama"),
        vision_config={
            **VISION,
            "num_hidden_layers": 2,
            "image_size": 64,
            "patch_size": 16,
        },
    )
    return transformers.Idefics3ForConditionalGeneration(config), processor


ARCHITECTURES: Mapping[str, Callable[[], Made]] = {
    "qwen2_5_vl": qwen2_5_vl,
    "qwen3_vl": qwen3_vl,
    "internvl": internvl,
    "idefics3": idefics3,
}


def main() -> None:
    folder, *names = sys.argv[1:]
    for name in names:
        torch.manual_seed(0)
        model, processor = ARCHITECTURES[name]()
        tok = processor.tokenizer
        model.generation_config = transformers.GenerationConfig(
            eos_token_id=tok.eos_token_id, pad_token_id=tok.pad_token_id
        )
        target = Path(folder) / name
        model.save_pretrained(target)
        processor.save_pretrained(target)
        print(name, sum(p.numel() for p in model.parameters()))


if __name__ == "__main__":
    main()
