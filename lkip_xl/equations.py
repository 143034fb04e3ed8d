"""What must hold in a report: every figure that follows from others, as equations between cells.

An equation says that its target is a measure, sum, mean or copy of its operands. Checking asks whether a
written target agrees; filling asks what a blank target is; finding causes asks which single cell, set right,
makes the failing ones hold. All three use the same equations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Final

from .measures import MEASURES, Arah, interval_of
from .number import Figure, Interval, State, Verdict, judge, round_half_up, show, truncate
from .pairing import pair, same_words
from .report import LEVELS, Cell, Report, Row, Table

__all__ = ["Equation", "Group", "equations", "groups", "polarity", "verdicts"]

Values = Callable[[Cell], Decimal | None]


@dataclass(frozen=True, slots=True, eq=False)
class Equation:
    """`target` follows from `operands`.

    `compute` gives the exact value from the operands' values, or None where there is none; `others` gives
    values that are just as right (a mean of printed or of exact parts). `rule` is the code that reports it.
    `same`: a copy of one cell; `sums`: a sum; `partial`: counts what is there, blank operands left out.
    """

    rule: str
    target: Cell
    operands: tuple[Cell, ...]
    compute: Callable[[Sequence[Decimal]], Decimal | None]
    formula: Callable[[Sequence[Cell]], str]
    others: Callable[[Sequence[Decimal]], Sequence[Decimal]] | None = None
    bounds: Callable[[Sequence[Figure]], Interval | None] | None = None
    same: bool = False
    sums: bool = False
    partial: bool = False
    fills: bool = True

    @property
    def derived(self) -> bool:
        """The figure that is copied is itself computed, so its prints may be rounded differently."""
        return any(c.column.measure for c in (self.target, *self.operands))

    def values(self, of: Values) -> list[Decimal] | None:
        """The operands' values, None where one is missing."""
        found = [of(c) for c in self.operands]
        return None if any(v is None for v in found) else [v for v in found if v is not None]

    def computed(self, of: Values) -> Decimal | None:
        """The target's exact value; a sum takes a blank part as nothing when another part is there."""
        if self.sums:
            known = [v for c in self.operands if (v := of(c)) is not None]
            return sum(known, Decimal(0)) if known else None
        if self.partial:
            known = [v for c in self.operands if (v := of(c)) is not None]
            return self.compute(known) if known else None
        values = self.values(of)
        return None if values is None else self.compute(values)

    def verdict(self, changed: Mapping[Cell, Decimal] | None = None) -> Verdict | None:
        """How the written target stands; None where it, or an operand, is not there to be judged."""
        changed = changed or {}

        def of(c: Cell) -> Decimal | None:
            return changed.get(c, c.value)

        written = self.target.figure
        if written.value is None and self.target not in changed:
            return None
        values = self.values(of)
        if values is None and not self.partial:
            return None
        values = values or []
        if self.target in changed:
            written = replace(written, value=changed[self.target])
        if self.same:
            return _same(written, self.operands[0].figure, values[0], computed=self.derived)
        computed = self.computed(of) if self.partial else self.compute(values)
        if computed is None:
            return None
        result = judge(written, computed)
        if result is Verdict.WRONG and self.bounds is not None:
            figures = [
                replace(c.figure, value=changed[c], decimals=10) if c in changed else c.figure for c in self.operands
            ]
            result = judge(written, computed, self.bounds(figures))
        if result is Verdict.WRONG and self.others is not None:
            for other in self.others(values):
                if (again := judge(written, other)) is not Verdict.WRONG:
                    return again
        if result is Verdict.WRONG and written.money and written.decimals == 0:
            return Verdict.ROUNDING if round_half_up(computed, 0) == written.seen else result
        return result


def _same(written: Figure, source: Figure, value: Decimal, *, computed: bool) -> Verdict:
    """Two prints of one figure: equal, equal after rounding to the coarser of the two, or different."""
    assert written.value is not None
    seen = round_half_up(value, source.decimals)
    if written.seen == seen or written.value == value:
        return Verdict.EQUAL
    digits = min(written.decimals, source.decimals)
    rounded = {round_half_up(written.value, digits), round_half_up(written.seen, digits)}
    if round_half_up(value, digits) in rounded or round_half_up(seen, digits) in rounded:
        return Verdict.EQUAL if computed else Verdict.ROUNDING
    if computed and truncate(value, digits) == truncate(written.value, digits):
        return Verdict.EQUAL
    return Verdict.WRONG


