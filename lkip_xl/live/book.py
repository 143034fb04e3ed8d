"""A workbook that is open in Excel: read as it stands, unsaved figures included, and filled in place.

The user's selection, formats and typed figures stay as they are. A call into Excel costs far more than a cell, so
whole ranges are asked at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import xlwings

from ..number import ERRORS
from ..report import Raw, Sheet
from ..xlsx.package import Value
from .cells import uniform

__all__ = ["as_text", "name", "put", "sheets"]

_EPOCH: Final = datetime(1899, 12, 30)


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
    rows = used.options(ndim=2, err_to_str=True).value
    formulas = used.formula if isinstance(used.formula, (tuple, list)) else ((used.formula,),)
    values = {(top + i, left + j): v for i, row in enumerate(rows) for j, v in enumerate(row)}
    texts = {(top + i, left + j): str(t) for i, row in enumerate(formulas) for j, t in enumerate(row)}
    shown = [at for at, v in values.items() if isinstance(v, (int, float)) or (v is None and not texts[at])]
    formats = uniform(live, shown, lambda r: r.number_format)
    sheet = Sheet(live.name, {}, visible=bool(live.visible))
    for at, value in values.items():
        code = formats.get(at) or "General"
        formula = texts[at][1:] if texts[at].startswith("=") else None
        if value is not None or formula is not None:
            sheet.cells[at] = Raw(_value(value), code, formula, error=value in ERRORS)
        elif code != "General":
            sheet.blanks[at] = code
    heights = uniform(live, [(r, left) for r in range(top, bottom + 1)], lambda r: r.row_height, along=0)
    sheet.hidden_rows = frozenset(r for (r, _), height in heights.items() if height == 0)
    widths = uniform(live, [(top, c) for c in range(left, right + 1)], lambda r: r.column_width)
    sheet.hidden_columns = frozenset(c for (_, c), width in widths.items() if width == 0)
    sheet.merged = _merged(live, [at for at, v in values.items() if v is not None])
    sheet.notes = {(note.Parent.Row, note.Parent.Column): str(note.Text()) for note in live.api.Comments}
    return sheet


def _value(value: Any) -> str | float | bool | None:
    """A date is the number that Excel stores for it."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86400
    return value  # type: ignore[no-any-return]


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
    """A text that Excel keeps as it is: without the mark, it would take 97,5% for a number and =A1 for a formula."""
    return f"'{value}" if value and not value.isalpha() else value
