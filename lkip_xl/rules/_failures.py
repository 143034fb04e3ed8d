"""What does not hold, in words: each cause as the violation of the rule that its first equation belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from ..causes import Cause, causes
from ..equations import equations, show_like
from ..labels import scales_for
from ..report import Cell, Report, once
from ._rule import Violation
from .diagnosis import guess
from .doubts import ONE_OF_MANY, doubt

__all__ = ["failures", "not_added", "violation"]


@once
def not_added(report: Report) -> dict[Cell, list[Cell]]:
    """The sums by formula that lack just those of their parts that are stored as text, with these."""
    found: dict[Cell, list[Cell]] = {}
    for e in equations(report):
        texts = [c for c in e.operands if isinstance(c.raw.value, str) and c.value is not None] if e.sums else []
        if texts and e.target.raw.formula is not None and not e.target.raw.error:
            lacking = (e.computed(lambda c: c.value) or 0) - (e.target.value or 0)
            if lacking and lacking == sum(c.value or 0 for c in texts):
                found[e.target] = texts
    return found


def failures(report: Report, code: str) -> Iterator[Violation]:
    """The causes whose first equation a rule stands for, as violations."""
    for cause in causes(report):
        if cause.equation.target in not_added(report):
            continue  # told of the text
        if cause.equation.rule == code and not (
            cause.equation.loose and cause.equation.same and guess(report, cause) is None
        ):
            yield violation(report, cause)  # two amounts that may differ are told only where a slip explains it


def violation(report: Report, cause: Cause) -> Violation:
    """A cause in words: at the target its computation, at an operand the value that fits the rest."""
    cell, equation = cause.cell, cause.equation
    expected = _expected(cause)
    if cell is equation.target:
        reason = f"{equation.formula(equation.operands)} = {expected}"
    else:
        elsewhere = "" if equation.target.table is cell.table else f"{equation.target.table.name} "
        reason = f"yang cocok dengan {elsewhere}{equation.target.place.cell} adalah {expected}"
    consequences = len({e.target for e in cause.explains} - {cell, equation.target})
    if consequences:
        reason += f" (akibatnya {consequences} sel lain ikut tidak cocok)"
    moved = _moves_label(report, cause)
    why, level = doubt(report, cause)
    told = why if why == ONE_OF_MANY else "; ".join(filter(None, (guess(report, cause), why))) or None
    return Violation(cell, {"alasan": reason + moved}, cell.text, expected, told, cause.related, level)


def _expected(cause: Cause) -> str | None:
    """What should stand in the cell: a copied figure as its source prints it, else the value in the cell's manner."""
    if cause.equation.same:
        return (cause.equation.operands[0] if cause.cell is cause.equation.target else cause.equation.target).text
    return None if cause.value is None else show_like(cause.cell.figure, cause.value)


def _moves_label(report: Report, cause: Cause) -> str:
    """Say so where the difference changes the predikat."""
    cell = cause.cell
    label = cell.row.get("kriteria")
    if cell.column.name != "capaian" or label is None or cause.value is None or cell.value is None:
        return ""
    scale = scales_for(report, cell.table)[0][0]
    before, after = scale.label(cell.value), scale.label(cause.value)
    return f"; predikatnya menjadi {after}" if before != after and after else ""
