"""Rows that add up others: along a budget tree, under a list, under percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..number import MONTHS, Verdict, round_half_up
from ..report import Row, Table
from .equation import Equation, sum_of

__all__ = ["sum_rows", "totals_of_a_list", "tree_sums"]


def tree_sums(table: Table) -> Iterator[Equation]:
    """Program = sum of kegiatan = sum of sub kegiatan, and the total = sum of the programs."""
    for name in (*table.kind.sums, *(p for parts in table.parts.values() for p in parts), *table.alike):
        if name not in table.columns:
            continue
        parents = [r for r in table.rows if r.children and not _BALANCED.search(r.label)]
        totals = [r for r in table.rows if r.level == "jumlah"]
        on_purpose = len(totals) > 1 or any(t.holds(name) for t in totals)
        fills = any(r.holds(name) for r in parents) or (not on_purpose and all(_is_surely_of(r) for r in parents))
        for row in parents:  # filled only where they are not left blank on purpose, above a total of what they head
            found = sum_of("A102", row.cells[name], [c.cells[name] for c in row.children], rounded=table.rounded)
            yield replace(found, fills=fills)
        yield from _totals(table, table.roots(), name)


def _is_surely_of(parent: Row) -> bool:
    """Its own words or codes, and those of its parts, say so."""
    return all(r.sure for r in (parent, *parent.children))


_BALANCED = re.compile(r"pembiayaan|surplus|defisit", re.I)
"""What its parts make together is a difference."""


def _totals(table: Table, parts: Sequence[Row], name: str) -> Iterator[Equation]:
    """Each row `jumlah` of a column: the sum of the parts above it, or of those since a total above it, as a `Sub Jumlah`
    is; of those below it where it comes first. Filled only where there is one reading."""
    single = len([n for n in table.kind.sums if n in table.columns]) == 1
    parts = [
        c
        for r in parts
        for c in r.counted(name)
        if any(c.holds(n) for n in table.kind.sums) or (single and c.text("no"))
    ]
    earlier = [c for r in _roots_before(table) for c in r.counted(name)]
    unnamed = [r for r in table.rows if r.level == "lanjutan" and r.holds(name)]  # more of what is named above
    totals: list[Row] = []
    for row in (r for r in table.rows if r.level == "jumlah"):
        own = [r for r in parts if r.number < row.number] or ([] if totals else parts)
        before = [*earlier, *own]
        since = [[i for i, r in enumerate(own, len(earlier)) if r.number > t.number] for t in totals]
        since += [[*range(len(earlier), len(before))]] if earlier else []
        since = [some for some in since if some and len(some) < len(before)]
        with_unnamed = sum((v for r in (*before, *unnamed) if (v := r.cells[name].value) is not None), Decimal(0))
        if since and _SUBTOTAL.match(row.label):
            some = [before[i] for i in since[-1]]
            yield sum_of("A102", row.cells[name], [r.cells[name] for r in some], rounded=table.rounded)
        elif before:
            repeated = [*_repeated_rows(row, before, name)]
            found = sum_of(
                "A102", row.cells[name], [r.cells[name] for r in before], [*since, *repeated],
                [with_unnamed] if unnamed else [], rounded=table.rounded,
            )  # fmt: skip
            yield replace(found, fills=not (since or unnamed or repeated or _may_nest(before, name)))
        totals.append(row)


def _may_nest(rows: Sequence[Row], name: str) -> bool:
    """One of the rows, whose place in the tree no word or code tells, may be the sum of those right below it."""
    values = [r.cells[name].value or Decimal(0) for r in rows]
    for i, row in enumerate(rows):
        rest, j = values[i], i + 1
        while not row.sure and rest > 0 and j < len(rows):
            rest, j = rest - values[j], j + 1
        if j - i > 2 and rest == 0 and values[i]:
            return True
    return False


def _repeated_rows(total: Row, rows: Sequence[Row], name: str) -> Iterator[list[int]]:
    """The rows, by position, that a total may only repeat: one that it names (Total Urusan Wajib); the last one, where each
    has the year's amount, or goes on from those before it; each program once, that is there again for each indicator."""
    rest = _TOTAL_WORD.sub("", total.label).strip(" :.").lower()
    named: dict[str, list[int]] = {}
    for i, r in enumerate(rows):
        for some in (r, r.parent):
            if some is not None:
                named.setdefault(some.label.lower(), []).append(i)
    yield from (some for label, some in named.items() if rest and (rest == label or (" " in rest and rest in label)))
    once = [i for i, r in enumerate(rows) if not i or not _is_again(r, rows[i - 1])]
    if len(once) < len(rows):
        yield once
    values = {r.cells[name].value for r in rows}
    if len(rows) > 1 and (len(values) == 1 or all(_IN_TIME.search(r.label) for r in rows)) and all(values):
        yield [len(rows) - 1]


