"""The checkpoint folders of a stage: which are complete, which is the best, which may go."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .notes import read_note

_NAME = re.compile(r"checkpoint-(\d+)")
#: TRL writes it last: its presence makes a checkpoint complete.
STATE = "trainer_state.json"


@dataclass(frozen=True)
class Checkpoint:
    step: int
    path: Path
    #: Of the last validation; the lowest of all where there was none.
    score: float


def list_checkpoints(output: Path) -> list[Checkpoint]:
    """Complete checkpoints, oldest first."""
    return [Checkpoint(step, path, _score(path)) for step, path in _folders(output) if _is_complete(path)]


def remove_unfinished(output: Path, resume: str | None) -> None:
    """Removes what a killed attempt left half written, and all that is newer than what is gone on from."""
    newest = None if resume is None else step_of(resume)
    for step, path in _folders(output):
        if not _is_complete(path) or (newest is not None and step > newest):
            remove(path)


def superfluous(checkpoints: Sequence[Checkpoint], keep: int) -> list[Checkpoint]:
    """All but the newest `keep` and the best, the later of equals."""
    best = max(checkpoints, key=lambda checkpoint: (checkpoint.score, checkpoint.step), default=None)
    return [checkpoint for checkpoint in checkpoints[: max(0, len(checkpoints) - keep)] if checkpoint != best]


def remove(path: Path) -> None:
    """The mark of completeness first: a removal that is cut short leaves no checkpoint that looks whole."""
    (path / STATE).unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)


def step_of(checkpoint: str) -> int | None:
    """The step that a checkpoint's folder is named by."""
    match = _NAME.fullmatch(Path(checkpoint).name)
    return None if match is None else int(match.group(1))


def _folders(output: Path) -> list[tuple[int, Path]]:
    """By step; links are not followed."""
    paths = output.iterdir() if output.is_dir() else ()
    found = [(step_of(path.name), path) for path in paths if path.is_dir() and not path.is_symlink()]
    return sorted((step, path) for step, path in found if step is not None)


def _is_complete(path: Path) -> bool:
    try:
        json.loads((path / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _score(path: Path) -> float:
    score = read_note(path).get("score")
    return float(score) if isinstance(score, (int, float)) and not isinstance(score, bool) else float("-inf")
