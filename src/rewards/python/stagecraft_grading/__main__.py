"""Grades JSON lines: `python3 -m stagecraft_grading < answers.jsonl`.

A line in: {"response": "...", "gold": "...", "kind": "number", "options": ["..."], "strict": true}, of which the last
three may be absent. A line out: the verdict; with "reward": "boxed_answer" (or another) in, that reward's parts.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Dict

from . import grade, rewards

_REWARDS = {
    "boxed_answer": rewards.boxed_answer,
    "exact_match": rewards.exact_match,
    "choice": rewards.choice,
}


def _answer(asked: Dict[str, Any]) -> Dict[str, Any]:
    response, gold = asked["response"], asked["gold"]
    reward = asked.get("reward")
    if reward is not None:
        return dict(_REWARDS[reward](response, gold))
    verdict = grade(
        response,
        gold,
        kind=asked.get("kind"),
        options=asked.get("options", ()),
        strict=asked.get("strict", False),
    )
    told = {
        "correct": verdict.correct,
        "extracted": verdict.extracted,
        "source": verdict.source,
        "how": verdict.how,
        "format": verdict.format._asdict(),
    }
    return {key: value for key, value in told.items() if value is not None}


def main() -> None:
    """Answers line by line, so that a caller may keep the process."""
    for line in sys.stdin.buffer:
        # ASCII only: a lone surrogate cannot break the channel.
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
