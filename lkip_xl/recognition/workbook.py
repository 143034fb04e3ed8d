"""Find the declared tables in the sheets of a workbook, wherever they stand.

A table is known by its headings, never by its address: captions above them or none, a row of column numbers under
them, several tables on a sheet, headings repeated at a page break.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ..number import State, read
from ..report import TEMUAN, TREE, Identity, Place, Report, Sheet, Suppression, Table, Unreadable, ref
from ..suppressions import of_note, of_text
from ..tables import Kind
from .body import body_of, fill_rows
from .columns import (
    behind_signs,
    beside,
    checkable,
    finer_labels,
    fitting_columns,
    of_a_quarter,
    of_other_targets,
    of_the_years_target,
)
from .headings import Grid, Match, compact, heading_at, is_figure
from .identity import identity_of_sheet, identity_of_titles
from .lists import list_at
from .related import add_alike, add_differences, add_parts, add_ratios
from .sections import assign_sections
from .wording import GOES_ON, LARGE_UNIT, YEAR

__all__ = ["recognise"]

_TITLE: Final = 6
"""Lines above a table that may state its year: its title, kecamatan, kabupaten, provinsi."""
_MAX_ROWS: Final = 5_000
"""Rows in all tables of one workbook; a large office has some 1.500. Some rules look along a column for every finding."""


def _tables(grid: Grid, order: int) -> tuple[list[Table], list[str]]:
    """The tables of a sheet or of a part of it, and the ranges of figures that are in none."""
    sheet = grid.sheet
    tables: list[Table] = []
    unknown: list[str] = []
    loose: list[tuple[int, int, int]] = []
    caption: tuple[str | None, str] | None = None
    caption_row = 0
    lines: list[str] = []  # what stands above a table without a caption
    position = behind = 0  # behind the last table
    while position < len(grid.numbers):
        row = grid.numbers[position]
        parts, end = _side_by_side(grid, grid.numbers[behind], row) if grid.names_columns(row) else ([], row)
        for part in parts:
            found, free = _tables(part, order + len(tables))
            tables += found
            unknown += free
        if parts:
            position = behind = bisect_left(grid.numbers, end)
            caption, caption_row, lines = None, 0, []
            continue
        found_caption = grid.caption(row)
        if found_caption is not None:
            caption, caption_row, lines = found_caption, row, []
            position += 1
            continue
        number = caption[0] if caption else None
        title = " ".join([caption[1], *lines[-2:]] if caption else lines[-3:])
        heading = heading_at(grid, row, number, title) if grid.may_head(row) else None
        if heading is None:
            figures = [column for column, raw in grid.rows[row] if is_figure(raw)]
            if len(figures) >= 2:
                loose.append((row, figures[0], figures[-1]))
            lines += [" ".join(raw.value.split()) for _, raw in grid.rows[row][:2] if isinstance(raw.value, str)]
            position += 1
            continue
        match, depth = heading
        if number is None:
            number = _number_of_name(sheet.name, match.kind)
        table = Table(
            kind=match.kind, number=number, title=title, sheet=sheet.name,
            top=row, left=min(i for _, i, _ in match.columns), bottom=row + depth - 1,
            right=max(i for n, i, _ in match.columns if n != "no"), section="" if sheet.visible else "sebagian", years=dict(match.years),
            columns={n: (i, c) for n, i, c in match.columns}, order=order + len(tables), heading=caption_row or row,
            year=_year_of(title, [] if caption else lines, match, sheet.name),
            rounded=bool(LARGE_UNIT.search(" ".join([title, *(t for r in range(row, row + depth) for t in grid.text(r).values())]))),
        )  # fmt: skip
        found, position = _filled(grid, table, grid.numbers.index(row, position) + depth, match)
        if tables and (not title or GOES_ON.search(title)):
            _go_on(found[0], tables[-1])
        tables += found
        behind = position
        caption, caption_row, lines = None, 0, []
    for first, left, end, right in _blocks(loose):
        listed = list_at(grid, first, end, order + len(tables))
        if listed is None:
            unknown.append(f"{ref(first, left)}:{ref(end, right)}")
        else:
            tables.append(listed)
    return tables, unknown


def _filled(grid: Grid, table: Table, position: int, match: Match) -> tuple[list[Table], int]:
    """A table with its rows, which begin at a position, and those that stand beside it in the same rows; and the position of
    the first row behind them."""
    depth = table.bottom + 1 - table.top
    body, position = body_of(grid, table, position, match)
    match = behind_signs(grid, body, match)
    table.columns = {n: (i, c) for n, i, c in match.columns}
    table.right = max(table.right, *(i for n, (i, _) in table.columns.items() if n != "no"))
    fitting_columns(grid, table, body, match)
    if of_a_quarter(table, match):
        table.section = "sebagian"
    table.finer = finer_labels(table, match)
    tables = [table, *_beside(grid, table, body, match)]
    for t in tables:
        t.partly, t.beyond = of_the_years_target(t, match), of_other_targets(t, match)
    for t in tables:
        add_parts(grid, t, body, match, _taken(tables))
    add_differences(grid, tables, body, match)
    add_ratios(grid, tables, body, match)
    for t in tables:
        fill_rows(grid, t, body)
    add_alike(grid, table, match, _taken(tables))
    left = {i for i, path in match.paths if path} - _taken(tables)
    table.strays = _strays(grid, table, depth, sorted(left))
    return tables, position


def _side_by_side(grid: Grid, first: int, row: int) -> tuple[list[Grid], int]:
    """The tables whose headings stand beside each other in a row or close below it, each with what is above it since row
    `first`; and the row where they end, as something stands between them. No parts where there are not two."""
    blocks = grid.blocks(row)
    parts = [grid.part(row, row + _TOGETHER, left, right) for left, right in blocks] if len(blocks) > 1 else []
    if sum(any(map(part.names_columns, part.numbers)) for part in parts) < 2:
        return [], row
    headed: list[tuple[int, int]] = []
    known = 0
    for (left, right), part in zip(blocks, parts, strict=True):
        own = any(part.may_head(r) and heading_at(part, r, None, "") is not None for r in part.numbers)
        known += own
        if own or any(compact(part.text(r).get(left, "")) in {"no", "nomor"} for r in part.numbers):
            headed.append((left, right))
        elif headed:
            headed[-1] = headed[-1][0], right
    if len(headed) < 2 or not (known or _head_alike(grid, row, headed)):
        return [], row
    between = [c for (_, a), (b, _) in pairwise(headed) for c in range(a + 1, b)]
    below = grid.numbers[bisect_left(grid.numbers, row) :]
    end = next((r for r in below if not {c for c, _ in grid.rows[r]}.isdisjoint(between)), grid.numbers[-1] + 1)
    return [grid.part(first, end, left, right) for left, right in headed], end


def _head_alike(grid: Grid, row: int, headed: list[tuple[int, int]]) -> bool:
    """Lists beside each other: each begins its headings in this row with a number."""
    return all(compact(grid.text(row).get(left, "")) in {"no", "nomor"} for left, _ in headed)


_TOGETHER: Final = 4
"""Rows in which the headings of tables beside each other begin."""


def _year_of(title: str, lines: list[str], match: Match, sheet: str) -> int | None:
    """The one year that a table's title states, else the lines above it, the headings of its figures, or its sheet."""
    headed = {year for name, year in match.years if name in {"target", "realisasi", "capaian"}}
    own = headed.pop() if len(headed) == 1 else None
    return _only_year(title) or _only_year(" ".join(lines[-_TITLE:])) or own or _only_year(sheet)


