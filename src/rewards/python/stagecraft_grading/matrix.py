"""Matrices and vectors as written."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Optional

from .dialect import regex, split
from .text16 import trim


class Matrix(NamedTuple):
    """Cells by rows, and whether bars make it a determinant."""

    rows: List[List[str]]
    bars: bool


_MAX_CELLS = 100
_WRITTEN = regex(
    r"^([^=\\]{0,20}=)?\s{0,4}([-+]?[^=]{0,40}?)\s{0,4}\\begin\s?\{([pbvBV]?matrix|smallmatrix|array)\}(?:\{[lcr|\s]{0,20}\})?([\s\S]{0,2000}?)\\end\s?\{\3\}\s{0,4}$"
)
_SIZED_BRACKET = regex(r"\\(?:left|right|[bB]igg?[lr]?)\s?[()[\]|.]")
_NESTED = regex(r"^\[\s{0,4}\[([\s\S]*)\]\s{0,4}\]$")
_NESTED_ROWS = regex(r"\]\s{0,4},\s{0,4}\[")
_ROWS = regex(r"\\\\(?:\[[^\]]{0,10}\])?|\\cr\b")


def matrix_of(text: str) -> Optional[Matrix]:
    r"""Reads `\begin{pmatrix} a & b \\ c & d \end{pmatrix}` (a number before it multiplies in) or `[[a,b],[c,d]]`."""
    if len(text) > 2_400:
        return None
    plain = trim(_SIZED_BRACKET.sub("", text))
    nested = _NESTED.match(plain)
    if nested is not None:
        rows = [
            [trim(cell) for cell in row.split(",")]
            for row in split(_NESTED_ROWS, nested[1])
        ]
        return _bounded(Matrix(rows, False))
    if "\\begin" not in plain:
        return None
    found = _WRITTEN.match(plain)
    if found is None:
        return None
    _, factor, name, body = found.groups()
    lines = [trim(row.replace("\\hline", "")) for row in split(_ROWS, body)]
    rows = [
        [_multiplied(trim(factor), trim(cell)) for cell in row.split("&")]
        for row in lines
        if row != ""
    ]
    return _bounded(Matrix(rows, name[0] in "vV"))


def _multiplied(factor: str, cell: str) -> str:
    if factor in ("", "+"):
        return cell
    return f"-({cell})" if factor == "-" else f"({factor})({cell})"


def _bounded(matrix: Matrix) -> Optional[Matrix]:
    width = len(matrix.rows[0]) if matrix.rows else 0
    cells = len(matrix.rows) * width
    even = all(len(row) == width for row in matrix.rows)
    return matrix if 0 < cells <= _MAX_CELLS and even else None


def as_tuple(matrix: Matrix) -> Optional[str]:
    """A vector in round brackets, the way it is written in a line; `None` for a matrix of two dimensions."""
    rows, bars = matrix
    if bars or (len(rows) > 1 and len(rows[0]) > 1):
        return None
    return f"({', '.join(cell for row in rows for cell in row)})"


def equal_matrices(a: Matrix, g: Matrix, same: Callable[[str, str], bool]) -> bool:
    """Whether two matrices have the same shape, bars and cells."""
    return (
        a.bars == g.bars
        and len(a.rows) == len(g.rows)
        and all(
            len(row) == len(other) and all(same(x, y) for x, y in zip(row, other))
            for row, other in zip(a.rows, g.rows)
        )
    )