def _roots_before(table: Table) -> list[Row]:
    """What a table goes on with, from other sheets."""
    return [] if table.before is None else [*_roots_before(table.before), *table.before.roots()]


def _is_again(row: Row, above: Row) -> bool:
    """The same name and figures, for another indicator."""
    names = [n for n, c in row.cells.items() if c.column.type == "uang"]
    alike = all(row.cells[n].value == above.cells[n].value for n in names if n in above.cells)
    return alike and row.label == above.label != "" and row.text("indikator") != above.text("indikator")


_SUBTOTAL = re.compile(r"^\W*sub\W*(?:jumlah|total|jml)\b", re.I)
_TOTAL_WORD = re.compile(r"^\W*(?:sub ?|grand ?)?(?:jumlah|total|jml)\b", re.I)
_IN_TIME = re.compile(r"^\W*(?:(?:triwulan|semester|tw|bulan)\b.*|i{1,3}|iv|" + "|".join(MONTHS) + r")\W*$", re.I)


def totals_of_a_list(table: Table) -> Iterator[Equation]:
    """The total of a list that is one: each row named and counted alike, none the sum of others, one total below all."""
    totals = [r for r in table.rows if r.level == "jumlah"]
    rows = [r for r in table.rows if r.level == ""]
    if not table.kind.declared:
        rows = [r for r in rows if r.number < max((t.number for t in totals), default=0)]  # no note below it
    units = {r.text("satuan").lower() for r in rows}
    numbers = {r.text("no").strip(".) ").isdigit() for r in rows}
    means = table.kind.declared and any(r.level == "rata-rata" for r in table.rows)
    plain = len(totals) == 1 and not means and len(units) == len(numbers) == 1
    if not plain or any(not r.label or r.joint or _OF_SOME.search(r.label) for r in rows):
        return
    found: list[Equation] = []
    for name in (n for n in table.kind.sums if n in table.columns):
        cells = [c for c in table.cells(name) if c.value is not None]
        counted = [v for c in cells if (v := c.value) is not None and c.row.level == ""]
        total = totals[0].cells[name].value
        if any(c.figure.percent for c in cells) or (len(set(counted)) == 1 and total in counted):
            continue  # shares of something, or the year's amount printed in each row
        if not table.kind.declared and total is not None and counted and min(counted) <= total <= max(counted):
            continue  # undeclared, and as likely a mean
        found += (replace(e, fills=False) for e in _totals(table, rows, name))
    typed = [e for e in found if e.target.value is not None]
    if table.kind.declared or any(e.verdict() is Verdict.EQUAL for e in typed):
        yield from found
    elif len(typed) == 1:  # of several none holds: the rows are no parts of it
        yield from (replace(e, loose=True) for e in typed)


_OF_SOME = re.compile(
    r"triwulan|semester|\btw\b|jumlah|total|rata.?rata|tertinggi|terendah|\bs[./]d\b|sampai|" + "|".join(MONTHS), re.I
)
"""Rows that add up others, or that may go on from those above."""


def sum_rows(table: Table) -> Iterator[Equation]:
    """A row `jumlah` under percentages, with no target and realisasi of its own: their sum, or as often their mean."""
    previous = 0
    for row in (r for r in table.rows if r.level == "jumlah"):
        parts = [
            r.cells["capaian"] for r in table.rows if previous < r.number < row.number and r.level == "" and r.label
        ]
        values = [v for c in parts if (v := c.value) is not None]
        if values and not (row.holds("target") or row.holds("realisasi")):
            mean = round_half_up(sum(values, Decimal(0)) / len(values), 2)
            yield replace(sum_of("A102", row.cells["capaian"], parts, also=[mean]), loose=True, fills=False)
        previous = row.number
