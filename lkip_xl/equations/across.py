"""What must hold between tables: one figure printed twice, and money that follows its programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..pairing import pair, same_words
from ..report import Cell, Report, Row, Table, row_name
from .equation import Equation, copy_of
from .sasaran import contributions, same_branches

__all__ = ["across"]


def across(report: Report) -> Iterator[Equation]:
    """The equations between the tables of a report."""
    for table in report.tables:
        yield from _links(report, table)
    yield from _contributions(report)
    yield from _budget_indicators(report)
    yield from _baselines(report)


def _links(report: Report, table: Table) -> Iterator[Equation]:
    """The figures that a table's kind declares to be those of another table."""
    if table.section == "lain":
        return
    for link in table.kind.links:
        if link.section not in (None, table.section):
            continue
        target_name = _column_name(report, table, link.column)
        if target_name is None:
            continue
        for kind, column in link.sources:
            found = list(_link_pairs(report, table, kind, column, target_name))
            loose = kind in link.loose
            if loose and not _mostly_equal(found):
                continue
            yield from (copy_of(link.rule, target, source, fills=link.fills, loose=loose) for target, source in found)
            if found:
                break


def _mostly_equal(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """More of the pairs are equal than not."""
    return sum(a.value == b.value for a, b in pairs) * 2 > len(pairs)


def _column_name(report: Report, table: Table, name: str, target: Table | None = None) -> str | None:
    """A declared column name with its year filled in: of the report, of the baseline, or the last one."""
    base, _, which = name.partition("@")
    if which == "":
        return name if name in table.columns else None
    years = [int(n.partition("@")[2]) for n in table.columns if n.startswith(f"{base}@")]
    if which == "laporan":
        year = report.identity.year
    elif which == "akhir":
        year = max(years, default=None)
    else:  # dasar
        year = target.years.get("baseline") if target is not None else None
    full = f"{base}@{year}"
    return full if full in table.columns else None


def _link_pairs(report: Report, table: Table, kind: str, column: str, target_name: str) -> Iterator[tuple[Cell, Cell]]:
    if kind == table.kind.name:
        name = _column_name(report, table, column)
        if name is not None:
            for row in table.rows:
                years = [c.value for n, c in row.cells.items() if n.startswith("target@")]
                if sum((v for v in years if v is not None), Decimal(0)) != row.cells[target_name].value:  # counted up
                    yield row.cells[target_name], row.cells[name]
        return
    sources = [s for s in report.of_kind(kind) if s.section in {table.section, "umum"} or table.section == "umum"]
    if table.section == "umum" and len({s.section for s in sources}) > 1:
        return
    own = table.year or report.identity.year
    sources = [s for s in sources if (s.year or report.identity.year) == own]
    if not table.kind.tree:
        for source in sources:
            name = _column_name(report, source, column, table)
            if name is not None:
                for row, origin in pairs_of(report, table, source):
                    yield row.cells[target_name], origin.cells[name]
        return
    for source in sources[:1]:
        name = _column_name(report, source, column, table)
        if name is not None:
            for row, origin in tree_pairs(report, table, source):
                yield row.cells[target_name], origin.cells[name]


def pairs_of(report: Report, left: Table, right: Table) -> list[tuple[Row, Row]]:
    """The same indicators in two tables; what is too close to tell is remembered for the report."""
    key = f"pairs {id(left)} {id(right)}"
    if key not in report.cache:
        found, unclear = pair(left.indicators(), right.indicators(), row_name)
        report.cache[key] = found
        report.cache.setdefault("unclear", []).extend((left, row, right) for row in unclear)
    result: list[tuple[Row, Row]] = report.cache[key]
    return result


def tree_pairs(report: Report, left: Table, right: Table) -> list[tuple[Row, Row]]:
    """The same programs, and within them the same kegiatan and sub kegiatan, in two budget tables."""

    key = f"tree {id(left)} {id(right)}"
    if key not in report.cache:
        found = list(same_branches(left.roots(), right.roots()))
        total, other = left.total(), right.total()
        if total is not None and other is not None:
            found.append((total, other))
        report.cache[key] = found
    result: list[tuple[Row, Row]] = report.cache[key]
    return result


def _contributions(report: Report) -> Iterator[Equation]:
    """Anggaran and realisasi of a sasaran = the sums of its programs in the budget table."""
    for group, _, _, pairs in contributions(report):
        for name, source in (("anggaran", "anggaran"), ("realisasi_anggaran", "realisasi")):
            target = group.money.cells[name]
            yield Equation(
                "X105", target, tuple(b.cells[source] for _, b in pairs), lambda v: sum(v, Decimal(0)),
                lambda c: f"program pendukungnya di {c[0].table.name} (" + " + ".join(x.place.cell or "" for x in c) + ")",
                sums=True,
            )  # fmt: skip


def _budget_indicators(report: Report) -> Iterator[Equation]:
    """`Persentase realisasi anggaran` as an indicator = the serapan of its program, or of the whole budget."""
    budget = next(iter(report.of_kind("anggaran", section="umum")), None)
    if budget is None or "serapan" not in budget.columns:
        return
    total = _total_serapan(budget)
    for table in report.of_kind("kontribusi"):
        pairs = {id(a): b for a, b in pair(table.programs(), budget.programs(), row_name)[0]}
        owner: Row | None = None
        for row in table.rows:
            owner = row if row.level == "program" else owner if row.level == "lanjutan" else None
            key = row.cells["indikator"].text.lower()
            if (
                owner is None
                or id(owner) not in pairs
                or not ("realisasi anggaran" in key or "serapan anggaran" in key)
            ):
                continue
            source = pairs[id(owner)].cells["serapan"]
            yield Equation(
                "X107", row.cells["realisasi"], (source,), lambda v: v[0],
                lambda c: f"serapan {c[0].table.name} {c[0].place.cell}", fills=False,
                others=lambda _, t=total: [] if t is None else [t], bounds=lambda f: f[0].printed,  # type: ignore[misc]
            )  # fmt: skip


def _total_serapan(budget: Table) -> Decimal | None:
    """The serapan of the whole budget: as its grand total states it, or of its parts."""
    total = budget.total()
    stated = None if total is None else total.cells["serapan"].value
    if stated is not None:
        return stated
    sums = []
    for name in ("anggaran", "realisasi"):
        values = [r.cells[name].value for r in budget.roots()]
        sums.append(sum((v for v in values if v is not None), Decimal(0)))
    return sums[1] * 100 / sums[0] if sums[0] else None


def _baselines(report: Report) -> Iterator[Equation]:
    """The year before: a trend in one capaian table, the baseline in the other; only for certain pairs."""
    for table in report.of_kind("capaian"):
        year = table.years.get("baseline")
        for other in report.of_kind("capaian"):
            name = f"tren@{year}"
            if other is table or year is None or name not in other.columns or "baseline" not in table.columns:
                continue
            for row, origin in pair(table.indicators(), other.indicators(), row_name)[0]:
                if same_words(row.label, origin.label):
                    yield copy_of("X104", row.cells["baseline"], origin.cells[name])