def _only_year(title: str) -> int | None:
    """The year that a title names, if it names exactly one and no period."""
    years = set(YEAR.findall(title))
    return int(years.pop()) if len(years) == 1 else None


def _number_of_name(name: str, kind: Kind) -> str | None:
    m = re.match(r"\s*(?:tabel\s*)?(\d)[.,](\d{1,2})\b", name, re.I)
    number = f"{m[1]}.{m[2]}" if m else None
    return number if number in kind.standard else None


def _blocks(rows: list[tuple[int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The ranges (first row, first column, last row, last column) of figures in rows (row, first column, last column) that
    stand close together; a single row is none."""
    out: list[tuple[int, int, int, int]] = []
    for row, first, last in rows:
        if out and row - out[-1][2] <= 2:
            top, left, _, right = out[-1]
            out[-1] = top, min(left, first), row, max(right, last)
        else:
            out.append((row, first, row, last))
    return [block for block in out if block[2] > block[0]]


def _beside(grid: Grid, table: Table, body: list[int], match: Match) -> list[Table]:
    """The figures that stand beside a table's own, those of each year and quarter a table by itself: checked, but compared
    with none."""
    out = []
    for year, m in beside(table, match):
        other = replace(
            table, kind=m.kind, number=None, section="sebagian", columns={n: (i, c) for n, i, c in m.columns},
            years=dict(m.years), rows=[], parts={}, differences={}, year=year or table.year,
        )  # fmt: skip
        fitting_columns(grid, other, body, m)
        if checkable({n: c for n, (_, c) in other.columns.items()}):
            out.append(other)
    return out


def _taken(tables: list[Table]) -> set[int]:
    """The columns of a sheet that are one of a table."""
    return {i for t in tables for i, _ in t.columns.values()}


def _strays(grid: Grid, table: Table, depth: int, columns: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """The headings, as printed, of those columns with figures under them."""
    printed = grid.headings(table.top, depth) if columns else {}
    return tuple(
        (index, " - ".join(" ".join(text.split()) for text in printed.get(index) or printed[index - 1]))
        for index in columns
        if index not in grid.sheet.hidden_columns
        and sum(is_figure(raw) for row in table.rows for c, raw in grid.rows[row.number] if c == index) > 1
    )


def recognise(sheets: list[Sheet], name: str, sha256: str = "") -> Report:
    """All tables of a workbook's sheets, and whose report it is. Raises Unreadable where they have too many rows."""
    tables: list[Table] = []
    unknown: list[tuple[str, str]] = []
    stated = {s.name: own for s in sheets if (own := identity_of_sheet(s)) is not None}
    identity = next(iter(stated.values()), Identity())
    for sheet in sheets:
        if sheet.name == TEMUAN:
            continue
        found, loose = _tables(Grid(sheet), len(tables))
        if found and tables and GOES_ON.search(f"{found[0].title} {sheet.name}"):
            _go_on(found[0], tables[-1])
        if _rows([*tables, *found]) > _MAX_ROWS:
            loose += [t.range for t in found if not t.kind.declared]
            found = [t for t in found if t.kind.declared]
        tables += found
        if _rows(tables) > _MAX_ROWS:
            raise Unreadable(f"Tabel-tabel di buku kerja ini memuat lebih dari {_MAX_ROWS} baris; pecah buku kerjanya.")
        unknown += [(sheet.name, area) for area in loose]
    if not identity.stated:
        identity = identity_of_titles(sheets, tables)
    assign_sections(tables, identity.unit)
    return Report(name, sheets, tables, identity, sha256, unknown, _suppressions(sheets, stated))


def _rows(tables: Iterable[Table]) -> int:
    return sum(max(len(t.rows), 1) for t in tables)


def _go_on(table: Table, before: Table) -> None:
    """Tie a table to the one before, which it goes on with: the rows of a program may begin on the page before."""
    if before.kind is not table.kind or before.columns.keys() != table.columns.keys():
        return
    table.before, table.year = before, table.year or before.year
    for row in table.roots():
        deep = TREE.index(row.level)
        above = next((r for r in reversed(before.rows) if r.level in TREE and TREE.index(r.level) < deep), None)
        if above is not None:
            row.parent = above
            above.children.append(row)


def _suppressions(sheets: list[Sheet], identities: Collection[str]) -> list[Suppression]:
    """What the notes of a workbook and the sheets that state its identity ask to be left alone."""
    found = [x for s in sheets for at, text in s.notes.items() for x in of_note(text, Place(s.name, ref(*at)))]
    for sheet in (s for s in sheets if s.name in identities):
        for (r, c), raw in sheet.cells.items():
            beside = sheet.cells.get((r, c + 1))
            if beside is not None and str(raw.value).strip().lower() == "abaikan":
                if read(beside.value).state is not State.MISSING:
                    found += of_text(str(beside.value), Place(sheet.name, ref(r, c + 1)))
    return found
