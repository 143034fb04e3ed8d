"""How findings look inside a workbook: the columns of sheet Temuan, and the colour of a cell by its level."""

from typing import Final

__all__ = ["COLORS", "HEADINGS", "SHEET", "WIDTHS"]

SHEET: Final = "Temuan"
HEADINGS: Final = (
    "No", "Tingkat", "Lembar", "Sel", "Tertulis", "Seharusnya", "Temuan", "Dugaan", "Cara memperbaiki", "Kode"
)  # fmt: skip
WIDTHS: Final = (5, 12, 12, 8, 20, 20, 60, 30, 50, 8)
COLORS: Final = {"galat": "F4B6B6", "peringatan": "FCE3A1", "info": "E4DFEC"}
"""Red, green and blue by the level of a finding."""
