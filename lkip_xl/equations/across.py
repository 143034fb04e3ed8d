"""What must hold between tables: one figure printed twice, and money that follows its programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final, NamedTuple

from ..number import MONTHS, Figure, Verdict
from ..pairing import pair, same_words
from ..report import APART, Cell, Report, Row, Table, once
from ..tables import Link
from .equation import Equation, copy_of, mean_of
from .sasaran import Sasaran, contributions, same_branches, sasaran_of

__all__ = ["across"]


def across(report: Report) -> Iterator[Equation]:
    """The equations between the tables of a report."""
    for table in report.tables:
        yield from _links(report, table)
    yield from _contributions(report)
    yield from _budget_indicators(report)
    yield from _baselines(report)
    yield from _beside_their_serapan(report)
    yield from _repeated(report)
    yield from _repeated_budgets(report)


class _Joined(NamedTuple):
    """What a declared link compares: the cells (target, source), and the rows that are too like others to be paired."""

    link: Link
    loose: bool
    cells: list[tuple[Cell, Cell]]
    unclear: list[tuple[Row, Table]]


@once
def _joined(report: Report, table: Table) -> list[_Joined]:
    """Each link of a table with the first of its sources that the workbook has."""
    return list(_join(report, table)) if table.section not in APART else []


def _join(report: Report, table: Table) -> Iterator[_Joined]:
    for link in table.kind.links:
        target_name = _column_name(report, table, link.column)
        if target_name is None or link.section not in (None, table.section):
            continue
        if target_name == "target" and table.beyond:
            continue
        for kind, column in link.sources:
            cells, alike = _of_source(report, table, kind, column, target_name)
            loose = kind in link.loose
            if cells and loose and not _mostly_equal(cells):
                continue
            if cells or alike:
                yield _Joined(link, loose, cells, alike)
            if cells:
                break


def _links(report: Report, table: Table) -> Iterator[Equation]:
    """The figures that a table's kind declares to be those of another table."""
    for link, loose, cells, _ in _joined(report, table):
        for target, source in cells:
            if not _of_two_units(target.figure, source.figure):
                yield copy_of(link.rule, target, source, fills=link.fills, loose=loose)


def _of_two_units(a: Figure, b: Figure) -> bool:
    """A share and a count of the same thing: 75% and 9 desa."""
    return a.percent != b.percent and bool((b if a.percent else a).unit)


def unclear(report: Report) -> Iterator[tuple[Table, Row, Table]]:
    """Rows that should be compared with another table's, and are too like several of them."""
    told = {(t, row, other): None for t in report.tables for j in _joined(report, t) for row, other in j.unclear}
    yield from told


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
        year = (target or table).years.get("target_akhir") or (max(years, default=None) if target is None else None)
    else:  # dasar
        year = target.years.get("baseline") if target is not None else None
    full = f"{base}@{year}"
    return full if full in table.columns else None


def _of_source(
    report: Report, table: Table, kind: str, column: str, target_name: str
) -> tuple[list[tuple[Cell, Cell]], list[tuple[Row, Table]]]:
    """A column's cells with those of another kind's column that say the same, and the rows that cannot be told apart."""
    if kind == table.kind.name:
        name = _column_name(report, table, column)
        return ([] if name is None else list(_in_own_rows(table, target_name, name))), []
    cells: list[tuple[Cell, Cell]] = []
    doubtful: list[tuple[Row, Table]] = []
    for source in _sources(report, table, kind):
        name = _column_name(report, source, column, table)
        if name is None:
            continue
        pairs, alike = (tree_pairs(report, table, source), []) if table.kind.tree else pairs_of(report, table, source)
        cells += [(row.cells[target_name], origin.cells[name]) for row, origin in pairs]
        doubtful += [(row, source) for row in alike]
    return cells, doubtful


def _in_own_rows(table: Table, target_name: str, name: str) -> Iterator[tuple[Cell, Cell]]:
    """Two columns of one table; not where the one adds up what the years of the other have."""
    for row in table.rows:
        years = [c.value for n, c in row.cells.items() if n.startswith("target@")]
        if sum((v for v in years if v is not None), Decimal(0)) != row.cells[target_name].value:
            yield row.cells[target_name], row.cells[name]


def _sources(report: Report, table: Table, kind: str) -> list[Table]:
    """The tables of a kind that speak of the same agreement and year; of budgets only the first."""
    found = [s for s in report.of_kind(kind) if s.section not in APART]
    if table.section != "umum":
        end = table.years.get("target_akhir")
        alone = kind == "renstra" and end is not None and {s.years.get("target_akhir") for s in found} == {end}
        found = [s for s in found if s.section in {table.section, "umum"} or alone]  # one Renstra for both agreements
    elif len({s.section for s in found}) > 1:
        return []
    own = table.year or report.identity.year
    found = [s for s in found if (s.year or report.identity.year) == own]
    return found[:1] if table.kind.tree else found