def equations(report: Report) -> list[Equation]:
    """Every equation of a report, in the order of its tables; built once."""
    if "equations" not in report.cache:
        report.cache["equations"] = list(_all(report))
    found: list[Equation] = report.cache["equations"]
    return found


def verdicts(report: Report) -> dict[Equation, Verdict]:
    """How every equation that can be judged stands as written; judged once."""
    if "verdicts" not in report.cache:
        judged = ((e, e.verdict()) for e in equations(report))
        report.cache["verdicts"] = {e: v for e, v in judged if v is not None}
    found: dict[Equation, Verdict] = report.cache["verdicts"]
    return found


def _all(report: Report) -> Iterator[Equation]:
    measured: dict[Cell, Equation] = {}
    for table in report.tables:
        for e in _measures(report, table):
            measured[e.target] = e
            yield e
        if table.kind.tree:
            yield from _tree_sums(table)
        elif table.kind.name == "survei":
            yield from _survey(table)
        elif table.kind.name == "efisiensi":
            yield from _efficiency_sums(table)
    for table in report.tables:
        yield from _links(report, table)
        if table.kind.name == "ringkasan":
            yield from _summary(report, table, measured)
    yield from _contributions(report)
    yield from _budget_indicators(report)
    yield from _baselines(report)


# --- measures --------------------------------------------------------------------------------------------


def polarity(report: Report, row: Row) -> tuple[Arah, bool]:
    """Whether more is better for a row's indicator, and whether the workbook says so itself."""
    cell = row.get("arah")
    if cell is None or not cell.text:
        stated = _stated_polarities(report).get(id(row))
        if stated is None:
            return "positif", False
        cell = stated
    return ("negatif" if cell.text.lower().startswith("neg") else "positif"), True


def _stated_polarities(report: Report) -> dict[int, Cell]:
    """The `arah` of the Perjanjian Kinerja for every row of its section that prints the same indicator."""
    if "arah" not in report.cache:
        found: dict[int, Cell] = {}
        for source in report.of_kind("pk", "capaian"):
            stated = [r for r in source.rows if (c := r.get("arah")) is not None and c.text]
            for table in report.of_kind("capaian", "efisiensi", section=source.section) if stated else ():
                for row, origin in pair(_indicators(table), _indicators(source), _label)[0]:
                    if (c := origin.get("arah")) is not None and c.text:
                        found.setdefault(id(row), c)
        report.cache["arah"] = found
    result: dict[int, Cell] = report.cache["arah"]
    return result


def _label(row: Row) -> str:
    return row.label


def _measures(report: Report, table: Table) -> Iterator[Equation]:
    """Each column that names a numeric measure, in each row."""
    for name, (_, column) in table.columns.items():
        if column.measure is None or column.type not in {"persen", "uang"}:
            continue
        operands = column.operands if all(o in table.columns for o in column.operands) else column.fallback
        if not operands or not all(o in table.columns for o in operands):
            continue
        for row in table.rows:
            if row.level == "rata-rata":
                continue
            yield _measure(report, table, row, name, operands, column.measure)


def _measure(report: Report, table: Table, row: Row, name: str, operands: tuple[str, ...], measure: str) -> Equation:
    cells = tuple(row.cells[o] for o in operands)
    compute = MEASURES[measure].compute
    others = None
    if measure in {"CAPAIAN", "KEMAJUAN"}:
        arah, _ = polarity(report, row)
        compute = partial(compute, arah=arah, policy=report.identity.policy)
        if table.kind.name == "akhir_renstra":
            others = _difference  # older reports print what is still missing: realisasi - target
    numeric: Callable[[Decimal, Decimal], Decimal | None] = compute  # type: ignore[assignment]
    if measure == "SELISIH":
        return Equation(
            "A103", row.cells[name], cells, lambda v: numeric(v[0], v[1]),
            lambda c: f"selisihnya {c[1].text} - {c[0].text}", bounds=None,
        )  # fmt: skip
    return Equation(
        "A101", row.cells[name], cells, lambda v: numeric(v[0], v[1]), lambda c: f"hasil hitung {c[1].text}/{c[0].text}",
        others=others, bounds=lambda f: interval_of(numeric, f[0], f[1]),
    )  # fmt: skip


