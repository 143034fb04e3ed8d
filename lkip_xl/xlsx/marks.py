"""How findings look inside a workbook: the columns of sheet Temuan, and the colour of a cell by its level."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from ..report import Raw

__all__ = ["ADDRESSES", "COLORS", "FIRST", "HEADINGS", "WIDTHS", "is_list", "row_height"]

FIRST: Final = 4
"""The row of the first finding, right below the headings."""
_HIGHEST: Final = 409.0
"""Points that a row can have."""
HEADINGS: Final = (
    "No", "Tingkat", "Lembar", "Sel", "Tertulis", "Seharusnya", "Temuan", "Dugaan", "Cara memperbaiki", "Kode"
)  # fmt: skip
ADDRESSES: Final = "temuan_alamat"
"""The name of the range, behind the last heading, in which the standard workbook with macros looks for its cells."""
WIDTHS: Final = (5, 12, 12, 8, 20, 20, 60, 30, 50, 8)
COLORS: Final = {"galat": "F4B6B6", "peringatan": "FCE3A1", "info": "E4DFEC"}
"""Red, green and blue by the level of a finding."""


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """High enough for the longest wrapped text of a row, in points; each comes with its column's width in letters."""
    lines = max((math.ceil(len(text) * 1.1 / width) for text, width in texts), default=1)
    return min(13.5 * max(lines, 1) + 4, _HIGHEST)


def is_list(cells: Mapping[tuple[int, int], Raw]) -> bool:
    """These are the cells of a list of findings, or hold nothing below its note; any other sheet Temuan is the office's own."""
    headings = tuple(raw.value for (row, _), raw in sorted(cells.items(), key=lambda item: item[0]) if row == FIRST - 1)
    return headings[: len(HEADINGS)] == HEADINGS or all(row < FIRST - 1 for row, _ in cells)
