"""How findings look inside a workbook: the columns of sheet Temuan, and the colour of a cell by its level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..report import Raw

__all__ = ["COLORS", "HEADINGS", "SHEET", "WIDTHS", "is_list"]

SHEET: Final = "Temuan"
_HEADING: Final = 3
HEADINGS: Final = (
    "No", "Tingkat", "Lembar", "Sel", "Tertulis", "Seharusnya", "Temuan", "Dugaan", "Cara memperbaiki", "Kode"
)  # fmt: skip
WIDTHS: Final = (5, 12, 12, 8, 20, 20, 60, 30, 50, 8)
COLORS: Final = {"galat": "F4B6B6", "peringatan": "FCE3A1", "info": "E4DFEC"}
"""Red, green and blue by the level of a finding."""


def is_list(cells: Mapping[tuple[int, int], Raw]) -> bool:
    """These are the cells of a list of findings, or hold nothing below its note; any other sheet Temuan is the office's own."""
    headings = tuple(raw.value for (row, _), raw in sorted(cells.items(), key=lambda item: item[0]) if row == _HEADING)
    return headings[: len(HEADINGS)] == HEADINGS or all(row < _HEADING for row, _ in cells)
