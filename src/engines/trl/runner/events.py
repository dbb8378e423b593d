"""What the runner says: one JSON object a line on the real standard output."""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO


def _plain(value: Any) -> Any:
    """JSON has no NaN and no infinity: they are told as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


class Channel:
    """Of several processes only the first speaks; each may tell that it failed."""

    def __init__(self, stream: TextIO, rank: int, world: int) -> None:
        self.rank = rank
        self.world = world
        self.on_broken: Callable[[], None] = lambda: None
        self._stream = stream
        self._lock = threading.Lock()

    @classmethod
    def take_over_stdout(cls) -> Channel:
        """Keeps the channel private: prints, even of C code and child processes, go to standard error."""
        stream = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(stream, int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1")))

    def emit(self, kind: str, **fields: Any) -> None:
        """Says an event of `EngineEvent`; fields that are None are left out."""
        if self.rank == 0:
            self._write({"type": kind, **{name: value for name, value in fields.items() if value is not None}})

    def fail(self, message: str, hint: str | None) -> None:
        place = f"Process {self.rank + 1} of {self.world}: " if self.rank > 0 else ""
        self._write({"type": "failed", "message": place + message, **({} if hint is None else {"hint": hint})})

    def log(self, text: str) -> None:
        if self.rank == 0:
            print(text, file=sys.stderr, flush=True)

    def _write(self, event: dict[str, Any]) -> None:
        # ASCII in one piece: a lone surrogate cannot break the channel, two processes cannot mix their lines.
        line = json.dumps(_plain(event), allow_nan=False) + "\n"
        with self._lock:
            try:
                self._stream.write(line)
                self._stream.flush()
            except (OSError, ValueError):
                self.on_broken()
