"""What must hold inside one table, and in the summary of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..measures import PRECISION
from ..number import round_half_up
from ..report import Cell, Report, Table
from .equation import Equation, copy_of, mean_interval, mean_of, sum_of
from .means import mean_rows, means_beside, means_of_a_list, means_of_percentages
from .rows import differences, means_across, measures, ratios, stacked, sums_across
from .sasaran import contributions, groups
from .survey import survey
from .totals import sum_rows, totals_of_a_list, tree_sums

__all__ = ["within"]


def within(report: Report) -> Iterator[Equation]:
    """The equations of every table by itself."""
    measured: dict[Cell, Equation] = {}
    for table in report.tables:
        for e in measures(report, table):
            measured[e.target] = e
            yield e
        yield from sums_across(table)
        yield from differences(table)
        yield from ratios(table)
        yield from stacked(table)
        yield from means_across(table)
        if table.kind.tree:
            yield from tree_sums(table)
        elif table.kind.name == "survei":
            yield from survey(table)
        elif table.kind.name == "efisiensi":
            yield from _efficiency_sums(report, table)
        elif table.kind.sums:
            yield from totals_of_a_list(table)
        if not table.kind.declared:
            yield from means_of_a_list(table)
        if "capaian" in table.columns and table.kind.name not in {"survei", "efisiensi"}:
            yield from mean_rows(table)
            yield from means_beside(table)
            yield from sum_rows(table)
        if table.kind.tree or table.kind.name in {"akhir_renstra", "serapan_sasaran"}:
            yield from means_of_percentages(table)
    for table in report.of_kind("ringkasan"):
        yield from _summary(report, table, measured)


def _efficiency_sums(report: Report, table: Table) -> Iterator[Equation]:
    """The mean of each sasaran and of all; the total of the sasaran, or of the programs where one supports several."""
    found = groups(table)
    supporting = [b for c in contributions(report) if c.table is table for _, b in c.programs]
    programs = {id(b): b for b in supporting}.values()
    shared = len(programs) < len(supporting)
    for group in found:
        if group.mean is not None and group.indicators:
            yield mean_of("A104", group.mean.cells["capaian"], [r.cells["capaian"] for r in group.indicators])
    everything = [r.cells["capaian"] for g in found for r in g.indicators]
    of_sasaran = [c for g in found if (c := g.capaian()) is not None]
    for row in table.rows:
        if row.level == "rata-rata" and row.group == 0 and everything:
            mean = mean_of(
                "A104", row.cells["capaian"], everything, [of_sasaran] if len(of_sasaran) == len(found) else []
            )
            yield replace(mean, fills=False)
        if row.level == "jumlah" or (row.level == "rata-rata" and row.group == 0):
            for name in table.kind.sums:
                own = [v for b in programs if (v := b.cells[name.partition("_")[0]].value) is not None]
                once = [sum(own, Decimal(0))] if shared else []
                yield sum_of("A102", row.cells[name], [g.money.cells[name] for g in found], also=once)


Counter = Callable[[Sequence[Decimal]], Decimal | None]
_SUMMARY: Mapping[str, Counter] = {
    "jumlah indikator": lambda v: Decimal(len(v)),
    "mencapai target": lambda v: Decimal(sum(x >= 100 for x in v)),
    "belum mencapai target": lambda v: Decimal(sum(x < 100 for x in v)),
    "rata-rata capaian": lambda v: round_half_up(sum(v, Decimal(0)) / len(v), PRECISION) if v else None,
}


def _summary(report: Report, table: Table, measured: Mapping[Cell, Equation]) -> Iterator[Equation]:
    """The summary's counts, its mean, and the money of each section's efficiency table.

    A count may rest on printed or on exact percentages: 99,6% printed as 100% is reached in one, not in the other.
    """

    def exact(cell: Cell) -> Decimal | None:
        e = measured.get(cell)
        found = e.computed(lambda c: c.value) if e is not None else None
        return cell.value if found is None else found

    for row in table.rows:
        label = row.label.lower()
        for section in ("pk", "perubahan"):
            target = row.cells[section]
            counts = next((c for k, c in sorted(_SUMMARY.items(), key=lambda i: -len(i[0])) if k in label), None)
            if counts is not None:
                parts = [
                    c for t in report.of_kind("capaian", section=section) for c in t.cells("capaian") if c.row.label
                ]
                mean = mean_interval if label.startswith("rata-rata") else None

                def on_exact(
                    _: Sequence[Decimal], parts: Sequence[Cell] = parts, counts: Counter = counts
                ) -> Sequence[Decimal]:
                    found = counts([v for c in parts if (v := exact(c)) is not None])
                    return [] if found is None else [found]

                yield Equation(
                    "A107", target, tuple(parts), counts, lambda c: f"dari {len(c)} indikator di {c[0].table.name}",
                    bounds=mean, others=on_exact, partial=True,
                )  # fmt: skip
                continue
            name = {"anggaran": "anggaran", "realisasi": "realisasi_anggaran", "serapan": "serapan"}.get(
                label.split(" ")[0]
            )
            totals = [
                r.cells[name] for t in report.of_kind("efisiensi", section=section) for r in t.rows if r.level == "jumlah"
            ] if name else []  # fmt: skip
            if totals:
                yield copy_of("A107", target, totals[0], fills=True)
