"""Writes a vision-language model of some ten thousand random weights: tiny_vlm.py FOLDER.

The architecture is Idefics3 (that of SmolVLM): a SigLIP-like tower, a pixel shuffle and a Llama. Its answers are noise,
its server is real: images are decoded, cut into patches and reach the language model.
"""

import os
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

SPECIAL = [
    "<|end|>",
    "<|start|>",
    "<image>",
    "<fake_token_around_image>",
    "<global-img>",
    "<end_of_utterance>",
]
# One token a byte: any text can be read and said.
BYTES = sorted(pre_tokenizers.ByteLevel.alphabet())
TEMPLATE = (
    "{% for m in messages %}<|start|>{{ m['role'] }}\n"
    "{% if m['content'] is string %}{{ m['content'] }}{% else %}"
    "{% for c in m['content'] %}{% if c['type'] == 'image' %}<image>{% elif c['type'] == 'text' %}{{ c['text'] }}"
    "{% endif %}{% endfor %}{% endif %}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant\n{% endif %}"
)
SIDE = 32
PATCH = 8
SHUFFLE = 2
# Large weights, so that another image makes another answer even without sampling.
LOUD = 0.5


def tokenizer() -> transformers.PreTrainedTokenizerFast:
    words = {token: i for i, token in enumerate([*SPECIAL, *BYTES])}
    made = Tokenizer(models.BPE(vocab=words, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens(SPECIAL)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made,
        eos_token="<|end|>",
        pad_token="<|end|>",
        unk_token="<|end|>",
        model_max_length=8192,
    )


def main() -> None:
    folder = sys.argv[1]
    torch.manual_seed(0)
    words = tokenizer()
    size = {"longest_edge": SIDE}
    images = transformers.Idefics3ImageProcessorPil(
        size=size, max_image_size=size, do_image_splitting=False
    )
    tokens = (SIDE // PATCH // SHUFFLE) ** 2
    processor = transformers.Idefics3Processor(
        image_processor=images,
        tokenizer=words,
        image_seq_len=tokens,
        chat_template=TEMPLATE,
    )
    ids = {"pad_token_id": words.pad_token_id, "eos_token_id": words.eos_token_id}
    config = transformers.Idefics3Config(
        image_token_id=words.convert_tokens_to_ids("<image>"),
        scale_factor=SHUFFLE,
        tie_word_embeddings=True,
        pad_token_id=words.pad_token_id,
        text_config={
            "model_type": "llama",
            "vocab_size": len(words),
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 16,
            "max_position_embeddings": 8192,
            "bos_token_id": None,
            "initializer_range": LOUD,
            "tie_word_embeddings": True,
            **ids,
        },
        vision_config={
            "hidden_size": 16,
            "intermediate_size": 32,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": SIDE,
            "patch_size": PATCH,
            "initializer_range": LOUD,
        },
    )
    model = transformers.Idefics3ForConditionalGeneration(config)
    # Sampled as real models are: the server samples only where the model says so.
    # An image token in an answer would be looked for an image of its own.
    model.generation_config = transformers.GenerationConfig(
        do_sample=True,
        top_k=0,
        suppress_tokens=words.convert_tokens_to_ids(SPECIAL[1:]),
        **ids,
    )
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    print(sum(p.numel() for p in model.parameters()))


if __name__ == "__main__":
    main()