@once
def pairs_of(report: Report, left: Table, right: Table) -> tuple[list[tuple[Row, Row]], list[Row]]:
    """The same indicators in two tables, and those of the left that are too like several of the right."""
    return pair(left.indicators(), right.indicators())


@once
def tree_pairs(report: Report, left: Table, right: Table) -> list[tuple[Row, Row]]:
    """The same programs, and within them the same kegiatan and sub kegiatan, in two budget tables."""
    found = list(same_branches(left.roots(), right.roots()))
    total, other = left.total(), right.total()
    paired = sum(a.parent is None for a, _ in found)
    if total is not None and other is not None and len(left.roots()) == len(right.roots()) == paired:
        found.append((total, other))  # else the one is of a part of the budget
    return found


def _contributions(report: Report) -> Iterator[Equation]:
    """Anggaran and realisasi of a sasaran = the sums of its programs in the budget table.

    A program that supports several sasaran may be counted with one of them only.
    """
    found = contributions(report)
    times = Counter(b for c in found for _, b in c.programs)
    for group, _, programs in found:
        shared = [i for i, (_, b) in enumerate(programs) if times[b] > 1][:_SHARED]
        left_out = [set(some) for n in range(1, len(shared) + 1) for some in combinations(shared, n)]
        if len(shared) == len(programs):
            left_out = left_out[:-1]  # some money supports it
        for name, source in (("anggaran", "anggaran"), ("realisasi_anggaran", "realisasi")):
            target = group.money.cells[name]
            yield Equation(
                "X105", target, tuple(b.cells[source] for _, b in programs), lambda v: sum(v, Decimal(0)),
                lambda c: f"program pendukungnya di {c[0].table.name} (" + " + ".join(x.place.cell or "" for x in c) + ")",
                weights=(1,) * len(programs), sums=True,
                others=lambda v, left_out=left_out: [  # type: ignore[misc]
                    sum((x for i, x in enumerate(v) if i not in some), Decimal(0)) for some in left_out
                ],
            )  # fmt: skip


_SHARED: Final = 4
"""Programs of one sasaran that may be counted elsewhere: every choice of them is tried."""


def _budget_indicators(report: Report) -> Iterator[Equation]:
    """`Persentase realisasi anggaran` as an indicator = the serapan of its program, or of the whole budget."""
    budget = report.budget()
    if budget is None or "serapan" not in budget.columns:
        return
    for table in report.of_kind("kontribusi"):
        pairs = dict(pair(table.programs(), budget.programs())[0])
        owner: Row | None = None
        for row in table.rows:
            owner = row if row.level == "program" else owner if row.level == "lanjutan" else None
            key = row.cells["indikator"].text.lower()
            if owner is None or owner not in pairs or not ("realisasi anggaran" in key or "serapan anggaran" in key):
                continue
            yield _serapan_of(row.cells["realisasi"], pairs[owner].cells["serapan"], budget)


