"""What would explain a wrong figure: said when exactly one explanation fits, and not at all otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ..causes import Cause
from ..measures import MEASURES, PRECISION, Policy
from ..number import Verdict, judge, round_half_up
from ..report import Cell, Report, Table, once

__all__ = ["CAPS", "guess"]

CAPS: Final = frozenset(map(Decimal, (100, 110, 120, 125, 150)))
"""Percentages at which offices cut off a capaian."""

_MANY: Final = 60
"""Among more totals than this one fits by chance."""


def guess(report: Report, cause: Cause) -> str | None:
    """The one explanation of a cause's written figure, or None where none or several fit."""
    cell = cause.cell
    if cell.value is None or cause.value is None:
        return None
    if cause.swapped is not None:
        return f"tertukar dengan {_heading(cause.swapped)} ({cause.swapped.place.cell})"
    # a policy first, then a reason, a figure taken from elsewhere, and a slip of the pen where nothing else fits
    tiers = (_capped(cell, cause.value), _reasons(cause), _elsewhere(report, cell), _digits(cell.value, cause.value))
    for explanations in tiers:
        found = list(dict.fromkeys(explanations))
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _reasons(cause: Cause) -> Iterator[str]:
    cell, equation = cause.cell, cause.equation
    value, expected = cell.value, cause.value
    assert value is not None
    assert expected is not None
    if cell is equation.target and equation.rule == "A101":
        yield from _percentage(cause)
    elif cell is equation.target and equation.rule == "A104":
        yield from _mean(cause)
    above = _above(cell)
    if above is not None and above.value == value and above.value != expected:
        yield f"sama dengan baris di atasnya ({above.place.cell}), mungkin tersalin"
    if cell.column.type == "persen" and value and round_half_up(expected / 100, 4) == round_half_up(value, 4):
        yield "ditulis sebagai pecahan, bukan persen"


def _capped(cell: Cell, expected: Decimal) -> Iterator[str]:
    if cell.column.measure in {"CAPAIAN", "KEMAJUAN"} and cell.value in CAPS and expected > cell.value:
        yield f"dibatasi {cell.value:.0f}%; nyatakan batasnya di sheet Identitas bila memang begitu"


def _elsewhere(report: Report, cell: Cell) -> Iterator[str]:
    """The figure of another year or purpose in the same row, or of another row of the column, if it is the only one."""
    usual = {"target", "realisasi"}  # often equal to each other, and rightly so
    beside = [c for c in cell.row.cells.values() if c.column.type == cell.column.type and c.column.name not in usual]
    below = _by_value(report, cell.table, cell.column.name).get(cell.value, ()) if cell.column.type == "uang" else ()
    same = [c for c in (*beside, *below) if c is not cell and c.value == cell.value and c.value]
    if len(same) == 1:
        other = same[0]
        what = "baris lain" if other.column is cell.column else _heading(other)
        yield f"sama dengan {what} ({other.place.cell}), mungkin tersalin dari sana"


@once
def _by_value(report: Report, table: Table, key: str) -> dict[Decimal | None, list[Cell]]:
    """The cells of a column by their value: a budget in which nothing is right asks for them at every row."""
    out: dict[Decimal | None, list[Cell]] = {}
    for cell in table.cells(key):
        out.setdefault(cell.value, []).append(cell)
    return out


def _heading(cell: Cell) -> str:
    """What a cell's column is called, with its year."""
    year = cell.table.years.get(next(n for n, c in cell.row.cells.items() if c is cell), "")
    return cell.column.heading[-1].split("{")[0].strip(" (-") + (f" {year}" if year else "")


def _percentage(cause: Cause) -> Iterator[str]:
    cell, equation = cause.cell, cause.equation
    values = equation.values(lambda c: c.value)
    if values is None or len(values) != 2:
        return
    first, second = values
    if cell.column.measure in {"CAPAIAN", "KEMAJUAN"}:
        if second and _fits(cell, first * 100 / second):
            yield "terbalik: target dibagi realisasi"
        for name in ("selisih", "kebalikan"):
            for arah in ("negatif", "positif"):
                other = MEASURES["CAPAIAN"].compute(first, second, arah, Policy(negative=name))
                if isinstance(other, Decimal) and other != cause.value and _fits(cell, other):
                    if not (second and other == round_half_up(first * 100 / second, PRECISION)):
                        yield f"dihitung dengan rumus indikator {arah}"
    elif second and _fits(cell, first * 100 / second):
        yield "terbalik: anggaran dibagi realisasi"
    parts = [c.value for r in cell.row.children if (c := r.get(cell.column.name)) is not None and c.value is not None]
    if len(parts) > 1 and _fits(cell, sum(parts, Decimal(0)) / len(parts)):
        yield "rata-rata persentase bagiannya, bukan perbandingan jumlahnya"
    totals = [row for row in cell.table.rows if row is not cell.row and row.level in {"jumlah", "program"}]
    for row in totals if first and len(totals) <= _MANY else ():
        other_total = row.cells[equation.operands[0].column.name].value
        if other_total and other_total != first and _fits(cell, second * 100 / other_total):
            yield f"dibagi angka baris lain ({row.cells[equation.operands[0].column.name].place.cell})"


def _mean(cause: Cause) -> Iterator[str]:
    values = [c.value for c in cause.equation.operands if c.value is not None]
    total = sum(values, Decimal(0))
    for count in range(1, len(values) + 4):
        if count != len(values) and _fits(cause.cell, total / count):
            yield f"jumlahnya dibagi {count}, padahal ada {len(values)} indikator"


def _fits(cell: Cell, value: Decimal) -> bool:
    return judge(cell.figure, value) in {Verdict.EQUAL, Verdict.TRUNCATED}


def _above(cell: Cell) -> Cell | None:
    """The nearest filled cell above in the same column."""
    rows = cell.table.rows
    column = (row.get(cell.column.name) for row in reversed(rows[: rows.index(cell.row)]))
    return next((c for c in column if c is not None and c.value is not None), None)


def _digits(written: Decimal, expected: Decimal) -> Iterator[str]:
    """A digit lost, doubled or swapped."""
    a, b = _plain(written), _plain(expected)
    if a == b or not b or len(b) < 3:
        return
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
            yield "dua angka tertukar"
        elif len(wrong) == 1:
            yield "satu angka salah ketik"
    elif len(a) + 1 == len(b) and any(b[:i] + b[i + 1 :] == a for i in range(len(b))):
        yield "satu angka hilang"
    elif len(a) == len(b) + 1 and any(a[:i] + a[i + 1 :] == b for i in range(len(a))):
        yield "satu angka berlebih"


def _plain(x: Decimal) -> str:
    return f"{round_half_up(abs(x), 2):f}".rstrip("0").rstrip(".") if x % 1 else f"{abs(x):.0f}"
