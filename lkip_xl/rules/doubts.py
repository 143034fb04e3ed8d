"""Where a person must decide: the finding is no galat, and says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from ..causes import Cause, causes
from ..equations import Equation, less_is_better, pairs_of, polarity, tree_pairs, verdicts
from ..measures import MEASURES, Policy
from ..number import Verdict, judge
from ..report import Level, Report, Row, Table, once
from .diagnosis import CAPS

__all__ = ["ONE_OF_MANY", "doubt"]

_Test = Callable[[Report, Cause], bool]
_DOUBTS: Final[list[tuple[_Test, str, Level]]] = []


ONE_OF_MANY: Final = "banyak sel sejenis juga tidak cocok, mungkin kolom atau tabel ini punya arti lain"


def doubt(report: Report, cause: Cause) -> tuple[str | None, Level | None]:
    """Why the mistake may be none, and the level of its finding; the first reason that applies. None for a sure one."""
    words, level = _own_doubt(report, cause)
    confirmed = len({e.rule[0] for e in cause.explains}) > 1  # the table itself and another one ask for the same figure
    if level is None and cause.equation.family in _of_many(report) and not confirmed:
        return ONE_OF_MANY, "peringatan"
    return words, level


@once
def _own_doubt(report: Report, cause: Cause) -> tuple[str | None, Level | None]:
    return next(((words, level) for applies, words, level in _DOUBTS if applies(report, cause)), (None, None))


@once
def _of_many(report: Report) -> set[tuple[object, ...]]:
    """The families of equations (one rule, one column, one other table) of which more fail, for no reason of their own, than
    hold. Then the tables state different things, or were read as what they are not: so many mistakes of one kind are rare.
    """
    failed = Counter(c.equation.family for c in causes(report) if _own_doubt(report, c)[1] is None)
    held = Counter(e.family for e, verdict in verdicts(report).items() if verdict is not Verdict.WRONG)
    return {family for family, count in failed.items() if count > max(held[family], 1)}


def _doubt(words: str, level: Level = "peringatan") -> Callable[[_Test], _Test]:
    """Register a reason, in Indonesian; it is empty where the guess tells it."""

    def keep(applies: _Test) -> _Test:
        _DOUBTS.append((applies, words, level))
        return applies

    return keep


@_doubt("kedua angka ini boleh berbeda bila dasarnya memang berbeda")
def _may_differ(report: Report, cause: Cause) -> bool:
    return cause.equation.loose


@_doubt("target boleh dinegosiasikan")
def _is_renegotiated(report: Report, cause: Cause) -> bool:
    """Only the Renstra says otherwise than the agreement."""
    return all(e.rule == "X102" for e in cause.explains)


@_doubt("kondisi awal boleh berupa realisasi, bukan target")
def _is_baseline_from_target(report: Report, cause: Cause) -> bool:
    """A baseline compared with a target of the Renstra: many state what was reached instead."""
    e = cause.equation
    return (
        e.rule == "X104" and e.target.column.name == "baseline" and any(c.column.name == "target@" for c in e.operands)
    )


@_doubt("sama dengan target perjanjian lain, sebelum atau sesudah perubahan")
def _is_of_another_agreement(report: Report, cause: Cause) -> bool:
    """The written target is the one of the agreement before or after a change."""
    e = cause.equation
    return e.rule == "X101" and any(t.section != e.operands[0].table.section for t in _agreed_elsewhere(report, cause))


@_doubt("sama dengan perjanjian atau anggaran lain di buku kerja ini", level="info")
def _is_of_another_table(report: Report, cause: Cause) -> bool:
    """The written target is that of a Kasi's agreement or the camat's; the amount that of the other budget."""
    return any(_agreed_elsewhere(report, cause))


def _agreed_elsewhere(report: Report, cause: Cause) -> Iterator[Table]:
    """The other agreements of the workbook that have the written target, or the other budgets that have the amount."""
    e = cause.equation
    if e.rule not in {"X101", "X106"} or cause.cell is not e.target:
        return
    target, compared, budget = e.target, e.operands[0], e.rule == "X106"
    kinds, columns = (("struktur", "anggaran"), ("sesudah", "anggaran")) if budget else (("pk",), ("target",))
    for other in (t for t in report.of_kind(*kinds) if t is not target.table):
        pairs = tree_pairs(report, target.table, other) if budget else pairs_of(report, target.table, other)[0]
        found = [origin.get(n) for row, origin in pairs if row is target.row for n in columns]
        if any(c is not None and c is not compared and c.value == target.value for c in found):
            yield other


@_doubt("bagian-bagiannya hanya terbaca dari susunan barisnya")
def _has_unsure_parts(report: Report, cause: Cause) -> bool:
    """Which rows are its parts was told by the order of the numbering; neither another column nor the rest of the table
    says the same, or a total stands among them, or a deficit."""
    e, table = cause.equation, cause.cell.table
    if not _of_rows(e) or not table.kind.tree or all(c.row.sure for c in e.operands):
        return False
    held, failed = _sums(report)[table]
    if (e.target.row, len(e.operands)) in held:
        return False
    numbers = [e.target.row.number, *(c.row.number for c in e.operands)]
    totals = (r.number for r in table.rows if r.level == "jumlah" and r is not e.target.row)
    odd = any(min(numbers) < n < max(numbers) for n in totals) or any(
        c.value is not None and c.value < 0 for c in e.operands
    )
    return odd or len({row for row, _ in held}) <= len(failed)


def _of_rows(e: Equation) -> bool:
    """A sum of other rows, not of other columns."""
    return e.rule == "A102" and e.operands[0].row is not e.target.row


@once
def _sums(report: Report) -> dict[Table, tuple[set[tuple[Row, int]], set[Row]]]:
    """Of each table the rows with a sum that holds, and of how many parts; and the rows with one that does not."""
    found: dict[Table, tuple[set[tuple[Row, int]], set[Row]]] = {t: (set(), set()) for t in report.tables}
    for e, verdict in verdicts(report).items():
        if _of_rows(e) and verdict is Verdict.EQUAL:
            found[e.target.table][0].add((e.target.row, len(e.operands)))
        elif _of_rows(e) and verdict is Verdict.WRONG:
            found[e.target.table][1].add(e.target.row)
    return found


@_doubt("")
def _is_capped(report: Report, cause: Cause) -> bool:
    cell = cause.cell
    if cell.column.measure not in {"CAPAIAN", "KEMAJUAN"} or "batas" in report.identity.policy.declared:
        return False
    return cell.value in CAPS and cause.value is not None and cause.value > cell.value


@_doubt("cocok bila capaian yang melampaui batas dihitung sebesar batasnya; nyatakan batas itu di sheet Identitas")
def _is_mean_of_capped(report: Report, cause: Cause) -> bool:
    e, written = cause.equation, cause.cell.figure
    values = e.values(lambda c: c.value) if e.rule == "A104" and cause.cell is e.target else None
    if not values or written.value is None:
        return False
    capped = (sum((min(v, cap) for v in values), Decimal(0)) / len(values) for cap in CAPS if max(values) > cap)
    return any(judge(written, mean) is not Verdict.WRONG for mean in capped)


@_doubt("benar bila makin rendah makin baik; nyatakan arah indikatornya")
def _is_negative(report: Report, cause: Cause) -> bool:
    """It fits one of the formulas for an indicator of which less is better, and the workbook states no arah."""
    if (found := _capaian(cause)) is None or polarity(report, cause.cell.row)[1]:
        return False
    target, realisasi, written = found
    for formula in ("selisih", "kebalikan"):
        other = MEASURES["CAPAIAN"].compute(target, realisasi, "negatif", Policy(negative=formula))
        if isinstance(other, Decimal) and judge(cause.cell.figure, other) is not Verdict.WRONG:
            return True
    return written in CAPS and realisasi <= target and less_is_better(cause.cell.row)  # met, and capped


def _capaian(cause: Cause) -> tuple[Decimal, Decimal, Decimal] | None:
    """Target, realisasi and the written figure of a wrong capaian; None for any other cause."""
    cell, e = cause.cell, cause.equation
    if e.rule != "A101" or cell is not e.target or cell.column.measure not in {"CAPAIAN", "KEMAJUAN"}:
        return None
    values = e.values(lambda c: c.value)
    return None if values is None or cell.value is None else (values[0], values[1], cell.value)
