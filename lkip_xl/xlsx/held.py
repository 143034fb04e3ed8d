"""Workbooks that a program already holds as an openpyxl Workbook: read and filled in place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from numbers import Integral, Real
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import to_excel

from ..report import Raw, Sheet, Unreadable
from .package import Value

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["name", "put", "sheets"]


def name(workbook: Workbook) -> str:
    """What to call the workbook; openpyxl does not keep a file's name."""
    return "buku kerja"


def sheets(workbook: Workbook) -> list[Sheet]:
    """Every worksheet's cells. openpyxl holds formulas or their results, never both. Raises Unreadable."""
    if workbook.read_only:
        raise Unreadable("Buku kerja ini dibuka dengan read_only=True; buka tanpa itu.")
    return [_sheet(ws, workbook.epoch) for ws in workbook.worksheets]


def _sheet(ws: Worksheet, epoch: datetime.datetime) -> Sheet:
    sheet = Sheet(ws.title, {}, visible=ws.sheet_state == "visible")
    for (row, column), cell in sorted(ws._cells.items()):
        raw = _raw(cell, epoch)
        if raw is not None:
            sheet.cells[row, column] = raw
        elif cell.number_format != "General":
            sheet.blanks[row, column] = cell.number_format
        if cell.comment is not None:
            sheet.notes[row, column] = cell.comment.text
    sheet.merged = tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in ws.merged_cells.ranges)
    sheet.hidden_rows = frozenset(n for n, d in ws.row_dimensions.items() if d.hidden)
    sheet.hidden_columns = frozenset(
        i
        for letters, d in ws.column_dimensions.items()
        if d.hidden
        for i in range(d.min or column_index_from_string(letters), (d.max or column_index_from_string(letters)) + 1)
    )
    return sheet


def _raw(cell: Cell | MergedCell, epoch: datetime.datetime) -> Raw | None:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or ""
        return Raw(None, cell.number_format, str(text).removeprefix("="))
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        value = to_excel(value, epoch)  # type: ignore[no-untyped-call]
    if isinstance(value, bool):
        return Raw(value, cell.number_format)
    if isinstance(value, (Real, Decimal)):  # also those of numpy
        number = int(value) if isinstance(value, Integral) else float(value)
        return Raw(number, cell.number_format) if isfinite(number) else None  # what pandas has for nothing
    return Raw(str(value), cell.number_format, error=cell.data_type == "e")


def put(workbook: Workbook, edits: Mapping[str, Mapping[tuple[int, int], Value]]) -> None:
    """Set values: {sheet: {(row, column): value}}."""
    for sheet, cells in edits.items():
        for at, value in cells.items():
            workbook[sheet].cell(*at).value = float(value) if isinstance(value, Decimal) else value
