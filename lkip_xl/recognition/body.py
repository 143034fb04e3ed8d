"""The rows under a heading: where a table ends, and what each of its cells says."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Final

from ..measures import MEASURES
from ..number import MONTHS, Figure, State, Verdict, judge, read, settle
from ..report import Cell, Raw, Row, Table
from ..tables import Column
from .headings import Grid, Match, heading_at, is_figure, may_continue
from .rows import classify, closes
from .wording import GOES_ON

__all__ = ["body_of", "fill_rows"]

_SIGNED = re.compile(
    r"\s*(mengetahui|camat\b.{0,40}$|pl[ht]\.?\s|nip\b|pembina\b|penata\b|"
    rf"[a-z. ]{{3,30}},\s*\d{{1,2}}\s+({'|'.join(MONTHS)})\b)",
    re.I,
)
_SOURCE = re.compile(r"\s*(?:\*+\)?|(sumber|catatan|keterangan|ket|data)\b\s*(data|diolah)?\s*[:.,]?)(?=\W|$)", re.I)
_MAX_GAP: Final = 3


# --- which rows ---------------------------------------------------------------------------------------------


def body_of(grid: Grid, table: Table, position: int, match: Match) -> tuple[list[int], int]:
    """The rows under a heading, and the position of the first row that is not the table's."""
    body: list[int] = []
    numbering: dict[int, str] = {}
    last = table.bottom
    while position < len(grid.numbers):
        row = grid.numbers[position]
        caption = grid.caption(row)
        if caption is not None and (table.title.startswith(caption[1]) or GOES_ON.search(caption[1])):
            last = row  # the caption again, at a page break
            position += 1
            continue
        if row - last > _MAX_GAP or caption is not None or _signed(grid, row):
            break
        if body and row - last > 1 and _heads_another(grid, position, listed=not table.kind.declared):
            break
        if (not body or (numbering and grid.text(row) == numbering)) and grid.is_numbering(row):
            numbering = grid.text(row)  # below the headings, and once more at a page break
            last = row
            position += 1
            continue
        if not body and grid.names_units(row):
            last = row
            position += 1
            continue
        if grid.may_head(row):
            again = heading_at(grid, row, table.number, table.title)
            if again is not None and body and _goes_on(grid, body[-1]):
                body.pop()
            elif _titled_anew(grid, body, row):
                body.pop()
                position -= 1
                break
            if again is None and row - last > 1:
                break  # the headings of another table, of no kind that we know
            if again is not None:
                if again[0].columns != match.columns or again[0].kind is not match.kind:
                    break
                position += again[1]  # the same heading again: a page break
                last = row + again[1] - 1
                while position < len(grid.numbers) and grid.is_numbering(grid.numbers[position]):
                    last = grid.numbers[position]
                    position += 1
                continue
        last = row
        position += 1
        body.append(row)
    return body, position


def _heads_another(grid: Grid, position: int, *, listed: bool) -> bool:
    """Behind a blank row the headings of another table, words or years with figures below them, under a single text; in a
    list also without it."""
    rows = grid.numbers[position : position + 3]
    if (
        len(rows) == 3
        and rows[2] - rows[0] == 2
        and len(grid.rows[rows[0]]) == 1
        and not is_figure(grid.rows[rows[0]][0][1])
    ):
        rows = rows[1:]
    elif not listed:
        return False
    if len(rows) < 2 or len(grid.rows[rows[0]]) < 3 or not may_continue(grid, rows[0]):
        return False
    return sum(is_figure(raw) for _, raw in grid.rows[rows[1]]) > 1


def _titled_anew(grid: Grid, body: list[int], row: int) -> bool:
    """The row above repeated headings is a title: a single text behind a blank row, or behind a total or mean."""
    if len(body) < 2 or len(grid.rows[body[-1]]) > 1 or is_figure(grid.rows[body[-1]][0][1]):
        return False
    title, before = body[-1], body[-2]
    closed = any(isinstance(raw.value, str) and closes(raw.value) for _, raw in grid.rows[before])
    return closed or title - before > 1 or row - title > 1


def _goes_on(grid: Grid, row: int) -> bool:
    """The row says that the table goes on below it."""
    texts = [raw.value for _, raw in grid.rows[row]]
    return len(texts) == 1 and isinstance(texts[0], str) and bool(GOES_ON.search(texts[0]))


def _signed(grid: Grid, row: int) -> bool:
    """A row of the signature block under a table."""
    texts = [raw.value for _, raw in grid.rows[row] if raw.value is not None]
    return len(texts) <= 2 and any(isinstance(t, str) and _SIGNED.match(t) for t in texts)


# --- what they say ------------------------------------------------------------------------------------------


_Draft = tuple[Row, dict[str, tuple[int, Column, Raw]]]
"""A row, and what it holds in each column: where, declared how, and as stored."""


