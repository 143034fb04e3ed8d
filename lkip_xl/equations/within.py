"""What must hold inside one table: measures, sums, means, surveys, and the summary of the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

from ..measures import MEASURES, PRECISION, interval_of
from ..number import MONTHS, Figure, Interval, Verdict, round_half_up
from ..report import STATED_YEAR, Cell, Report, Row, Table
from .arah import less_is_better, polarity
from .equation import Equation, copy_of, mean_interval, mean_of, printed_sum, sum_interval, sum_of
from .sasaran import contributions, groups

__all__ = ["within"]


def within(report: Report) -> Iterator[Equation]:
    """The equations of every table by itself."""
    measured: dict[Cell, Equation] = {}
    for table in report.tables:
        for e in _measures(report, table):
            measured[e.target] = e
            yield e
        yield from _sums_across(table)
        yield from _differences(table)
        yield from _ratios(table)
        if table.kind.tree:
            yield from _tree_sums(table)
        elif table.kind.name == "survei":
            yield from _survey(table)
        elif table.kind.name == "efisiensi":
            yield from _efficiency_sums(report, table)
        elif table.kind.sums:
            yield from _totals_of_a_list(table)
        if not table.kind.declared:
            yield from _means_of_a_list(table)
        if "capaian" in table.columns and table.kind.name not in {"survei", "efisiensi"}:
            yield from _mean_rows(table)
            yield from _means_beside(table)
            yield from _sum_rows(table)
    for table in report.of_kind("ringkasan"):
        yield from _summary(report, table, measured)


def _measures(report: Report, table: Table) -> Iterator[Equation]:
    """Each column that names a numeric measure, in each row."""
    for name, (_, column) in table.columns.items():
        if column.measure is None or column.type not in {"persen", "uang"}:
            continue
        operands = column.operands if all(o in table.columns for o in column.operands) else column.fallback
        if not operands or not all(o in table.columns for o in operands):
            continue
        either = column.measure == "SELISIH" and _has_own_signs(table, name, operands)
        for row in table.rows:
            if row.level in {"rata-rata", "sisa"} or _is_joint(row, name, operands):
                continue
            e = _measure(report, table, row, name, operands, column.measure)
            yield replace(e, fills=False) if either else e


def _is_joint(row: Row, name: str, operands: Sequence[str]) -> bool:
    """The cell reaches over more rows than those that it is computed from, so is of all of them together; or it is covered."""
    return name in row.joint and (
        row.joint[name] != row.number or any(row.joint.get(o) != row.number for o in operands)
    )


def _measure(report: Report, table: Table, row: Row, name: str, operands: tuple[str, ...], measure: str) -> Equation:
    cells = tuple(row.cells[o] for o in operands)
    compute = MEASURES[measure].compute
    others, sure = None, True
    if measure in {"CAPAIAN", "KEMAJUAN"}:
        arah, stated = polarity(report, row)
        sure = stated or not less_is_better(row)
        compute = partial(compute, arah=arah, policy=report.identity.policy)
        so_far = row.get("realisasi_sd")
        if table.kind.name == "akhir_renstra":
            others = _difference  # older reports print what is still missing: realisasi - target
        elif measure == "KEMAJUAN" and so_far is not None and (total := so_far.value) is not None:
            others = partial(_of_total, compute, total)
            sure = row.cells[name].raw.formula is not None
    sure = sure and not any(c.figure.others for c in cells)
    numeric: Callable[[Decimal, Decimal], Decimal | None] = compute  # type: ignore[assignment]
    whole = not (table.partly and measure == "CAPAIAN")  # quarters may add up to the year's target, or go on to it
    if measure == "SELISIH":
        difference = Equation(
            "A103", row.cells[name], cells, lambda v: numeric(v[0], v[1]), lambda c: f"selisihnya {c[1].text} - {c[0].text}",
            others=lambda v: [*_from_first(row, v[1]), *_unsigned(table, name, v)], weights=(-1, 1),
        )  # fmt: skip
        if row.cells[name].column.type == "uang":
            return difference
        return replace(difference, others=_other_rates, bounds=_rate_interval, fills=False, loose=True)
    return Equation(
        "A101", row.cells[name], cells, lambda v: numeric(v[0], v[1]), lambda c: f"hasil hitung {c[1].text}/{c[0].text}",
        others=others, bounds=_bounds_of(numeric, rounded=table.rounded), fills=whole and sure, loose=not whole,
    )  # fmt: skip


def _bounds_of(
    compute: Callable[[Decimal, Decimal], Decimal | None], *, rounded: bool
) -> Callable[[Sequence[Figure]], Interval | None]:
    """The values that two figures may give: each what it may stand for, money that is printed in millions included."""

    def bounds(figures: Sequence[Figure]) -> Interval | None:
        a, b = (f.printed if rounded else f.interval for f in figures)
        return interval_of(compute, a, b)

    return bounds


def _other_rates(values: Sequence[Decimal]) -> Sequence[Decimal]:
    """What else offices call the rate of efficiency: what was not spent, or the capaian for each per cent spent."""
    spent, reached = values
    return [100 - spent, *([reached / spent, reached * 100 / spent] if spent else [])]


def _rate_interval(figures: Sequence[Figure]) -> Interval:
    spent, reached = (f.printed for f in figures)
    return Interval(reached.low - spent.high, reached.high - spent.low)


def _unsigned(table: Table, name: str, values: Sequence[Decimal]) -> Sequence[Decimal]:
    """What is left of a budget has no sign; a column of changes without any negative figure prints none either."""
    if name == "sisa" or all(c.value is None or c.value >= 0 for c in table.cells(name)):
        return [values[0] - values[1]]
    return []


def _has_own_signs(table: Table, name: str, operands: Sequence[str]) -> bool:
    """What is left may be written as more or as less: the column has signs of its own, or none at all."""
    for row in table.rows:
        written, a, b = (row.cells[n].value for n in (name, *operands))
        if (
            written
            and a is not None
            and b is not None
            and ((written < 0) != (b < a) or (name == "sisa" and written < 0))
        ):
            return True
    return False


def _from_first(row: Row, after: Decimal) -> Sequence[Decimal]:
    """A difference may as well be taken from the first budget of the year, whatever was shifted since."""
    before = row.get("sebelum")
    return [] if before is None or before.value is None else [after - before.value]


def _of_total(
    compute: Callable[..., Decimal | str | None], total: Decimal, values: Sequence[Decimal]
) -> Sequence[Decimal]:
    """What has been reached in all years together, where the table prints it beside the year's own."""
    value = compute(values[0], total)
    return [value] if isinstance(value, Decimal) else []


