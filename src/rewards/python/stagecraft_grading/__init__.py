"""Grading of answers, with the same verdicts as Stagecraft's own; the rules are told in its docs/grading.md.

Python 3.8 or later, standard library only. Copy the folder to where it is needed.
"""

from .boxed import Boxes, find_boxes
from .choice import choice_of
from .equal import MEANS, equal_answers
from .extract import SOURCES, extract_answer
from .grade import AnswerFormat, Grade, grade
from .kinds import KINDS, Verdict, grade_kind
from .rewards import boxed_answer, choice, exact_match
from .text import fold_text

__all__ = [
    "KINDS",
    "MEANS",
    "SOURCES",
    "AnswerFormat",
    "Boxes",
    "Grade",
    "Verdict",
    "boxed_answer",
    "choice",
    "choice_of",
    "equal_answers",
    "exact_match",
    "extract_answer",
    "find_boxes",
    "fold_text",
    "grade",
    "grade_kind",
]
