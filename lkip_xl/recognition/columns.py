"""Which of several like columns belong together, and which stand beside a table and are one of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product
from typing import Final

from ..measures import MEASURES
from ..number import Verdict, judge
from ..report import Table
from ..tables import Column
from .headings import Grid, Match, match_of
from .wording import is_last, quarter_of, year_of

__all__ = [
    "behind_signs",
    "beside",
    "checkable",
    "finer_labels",
    "fitting_columns",
    "of_a_quarter",
    "of_other_targets",
    "of_the_years_target",
]

_THOUGHT_OF: Final = 2_000
_TRIED: Final = 60  # rows, and readings in each


def fitting_columns(grid: Grid, table: Table, body: list[int], match: Match) -> None:
    """Where several headings can be one column, set the table's columns to those that belong together.

    Columns of one row state one year and one quarter, where they state any: the table's year, else the last. Of what is left, as in `Anggaran Induk,
    Anggaran PAK, Realisasi, %`, the percentages say which they were computed from. A percentage of a quarter may be of
    the year's target or of the quarter's, so it is no column where it agrees with neither.
    """
    paths = dict(match.paths)
    for name, (_, column) in list(table.columns.items()):
        roles = (*column.operands, name)
        if column.measure not in {"CAPAIAN", "KEMAJUAN", "SERAPAN"} or not all(r in table.columns for r in roles):
            continue
        other = [
            [i for i, path in match.strays if c.pattern.search(path) and not (c.type == "uang" and "%" in path)]
            for _, c in (table.columns[r] for r in roles)
        ]
        used = tuple(table.columns[r][0] for r in roles)
        if not any(other) and not _of_quarters(used, paths):
            continue
        readings = product(*([i, *some] for i, some in zip(used, other, strict=True)))
        choices = [c for c in islice(readings, _THOUGHT_OF) if len(set(c)) == len(c) and _of_one_quarter(c, paths)]
        choices = [c for c in choices if not any(_LAST_YEAR.search(paths.get(i, "")) for i in c)] or choices
        choices = sorted(_of_one_year(choices, paths, table.year) or choices, key=_apart)[:_TRIED]
        best = _best(grid, body[:_TRIED], choices, MEASURES[column.measure].compute, paths)
        if best is None:
            del table.columns[name]
            continue
        for role, index in zip(roles, best, strict=True):
            table.columns[role] = (index, table.columns[role][1])


def _best(
    grid: Grid,
    rows: list[int],
    choices: list[tuple[int, ...]],
    compute: Callable[..., Decimal | str | None],
    paths: Mapping[int, str],
) -> tuple[int, ...] | None:
    """The first reading that holds in more than half of the rows, the columns that stand together first, so that a wrong row
    in it does not make another block of the table look better; else the one that holds in most."""
    best, most, half = None, -1, False
    for choice in choices:
        found = [_holds(grid, row, choice, compute) for row in rows]
        holding, failing = found.count(True), found.count(False)
        if holding > failing:
            return choice
        if holding > most:
            best, most, half = choice, holding, holding == failing
    return None if best is not None and _of_quarters(best, paths) and not half else best


_LAST_YEAR = re.compile(r"(?:tahun|th)(?:yang)?(?:lalu|sebelum)")


def _apart(choice: Sequence[int]) -> tuple[bool, int]:
    """Whether the percentage stands before what it is computed from, and how far they lie apart."""
    return choice[-1] < max(choice[:-1]), max(choice) - min(choice)


def of_a_quarter(table: Table, match: Match) -> bool:
    """Whether a figure of the table is of a quarter only."""
    return bool(_of_quarters([i for i, c in table.columns.values() if c.figures], dict(match.paths)))


def of_the_years_target(table: Table, match: Match) -> bool:
    """What a quarter reached stands against the target of the year."""
    paths = dict(match.paths)
    quarters = [quarter_of(paths.get(table.columns[n][0], "")) for n in ("target", "realisasi") if n in table.columns]
    return quarters[:1] == [""] and quarters[1:] != [""] and len(quarters) == 2


def of_other_targets(table: Table, match: Match) -> bool:
    """The targets are not those of the year, as their heading says, or the title where no heading does."""
    paths = dict(match.paths)
    own = paths.get(table.columns["target"][0], "") if "target" in table.columns else ""
    year = year_of(own)
    if _BEYOND.search(own) or (year is not None and table.year is not None and year > table.year):
        return True
    return not any(map(_BEYOND.search, paths.values())) and bool(_BEYOND_THE_YEAR.search(table.title))


_BEYOND = re.compile(r"akhir|renstra|rpjm|jangkamenengah|jangkapanjang|nasional|provinsi|kabupaten|sdg|standar")
_BEYOND_THE_YEAR = re.compile(
    r"target\s+(?:akhir|renstra|rpjm\w*|jangka|nasional|provinsi|sdg)|standar\s+nasional|(?:dengan|terhadap)\s+(?:jangka|nasional|provinsi)",
    re.I,
)


def _of_quarters(choice: Sequence[int], paths: Mapping[int, str]) -> set[str]:
    """The quarters that the headings of a reading state."""
    return {quarter for i in choice if (quarter := quarter_of(paths.get(i, "")))}


def _of_one_quarter(choice: Sequence[int], paths: Mapping[int, str]) -> bool:
    """What a quarter reached has that quarter's percentage beside it: quarters may add up, or go on to the last, which then
    has the year's."""
    quarters = _of_quarters(choice, paths)
    return not quarters or (
        len(quarters) == 1 and (bool(quarter_of(paths.get(choice[-1], ""))) or all(map(is_last, quarters)))
    )


def _of_one_year(choices: list[tuple[int, ...]], paths: Mapping[int, str], wanted: int | None) -> list[tuple[int, ...]]:
    """The readings whose headings state no two years: those of the wanted year or none, else of the last year."""
    years = {c: {year_of(paths[i]) for i in c if i in paths} - {None} for c in choices}
    alone = {c: next(iter(y), None) for c, y in years.items() if len(y) < 2}
    last = max((y for y in alone.values() if y is not None), default=None)
    own = wanted if wanted in alone.values() else last
    return [c for c, year in alone.items() if year in (own, None)]


def beside(table: Table, match: Match) -> Iterator[tuple[int | None, Match]]:
    """The headings that a table leaves over, matched by themselves with the labels of its rows: those of each other year
    and quarter, and those of none (the budget beside the indicators), with the year that they state. What a quarter
    reached may be a part of the year's target, and a budget the outcome of a change that stands beside it.

    Only what can be checked: a measure, and all that it is computed from.
    """
    labels = {i for i, c in table.columns.values() if not c.figures and c.type != "kriteria"}
    used = {i for name, (i, _) in table.columns.items() if "@" not in name}
    goals = {name: table.columns[name][0] for name in ("target", "anggaran") if name in table.columns}
    left = {i: (year_of(path), quarter_of(path)) for i, path in match.paths if i not in used and i not in labels}
    for year, quarter in sorted(set(left.values()), key=lambda t: (t[0] or 0, t[1])):
        shared = {i for name, i in goals.items() if quarter or (name == "anggaran" and year is None)}
        wanted = labels | shared | {i for i, time in left.items() if time == (year, quarter)}
        found = match_of(tuple((i, p) for i, p in match.paths if i in wanted), None)
        if found is not None and checkable({n: c for n, _, c in found.columns}):
            yield year, found


def behind_signs(grid: Grid, body: list[int], match: Match) -> Match:
    """The match with the columns where the amounts stand, of headings over a column of `Rp` and the one of the amounts behind."""
    headed = {i for i, _ in match.paths}
    signs = {i for row in body[:2] for i, text in grid.text(row).items() if i in headed and _SIGN.fullmatch(text)}
    alone = {i for i in signs if i + 1 not in headed}
    moved = {i: i + 1 for i in alone if all(_SIGN.fullmatch(grid.text(row).get(i, "Rp")) for row in body)}
    if not moved:
        return match
    return replace(
        match,
        columns=tuple((n, moved.get(i, i), c) for n, i, c in match.columns),
        strays=tuple((moved.get(i, i), path) for i, path in match.strays),
        paths=tuple((moved.get(i, i), path) for i, path in match.paths),
    )


_SIGN = re.compile(r"\W*(?:rp|idr)\W*", re.I)


def checkable(columns: Mapping[str, Column]) -> bool:
    """Whether one of the columns is computed from others of them."""
    return any(
        bool(some) and set(some) <= columns.keys() for c in columns.values() for some in (c.operands, c.fallback)
    )


def finer_labels(table: Table, match: Match) -> tuple[tuple[int, str], ...]:
    """The columns of labels behind the first one, with the level that their headings name, if they name one: Program |
    Kegiatan | Sub Kegiatan."""
    if not table.kind.tree:
        return ()
    first = table.columns[table.kind.key][0]
    found = ((i, _FINER.match(path)) for i, path in match.strays if i > first)
    return tuple((i, "" if m[2] else "sub" if m[1] else "kegiatan") for i, m in found if m)


_FINER = re.compile(r"(?:nama)?(sub)?kegiatan(/|dan)?(?!.*(?:indikator|target|realisasi|\|))")


def _holds(grid: Grid, row: int, choice: Sequence[int], compute: Callable[..., Decimal | str | None]) -> bool | None:
    """Whether the third of three cells is what a measure gives for the first two; None where one is no figure."""
    found = [grid.figure(row, i) for i in choice]
    first, second, third = (f.value for f in found)
    if first is None or second is None or third is None:
        return None
    computed = compute(first, second)
    return isinstance(computed, Decimal) and judge(found[2], computed) is not Verdict.WRONG
