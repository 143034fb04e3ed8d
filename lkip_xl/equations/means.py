"""Rows and columns of means: of all indicators, of those of a sasaran, of the means above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..number import Verdict, round_half_up
from ..report import STATED_YEAR, Cell, Row, Table
from ..tables import Column
from .equation import Equation, mean_of

__all__ = ["mean_rows", "means_beside", "means_of_a_list", "means_of_percentages"]


def mean_rows(table: Table) -> Iterator[Equation]:
    """A row `rata-rata capaian`: of all indicators above it or of those of its sasaran, of those since the mean above it,
    of the means above, or of the sasaran that have a capaian and neither target nor realisasi of their own.

    What it is the mean of, it says itself by its value, or by that which it has once the means above are right; a wrong
    one is held against the first.
    """
    rows = [
        r for r in table.rows
        if r.level == "rata-rata" and not _OTHER_MEAN.search(r.label) and not (r.holds("target") or r.holds("realisasi"))
        and (r.holds("capaian") or "capaian_sasaran" not in table.columns)
        and STATED_YEAR.findall(r.label) in ([], [str(table.year)])
    ]  # fmt: skip
    plain = [r for r in table.rows if r.level == ""]
    headed = any(_is_heading(r) and r.cells["capaian"].filled for r in plain)
    measured = [r for r in plain if r.measured or (headed and (r.label or r.text("sasaran")) and _is_heading(r))]
    means: list[Equation] = []
    told: list[Row] = []
    last = max((r.number for r in table.rows if r.level == "" and r.label), default=0)
    for row in rows:
        before = [r for r in measured if r.number < row.number]
        sasaran = [r for r in before if _is_heading(r)]
        above = [r for r in before if r.label and (r not in sasaran or len(sasaran) == len(before))]
        since = [r for r in above if r.number > (told[-1].number if told else 0)]
        opened = max((r.number for r in above if r.text("sasaran")), default=0)
        own = [r for r in above if r.number >= opened]
        of_one = last > row.number or _OF_ONE.search(row.label)
        readings = [own, since, above, told, sasaran] if of_one else [above, since, own, told, sasaran]
        if len(rows) == 1 and not of_one:
            readings = [above, before, sasaran]
        of_groups = _mean_of_means(above)
        exact = [v for v in of_groups if v is not None]
        found = [
            mean_of("A104", row.cells["capaian"], [r.cells["capaian"] for r in parts], exact=exact)
            for parts in readings
            if parts
        ]
        told = [*told, row]
        if not found or _is_open(row.cells["capaian"], found, of_groups):
            continue
        right = {e.target: v for e in means if e.verdict() is Verdict.WRONG and (v := e.solved(e.target)) is not None}
        holding = (e for e in found if e.verdict() not in {None, Verdict.WRONG})
        mended = (e for e in found if right.keys() & {*e.operands} and e.verdict(right) not in {None, Verdict.WRONG})
        others = [e.operands for e in found[1:]]
        first = mean_of("A104", row.cells["capaian"], found[0].operands, others, exact=exact)
        means.append(next(holding, None) or next(mended, None) or first)
        yield means[-1]


def means_beside(table: Table) -> Iterator[Equation]:
    """The capaian of each sasaran in a column of its own: the mean of its indicators; under them the mean of all of either."""
    if "capaian_sasaran" not in table.columns:
        return
    indicators: list[Row] = []
    stated: list[Cell] = []
    for row in reversed(table.rows):
        cell = row.cells["capaian_sasaran"]
        if row.level == "" and row.measured:
            indicators.insert(0, row)
        if row.level == "" and cell.filled and indicators:
            yield mean_of("A104", cell, [r.cells["capaian"] for r in indicators])
            stated.insert(0, cell)
            indicators = []
    last = next((r for r in table.rows if r.level == "rata-rata" and r.cells["capaian_sasaran"].filled), None)
    if last is not None and stated and not indicators:
        everything = [r.cells["capaian"] for r in table.rows if r.level == "" and r.measured]
        yield mean_of("A104", last.cells["capaian_sasaran"], stated, [everything])


def _is_heading(row: Row) -> bool:
    """A sasaran, whose capaian is that of its indicators below."""
    return not (row.text("target") or row.text("realisasi"))


def _is_open(target: Cell, readings: Sequence[Equation], of_groups: Sequence[Decimal | None]) -> bool:
    """What a mean without a formula is of cannot be told while it, or one of its parts, is blank."""
    if target.raw.formula is not None:
        return False
    values = {e.operands: e.solved(target) for e in readings}
    of_sasaran = [*of_groups] if target.value is not None or _OF_SASARAN.search(target.row.label) else []
    found = {v if v is None else round_half_up(v, 2) for v in (*values.values(), *of_sasaran)}
    return (None in found and (len(values) > 1 or bool(of_sasaran))) or (target.value is None and len(found) > 1)


def _mean_of_means(rows: Sequence[Row]) -> list[Decimal | None]:
    """The mean of the sasaran, each the mean of its indicators, where the rows name theirs; nothing where they do not, None
    in place of what cannot be computed yet."""
    groups: list[list[Decimal | None]] = []
    for row in rows:
        if row.text("sasaran") or not groups:
            groups.append([])
        groups[-1].append(row.cells["capaian"].value)
    if len(groups) < 2:
        return []
    known = [[v for v in g if v is not None] for g in groups]
    if any(len(k) < len(g) for k, g in zip(known, groups, strict=True)):
        return [None]
    return [sum((sum(k, Decimal(0)) / len(k) for k in known), Decimal(0)) / len(known)]


_OF_ONE = re.compile(r"^(?!.*(?:seluruh|semua|total)).*sasaran\s*(?:strategis\s*)?\d", re.I)
_OF_SASARAN = re.compile(r"sasaran", re.I)
_OTHER_MEAN = re.compile(
    r"bobot|tertimbang|maks|dibatasi|(?:di ?atas|lebih dari|>)\s*100|serapan|anggaran|mencapai|lalu|sebelum|tertinggi|terendah",
    re.I,
)
"""A mean of another kind: weighted, or of percentages cut off."""


def means_of_percentages(table: Table) -> Iterator[Equation]:
    """Under any other percentages: the mean of all rows, or of those of one level (the programs). It may be another mean."""
    for row in (r for r in table.rows if r.level == "rata-rata"):
        above = [r for r in table.rows if r.number < row.number and r.level not in {"rata-rata", "jumlah"}]
        for name, (_, column) in table.columns.items():
            cells = [c for r in above if (c := r.cells[name]).value is not None] if column.type == "persen" else []
            if len(cells) > 1:
                levels = [[c for c in cells if c.row.level == level] for level in {c.row.level for c in cells}]
                exact = [v for v in (_of_sums(table, column),) if v is not None]
                yield replace(mean_of("A104", row.cells[name], cells, levels, exact=exact), fills=False, loose=True)


def _of_sums(table: Table, column: Column) -> Decimal | None:
    """The percentage of the whole table, of what its topmost rows come to together."""
    if column.measure != "SERAPAN":
        return None
    rows = table.roots() or [r for r in table.rows if r.level == ""]
    whole, part = (
        sum((r.cells[n].value or Decimal(0) for r in rows if n in r.cells), Decimal(0)) for n in column.operands
    )
    return part / whole * 100 if whole else None


def means_of_a_list(table: Table) -> Iterator[Equation]:
    """A row of means under an undeclared list: of the columns in which every row has a figure. Another column may be weighted."""
    for row in (r for r in table.rows if r.level == "rata-rata" and _PLAIN.fullmatch(r.label)):
        above = [r for r in table.rows if r.level == "" and r.number < row.number]
        names = [n for n in table.kind.sums if n in table.columns]
        rows = [r for r in above if any(r.holds(n) for n in names)]
        found = [mean_of("A104", row.cells[n], [r.cells[n] for r in rows]) for n in names if rows]
        held = sum(e.verdict() is Verdict.EQUAL for e in found)
        if held > 1 and 2 * held > sum(e.target.value is not None for e in found):
            yield from (replace(e, fills=False, loose=True) for e in found)


_PLAIN = re.compile(r"\W*(?:rata\W*rata|rerata)\W*", re.I)