def _difference(values: Sequence[Decimal]) -> Sequence[Decimal]:
    return [values[1] - values[0], abs(values[0] - values[1])]


# --- sums and means --------------------------------------------------------------------------------------


def _sum_equation(rule: str, target: Cell, parts: Sequence[Cell], others: Sequence[Sequence[int]] = ()) -> Equation:
    """`others` are subsets of the parts (by position) whose sum would be just as right."""

    def alternatives(values: Sequence[Decimal]) -> Sequence[Decimal]:
        return [sum((values[i] for i in subset), Decimal(0)) for subset in others]

    return Equation(
        rule, target, tuple(parts), lambda v: sum(v, Decimal(0)), _sum_text,
        others=alternatives if others else None, sums=True,
        bounds=None if target.figure.money else lambda f: _sum_interval(f),
    )  # fmt: skip


def _sum_interval(figures: Sequence[Figure]) -> Interval:
    ends = [f.interval for f in figures]
    return Interval(sum((e.low for e in ends), Decimal(0)), sum((e.high for e in ends), Decimal(0)))


def _sum_text(cells: Sequence[Cell]) -> str:
    places = [c.place.cell or "" for c in cells]
    if len(places) > 3:
        return f"jumlah {len(places)} bagiannya ({places[0]} s.d. {places[-1]})"
    return "jumlah bagiannya (" + " + ".join(places) + ")"


def _tree_sums(table: Table) -> Iterator[Equation]:
    """Program = sum of kegiatan = sum of sub kegiatan, and the total = sum of the programs."""
    tops = _roots(table)
    totals = [r for r in table.rows if r.level == "jumlah"]
    for name in table.kind.sums:
        if name not in table.columns:
            continue
        for row in table.rows:
            if row.children:
                yield _sum_equation("A102", row.cells[name], [c.cells[name] for c in row.children])
        previous = 0
        for row in totals:
            before = [r for r in tops if r.number < row.number]
            since = [i for i, r in enumerate(before) if r.number > previous]
            if before:
                others = [since] if since and len(since) < len(before) else []
                yield _sum_equation("A102", row.cells[name], [r.cells[name] for r in before], others)
            previous = row.number


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
        mean = next((r for r in rows if r.level == "rata-rata"), None)
        money = next((r for r in rows if r.cells["anggaran"].filled), rows[0])
        out.append(Group(number, indicators, mean, money))
    return out


def _efficiency_sums(table: Table) -> Iterator[Equation]:
    found = groups(table)
    for group in found:
        if group.mean is not None and group.indicators:
            yield _mean_equation(group)
    for row in table.rows:
        if row.level == "jumlah":
            for name in table.kind.sums:
                yield _sum_equation("A102", row.cells[name], [g.money.cells[name] for g in found])


def _mean_equation(group: Group) -> Equation:
    assert group.mean is not None
    return _mean("A104", group.mean.cells["capaian"], [r.cells["capaian"] for r in group.indicators])


def _mean(rule: str, target: Cell, cells: Sequence[Cell]) -> Equation:
    """A simple mean: of the exact figures, or just as well of the printed ones."""
    count = len(cells)

    def printed(_: Sequence[Decimal]) -> Sequence[Decimal]:
        seen = [c.figure.seen for c in cells if c.figure.value is not None]
        return [sum(seen, Decimal(0)) / count] if len(seen) == count else []

    def words(found: Sequence[Cell]) -> str:
        return f"rata-rata {len(found)} angka" if len(found) > 4 else "rata-rata " + " dan ".join(c.text for c in found)

    return Equation(
        rule, target, tuple(cells), lambda v: round_half_up(sum(v, Decimal(0)) / count, 10), words,
        others=printed, bounds=_mean_interval,
    )  # fmt: skip


