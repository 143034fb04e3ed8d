"""What must hold in a report: every figure that follows from others, as equations between cells.

An equation says that its target is a measure, sum, mean or copy of its operands. Checking asks whether a
written target agrees; filling asks what a blank target is; finding causes asks which single cell, set right,
makes the failing ones hold. All three use the same equations.
"""

from __future__ import annotations

from ..number import Verdict
from ..report import Report, once
from .across import across, pairs_of, tree_pairs, unclear
from .arah import less_is_better, polarity
from .equation import Equation, printed_sum, show_like
from .sasaran import Group, contributions, groups, same_branches
from .within import within

__all__ = [
    "Equation",
    "Group",
    "contributions",
    "equations",
    "groups",
    "less_is_better",
    "pairs_of",
    "polarity",
    "printed_sum",
    "same_branches",
    "show_like",
    "tree_pairs",
    "unclear",
    "verdicts",
]


@once
def equations(report: Report) -> list[Equation]:
    """Every equation of a report, in the order of its tables."""
    return [*within(report), *across(report)]


@once
def verdicts(report: Report) -> dict[Equation, Verdict]:
    """How every equation that can be judged stands as written."""
    judged = ((e, e.verdict()) for e in equations(report))
    return {e: v for e, v in judged if v is not None}
