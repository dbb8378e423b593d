"""Stagecraft's built-in rewards for EasyR1 and verl: `reward_function: /abs/path/stagecraft_reward.py:boxed_answer`.

The verdicts are those of Stagecraft itself. Needs the folder `stagecraft_grading` beside this file and Python 3.8 or
later, nothing else; both may be copied to another machine together.
"""

from __future__ import annotations

import importlib.util
import sys
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, List

REWARD_NAME = "stagecraft"
REWARD_TYPE = "batch"


def _grading() -> ModuleType:
    """The package beside this file, whatever else of its name can be imported: each copy has a name of its own."""
    folder = Path(__file__).resolve().parent / "stagecraft_grading"
    name = f"stagecraft_grading_{zlib.crc32(str(folder).encode()):08x}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None or not folder.is_dir():
        raise ImportError(
            f"{folder} is missing: copy it together with {Path(__file__).name}"
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


_rewards = _grading()


def boxed_answer(reward_inputs: List[Dict[str, Any]]) -> List[Dict[str, float]]:
    r"""0.9 x accuracy + 0.1 x format; the last `\boxed{...}` must equal the gold, and be the only one."""
    return _scored(_rewards.boxed_answer, reward_inputs)


def exact_match(reward_inputs: List[Dict[str, Any]]) -> List[Dict[str, float]]:
    """1 where the final answer is the gold letter for letter, but for case, spaces and LaTeX dress; else 0."""
    return _scored(_rewards.exact_match, reward_inputs)


def choice(reward_inputs: List[Dict[str, Any]]) -> List[Dict[str, float]]:
    """0.9 x accuracy + 0.1 x format for multiple choice; the answer must name the gold letter, in one box."""
    return _scored(_rewards.choice, reward_inputs)


def _scored(
    reward: Callable[[str, str], Dict[str, float]], reward_inputs: List[Dict[str, Any]]
) -> List[Dict[str, float]]:
    # Data sets keep some golds as numbers.
    return [
        reward(str(one["response"]), str(one["ground_truth"])) for one in reward_inputs
    ]