def _mean_interval(figures: Sequence[Figure]) -> Interval:
    """A percentage with no decimals is still rounded, so each part may lie half a unit either way."""
    low = high = Decimal(0)
    figures = [f for f in figures if f.value is not None]
    for f in figures:
        half = Decimal((0, (5,), -f.decimals - 1))
        low, high = low + f.seen - half, high + f.seen + half
    return Interval(low / len(figures), high / len(figures))


_FINAL = re.compile(r"\W*(nilai\s+)?(ikm|skm|indeks kepuasan|nilai indeks)", re.I)
_UNSUR: Final = 9


def _survey(table: Table) -> Iterator[Equation]:
    """Answers that add up, the mean of the unsur, and the IKM of nine unsur (weight 1/9; 0,11 is just as right)."""
    answers = [n for n in table.columns if n.startswith("jawaban@")]
    unsur = [r for r in table.rows if r.level == "" and not _FINAL.match(r.label)]
    if len(answers) > 1 and "jumlah" in table.columns:
        for row in unsur:
            yield _sum_equation("A102", row.cells["jumlah"], [row.cells[n] for n in answers])
    for name in ("nrr", "tertimbang"):
        if name not in table.columns:
            continue
        parts = [r.cells[name] for r in unsur if r.cells[name].value is not None]
        for row in table.rows:
            target = row.cells[name]
            if row.level == "rata-rata" and parts:
                yield _mean("A104", target, parts)
            elif row.level == "jumlah" and parts:
                yield _sum_equation("A102", target, parts)
            elif row.level == "" and _FINAL.match(row.label) and len(parts) == _UNSUR and name == "nrr":
                yield Equation(
                    "A106", target, tuple(parts), MEASURES["SKM"].compute,  # type: ignore[arg-type]
                    lambda c: f"jumlah {len(c)} NRR x 25/9", bounds=_survey_interval,
                    others=lambda v: [sum(v, Decimal(0)) * 25 * Decimal("0.11"), sum(v, Decimal(0)) * 25 * Decimal("0.111")],
                )  # fmt: skip


def _survey_interval(figures: Sequence[Figure]) -> Interval:
    total = _sum_interval(figures)
    return Interval(total.low * 25 / _UNSUR, total.high * 25 / _UNSUR)


