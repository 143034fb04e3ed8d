"""Lists that no declaration names: which of their columns belong together, and what stands under them, the figures tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ..number import Verdict, judge, round_half_up
from ..report import Raw, Row, Table
from ..tables import Column, Kind
from .body import body_of, fill_rows
from .headings import Grid, Match, is_figure, may_continue
from .related import PERCENTAGE, add_differences, add_parts, add_ratios
from .wording import Paths

__all__ = ["list_at"]

_LIST: Final = Kind(
    name="daftar", title="Daftar lain", key="uraian", columns=(), required=(), one_of=(), without=(), tree=False, sums=(),
    links=(), layout=(), numbered=False, first_row=None, standard={},
)  # fmt: skip
_ANY: Final = re.compile("")
_NUMBER: Final = re.compile(r"n[o0]|nomor")
_DEEPEST: Final = 3
_LONGEST: Final = 200
"""Rows; what is longer are data, not a table of a report."""


def list_at(grid: Grid, first: int, end: int, order: int) -> Table | None:
    """The list whose figures stand in the rows from `first` to `end`; None where nothing in it follows from the rest."""
    if end - first > _LONGEST:
        return None
    begin = bisect_left(grid.numbers, first)
    while begin < len(grid.numbers) and _may_head(grid, grid.numbers[begin]):
        begin += 1
    if begin == len(grid.numbers) or grid.numbers[begin] > end or not (heads := _heading_rows(grid, begin)):
        return None
    paths = grid.paths(heads[0], len(heads))
    columns = _columns(grid, paths, grid.headings(heads[0], len(heads)), [r for r in grid.numbers[begin:] if r <= end])
    if "uraian" not in columns:
        return None
    sums = tuple(n for n, (_, c) in columns.items() if c.type in {"uang", "angka"})
    figures = {i for i, c in columns.values() if c.type in {"uang", "angka"}}
    table = Table(
        kind=replace(_LIST, sums=sums), number=None, title=_title(grid, heads[0]), sheet=grid.sheet.name, top=heads[0],
        left=min(i for i, _ in columns.values()), bottom=heads[-1], right=max(i for i, _ in columns.values()),
        section="umum", columns=columns, years={}, order=order, heading=heads[0],
    )  # fmt: skip
    match = Match(table.kind, tuple((n, i, c) for n, (i, c) in columns.items()), (), (), paths, 0)
    body, _ = body_of(grid, table, begin, match)
    add_parts(grid, table, body, replace(match, paths=tuple(p for p in paths if p[0] in figures)), ())
    add_differences(grid, [table], body, match)
    add_ratios(grid, [table], body, match)
    fill_rows(grid, table, body)
    if table.total() is None:
        _find_total(table)
    table.stacks = _stacks(table)
    closed = any(_adds_up(table, row) or _is_mean(table, row) for row in table.rows if row.level)
    return table if table.parts or table.differences or table.ratios or table.stacks or closed else None


def _may_head(grid: Grid, row: int) -> bool:
    """Headings, the numbers of the columns, or of the years of a plan: 1 2 3 | 1 2 3."""
    texts = [text.removesuffix(".0") for text in grid.text(row).values()]
    return may_continue(grid, row) or grid.is_numbering(row) or all(re.fullmatch(r"\(?\d\)?", t) for t in texts)


def _heading_rows(grid: Grid, begin: int) -> list[int]:
    """The rows of headings right above the figures, two headings or more in each; those that number the columns left out."""
    rows: list[int] = []
    for i in range(begin - 1, -1, -1):
        row = grid.numbers[i]
        if row != grid.numbers[begin] - (begin - i) or not _may_head(grid, row) or len(grid.rows[row]) < 2:
            break
        if not grid.is_numbering(row):
            rows.insert(0, row)
    return rows if len(rows) <= _DEEPEST else []


def _columns(
    grid: Grid, paths: Paths, printed: Mapping[int, list[str]], rows: list[int]
) -> dict[str, tuple[int, Column]]:
    """The number and the name of each row, and its figures."""
    out: dict[str, tuple[int, Column]] = {}
    for index, path in paths:
        raws = [raw for r in rows if (raw := grid.sheet.cells.get((r, index))) is not None and raw.value is not None]
        if _NUMBER.fullmatch(path):
            out["no"] = index, Column("no", ("No",), _ANY, "nomor")
        elif not any(map(is_figure, raws)) or path == "tahun":
            stacked = sum(_STACKED.match(str(raw.value)) is not None for raw in raws) >= 2 * len(_STACK)
            if stacked or "uraian" not in out:
                out["uraian"] = index, Column("uraian", ("Uraian",), _ANY, "teks")
        elif 2 * sum(map(is_figure, raws)) > len(raws) and index not in grid.sheet.hidden_columns:
            name = f"kolom {index}"
            out[name] = (
                index,
                Column(name, (" ".join(printed[index][-1].split()),), _ANY, _type(path, raws), figures=True),
            )
    return out


def _type(path: str, raws: list[Raw]) -> str:
    if PERCENTAGE.search(path) or any("%" in raw.format or "%" in str(raw.value) for raw in raws):
        return "persen"
    return "angka" if any(re.search(r"\d[.,]\d{1,2}$", str(raw.value).removesuffix(".0")) for raw in raws) else "uang"


def _title(grid: Grid, top: int) -> str:
    above = grid.numbers[: bisect_left(grid.numbers, top)][-1:]
    return " ".join(" ".join(text.split()) for row in above for text in list(grid.text(row).values())[:1])


def _stacks(table: Table) -> list[tuple[Row, Row, Row]]:
    """The rows target, realisasi and capaian of each indicator, below each other, of a table whose columns are years: where
    the capaian is theirs in two cells or more, and in more than half."""
    said = [(m.lastgroup, row) for row in table.rows if (m := _STACKED.match(row.label)) is not None]
    stacks = []
    for (a, first), (b, second), (c, third) in zip(said, said[1:], said[2:], strict=False):
        if (a, b, c) == _STACK:
            stacks.append((first, second, third))
    held = [
        any(judge(c.figure, v) is not Verdict.WRONG for v in (r / t * 100, (2 * t - r) / t * 100))
        for target, realisasi, capaian in stacks
        for name, c in capaian.cells.items()
        if c.value is not None and (t := target.cells[name].value) and (r := realisasi.cells[name].value) is not None
    ]
    return stacks if sum(held) > 1 and 2 * sum(held) > len(held) else []


_STACK: Final = ("target", "realisasi", "capaian")
_STACKED: Final = re.compile(
    r"\W*(?:(?P<target>target)|(?P<realisasi>realisasi)|(?P<capaian>(?:%|persen\w*|tingkat)?\s*(?:pen)?capaian))", re.I
)


def _adds_up(table: Table, row: Row, wanted: int = 1) -> bool:
    """A row is the sum of those above it, in as many columns as wanted."""
    return sum(sum(values) == whole for whole, values in _above(table, row)) >= wanted


def _is_mean(table: Table, row: Row) -> bool:
    """A row is the mean of those above it, in two columns or more."""
    digits = {
        n: max((c.figure.decimals for c in table.cells(n)), default=0) for n in table.kind.sums if n in table.columns
    }
    found = (
        round_half_up(sum(values, Decimal(0)) / len(values), max(digits.values())) == whole
        for whole, values in _above(table, row)
    )
    return row.level == "rata-rata" and sum(found) > 1


def _above(table: Table, row: Row) -> Iterator[tuple[Decimal, list[Decimal]]]:
    """What a row has in each column that is no percentage, and what those above it have."""
    above = [r for r in table.rows if r.number < row.number and r.level == ""]
    for name in (n for n in table.kind.sums if n in table.columns):
        values = [v for r in above if (v := r.cells[name].value) is not None]
        if (whole := row.cells[name].value) is not None and len(set(values)) > 1:
            yield whole, values


def _find_total(table: Table) -> None:
    """A last row of another name (Nilai Akhir) is the total where it adds up two columns or more."""
    names = [n for n in table.kind.sums if n in table.columns]
    last = next((r for r in reversed(table.rows) if any(r.cells[n].value is not None for n in names)), None)
    if last is not None and last.level == "" and _adds_up(table, last, wanted=2):
        last.level = "jumlah"
