"""What must hold in one row: measures, differences, percentages that the figures tell, and an amount and its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ..measures import MEASURES, Policy, interval_of
from ..number import Figure, Interval
from ..report import Cell, Report, Row, Table
from .arah import less_is_better, polarity
from .equation import Equation, mean_of, sum_of

__all__ = ["differences", "means_across", "measures", "ratios", "stacked", "sums_across"]


def measures(report: Report, table: Table) -> Iterator[Equation]:
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
        elif not stated and cells[0].text.lstrip()[:1] in {"≤", "<"}:
            others = _of_a_limit
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
    """What is left may be written as more or as less: the column has signs of its own, or none at all; or nothing yet."""
    told = False
    for row in table.rows:
        written, a, b = (row.cells[n].value for n in (name, *operands))
        if not written or a is None or b is None:
            continue
        told = True
        if (written < 0) != (b < a) or (name == "sisa" and written < 0):
            return True
    return name == "sisa" and not told


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


def _of_a_limit(values: Sequence[Decimal]) -> Sequence[Decimal]:
    """What offices write for a target of at most so much: how far below it, or that it is kept."""
    limit, reached = values
    below = [
        MEASURES["CAPAIAN"].compute(limit, reached, "negatif", Policy(negative=n)) for n in ("selisih", "kebalikan")
    ]
    return [*(v for v in below if isinstance(v, Decimal)), *([Decimal(100)] if reached <= limit else [])]


def _difference(values: Sequence[Decimal]) -> Sequence[Decimal]:
    return [values[1] - values[0], abs(values[0] - values[1])]


def differences(table: Table) -> Iterator[Equation]:
    """How two columns of a row differ: this year from the last one, the budget after its change from that before."""
    for name, ((later, a), (earlier, b)) in table.differences.items():
        after, before = ({r.number: r.cells[n] for r in t.rows} for t, n in ((later, a), (earlier, b)))
        for row in table.rows:
            percent = (
                row.cells[name].figure.percent and not table.kind.declared
            )  # by how much it grew, among differences
            if row.number in after and row.number in before and not percent:
                yield Equation(
                    "A103", row.cells[name], (before[row.number], after[row.number]), lambda v: v[1] - v[0],
                    lambda c: f"selisihnya {c[1].text} - {c[0].text}", bounds=_printed_difference, weights=(-1, 1), fills=False,
                    others=None if table.kind.declared else lambda v: [abs(v[1] - v[0]), Decimal(0)],
                )  # fmt: skip


def ratios(table: Table) -> Iterator[Equation]:
    """Percentages of two columns that the figures tell, or of a column and the total under it; they may be cut off at 100,
    and the total of shares be what they come to as printed."""
    last = table.total()
    for name, ((first, a), of, grown) in table.ratios.items():
        parts = {r.number: r.cells[a] for r in first.rows}
        wholes = {r.number: r.cells[of[1]] for r in of[0].rows} if of is not None else {}
        shown = [v.seen for r in table.rows if r.level == "" and (v := r.cells[name].figure).value is not None]
        compute = _growth if grown else _percentage_of
        for row in table.rows:
            whole = wholes.get(row.number) if of is not None else None if last is None else last.cells[a]
            if whole is None or row.number not in parts or "rata" in row.label.lower():
                continue
            total = sum(shown, Decimal(0))
            others = [Decimal(100), *([total, total / len(shown)] if row is last and shown else [])]
            yield Equation(
                "A101", row.cells[name], (whole, parts[row.number]), lambda v, f=compute: f(*v),  # type: ignore[misc]
                _growth_text if grown else lambda c: f"hasil hitung {c[1].text}/{c[0].text}", fills=False,
                others=partial(_capped, compute, others), bounds=_bounds_of(compute, rounded=table.rounded),
            )  # fmt: skip


def _capped(
    compute: Callable[[Decimal, Decimal], Decimal | None], others: Sequence[Decimal], values: Sequence[Decimal]
) -> Sequence[Decimal]:
    value = compute(*values)
    return others if value is not None and value > 100 else others[1:]


def _growth(earlier: Decimal, later: Decimal) -> Decimal | None:
    return (later - earlier) / earlier * 100 if earlier else None


def _growth_text(cells: Sequence[Cell]) -> str:
    return f"pertumbuhan dari {cells[0].text} ke {cells[1].text}"


def means_across(table: Table) -> Iterator[Equation]:
    """A column of means of others in its row."""
    for name, parts in table.means.items():
        for row in table.rows:
            yield replace(mean_of("A104", row.cells[name], [row.cells[p] for p in parts]), fills=False)


def stacked(table: Table) -> Iterator[Equation]:
    """The capaian below a target and a realisasi, in each column of figures; of an indicator that is to fall as well."""
    for target, realisasi, capaian in table.stacks:
        for name, cell in capaian.cells.items():
            if cell.column.figures:
                yield Equation(
                    "A101", cell, (target.cells[name], realisasi.cells[name]), lambda v: _percentage_of(v[0], v[1]),
                    lambda c: f"hasil hitung {c[1].text}/{c[0].text}", others=_of_a_falling_one,
                    bounds=_bounds_of(_percentage_of, rounded=False), fills=False,
                )  # fmt: skip


def _of_a_falling_one(values: Sequence[Decimal]) -> Sequence[Decimal]:
    value = MEASURES["CAPAIAN"].compute(values[0], values[1], "negatif")
    return [value] if isinstance(value, Decimal) else []


def _percentage_of(whole: Decimal, part: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def _printed_difference(figures: Sequence[Figure]) -> Interval:
    before, after = (f.interval for f in figures)
    return Interval(after.low - before.high, after.high - before.low)


def sums_across(table: Table) -> Iterator[Equation]:
    """An amount and the columns that it is split into; in an undeclared list not where it may as well be a mean of them."""
    for name, parts in table.parts.items():
        for row in table.rows:
            if row.level == "rata-rata" or (not table.kind.declared and _may_be_a_mean(row, name, parts)):
                continue
            found = sum_of("A102", row.cells[name], [row.cells[p] for p in parts], rounded=table.rounded)
            yield found if table.kind.declared else replace(found, fills=False)


def _may_be_a_mean(row: Row, name: str, parts: Sequence[str]) -> bool:
    """A rate among counts: 70 for men, 74 for women, 72 for both."""
    whole, values = row.cells[name].value, [v for p in parts if (v := row.cells[p].value)]
    return whole is not None and len(values) > 1 and min(values) <= whole <= max(values)
