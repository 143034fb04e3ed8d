"""Which of several like columns belong together, and which stand beside a table and are one of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product
from typing import Final

from ..measures import MEASURES
from ..number import Verdict, judge, read
from ..report import Table
from .headings import Grid, Match, match_of, year_of

__all__ = ["beside", "fitting_columns"]

_THOUGHT_OF: Final = 2_000
_TRIED: Final = 60  # rows, and readings in each


def fitting_columns(grid: Grid, table: Table, body: list[int], match: Match) -> None:
    """Where several headings can be one column, set the table's columns to those that belong together.

    A percentage is not of quantities and money; where it could only be, it is no column. Columns of one row state one
    year, where they state any: the table's, else the last. Of what is left, as in `Anggaran Induk, Anggaran PAK,
    Realisasi, %`, the percentages say which they were computed from. The first reading that holds in more than half of
    the rows wins, the columns that stand together first, so that a wrong row in it does not make another block of the
    table look better; else the one that holds in most.
    """
    paths = dict(match.paths)
    stated = {i: year_of(path) for i, path in match.paths}
    for name, (_, column) in list(table.columns.items()):
        roles = (*column.operands, name)
        if column.measure not in {"CAPAIAN", "KEMAJUAN", "SERAPAN"} or not all(r in table.columns for r in roles):
            continue
        other = [
            [i for i, path in match.strays if c.pattern.search(path) and not (c.type == "uang" and "%" in path)]
            for _, c in (table.columns[r] for r in roles)
        ]
        used = [table.columns[r][0] for r in roles]
        if not any(other) and _of_one_unit(used, paths):
            continue
        compute = MEASURES[column.measure].compute
        readings = product(*([table.columns[r][0], *some] for r, some in zip(roles, other, strict=True)))
        choices = [c for c in islice(readings, _THOUGHT_OF) if len(set(c)) == len(c) and _of_one_unit(c, paths)]
        if not choices:
            del table.columns[name]
            continue
        choices = sorted(_of_one_year(choices, stated, table.year) or choices, key=_apart)[:_TRIED]
        best, most = choices[0], 0
        for choice in choices:
            found = [_holds(grid, row, choice, compute) for row in body[:_TRIED]]
            holding = found.count(True)
            if holding > found.count(False):
                best = choice
                break
            if holding > most:
                best, most = choice, holding
        for role, index in zip(roles, best, strict=True):
            table.columns[role] = (index, table.columns[role][1])


_UNIT = re.compile(r"\|(k|rp)$")


def _of_one_unit(choice: Sequence[int], paths: Mapping[int, str]) -> bool:
    """No amount of money among quantities: tables of a Renja print K and Rp under every heading."""
    return len({m[1] for i in choice if (m := _UNIT.search(paths.get(i, "")))}) < 2


def _apart(choice: Sequence[int]) -> tuple[bool, int]:
    """Whether the percentage stands before what it is computed from, and how far they lie apart."""
    return choice[-1] < max(choice[:-1]), max(choice) - min(choice)


def _of_one_year(
    choices: list[tuple[int, ...]], stated: Mapping[int, int | None], wanted: int | None
) -> list[tuple[int, ...]]:
    """The readings whose headings state no two years: those of the wanted year or none, else of the last year."""
    years = {c: {stated[i] for i in c} - {None} for c in choices}
    alone = {c: next(iter(y), None) for c, y in years.items() if len(y) < 2}
    last = max((y for y in alone.values() if y is not None), default=None)
    own = wanted if wanted in alone.values() else last
    return [c for c, year in alone.items() if year in (own, None)]


def beside(match: Match, used: Collection[int], labels: Collection[int]) -> Iterator[tuple[int | None, Match]]:
    """The headings that a table leaves over, matched by themselves with the labels of its rows: those of each other year,
    and those of no year (the budget beside the indicators).

    Only what can be checked: a measure, and all that it is computed from.
    """
    left = {i: year_of(path) for i, path in match.paths if i not in used and i not in labels}
    for year in sorted(set(left.values()), key=lambda y: y or 0):
        found = match_of(tuple((i, p) for i, p in match.paths if i in labels or (i in left and left[i] == year)), None)
        names = {n for n, _, _ in found.columns} if found is not None else set()
        if found is not None and any(c.operands and names.issuperset(c.operands) for n, _, c in found.columns):
            yield year, found


def _holds(grid: Grid, row: int, choice: Sequence[int], compute: Callable[..., Decimal | str | None]) -> bool | None:
    """Whether the third of three cells is what a measure gives for the first two; None where one is no figure."""
    cells = grid.sheet.cells
    found = [read(cell.value, cell.format).usual for i in choice if (cell := cells.get((row, i))) is not None]
    values = [f.value for f in found if f.value is not None]
    if len(values) < 3:
        return None
    computed = compute(values[0], values[1])
    return isinstance(computed, Decimal) and judge(found[2], computed) is not Verdict.WRONG
