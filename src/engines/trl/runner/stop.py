"""Requests to stop, from wherever they come, and the agreement of all processes on them."""

from __future__ import annotations

import json
import os
import signal
import stat
import threading
import time
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from accelerate import Accelerator

Reason = Literal["until", "stopped"]
#: By strength: the later wins when processes disagree.
_WISHES: tuple[Reason | None, ...] = (None, "until", "stopped")
#: Seconds that a step may take after the parent has died: there is nobody else to end this process.
ORPHAN_SECONDS = 900.0
#: A group kill and a launcher's forwarded signal are one request, not two.
SAME_REQUEST_SECONDS = 5.0


class Stop:
    """Whether somebody wants the process to end after its step, and why."""

    def __init__(self, rank: int = 0) -> None:
        self._rank = rank
        self._reason: Reason | None = None
        self._signalled = 0.0

    @property
    def reason(self) -> Reason | None:
        return self._reason

    def request(self, reason: Reason | None) -> None:
        if _WISHES.index(reason) > _WISHES.index(self._reason):
            self._reason = reason

    def orphaned(self) -> None:
        """The parent is gone: end after this step, and in any case some time."""
        self.request("stopped")
        timer = threading.Timer(ORPHAN_SECONDS, os._exit, [1])
        timer.daemon = True
        timer.start()

    def listen(self) -> None:
        """Hears signals and, in the first process, requests on standard input (which all processes share)."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._on_signal)
        requests = os.dup(0) if self._rank == 0 and _is_pipe(0) else None
        # A reward, or a program that it starts, must not read the requests, nor wait for input that never comes.
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        if requests is not None:
            threading.Thread(target=self._read_requests, args=(requests,), daemon=True).start()

    def agreed(self, accelerator: Accelerator | None = None) -> Reason | None:
        """What all processes do: the strongest wish of any. Every process has to call it at the same point."""
        if accelerator is not None and accelerator.num_processes > 1:
            import torch

            mine = torch.tensor([_WISHES.index(self._reason)], device=accelerator.device)
            self.request(_WISHES[int(accelerator.gather(mine).max().item())])
        return self._reason

    def _on_signal(self, number: int, _frame: Any) -> None:
        now = time.monotonic()
        if self._signalled and now - self._signalled > SAME_REQUEST_SECONDS:
            os._exit(128 + number)
        self._signalled = self._signalled or now
        self.request("stopped")

    def _read_requests(self, source: int) -> None:
        # The descriptor itself: a buffered reader that a thread waits in keeps Python from ending.
        rest = b""
        while chunk := _read(source):
            *lines, rest = (rest + chunk).split(b"\n")
            # What is longer than any request is none.
            rest = rest[-65536:]
            for line in lines:
                self.request(reason_of(line))
        self.orphaned()


def reason_of(line: bytes) -> Reason | None:
    """The wish that a line of standard input expresses: `EngineRequest`, or nothing."""
    try:
        request = json.loads(line)
    except ValueError:
        return None
    if not isinstance(request, dict) or request.get("type") != "stop":
        return None
    return "until" if request.get("reason") == "until" else "stopped"


def _read(source: int) -> bytes:
    try:
        return os.read(source, 65536)
    except OSError:
        return b""


def _is_pipe(descriptor: int) -> bool:
    """A terminal or /dev/null is nobody's wish to stop when it ends."""
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