Counter = Callable[[Sequence[Decimal]], Decimal | None]
_SUMMARY: Mapping[str, Counter] = {
    "jumlah indikator": lambda v: Decimal(len(v)),
    "mencapai target": lambda v: Decimal(sum(x >= 100 for x in v)),
    "belum mencapai target": lambda v: Decimal(sum(x < 100 for x in v)),
    "rata-rata capaian": lambda v: round_half_up(sum(v, Decimal(0)) / len(v), 10) if v else None,
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
                mean = _mean_interval if label.startswith("rata-rata") else None

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
                yield _copy("A107", target, totals[0], fills=True)


# --- the same figure in two tables -------------------------------------------------------------------------


def _copy(rule: str, target: Cell, source: Cell, *, fills: bool = False) -> Equation:
    return Equation(
        rule,
        target,
        (source,),
        lambda v: v[0],
        lambda c: f"{c[0].table.name} {c[0].place.cell}",
        same=True,
        fills=fills,
    )


def _indicators(table: Table) -> list[Row]:
    """The rows of a table that stand for one indicator each."""
    return [r for r in table.rows if r.label and r.level in {"", "indikator"}]


def _links(report: Report, table: Table) -> Iterator[Equation]:
    """The figures that a table's kind declares to be those of another table."""
    for link in table.kind.links:
        if link.section not in (None, table.section):
            continue
        target_name = _column_name(report, table, link.column)
        if target_name is None:
            continue
        for kind, column in link.sources:
            found = list(_link_pairs(report, table, kind, column, target_name))
            yield from (_copy(link.rule, target, source, fills=link.fills) for target, source in found)
            if found:
                break


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
                yield row.cells[target_name], row.cells[name]
        return
    sources = [s for s in report.of_kind(kind) if s.section in {table.section, "umum"} or table.section == "umum"]
    if table.section == "umum" and len({s.section for s in sources}) > 1:
        return
    sources = [s for s in sources if None in (s.year, table.year) or s.year == table.year]
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
        found, unclear = pair(_indicators(left), _indicators(right), _label)
        report.cache[key] = found
        report.cache.setdefault("unclear", []).extend((left, row, right) for row in unclear)
    result: list[tuple[Row, Row]] = report.cache[key]
    return result


def tree_pairs(report: Report, left: Table, right: Table) -> list[tuple[Row, Row]]:
    """The same programs, and within them the same kegiatan and sub kegiatan, in two budget tables."""

    def below(rows: Sequence[Row], others: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
        for a, b in pair(rows, others, _label)[0]:
            yield a, b
            yield from below(a.children, b.children)

    key = f"tree {id(left)} {id(right)}"
    if key not in report.cache:
        found = list(below(_roots(left), _roots(right)))
        totals = [[r for r in t.rows if r.level == "jumlah"][-1:] for t in (left, right)]
        found += zip(*totals, strict=False)
        report.cache[key] = found
    result: list[tuple[Row, Row]] = report.cache[key]
    return result


def _roots(table: Table) -> list[Row]:
    return [r for r in table.rows if r.parent is None and r.level in LEVELS]


def _programs(table: Table) -> list[Row]:
    return [r for r in table.rows if r.level == "program"]


# --- sasaran, programs and money --------------------------------------------------------------------------


def contributions(report: Report) -> Iterator[tuple[Group, Table, Table, list[tuple[Row, Row]]]]:
    """Each sasaran of an efficiency table with the k-th contribution table of its section and, for each of
    its programs, the program's row in the budget table. Left out where a program is not found there."""
    budget = next(iter(report.of_kind("anggaran")), None)
    if budget is None:
        return
    for table in report.of_kind("efisiensi"):
        tables = sorted(report.of_kind("kontribusi", section=table.section), key=_printed_order)
        found = groups(table)
        if len(tables) < len(found):
            continue
        for group, contribution in zip(found, tables, strict=False):
            wanted = _programs(contribution)
            pairs, _ = pair(wanted, _programs(budget), _label)
            if wanted and len(pairs) == len(wanted):
                yield group, table, contribution, pairs


def _printed_order(table: Table) -> tuple[int, ...]:
    """Sheets may stand in any order; the printed number tells the k-th table."""
    return tuple(int(p) for p in table.number.split(".")) if table.number else (99, table.order)


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
    budget = next(iter(report.of_kind("anggaran")), None)
    if budget is None or "serapan" not in budget.columns:
        return
    total = _total_serapan(budget)
    for table in report.of_kind("kontribusi"):
        pairs = {id(a): b for a, b in pair(_programs(table), _programs(budget), _label)[0]}
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
                others=lambda _, t=total: [] if t is None else [t], bounds=_printed,  # type: ignore[misc]
            )  # fmt: skip


def _printed(figures: Sequence[Figure]) -> Interval:
    half = Decimal((0, (5,), -figures[0].decimals - 1))
    return Interval(figures[0].seen - half, figures[0].seen + half)


def _total_serapan(budget: Table) -> Decimal | None:
    total = next((r.cells["serapan"].value for r in budget.rows if r.level == "jumlah"), None)
    if total is not None:
        return total
    sums = []
    for name in ("anggaran", "realisasi"):
        values = [r.cells[name].value for r in _roots(budget)]
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
            for row, origin in pair(_indicators(table), _indicators(other), _label)[0]:
                if same_words(row.label, origin.label):
                    yield _copy("X104", row.cells["baseline"], origin.cells[name])


def shown(equation: Equation) -> str:
    """What the target should read, at the decimals it is written with (at least those that tell it apart)."""
    figure = equation.target.figure
    value = equation.computed(lambda c: c.figure.value)
    return "" if value is None else show_like(figure, value)


def show_like(figure: Figure, value: Decimal) -> str:
    """A value in the manner of a written figure; two decimals more where it would else look the same."""
    digits = figure.decimals
    if figure.state is not State.NUMBER:
        return show(value)
    if not figure.money and digits < 2:
        exact = show(value, None)
        return exact + ("%" if figure.percent else "")
    return show(value, digits, percent=figure.percent)