def _difference(values: Sequence[Decimal]) -> Sequence[Decimal]:
    return [values[1] - values[0], abs(values[0] - values[1])]


def _differences(table: Table) -> Iterator[Equation]:
    """How two columns of a row differ: this year from the last one, the budget after its change from that before."""
    for name, ((later, a), (earlier, b)) in table.differences.items():
        after, before = ({r.number: r.cells[n] for r in t.rows} for t, n in ((later, a), (earlier, b)))
        for row in table.rows:
            if row.number in after and row.number in before:
                yield Equation(
                    "A103", row.cells[name], (before[row.number], after[row.number]), lambda v: v[1] - v[0],
                    lambda c: f"selisihnya {c[1].text} - {c[0].text}", bounds=_printed_difference, weights=(-1, 1), fills=False,
                )  # fmt: skip


def _ratios(table: Table) -> Iterator[Equation]:
    """Percentages of two columns that the figures tell, or of a column and the total under it."""
    last = table.total()
    for name, ((first, a), of) in table.ratios.items():
        parts = {r.number: r.cells[a] for r in first.rows}
        wholes = {r.number: r.cells[of[1]] for r in of[0].rows} if of is not None else {}
        for row in table.rows:
            whole = wholes.get(row.number) if of is not None else None if last is None else last.cells[a]
            if whole is not None and row.number in parts and row.level != "rata-rata":
                yield Equation(
                    "A101", row.cells[name], (whole, parts[row.number]), _percentage, lambda c: f"hasil hitung {c[1].text}/{c[0].text}",
                    bounds=_bounds_of(_percentage_of, rounded=table.rounded), fills=False,
                )  # fmt: skip


