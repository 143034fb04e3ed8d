"""What the cells of a live range have, asked in as few calls as Excel allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import xlwings

__all__ = ["uniform"]

T = TypeVar("T")


def uniform(cells: xlwings.Range, ask: Callable[[xlwings.Range], T | None]) -> dict[tuple[int, int], T | None]:
    """A property of every cell, by (row, column) counted from 0 within the range.

    Excel answers for a whole range where all its cells agree and gives None where they do not; so a range that does
    not agree is halved until its parts do. A call costs far more than a cell.
    """
    found: dict[tuple[int, int], T | None] = {}
    top, left = cells.row, cells.column
    open_parts = [cells]
    while open_parts:
        part = open_parts.pop()
        height, width = part.shape
        value = ask(part)
        if value is None and height * width > 1:
            sheet, r, c = part.sheet, part.row, part.column
            if width > 1:  # a column usually agrees with itself
                middle = c + width // 2
                bounds = (((r, c), (r + height - 1, middle - 1)), ((r, middle), (r + height - 1, c + width - 1)))
            else:
                middle = r + height // 2
                bounds = (((r, c), (middle - 1, c)), ((middle, c), (r + height - 1, c)))
            open_parts += [sheet.range(first, last) for first, last in bounds]
            continue
        for i in range(height):
            for j in range(width):
                found[part.row - top + i, part.column - left + j] = value
    return found
