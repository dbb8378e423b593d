"""Rollouts that are shown: what the reward saw and said."""

from __future__ import annotations

from collections.abc import Sequence

from .events import Channel
from .reward import Answer, Score
from .rows import Row


def exhibit(
    channel: Channel, step: int, rows: Sequence[Row], answers: Sequence[Answer], scores: Sequence[Score]
) -> None:
    """The best and, if it scored less, the worst response of one row of the step, each step another one."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault((row.dataset, row.id), []).append(place)
    if not groups:
        return
    group = list(groups.values())[step % len(groups)]
    ranked = sorted(group, key=lambda place: scores[place]["overall"], reverse=True)
    best, worst = ranked[0], ranked[-1]
    for place in [best] if scores[best]["overall"] == scores[worst]["overall"] else [best, worst]:
        row = rows[place]
        sample = {
            "row": row.id,
            "question": row.question,
            "gold": row.answer,
            "response": answers[place].response,
            "reward": dict(scores[place]),
        }
        channel.emit("sample", step=step, sample={**sample, "images": row.images} if row.images else sample)