def fill_rows(grid: Grid, table: Table, body: list[int]) -> None:
    """Give a table the rows of its body, each figure read by what its column and its row tell of it."""
    drafts = _drafts(grid, table, body)
    for name, (index, column) in table.columns.items():
        raws = [content[name][2] if name in content else _blank(grid, row, index) for row, content in drafts]
        figures = [_figure(raw, column) for raw in raws]
        if column.type == "angka" and "satuan" in table.columns:
            figures = [_by_unit(f, content) for f, (_, content) in zip(figures, drafts, strict=True)]
        for (row, content), raw, figure in zip(drafts, raws, settle(figures, column.type), strict=True):
            at = content[name][0] if name in content else index
            row.cells[name] = Cell(table, row, column, at, raw, figure)
    table.rows += [row for row, _ in drafts]
    for row in table.rows:
        if any(c.figure.state is State.AMBIGUOUS for c in row.cells.values()):
            _settle_by_measure(row)
    classify(table)
    _join_merged(grid, table)
    if table.rows:
        table.bottom = table.rows[-1].number


def _join_merged(grid: Grid, table: Table) -> None:
    """Tie rows that one merged cell reaches over; a target or realisasi is that of each of them."""
    at = {i: (n, c) for n, (i, c) in table.columns.items() if c.figures}
    rows = {row.number: row for row in table.rows}
    for first, ranges in grid.merged.items():
        for column, last, _ in ranges if first in rows else ():
            if last > first and column in at:
                name, declared = at[column]
                for row in (r for r in table.rows if first <= r.number <= last and r.label):
                    row.joint[name] = first
                    if declared.type == "angka":
                        row.cells[name] = rows[first].cells[name]


def fill_column(grid: Grid, table: Table, index: int, column: Column) -> None:
    """Give a table that has its rows one more column."""
    table.columns[column.name] = (index, column)
    raws = [grid.sheet.cells.get((row.number, index)) or _blank(grid, row, index) for row in table.rows]
    figures = settle([_figure(raw, column) for raw in raws], column.type)
    for row, raw, figure in zip(table.rows, raws, figures, strict=True):
        row.cells[column.name] = Cell(table, row, column, index, raw, figure)


def _drafts(grid: Grid, table: Table, body: list[int]) -> list[_Draft]:
    """The rows that hold something in the table's columns, and are no note on a source. The label of a row is that of its
    finest column, which states its level; it `opens` a program where that is first named beside it."""
    by_index = {i: (n, c) for n, (i, c) in table.columns.items()}
    key, levels = table.kind.key, dict(table.finer)
    drafts: list[_Draft] = []
    program = ""
    for number in body:
        content: dict[str, tuple[int, Column, Raw]] = {}
        row, first_text, finer = Row(number), "", False
        for index, raw in grid.rows[number]:
            if isinstance(raw.value, str) and not first_text:
                first_text = raw.value
            if index in by_index:
                name, column = by_index[index]
                content[name] = (index, column, raw)
            elif index in levels:
                if key in content and not finer:
                    row.opens = str(content[key][2].value) != program
                    program = str(content[key][2].value)
                row.stated, finer = levels[index], True
                content[key] = (index, table.columns[key][1], raw)
        if not content or _SOURCE.match(first_text):
            continue
        if levels and key in content and not finer:
            program = str(content[key][2].value)
        drafts.append((row, content))
    return drafts


def _settle_by_measure(row: Row) -> None:
    """12.000 of 10.000 with 120% beside them may be thousands: whole, where the percentage does not say otherwise."""
    for cell in row.cells.values():
        operands = [c for n in cell.column.operands if (c := row.get(n)) is not None]
        unsure = [c for c in operands if c.figure.state is State.AMBIGUOUS]
        if cell.column.measure not in {"CAPAIAN", "KEMAJUAN"} or len(operands) != 2 or not unsure or cell.value is None:
            continue
        for readings in product((True, False), repeat=len(unsure)):
            figures = {c: c.figure.settled(whole=whole) for c, whole in zip(unsure, readings, strict=True)}
            target, realisasi = (figures.get(c, c.figure).value for c in operands)
            computed = None if target is None or realisasi is None else MEASURES["CAPAIAN"].compute(target, realisasi)
            if isinstance(computed, Decimal) and judge(cell.figure, computed) is not Verdict.WRONG:
                for c, figure in figures.items():
                    c.figure = figure
                break


_SHARES: Final = ("%", "persen", "indeks", "nilai", "skor", "angka", "rasio")


def _by_unit(figure: Figure, content: dict[str, tuple[int, Column, Raw]]) -> Figure:
    """12.000 in a row counted in `orang` is twelve thousand; in a row measured in % it is twelve."""
    unit = str(content["satuan"][2].value).strip().lower() if "satuan" in content else ""
    if figure.state is not State.AMBIGUOUS or not unit:
        return figure
    return figure.settled(whole=not unit.startswith(_SHARES))


_BLANK: Final = Raw(None)


def _blank(grid: Grid, row: Row, index: int) -> Raw:
    code = grid.sheet.blanks.get((row.number, index))
    return _BLANK if code is None else Raw(None, code)


def _figure(raw: Raw, column: Column) -> Figure:
    if raw.error:
        return Figure(State.ERROR, str(raw.value))
    if raw.value is None:
        return read(None)
    if column.figures:
        return read(raw.value, raw.format)
    return _words(raw.value if isinstance(raw.value, str) else read(raw.value, raw.format).text)


@lru_cache(maxsize=8192)
def _words(text: str) -> Figure:
    """What a column of texts holds, its spaces as a reader sees them."""
    text = " ".join(text.split())
    return Figure(State.TEXT if text else State.MISSING, text)
