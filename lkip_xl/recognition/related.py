"""Columns that belong to others by their figures: the parts of an amount, and how two figures differ.

No declaration names them; what they are is what they are in most of the rows, and the others are held against that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product, takewhile
from typing import Final, TypeVar

from ..number import Verdict, judge
from ..report import PART, Share, Table
from ..tables import Column
from .body import fill_column
from .headings import Grid, Match
from .rows import closes

__all__ = ["PERCENTAGE", "add_alike", "add_differences", "add_parts", "add_ratios"]

_TRIED: Final = 60  # rows
_PARTS: Final = 12  # months


def add_parts(grid: Grid, table: Table, body: list[int], match: Match, taken: Collection[int]) -> None:
    """Give a table the columns that add up to one of its own: sources of money, quarters, kinds of belanja.

    No heading says so, the figures do: the columns right before or behind it, none of which is `taken`, are its sum in more
    than half of the rows.
    """
    order = [i for i, _ in match.paths]
    for name in table.kind.sums:
        if name not in table.columns or table.columns[name][1].type != "uang":
            continue
        index, column = table.columns[name]
        at = order.index(index)
        before = list(takewhile(lambda i: i not in taken, reversed(order[:at])))
        behind = list(takewhile(lambda i: i not in taken, order[at + 1 :]))
        runs = [run[:n] for run in (before, behind) for n in range(min(len(run), _PARTS), 1, -1)]
        parts = next((sorted(run) for run in runs if _add_up(grid, body[:_TRIED], index, run)), [])
        names = [f"{PART} {name} {n}" for n in range(1, len(parts) + 1)]
        for part, i in zip(names, parts, strict=True):
            table.columns[part] = (i, replace(column, name=part, measure=None, operands=(), fallback=()))
        if parts:
            table.parts[name] = tuple(names)


def add_differences(grid: Grid, tables: Sequence[Table], body: list[int], match: Match) -> None:
    """Give the first of the tables in the same rows the columns that say how two of their columns differ: Naik/Turun, Selisih.

    The headings say that it is a change, the figures of what: of the two columns for which it holds in the most rows, in
    two or more and in more than half.
    """
    taken = {i for t in tables for n, (i, _) in t.columns.items() if t.kind.declared or n in _added(t)}
    figures = [(t, name) for t in tables for name, (_, c) in t.columns.items() if c.figures]
    for i, path in match.paths:
        if i in taken or not _CHANGE.search(path) or (not tables[0].kind.declared and PERCENTAGE.search(path)):
            continue
        held: dict[tuple[tuple[Table, str], tuple[Table, str]], int] = {}
        for (after, a), (before, b) in permutations(figures, 2):
            (first, column), (second, other) = after.columns[a], before.columns[b]
            if column.type == other.type and i not in (first, second):
                held[(after, a), (before, b)] = _differ(grid, body[:_TRIED], i, first, second)
        best = _clearest(held) if not tables[0].kind.declared else max(held, key=lambda r: held[r], default=None)
        if best is not None and held[best] > 1:
            (after, a), _ = best
            column = replace(after.columns[a][1], name=f"selisih {i}", measure="SELISIH", operands=(), fallback=())
            _set(tables[0], i, column)
            figures = [(t, n) for t, n in figures if n in t.columns]
            tables[0].differences[column.name] = best


def _added(table: Table) -> set[str]:
    """The columns that are an amount or its parts."""
    return {n for whole, parts in table.parts.items() for n in (whole, *parts)}


R = TypeVar("R")


def _clearest(held: Mapping[R, int]) -> R | None:
    """The reading that holds in two rows more than any other: where one wrong or blank cell could decide, none is known."""
    best = max(held, key=lambda r: held[r], default=None)
    others = [n for r, n in held.items() if r != best]
    return best if best is not None and held[best] - max(others, default=0) > 1 else None


def add_ratios(grid: Grid, tables: Sequence[Table], body: list[int], match: Match) -> None:
    """Give the tables in the same rows the percentages that no declaration computes: one column of another one, or of the
    total under itself.

    The headings say that they are percentages, or by how much something grew, the figures of what: for which they hold in
    the most rows, in two or more and in more than half. What is nothing or all is no evidence.
    """
    rows = body[:_TRIED]
    total = next((r for r in reversed(rows) if any(map(closes, grid.text(r).values()))), None)
    figures = [(t, n) for t in tables for n, (_, c) in t.columns.items() if c.figures and c.type != "persen"]
    free = {i: path for i, path in match.paths if PERCENTAGE.search(path) and not _GOAL.search(path)}
    for i in {
        i for t in tables for n, (i, c) in t.columns.items() if c.type != "persen" or (c.measure and _is_computed(t, c))
    }:
        free.pop(i, None)
    found: dict[int, tuple[Share, int]] = {}
    for i, path in free.items():
        held: dict[Share, int] = {}
        for part, whole in product(figures, [*([] if total is None else [None]), *figures]):
            (first, a), (second, b) = part, part if whole is None else whole
            at = (first.columns[a][0], second.columns[b][0])
            if part != whole:
                held[part, whole, False] = _of_whole(grid, rows, i, *at, total if whole is None else None)
            if part != whole is not None and _GROWTH.search(path):
                held[part, whole, True] = _grown(grid, rows, i, *at)
        best = max(held, key=lambda r: held[r], default=None) if tables[0].kind.declared else _clearest(held)
        if best is not None and held[best] > 1:
            found[i] = best, held[best]
    for i, (best, n) in found.items():
        if n == max(m for other, m in found.values() if other == best):  # two columns are not of the same two
            column = Column(f"persen {i}", ("%",), PERCENTAGE, "persen", measure="SERAPAN", figures=True)
            _set(tables[0], i, column)
            tables[0].ratios[column.name] = best


_GOAL = re.compile(r"target|sasaran|rencana|standar")
_GROWTH = re.compile(r"tumbuh|laju|naik|turun|perubahan|perkembangan|\|%$|^\(?%\)?$")


def _set(table: Table, index: int, column: Column) -> None:
    """Make a column what the figures tell, whatever it was taken for."""
    for name in [n for n, (i, _) in table.columns.items() if i == index]:
        del table.columns[name]
    table.columns[column.name] = (index, column)


PERCENTAGE: Final = re.compile(r"%|p(?:er|r?[eo])sen|proporsi|\bporsi|komposisi|rasio")


def _is_computed(table: Table, column: Column) -> bool:
    """A declared measure has what it is computed from."""
    return any(some and set(some) <= table.columns.keys() for some in (column.operands, column.fallback))


def _of_whole(grid: Grid, rows: list[int], share: int, part: int, whole: int, below: int | None) -> int:
    """In how many rows a percentage is that of two figures, the second beside it or in the row `below`; none where it is not
    in as many."""
    held = failed = 0
    for row in rows:
        written, a, b = grid.figure(row, share), grid.figure(row, part).value, grid.figure(below or row, whole).value
        if written.value is None or a is None or not b:
            continue
        if judge(written, a / b * 100) is Verdict.WRONG:
            failed += not written.value == 100 < a / b * 100  # cut off
        elif written.value not in (0, 100):
            held += 1
    return held if held > failed else 0


def _grown(grid: Grid, rows: list[int], growth: int, later: int, earlier: int) -> int:
    """In how many rows a percentage says by how much one figure exceeds another; none where it does not in as many."""
    held = failed = 0
    for row in rows:
        written, a, b = grid.figure(row, growth), grid.figure(row, later).value, grid.figure(row, earlier).value
        if written.value is None or a is None or not b:
            continue
        if judge(written, (a - b) / b * 100) is Verdict.WRONG:
            failed += 1
        elif written.value != 0:
            held += 1
    return held if held > failed else 0


def add_alike(grid: Grid, table: Table, match: Match, taken: Collection[int]) -> None:
    """Give a budget that has its rows the other amounts that add up along its tree, as those of its first version do: in two
    rows or more, and in most of those that have parts."""
    sums = [(r, r.children) for r in table.rows if r.children]
    if (total := table.total()) is not None:
        sums.append((total, table.roots()))
    own = next((table.columns[n][1] for n in table.kind.sums if n in table.columns), None)
    for i, path in match.paths:
        if own is None or i in taken or not path or "%" in path:
            continue
        held = [
            (sum(values) == amount, len(values) > 1)
            for row, parts in sums
            if (amount := grid.figure(row.number, i).value) is not None
            and (values := [v for r in parts if (v := grid.figure(r.number, i).value)])
        ]
        holding = sum(holds for holds, _ in held)
        if (True, True) in held and holding > 1 and 2 * holding > len(held):
            column = replace(own, name=f"lain {i}", measure=None, operands=(), fallback=())
            fill_column(grid, table, i, column)
            table.alike.append(column.name)


_CHANGE = re.compile(
    r"naik|turun|peningkatan|selisih|bertambah|berkurang|perubahan$|deviasi|gap|\|?\(?\+/?-|lebih/?\(?kurang"
)


def _differ(grid: Grid, rows: list[int], change: int, after: int, before: int) -> int:
    """In how many rows a column is the difference of two others; none where it is not in as many. What did not change is
    no evidence."""
    held = failed = unchanged = 0
    for row in rows:
        written, a, b = (grid.figure(row, i) for i in (change, after, before))
        if written.value is None or a.value is None or b.value is None:
            continue
        if judge(written, a.value - b.value) is Verdict.WRONG:
            failed += 1
        elif a.value == b.value:
            unchanged += 1
        else:
            held += 1
    return held + unchanged if held > failed else 0


def _add_up(grid: Grid, rows: list[int], total: int, parts: Sequence[int]) -> bool:
    """Whether columns are the parts of another one: in two rows or more, and in more than half of those that have it."""
    held = failed = 0
    several = False
    for row in rows:
        value = grid.figure(row, total).value
        values = [v for i in parts if (v := grid.figure(row, i).value)]
        if value is None or not (value or values):
            continue
        if sum(values) == value:
            held, several = held + 1, several or len(values) > 1
        else:
            failed += 1
    return several and held > 1 and held > failed
