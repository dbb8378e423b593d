"""Scores rewards with a user's Python function, for Stagecraft.

Usage: python3 reward_server.py FILE FUNCTION

Speaks one JSON object a line. In: {"id": 1, "rewards": [{"response": "...", "response_length": 3,
"ground_truth": "..."}]}. Out: {"type": "ready", "mode": "batch"} once, then {"type": "scores", "id": 1,
"scores": [...]} or {"type": "error", "id": 1, "message": "...", "file": "...", "line": 7}.
What the function prints goes to standard error, so it cannot break the protocol. Standard library only.
"""

import importlib.util
import json
import math
import numbers
import os
import sys
import traceback
from pathlib import Path


def take_over_stdout():
    """Keeps the protocol's channel private; prints, even of C code and child processes, go to standard error."""
    private = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return private


def load(path, name):
    """Loads by path under a name of its own: a reward file called math.py must not become the module math."""
    spec = importlib.util.spec_from_file_location("stagecraft_user_reward", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded as a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        raise TypeError(f"the file defines no function {name}")
    mode = getattr(module, "REWARD_TYPE", "batch")
    if mode not in ("batch", "sequential"):
        raise ValueError(f'REWARD_TYPE is {mode!r}; it must be "batch" or "sequential"')
    return function, mode


def clean(score, index):
    """Keeps the finite numbers of a score; anything else that EasyR1 would not report is dropped."""
    if not isinstance(score, dict):
        raise TypeError(
            f"score {index} is a {type(score).__name__}; it must be a dict with the key 'overall'"
        )
    parts = {}
    for key, value in score.items():
        try:
            number = (
                float(value)
                if isinstance(value, numbers.Number) or hasattr(value, "item")
                else None
            )
        except (TypeError, ValueError):
            number = None
        if number is None:
            continue
        if not math.isfinite(number):
            raise ValueError(
                f"part {key!r} of score {index} is {number}; rewards must be finite"
            )
        parts[str(key)] = number
    if "overall" not in parts:
        raise KeyError(
            f"score {index} has no number under 'overall'; its keys are {sorted(map(str, score))}"
        )
    return parts


def score_all(function, mode, rewards):
    if mode == "sequential":
        scores = [function(reward) for reward in rewards]
    else:
        scores = function(rewards)
    if not isinstance(scores, (list, tuple)):
        raise TypeError(
            f"the function returned a {type(scores).__name__}; it must return a list of dicts"
        )
    if len(scores) != len(rewards):
        raise ValueError(
            f"the function returned {len(scores)} scores for {len(rewards)} responses"
        )
    return [clean(score, index) for index, score in enumerate(scores)]


def describe(error, path):
    """What went wrong, and the line of the user's own file where it did."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).resolve() == Path(path).resolve():
            line = frame.lineno
    text = error.args[0] if isinstance(error, KeyError) and error.args else error
    return {
        "type": "error",
        "message": f"{type(error).__name__}: {text}"[:2000],
        "file": path,
        "line": line,
        "traceback": traceback.format_exc()[-4000:],
    }


def main(path, name):
    out = take_over_stdout()

    def say(message):
        # ASCII only: a lone surrogate in a message cannot break the channel.
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        function, mode = load(path, name)
    except BaseException as error:  # noqa: BLE001 - even a sys.exit must be told
        say(describe(error, path))
        return 1
    say({"type": "ready", "mode": mode})
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            scores = score_all(function, mode, request["rewards"])
            say({"type": "scores", "id": request["id"], "scores": scores})
        except KeyboardInterrupt:
            return 130
        except BaseException as error:  # noqa: BLE001 - even a sys.exit must be told
            say({**describe(error, path), "id": request["id"]})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
