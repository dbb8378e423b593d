"""Trains one stage with TRL, or answers held-out rows: main.py SPEC.json, as `spec.ts` describes it.

Standard output carries nothing but events, one JSON object a line; all else goes to standard error. A line
{"type": "stop"} on standard input, its end, SIGTERM and SIGINT all mean: finish the step, save, end.
"""

import os
import sys
from pathlib import Path

# Before any library is imported: nothing is reported to anyone, and tokenizers do not fork.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# The package by its own name, so that none of its modules hides one of the same name.
if not getattr(sys.flags, "safe_path", False):
    del sys.path[0]
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from runner.errors import explain, is_echo
from runner.events import Channel
from runner.spec import PredictSpec, read_spec
from runner.stop import Stop


def main(path: str) -> int:
    channel = Channel.take_over_stdout()
    stop = Stop(channel.rank)
    channel.on_broken = stop.orphaned
    stop.listen()
    try:
        spec = read_spec(path)
        channel.emit("progress", phase="load", done=0, total=1)
        see_no_more_gpus(spec.settings.gpus)
        # The libraries take seconds to import: a stop request is heard already, a broken spec is told at once.
        if isinstance(spec, PredictSpec):
            from runner.predict import predict

            predict(spec, channel, stop)
        else:
            from runner.train import train

            train(spec, channel, stop)
    except BaseException as error:  # noqa: BLE001 - also a reward's sys.exit must be told
        failure = explain(error)
        if failure.log is not None:
            print(failure.log, file=sys.stderr, flush=True)
        if not is_echo(error, channel):
            channel.fail(failure.message, failure.hint)
        return 1
    return 0


def see_no_more_gpus(gpus: int) -> None:
    """One GPU means one: Trainer would share a step out to all that its process sees, and count it several times."""
    if gpus == 1:
        os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: main.py SPEC.json")
    code = main(sys.argv[1])
    sys.stderr.flush()
    # Threads of libraries and half-closed process groups have nothing left to save.
    os._exit(code)
