"""The embedded engine's training step in PyTorch eager mode on the CPU: same sizes, same threads, same arithmetic.

Reads the sizes as JSON from the first argument and prints one JSON object: median and best step time in
milliseconds, parameters, versions. `embedded.bench.ts` runs it beside its own step.
"""

import json
import math
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Pre-norm attention and a squared-ReLU hidden layer, each added to the stream."""

    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.RMSNorm(width, eps=1e-5)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.mlp_norm = nn.RMSNorm(width, eps=1e-5)
        self.hidden = nn.Linear(width, hidden)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, positions, width = x.shape
        depth = width // self.heads
        parts = self.qkv(self.attention_norm(x)).split(width, -1)
        q, k, v = (
            part.view(rows, positions, self.heads, depth).transpose(1, 2)
            for part in parts
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(depth) + mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(rows, positions, width)
        x = x + self.out(mixed)
        return x + self.down(functional.relu(self.hidden(self.mlp_norm(x))).square())


class MicroVlm(nn.Module):
    """Patches and text through a prefix transformer; scores of the vocabulary at the text positions."""

    def __init__(self, size: dict) -> None:
        super().__init__()
        width = size["width"]
        self.prefix = (size["image"] // size["patch"]) ** 2
        self.patch_in = nn.Linear(size["patch"] ** 2 * 3, size["patchHidden"])
        self.patch_out = nn.Linear(size["patchHidden"], width, bias=False)
        self.position = nn.Parameter(
            0.1 * torch.randn(self.prefix + size["text"], width)
        )
        self.embedding = nn.Embedding(size["vocabulary"], width)
        hidden = size["mlp"] * width
        self.blocks = nn.ModuleList(
            Block(width, size["heads"], hidden) for _ in range(size["layers"])
        )
        self.norm = nn.RMSNorm(width, eps=1e-5)
        self.head = nn.Linear(width, size["vocabulary"], bias=False)

    def forward(
        self, patches: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        seen = self.patch_out(functional.relu(self.patch_in(patches)))
        x = (
            torch.cat([seen, self.embedding(ids)], 1)
            + self.position[: self.prefix + ids.shape[1]]
        )
        for block in self.blocks:
            x = block(x, mask)
        return self.head(self.norm(x[:, self.prefix :]))


def main() -> None:
    size = json.loads(sys.argv[1])
    torch.set_num_threads(size["threads"])
    torch.manual_seed(1)
    model = MicroVlm(size)
    optimizer = torch.optim.AdamW(
        model.parameters(), 1e-3, betas=(0.9, 0.99), fused=True
    )
    rows, length, prefix = size["rows"], size["length"], model.prefix
    positions = prefix + length
    order = torch.arange(positions)
    hidden = (order[None, :] >= prefix) & (order[None, :] > order[:, None])
    mask = torch.zeros(positions, positions).masked_fill(hidden, -1e4)
    patches = torch.rand(rows, prefix, size["patch"] ** 2 * 3)
    ids = torch.randint(0, size["vocabulary"], (rows, length))
    targets = torch.randint(0, size["vocabulary"], (rows, length))
    times = []
    for _ in range(size["repeats"] + 2):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        scores = model(patches, ids, mask)
        functional.cross_entropy(scores.flatten(0, 1), targets.flatten()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        times.append(1000 * (time.perf_counter() - start))
    times = times[2:]
    parameters = sum(parameter.numel() for parameter in model.parameters())
    result = {
        "median": statistics.median(times),
        "best": min(times),
        "parameters": parameters,
    }
    print(
        json.dumps(
            {**result, "torch": torch.__version__, "threads": torch.get_num_threads()}
        )
    )


if __name__ == "__main__":
    main()
