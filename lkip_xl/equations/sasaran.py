"""The sasaran of a report: their indicators, their money, and the programs that support them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..pairing import pair
from ..report import Cell, Report, Row, Table, once
from ..tables import number_key

__all__ = ["Contribution", "Group", "Sasaran", "contributions", "groups", "same_branches", "sasaran_of"]


@dataclass(frozen=True, slots=True)
class Group:
    """One sasaran of an efficiency table: its indicators, its mean row, the row with its money."""

    number: int
    indicators: tuple[Row, ...]
    mean: Row | None
    money: Row

    def capaian(self) -> Cell | None:
        """The cell that states the capaian of the sasaran; None where several indicators have no mean row."""
        if self.mean is not None:
            return self.mean.get("capaian")
        return self.indicators[0].get("capaian") if len(self.indicators) == 1 else None


def groups(table: Table) -> list[Group]:
    """The sasaran of an efficiency table in order."""
    out = []
    for number in sorted({r.group for r in table.rows if r.group}):
        rows = [r for r in table.rows if r.group == number]
        indicators = tuple(
            r for r in rows if r.level == "indikator" or (r.level == "sasaran" and r.cells["capaian"].filled)
        )
        own = (
            rows[0]
            if rows[0].level == "sasaran" and not (rows[0].holds("target") or rows[0].holds("realisasi"))
            else None
        )
        if own is not None and len(indicators) > 1 and own in indicators:
            indicators = tuple(r for r in indicators if r is not own)  # what it states is the mean of those below it
        else:
            own = None
        mean = next((r for r in rows if r.level == "rata-rata"), own)
        money = next((r for r in rows if r.cells["anggaran"].filled), rows[0])
        out.append(Group(number, indicators, mean, money))
    return out


class Sasaran(NamedTuple):
    """A sasaran of a capaian table, and the rows of its indicators."""

    label: str
    indicators: list[Row]


def sasaran_of(table: Table) -> list[Sasaran]:
    """The sasaran of a capaian table, each named in the row of its first indicator or in a row of its own above it."""
    out: list[Sasaran] = []
    for row in table.indicators():
        alone = not any(row.text(n) for n in ("target", "realisasi", "capaian"))
        name = row.label if alone else row.text("sasaran")
        if name and (not out or name != out[-1].label):
            out.append(Sasaran(name, []))
        if not alone and out:
            out[-1].indicators.append(row)
    return [s for s in out if s.indicators]


def same_branches(left: Sequence[Row], right: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """The same rows of two trees, and below each pair the same of their children."""
    for a, b in pair(left, right)[0]:
        yield a, b
        yield from same_branches(a.children, b.children)


class Contribution(NamedTuple):
    """A sasaran of an efficiency table, and its programs: each as the contribution and the budget table have it."""

    group: Group
    table: Table
    programs: list[tuple[Row, Row]]


@once
def contributions(report: Report) -> list[Contribution]:
    """Each sasaran of an efficiency table with the programs of the k-th contribution table of its section.

    Left out where a program is not found in the budget table.
    """
    return list(_contributions(report))


def _contributions(report: Report) -> Iterator[Contribution]:
    budget = report.budget()
    if budget is None:
        return
    for table in report.of_kind("efisiensi"):
        tables = sorted(report.of_kind("kontribusi", section=table.section), key=_printed_order)
        found = groups(table)
        if len(tables) < len(found):
            continue
        for group, contribution in zip(found, tables, strict=False):
            wanted = contribution.programs()
            pairs, _ = pair(wanted, budget.programs())
            if wanted and len(pairs) == len(wanted):
                yield Contribution(group, table, pairs)


def _printed_order(table: Table) -> tuple[int, ...]:
    """Sheets may stand in any order; the printed number tells the k-th table."""
    return number_key(table.number) if table.number else (99, table.order)