def _serapan_of(target: Cell, program: Cell, budget: Table) -> Equation:
    """Of its program or of the whole budget, whichever is nearer to what is written."""
    last = budget.total()
    stated = {program: "programnya"} | ({last.cells["serapan"]: "seluruh anggaran"} if last is not None else {})
    apart = {c: abs(v - (target.value or 0)) for c in stated if (v := c.value) is not None}
    source = min(apart, key=lambda c: apart[c], default=program)
    others = "".join(f"serapan {stated[c]} {c.place.cell} = {c.text}; " for c in apart if c is not source)
    also = [v for v in (program.value, _total_serapan(budget)) if v is not None]
    return Equation(
        "X107", target, (source,), lambda v: v[0],
        lambda c: f"di {c[0].table.name} {others}serapan {stated[source]} {c[0].place.cell}", fills=False,
        others=lambda _: also, bounds=lambda f: f[0].printed,
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
            for row, origin in pair(table.indicators(), other.indicators())[0]:
                if same_words(row.label, origin.label):
                    yield copy_of("X104", row.cells["baseline"], origin.cells[name])


def _beside_their_serapan(report: Report) -> Iterator[Equation]:
    """The capaian that stands beside the serapan of a sasaran or indicator: the mean of its indicators, or its own, where
    that is so in most of the rows."""
    for table in (t for t in report.of_kind("serapan_sasaran") if "capaian" in t.columns):
        finer = "indikator" in table.columns
        rows = [Sasaran(r.text("indikator") if finer else r.label, [r]) for r in table.rows if r.level == ""]
        for source in (*_sources(report, table, "capaian"), *_sources(report, table, "pengukuran")):
            indicators = [Sasaran(r.label, [r]) for r in source.indicators() if r.holds("capaian")]
            pairs = pair(rows, indicators)[0] or ([] if finer else pair(rows, sasaran_of(source))[0])
            found = [_mean_of_sasaran(own.indicators[0].cells["capaian"], other.indicators) for own, other in pairs]
            holding = sum(e.verdict() not in {None, Verdict.WRONG} for e in found)
            if holding > 1 and 2 * holding > len(found):
                yield from found


def _mean_of_sasaran(target: Cell, indicators: Sequence[Row]) -> Equation:
    if len(indicators) == 1:
        return copy_of("X103", target, indicators[0].cells["capaian"])
    cells = [r.cells["capaian"] for r in indicators]
    where = f"{cells[0].table.name} {cells[0].place.cell} s.d. {cells[-1].place.cell}"
    return replace(
        mean_of("A104", target, cells), formula=lambda c: f"rata-rata {len(c)} indikatornya di {where}", fills=False
    )


def _repeated(report: Report) -> Iterator[Equation]:
    """What an indicator reached, printed in several tables of one agreement and year: alike where its target is, and in the
    columns of a year where most of them are. Tables of one indicator, one for each sasaran, count together."""
    tables = [t for t in report.of_kind("capaian", "pengukuran", "perbandingan") if t.section not in APART][:_PRINTED]
    for i, first in enumerate(tables):
        others = [t for t in tables[i + 1 :] if _of_one_section(t, first) and not _of_others(t, first)]
        paired = [(t, pairs_of(report, t, first)[0]) for t in others]
        one_year = [
            (t, p) for t, p in paired if (t.year or report.identity.year) == (first.year or report.identity.year)
        ]
        for name in ("realisasi", "capaian"):
            found = [[*_same_figure(t, first, pairs, name)] for t, pairs in one_year]
            single = [some[0] for some in found if len(some) == 1]
            for some in found:
                alike = some if len(some) > 1 else single
                loose = len(alike) < 2 or not _mostly_equal(alike) or _is_copy(some)
                yield from (copy_of("X103", a, b, loose=loose) for a, b in some)
        for table, pairs in paired:
            years = [n for n in table.columns if n.startswith("realisasi@") and n in first.columns]
            cells = [(row.cells[n], origin.cells[n]) for n in years for row, origin in pairs]
            yield from (copy_of("X103", a, b) for a, b in cells if len(cells) > 1 and _mostly_equal(cells))


def _of_one_section(table: Table, first: Table) -> bool:
    return table.section == first.section or "umum" in (table.section, first.section)


def _same_figure(
    table: Table, first: Table, pairs: Sequence[tuple[Row, Row]], name: str
) -> Iterator[tuple[Cell, Cell]]:
    """The cells of a column in rows of two tables with one target, where no declared link compares them already."""
    for row, origin in pairs:
        if name in row.cells and name in origin.cells and not _linked(table, name, first) and _same_target(row, origin):
            yield row.cells[name], origin.cells[name]


def _is_copy(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Two tables with one title on two sheets: of what, their sheets may only know."""
    return any(a.table.title == b.table.title and a.table.sheet != b.table.sheet for a, b in pairs)


def _same_target(row: Row, origin: Row) -> bool:
    target, other = row.get("target"), origin.get("target")
    return target is not None and other is not None and target.value == other.value is not None


_OTHERS = re.compile(
    r"draf|final|sebelum|setelah|sesudah|perubahan|\blama\b|salinan|revisi|\bper \d|pembanding|rata-rata|provinsi|nasional|"
    r"(?:semester|smt|triwulan|tw)\b(?:[ .]*(?:\d|[iv]+)\b)?|"
    r"\b(?:kecamatan|kec|kelurahan|kel|desa|seksi|kasi|sub ?bag\w*|bidang|uptd?|sekretari\w*|camat|lurah|eselon|kepala)\b"
    r"\.?(?: ?\w+)?|" + "|".join(rf"{m}|\b{m[:3]}\b" for m in MONTHS),
    re.I,
)
"""Words of a title that say whose a table is, or of when."""


def _of_others(table: Table, first: Table) -> bool:
    """Two tables whose titles or sheets name another unit, person, place or time."""
    a, b = ({m.lower() for m in _OTHERS.findall(f"{t.title} {t.sheet}")} for t in (table, first))
    years, other = (set(re.findall(r"20\d\d", t.sheet)) for t in (table, first))
    return a != b or (bool(years and other) and years != other)


def _repeated_budgets(report: Report) -> Iterator[Equation]:
    """A budget row in several tables of a year: its realisasi is one where its anggaran is, and the other way round."""
    tables = [t for t in report.of_kind("anggaran") if t.section not in APART]
    for first, table in combinations(tables[:_PRINTED], 2):
        if (table.year or report.identity.year) != (first.year or report.identity.year) or _of_others(table, first):
            continue
        for row, origin in tree_pairs(report, table, first):
            for name, witness in (("realisasi", "anggaran"), ("anggaran", "realisasi")):
                if row.cells[witness].value and row.cells[witness].value == origin.cells[witness].value:
                    yield copy_of("X106", row.cells[name], origin.cells[name])


_PRINTED: Final = 24
"""Tables in which one report prints the same figures; each is compared with each."""


def _linked(table: Table, name: str, source: Table) -> bool:
    """A table's kind declares where the column comes from, and it is compared with that."""
    return any(link.column == name and source.kind.name in {k for k, _ in link.sources} for link in table.kind.links)