def _percentage(values: Sequence[Decimal]) -> Decimal | None:
    return _percentage_of(*values)


def _percentage_of(whole: Decimal, part: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def _printed_difference(figures: Sequence[Figure]) -> Interval:
    before, after = (f.interval for f in figures)
    return Interval(after.low - before.high, after.high - before.low)


def _sums_across(table: Table) -> Iterator[Equation]:
    """An amount and the columns that it is split into."""
    for name, parts in table.parts.items():
        for row in table.rows:
            if row.level != "rata-rata":
                yield sum_of("A102", row.cells[name], [row.cells[p] for p in parts], rounded=table.rounded)


def _tree_sums(table: Table) -> Iterator[Equation]:
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
    parts = [c for r in parts for c in r.counted(name) if any(c.holds(n) for n in table.kind.sums)]
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
            yield replace(found, fills=not (since or unnamed or repeated))
        totals.append(row)


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


def _totals_of_a_list(table: Table) -> Iterator[Equation]:
    """The total of a list that is one: each row named and counted alike, none the sum of others, one total below all."""
    totals = [r for r in table.rows if r.level == "jumlah"]
    rows = [r for r in table.rows if r.level == ""]
    if not table.kind.declared:
        rows = [r for r in rows if r.number < max((t.number for t in totals), default=0)]  # no note below it
    units = {r.text("satuan").lower() for r in rows}
    numbers = {r.text("no").strip(".) ").isdigit() for r in rows}
    plain = len(totals) == 1 and not any(r.level == "rata-rata" for r in table.rows) and len(units) == len(numbers) == 1
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
    sure = table.kind.declared or any(e.verdict() is Verdict.EQUAL for e in found)
    yield from (found if sure else [replace(e, loose=True) for e in found])


def _means_of_a_list(table: Table) -> Iterator[Equation]:
    """A row of means: sure where it is the mean of two columns or more, and more than it is not."""
    for row in (r for r in table.rows if r.level == "rata-rata"):
        above = [r for r in table.rows if r.level == "" and r.number < row.number]
        found = [
            mean_of("A104", row.cells[n], cells)
            for n in table.kind.sums
            if n in table.columns and (cells := [c for r in above if (c := r.cells[n]).value is not None])
        ]
        held = sum(e.verdict() is not Verdict.WRONG for e in found if e.target.value is not None)
        sure = held > 1 and 2 * held > len(found)
        yield from (replace(e, fills=False, loose=not sure) for e in found)


_OF_SOME = re.compile(
    r"triwulan|semester|\btw\b|jumlah|total|rata.?rata|tertinggi|terendah|\bs[./]d\b|sampai|" + "|".join(MONTHS), re.I
)
"""Rows that add up others, or that may go on from those above."""


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


def _mean_rows(table: Table) -> Iterator[Equation]:
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


def _means_beside(table: Table) -> Iterator[Equation]:
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


def _sum_rows(table: Table) -> Iterator[Equation]:
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


_FINAL = re.compile(r"\W*(nilai\s+)?(ikm|skm|indeks kepuasan|nilai indeks)", re.I)
_UNSUR: Final = 9


def _survey(table: Table) -> Iterator[Equation]:
    """Answers that add up, the mean of the unsur, each weighted, and the IKM of nine unsur.

    A weight is 1/9, or just as right that as it is rounded; a table may state its own.
    """
    answers = [n for n in table.columns if n.startswith("jawaban@")]
    end = next((r.number for r in table.rows if r.level), table.bottom + 1)  # below the first total stand final values
    unsur = [r for r in table.rows if r.level == "" and r.number < end and not _FINAL.match(r.label)]
    if len(answers) > 1 and "jumlah" in table.columns and not table.strays:
        for row in unsur:
            yield sum_of("A102", row.cells["jumlah"], [row.cells[n] for n in answers])
    if {"nrr", "tertimbang"} <= table.columns.keys():
        for row in unsur:
            yield _weighted(row)
    if {"nrr", "konversi"} <= table.columns.keys():
        for row in (r for r in table.rows if r.level != "jumlah"):
            yield Equation(
                "A106", row.cells["konversi"], (row.cells["nrr"],), lambda v: v[0] * 25, lambda c: f"{c[0].text} x 25",
                bounds=lambda f: Interval(f[0].printed.low * 25, f[0].printed.high * 25),
            )  # fmt: skip
    for name in ("nrr", "tertimbang"):
        if name not in table.columns:
            continue
        parts = [r.cells[name] for r in unsur if r.holds("nrr") or r.holds(name)]
        for row in table.rows:
            target = row.cells[name]
            fills = not any(row.holds(n) for n in ("nrr", "tertimbang") if n != name)  # stated once, below either
            once = fills and (name == "tertimbang" or "tertimbang" not in table.columns)
            if row.level == "rata-rata" and parts:
                yield replace(mean_of("A104", target, parts), fills=fills)
            elif row.level == "jumlah" and parts and not (table.strays or (name == "nrr" and "bobot" in table.columns)):
                yield replace(sum_of("A102", target, parts), fills=fills)
            elif row.level == "" and _FINAL.match(row.label) and len(parts) == _UNSUR and name == "nrr":
                yield Equation(
                    "A106", target, tuple(parts), MEASURES["SKM"].compute,  # type: ignore[arg-type]
                    lambda c: f"jumlah {len(c)} NRR x 25/9", bounds=_survey_interval,
                    others=lambda v: [sum(v, Decimal(0)) * 25 * w for w in _WEIGHTS], fills=once,
                )  # fmt: skip
            elif row.level == "" and _FINAL.match(row.label) and len(parts) == _UNSUR:
                yield Equation(
                    "A106", target, tuple(parts), lambda v: sum(v, Decimal(0)) * 25,
                    lambda c: f"jumlah {len(c)} NRR tertimbang x 25", bounds=_weighted_interval, fills=once,
                )  # fmt: skip


_WEIGHTS: Final = (Decimal("0.11"), Decimal("0.111"))
"""One of nine unsur, as offices round its weight."""


def _weighted(row: Row) -> Equation:
    """What an unsur adds to the IKM: its mean score times the weight beside it, or one ninth of it."""
    target, nrr, weight = row.cells["tertimbang"], row.cells["nrr"], row.get("bobot")
    if weight is not None and weight.value is not None:
        whole = 100 if weight.figure.percent else 1
        return Equation(
            "A106", target, (nrr, weight), lambda v: v[0] * v[1] / whole, lambda c: f"{c[0].text} x {c[1].text}",
            bounds=partial(_product_interval, whole), others=lambda v: [v[0] / _UNSUR],
        )  # fmt: skip
    return Equation(
        "A106", target, (nrr,), lambda v: v[0] / _UNSUR, lambda c: f"{c[0].text}/{_UNSUR}",
        bounds=lambda f: Interval(f[0].printed.low / _UNSUR, f[0].printed.high / _UNSUR),
        others=lambda v: [v[0] * w for w in _WEIGHTS],
    )  # fmt: skip


def _product_interval(whole: int, figures: Sequence[Figure]) -> Interval:
    a, b = (f.printed for f in figures)
    return Interval(a.low * b.low / whole, a.high * b.high / whole)


def _weighted_interval(figures: Sequence[Figure]) -> Interval:
    total = printed_sum(figures)
    return Interval(total.low * 25, total.high * 25)


def _survey_interval(figures: Sequence[Figure]) -> Interval:
    total = sum_interval(figures)
    return Interval(total.low * 25 / _UNSUR, total.high * 25 / _UNSUR)


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
