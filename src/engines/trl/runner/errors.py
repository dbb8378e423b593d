"""What went wrong, in words for the person who wrote the curriculum."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .events import Channel


class UserError(Exception):
    """Something that a person can mend: what and where, why, and how."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Failure:
    message: str
    hint: str | None
    #: For the log alone: the stack of what nobody expected.
    log: str | None


_MEMORY_HINT = (
    "Lower `max_response_length` or `per_device_train_batch_size` in `engine_options`, freeze the vision encoder, "
    "train an adapter (`engine: { trl: { adapter: lora } }`), or use more GPUs."
)
#: Only the log of the process that fails first says why: the others lose their connection to it.
_ECHOES = ("Connection closed by peer", "Connection reset by peer", "NCCL", "Broken pipe")


def first_line(error: BaseException, most: int = 300) -> str:
    """The first line that an exception says something in."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:most]


def is_out_of_memory(error: BaseException) -> bool:
    """Of a GPU, or of the machine as PyTorch tells it."""
    text = str(error)
    return type(error).__name__ in ("OutOfMemoryError", "MemoryError") or (
        isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text)
    )


def _is_disk_full(error: BaseException) -> bool:
    """As Python says it, as safetensors does, and as PyTorch, which does not know why a file cannot be written."""
    signs = ("No space left", "Disk quota exceeded", "PytorchStreamWriter failed writing", "inline_container")
    return getattr(error, "errno", None) == 28 or any(sign in str(error) for sign in signs)


def explain(error: BaseException) -> Failure:
    """The failure that is told for an exception. What is not a person's mistake keeps its stack in the log."""
    if isinstance(error, UserError):
        return Failure(str(error), error.hint, None)
    stack, first = "".join(traceback.format_exception(error)), first_line(error)
    if is_out_of_memory(error):
        return Failure(f"The device has no memory left: {first}", _MEMORY_HINT, stack)
    if isinstance(error, ModuleNotFoundError):
        hint = f"Install it into the environment that trains: `pip install {error.name}`."
        return Failure(f"The Python package {error.name} is missing", hint, stack)
    if _is_disk_full(error):
        place = getattr(error, "filename", None) or f"a checkpoint cannot be written ({first})"
        return Failure(f"The disk is full: {place}", "Make room, then resume the run.", stack)
    if isinstance(error, (PermissionError, FileExistsError, NotADirectoryError)) or getattr(error, "errno", 0) == 30:
        hint = "Give the user who trains the right to write there, then resume the run."
        return Failure(f"The run's folder cannot be written to: {first}", hint, stack)
    return Failure(
        f"The TRL engine failed: {type(error).__name__}: {first_line(error, 500)}", "The log has the details.", stack
    )


def is_echo(error: BaseException, channel: Channel) -> bool:
    """Whether the error only says that another process has failed, which tells its own reason."""
    text = str(error)
    return channel.world > 1 and isinstance(error, RuntimeError) and any(sign in text for sign in _ECHOES)
