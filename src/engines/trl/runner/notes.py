"""What a checkpoint folder says beyond TRL's own files: its score, and the adapters below its own."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from .errors import UserError

NOTE = "stagecraft.json"


@dataclass(frozen=True)
class Origin:
    """Weights that a stage starts from: a model, and adapters to merge into it, oldest first."""

    model: str
    adapters: tuple[str, ...] = ()


def origin_of(model: str, checkpoint: str | None) -> Origin:
    """Where the weights of a checkpoint are (without one: the model itself)."""
    if checkpoint is None:
        return Origin(model)
    folder = Path(checkpoint)
    if not folder.is_dir():
        raise UserError(
            f"The checkpoint {checkpoint} is not there", "Run the stage before again, or choose another checkpoint."
        )
    if not (folder / "adapter_config.json").is_file():
        return Origin(checkpoint)
    note = read_note(folder)
    base = note.get("base")
    below = [_absolute(folder, entry) for entry in note.get("adapters", []) if isinstance(entry, dict)]
    return Origin(_absolute(folder, base) if isinstance(base, dict) else model, (*below, checkpoint))


def write_note(folder: Path, step: int, score: float | None, origin: Origin | None) -> None:
    """Written before TRL's own files, whose last one makes the checkpoint complete. `origin`: below an adapter."""
    folder.mkdir(parents=True, exist_ok=True)
    note: dict[str, Any] = {"step": step}
    if score is not None:
        note["score"] = score
    if origin is not None:
        note["base"] = _entry(folder, origin.model)
        note["adapters"] = [_entry(folder, adapter) for adapter in origin.adapters]
    temporary = folder / f"{NOTE}.tmp"
    temporary.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    temporary.replace(folder / NOTE)


def read_note(folder: Path) -> dict[str, Any]:
    """The note of a checkpoint; empty where there is none."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _entry(folder: Path, target: str) -> dict[str, str]:
    """Folders relative to the checkpoint, so that a run can be moved; a Hub id stays what it is."""
    if not os.path.isabs(target):
        return {"hub": target}
    try:
        return {"folder": PurePath(os.path.relpath(target, folder)).as_posix()}
    except ValueError:  # another drive
        return {"folder": PurePath(target).as_posix()}


def _absolute(folder: Path, entry: dict[str, Any]) -> str:
    if isinstance(hub := entry.get("hub"), str):
        return hub
    path = os.path.normpath(folder / str(entry.get("folder", "")))
    if not os.path.isdir(path):
        raise UserError(
            f"The checkpoint {folder} is an adapter to weights in {path}, which are not there",
            "Keep the folders of the stages before it.",
        )
    return path
