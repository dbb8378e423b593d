"""Tokens of images of many sizes, by the image processors of the installed Transformers: image_tokens.py < SIZES > TOKENS.

SIZES is JSON: a list of [width, height]. TOKENS is JSON: for each size a mapping from family to tokens, without the
marks around an image. Only the functions that size images are taken from the library, so neither torch nor
torchvision is imported.
"""

import ast
import importlib.util
import json
import math
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any


def functions(file: str, *names: str) -> dict[str, Callable[..., Any]]:
    """Functions of a file of the library, by their names, without the rest of the file."""
    spec = importlib.util.find_spec("transformers")
    if spec is None or spec.submodule_search_locations is None:
        raise SystemExit("transformers is not installed")
    path = Path(spec.submodule_search_locations[0]) / "models" / file
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name in names
    ]
    found: dict[str, Any] = {"math": math, "lru_cache": lru_cache}
    exec(compile(tree, str(path), "exec"), found)  # noqa: S102 - the library's own functions
    return {name: found[name] for name in names}


def main() -> None:
    resize = functions("qwen2_vl/image_processing_qwen2_vl.py", "smart_resize")[
        "smart_resize"
    ]
    canvas = functions(
        "got_ocr2/image_processing_got_ocr2.py",
        "get_all_supported_aspect_ratios",
        "get_optimal_tiled_canvas",
    )["get_optimal_tiled_canvas"]

    def grid(width: int, height: int, side: int, least: int, most: int) -> int:
        rows, columns = resize(height, width, side, least, most)
        return (rows // side) * (columns // side)

    def tiles(width: int, height: int) -> int:
        columns, rows = canvas((height, width), (448, 448), 1, 12)
        count = columns * rows
        return 256 * (count + 1 if count > 1 else 1)

    json.dump(
        [
            {
                "qwen2_5_vl": grid(width, height, 28, 3136, 12845056),
                "qwen3_vl": grid(width, height, 32, 65536, 16777216),
                "internvl": tiles(width, height),
            }
            for width, height in json.load(sys.stdin)
        ],
        sys.stdout,
    )


if __name__ == "__main__":
    main()
