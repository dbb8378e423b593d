"""Merges configurations as EasyR1's main module does, on dataclasses made of its described config tree.

Reads JSON from standard input: `trees` (name -> rows of keys) and `cases` (`tree`, `argv` of `key=value`). Answers
with one result a case: the merged object as a mapping, or the error of OmegaConf. Where EasyR1 itself can be
imported, the newest tree is merged on its own dataclasses as well.
"""

import dataclasses
import json
import sys
from typing import Any

from omegaconf import OmegaConf

TYPES = {"string": str, "integer": int, "number": float, "boolean": bool, "any": Any}


def annotation(row: dict) -> Any:
    """The type of a key, as EasyR1's dataclasses annotate it."""
    if row["type"] == "map":
        return dict[str, Any]
    if row["type"] == "list":
        items = row["default"] or [""]
        # EasyR1 writes `Tuple[str]` and means any number, which OmegaConf took it for until 2.4.
        return tuple[float, float] if isinstance(items[0], float) else tuple[str, ...]
    kind = TYPES[row["type"]]
    return kind | None if row["nullable"] else kind


def field(row: dict) -> Any:
    """The field of a key; one that EasyR1 fills in itself is no argument of the dataclass."""
    default = row["default"]
    init = not row["automatic"]
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), init=init)
    if isinstance(default, list):
        return dataclasses.field(default_factory=lambda: tuple(default), init=init)
    if row["type"] == "number" and default is not None:
        default = float(default)
    return dataclasses.field(default=default, init=init)


def build(name: str, rows: list) -> type:
    """A dataclass of the keys, with one inside for each group."""
    groups: dict = {}
    fields = []
    for row in rows:
        head, _, rest = row["key"].partition(".")
        if rest:
            groups.setdefault(head, []).append({**row, "key": rest})
        else:
            fields.append((head, annotation(row), field(row)))
    for head, below in groups.items():
        inner = build(f"{name}_{head}", below)
        fields.append((head, inner, dataclasses.field(default_factory=inner)))
    return dataclasses.make_dataclass(name, fields)


def merge(tree: type, argv: list) -> Any:
    """What `verl.trainer.main` makes of its arguments before it starts anything."""
    told = OmegaConf.from_cli(argv)
    config = OmegaConf.structured(tree())
    if "config" in told:
        path = told.pop("config")
        config = OmegaConf.merge(config, OmegaConf.load(path))
    return OmegaConf.to_object(OmegaConf.merge(config, told))


def outcome(tree: type, argv: list) -> dict:
    """The merged object, or the first line of what OmegaConf says."""
    try:
        return {"merged": dataclasses.asdict(merge(tree, argv))}
    except Exception as error:  # noqa: BLE001 - every refusal is an answer
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}


def real_tree() -> type | None:
    """EasyR1's own dataclass, where it can be imported."""
    try:
        from verl.trainer.config import PPOConfig
    except Exception:  # noqa: BLE001 - whatever stops the import, it is not here
        return None
    return PPOConfig


def main() -> None:
    asked = json.load(sys.stdin)
    trees = {name: build(f"Tree_{name}", rows) for name, rows in asked["trees"].items()}
    real = real_tree()
    results = [outcome(trees[case["tree"]], case["argv"]) for case in asked["cases"]]
    own = None
    if real is not None:
        own = [
            outcome(real, case["argv"])
            for case in asked["cases"]
            if case["tree"] == "newest"
        ]
    json.dump({"results": results, "real": own}, sys.stdout)


if __name__ == "__main__":
    main()
