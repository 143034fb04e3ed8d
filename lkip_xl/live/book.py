"""A workbook that is open in Excel: read as it stands, unsaved figures included, and filled in place.

The user's selection, formats and typed figures stay as they are. A call into Excel costs far more than a cell, so
whole ranges are asked at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import xlwings

from ..number import ERRORS
from ..report import Raw, Sheet
from ..xlsx.package import Value
from .cells import uniform, values

__all__ = ["as_text", "name", "put", "sheets"]

_SHOWN: Final = (True, -1)  # xlSheetVisible; a very hidden sheet answers 2


def name(book: xlwings.Book) -> str:
    """The workbook's file name."""
    return str(book.name)


def sheets(book: xlwings.Book) -> list[Sheet]:
    """Every worksheet's cells as Excel holds them now."""
    return [_sheet(sheet) for sheet in book.sheets]


def _sheet(live: xlwings.Sheet) -> Sheet:
    used = live.used_range
    top, left = used.row, used.column
    bottom, right = top + used.shape[0] - 1, left + used.shape[1] - 1
    asked = used.formula
    formulas = asked if isinstance(asked, (tuple, list)) else ((asked,),)
    held = {(top + i, left + j): v for i, row in enumerate(values(used)) for j, v in enumerate(row)}
    texts = {(top + i, left + j): str(t) for i, row in enumerate(formulas) for j, t in enumerate(row)}
    shown = [at for at, v in held.items() if isinstance(v, (int, float)) or (v is None and not texts[at])]
    formats = uniform(live, shown, lambda r: r.number_format)
    sheet = Sheet(live.name, {}, visible=live.visible in _SHOWN)
    for at, value in held.items():
        code = formats.get(at) or "General"
        is_formula = texts[at].startswith("=") and texts[at] != value  # a text may look like one
        formula = texts[at][1:] if is_formula else None
        if value is not None or formula is not None:
            sheet.cells[at] = Raw(value, code, formula, error=value in ERRORS)
        elif code != "General":
            sheet.blanks[at] = code
    heights = uniform(live, [(r, left) for r in range(top, bottom + 1)], lambda r: r.row_height, along=0)
    sheet.hidden_rows = frozenset(r for (r, _), height in heights.items() if height == 0)
    widths = uniform(live, [(top, c) for c in range(left, right + 1)], lambda r: r.column_width)
    sheet.hidden_columns = frozenset(c for (_, c), width in widths.items() if width == 0)
    sheet.merged = _merged(live, [at for at, v in held.items() if v is not None])
    sheet.notes = {(note.Parent.Row, note.Parent.Column): str(note.Text()) for note in live.api.Comments}
    return sheet


def _merged(live: xlwings.Sheet, filled: list[tuple[int, int]]) -> tuple[tuple[int, int, int, int], ...]:
    """The merged areas that hold something; it stands in their first cell."""
    found = []
    for (row, column), merged in uniform(live, filled, lambda r: r.merge_cells, along=0).items():
        if merged:
            height, width = live.range((row, column)).merge_area.shape
            found.append((row, column, row + height - 1, column + width - 1))
    return tuple(sorted(found))


def put(book: xlwings.Book, edits: Mapping[str, Mapping[tuple[int, int], Value]]) -> None:
    """Set values: {sheet: {(row, column): value}}."""
    for sheet, cells in edits.items():
        for at, value in cells.items():
            written = as_text(value) if isinstance(value, str) else None if value is None else float(value)
            book.sheets[sheet].range(at).value = written


def as_text(value: str) -> str:
    """A text that Excel keeps as it is: without the mark, it would take 97,5% for a number, TRUE for a truth value and =A1 for a formula."""
    return f"'{value}" if value else value
