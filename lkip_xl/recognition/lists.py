"""Lists that no declaration names: which of their columns belong together, and what stands under them, the figures tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ..number import Verdict, judge
from ..report import Cell, Raw, Row, Table
from ..tables import Column, Kind
from .body import body_of, fill_rows
from .headings import Grid, Match, is_figure, may_continue
from .related import PERCENTAGE, add_differences, add_ratios
from .wording import LARGE_UNIT, Paths

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
    title = _title(grid, heads[0])
    headings = " ".join(text for r in heads for text in grid.text(r).values())
    table = Table(
        kind=replace(_LIST, sums=sums), number=None, title=title, sheet=grid.sheet.name, top=heads[0],
        left=min(i for i, _ in columns.values()), bottom=heads[-1], right=max(i for i, _ in columns.values()),
        section="umum", columns=columns, years={}, order=order, heading=heads[0],
        rounded=bool(LARGE_UNIT.search(f"{title} {headings}")),
    )  # fmt: skip
    match = Match(table.kind, tuple((n, i, c) for n, (i, c) in columns.items()), (), (), paths, 0)
    body, _ = body_of(grid, table, begin, match)
    counted = [(i, path) for i, path in paths if i in figures]
    _add_sums(grid, table, body, counted)
    _add_means(grid, table, body, counted)
    add_differences(grid, [table], body, match)
    add_ratios(grid, [table], body, match)
    fill_rows(grid, table, body)
    if table.total() is None:
        _find_total(table)
    table.stacks = _stacks(table)
    closed = any(_adds_up(table, row) or _is_mean(table, row) for row in table.rows if row.level)
    return table if table.parts or table.differences or table.ratios or table.means or table.stacks or closed else None


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
        elif not any(map(is_figure, raws)) or re.fullmatch("tahun(anggaran|pelajaran)?", path):
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
    if PERCENTAGE.search(path) or 2 * sum("%" in raw.format or "%" in str(raw.value) for raw in raws) > len(raws):
        return "persen"
    return "angka" if any(re.search(r"\d[.,]\d{1,2}$", str(raw.value).removesuffix(".0")) for raw in raws) else "uang"


def _title(grid: Grid, top: int) -> str:
    above = grid.numbers[: bisect_left(grid.numbers, top)][-1:]
    return " ".join(" ".join(text.split()) for row in above for text in list(grid.text(row).values())[:1])


def _add_sums(grid: Grid, table: Table, body: list[int], counted: list[tuple[int, str]]) -> None:
    """The columns that a total is split into: those right before or behind it, of which most rows are the sum.

    That it is a total its heading says, or those of the parts: Laki-laki and Perempuan, Selesai and Belum.
    """
    names = {i: n for n, (i, _) in table.columns.items()}
    words = {i: path.rpartition("|")[2] for i, path in counted}
    order = [i for i, _ in counted]
    for at, whole in enumerate(order):
        runs = [run[:n] for run in (order[:at][::-1], order[at + 1 :]) for n in range(2, min(len(run), _PARTS) + 1)]
        fits = {tuple(sorted(run)): _fits(grid, body, whole, run, sum, rounded=table.rounded) for run in runs}
        best = max(fits, key=lambda run: fits[run], default=())
        told = _TOTAL.search(words[whole]) or (not _GOAL.search(words[whole]) and _complement([words[i] for i in best]))
        if best and told and fits[best][0] > 1:
            table.parts[names[whole]] = tuple(names[i] for i in best)


def _add_means(grid: Grid, table: Table, body: list[int], counted: list[tuple[int, str]]) -> None:
    """The columns that a column of means is of: those right before it, for which it holds in two rows or more and in most."""
    names = {i: n for n, (i, _) in table.columns.items()}
    order = [i for i, _ in counted]
    for at, (index, path) in enumerate(counted):
        if not _MEAN.search(path):
            continue
        runs = [tuple(order[at - n : at]) for n in range(2, min(at, _PARTS) + 1)]
        fits = {run: _fits(grid, body, index, run, _mean) for run in runs}
        best = max(fits, key=lambda run: fits[run], default=())
        if best and fits[best][0] > 1:
            table.means[names[index]] = tuple(names[i] for i in best)


def _mean(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _fits(
    grid: Grid,
    body: list[int],
    whole: int,
    run: Sequence[int],
    compute: Callable[[list[Decimal]], Decimal | int],
    *,
    rounded: bool = False,
) -> tuple[int, int]:
    """In how many rows a figure is what is computed from those of a run, and the shorter run before the longer; none where it
    is not in as many. A row with a blank, or with less than two figures that are something, is no evidence."""
    held = failed = several = 0
    for row in body:
        written, values = grid.figure(row, whole), [grid.figure(row, i).value for i in run]
        known = [v for v in values if v is not None]
        if written.value is None or len(known) < len(values):
            continue
        off = abs(Decimal(compute(known)) - written.value)
        within = Decimal(len(known) + 1) / 2 if rounded else Decimal(0)  # printed in whole thousands or millions
        if off > within and judge(written, Decimal(compute(known))) is Verdict.WRONG:
            failed += not min(known) <= written.value <= max(known)  # a rate among counts
        else:
            held += 1
            several += sum(v != 0 for v in known) > 1
    return (held if several > 1 and held > failed else 0), -len(run)


def _complement(words: list[str]) -> bool:
    """Two headings that together are all there is."""
    return len(words) == 2 and any(
        (a.search(words[0]) and b.search(words[1])) or (a.search(words[1]) and b.search(words[0])) for a, b in _HALVES
    )


_PARTS: Final = 12  # months
_TOTAL: Final = re.compile(r"jumlah|total|\bjml|seluruh|semua|keseluruhan|^l\s*\+\s*p$|^lp$|setahun|^tahun")
_GOAL: Final = re.compile(r"target|sasaran|pagu|kuota|kebutuhan|rencana|standar|anggaran")
_MEAN: Final = re.compile(r"rata-?rata|rerata|\|rata")
_FINAL: Final = re.compile(r"\W*(?:nilai|skor|hasil|bobot)\b", re.I)
_HALVES: Final = [
    (re.compile(a), re.compile(b))
    for a, b in (
        ("selesai|tuntas|ditindak", "belum|proses|sisa|tidak"), ("tercapai|melampaui|memenuhi", "tidak|belum|kurang"),
        ("^l$|laki|pria|putra", "^p$|perempuan|wanita|putri"), ("baik|layak", "rusak|buruk|tidak"), ("terisi|isi", "kosong|lowong"),
        ("diterima|setuju|terakomod|lulus", "tolak|tidak|belum"), ("sudah|telah", "belum|tidak"), ("negeri", "swasta"),
        ("^pns$|^asn$", "pppk|honor|non"),
    )
]  # fmt: skip


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
    return sum(cell.value == sum(values, Decimal(0)) for cell, values in _above(table, row)) >= wanted


def _is_mean(table: Table, row: Row) -> bool:
    """A row is the mean of those above it, in two columns or more."""
    found = [judge(cell.figure, _mean(values)) is not Verdict.WRONG for cell, values in _above(table, row)]
    return row.level == "rata-rata" and sum(found) > 1


def _above(table: Table, row: Row) -> Iterator[tuple[Cell, list[Decimal]]]:
    """What a row has in each column that is no percentage, and what those above it have."""
    above = [r for r in table.rows if r.number < row.number and r.level == ""]
    for name in (n for n in table.kind.sums if n in table.columns):
        values = [v for r in above if (v := r.cells[name].value) is not None]
        if row.cells[name].value is not None and len(set(values)) > 1:
            yield row.cells[name], values


def _find_total(table: Table) -> None:
    """A last row of another name (Nilai Hasil Evaluasi) is the total where it adds up two columns or more."""
    names = [n for n in table.kind.sums if n in table.columns]
    last = next((r for r in reversed(table.rows) if any(r.cells[n].value is not None for n in names)), None)
    if last is not None and last.level == "" and _FINAL.match(last.label) and _adds_up(table, last, wanted=2):
        last.level = "jumlah"
