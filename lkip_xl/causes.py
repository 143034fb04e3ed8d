"""One mistake, one finding: which single cell, set right, explains the equations that fail.

A swapped digit makes a row's percentage, its kegiatan, its program and the total wrong at once. For every
cell of a failing equation the value that would mend that equation is tried: the cell that mends most, and
breaks least of what holds, is the cause; what it mends is tied to it.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Final

from .equations import Equation, verdicts
from .number import Verdict
from .report import Cell, Report, once

__all__ = ["Cause", "causes"]

_DEPTH: Final = 6
_COPIES: Final = 24  # cells; where more rows are alike, that is how they are
_Rank = tuple[int, int, int, int]
_Ahead = tuple[_Rank, int, Cell, Decimal, frozenset[Equation], int]
"""A cell that may be the cause: how good it is, its number, the cell, its value, what that mends, how much it breaks."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A cell that is wrong: what it should be, the equation that says so, and all that it explains. `swapped`: the cell of
    its row whose figure it has."""

    cell: Cell
    value: Decimal | None
    equation: Equation
    explains: tuple[Equation, ...]
    swapped: Cell | None = None

    @property
    def related(self) -> tuple[Cell, ...]:
        """Every other cell that the finding rests on, the operands of the first equation before the rest."""
        seen = {self.cell: None}
        for e in (self.equation, *self.explains):
            for c in (e.target, *e.operands) if e is self.equation or len(e.operands) < 4 else (e.target,):
                seen.setdefault(c, None)
        return tuple(seen)[1:]


class _Web:
    """The equations of a report, by the cells in them."""

    def __init__(self, judged: Mapping[Equation, Verdict]) -> None:
        self.failing: set[Equation] = set()
        self.holding: set[Equation] = set()
        self.of: dict[Cell, list[Equation]] = defaultdict(list)
        for e, verdict in judged.items():
            (self.failing if verdict is Verdict.WRONG else self.holding).add(e)
            for c in (e.target, *e.operands):
                self.of[c].append(e)
        copied = set(_copied({c for e in self.failing if e.sums for c in e.operands}))
        self.copied = copied if len(copied) <= _COPIES else set()

    def implied(self, cell: Cell) -> list[Decimal]:
        """The values that would each mend one failing equation of the cell."""
        out: list[Decimal] = []
        for e in self.of[cell]:
            if e not in self.failing:
                continue
            value = e.solved(cell)
            if value is not None and value not in out:
                out.append(value)
        return out

    def effect(self, cell: Cell, value: Decimal) -> tuple[frozenset[Equation], int]:
        """What is mended, and how much is broken, when the cell has this value and what follows is computed anew."""
        changed = {cell: value}
        mended: set[Equation] = set()
        broken = 0
        fresh = [cell]
        for _ in range(_DEPTH):
            following: list[Cell] = []
            for c in fresh:
                for e in self.of[c]:
                    if e.verdict(changed) is not Verdict.WRONG:
                        if e in self.failing:
                            mended.add(e)
                        continue
                    if e in self.holding and e.target not in changed and not e.same:
                        new = e.computed(lambda x: changed.get(x, x.value))
                        if new is not None and any(o in self.failing for o in self.of[e.target]):
                            changed[e.target] = new
                            following.append(e.target)
                            continue
                    if e in self.holding:
                        broken += 1
            if not following:
                break
            fresh = following
        return frozenset(mended), broken


def _swapped(web: _Web) -> Iterator[tuple[Cell, Cell, list[Equation], list[Equation]]]:
    """Two amounts of a row that stand in each other's place, and what each mends: all that fails with them holds once they
    are exchanged, and nothing that holds fails but their own percentage, which may have been computed from them as they are;
    more than that says so."""
    doubtful = {c for e in web.failing for c in (e.target, *e.operands)}
    for row, table in {c.row: c.table for c in web.of if c in doubtful}.items():
        amounts = [row.cells[n] for n in table.kind.sums if n in row.cells and row.cells[n] in doubtful]
        for a, b in combinations(amounts, 2):
            if a.value is None or b.value is None or a.value == b.value:
                continue
            exchanged = {a: b.value, b: a.value}
            of_a, of_b = ([e for e in web.of[c] if e in web.failing] for c in (a, b))
            rest = [e for e in of_b if e not in of_a]
            both = {e for e in (*web.of[a], *web.of[b]) if e in web.failing or not {a, b} <= {e.target, *e.operands}}
            if of_a and rest and all(e.verdict(exchanged) is not Verdict.WRONG for e in both):
                yield a, b, of_a, rest


def _copied(doubtful: set[Cell]) -> Iterator[Cell]:
    """The amounts of rows that hold what the row above holds, where each of them is part of a sum that fails."""
    for table in {c.table: None for c in doubtful}:
        names = [n for n in table.kind.sums if n in table.columns]
        parts = [p for n in names for p in table.parts.get(n, ())]
        for above, row in pairwise(table.rows):
            alike = {row.cells[n] for n in (*names, *parts) if row.cells[n].value == above.cells[n].value} & doubtful
            if len(names) > 1 and alike.issuperset(row.cells[n] for n in names):
                if above.level == row.level and not row.children:
                    yield from alike


@once
def causes(report: Report) -> list[Cause]:
    """The causes of everything that fails, the widest first."""
    return _find(_Web(verdicts(report)))


def _find(web: _Web) -> list[Cause]:
    out: list[Cause] = []
    order = {e: i for i, e in enumerate(e for cell in web.of.values() for e in cell)}
    left = set(web.failing)
    for a, b, of_a, of_b in _swapped(web):
        if left.issuperset((*of_a, *of_b)):
            out += [Cause(a, b.value, of_a[0], tuple(of_a), b), Cause(b, a.value, of_b[0], tuple(of_b), a)]
            left.difference_update(of_a, of_b)

    def rank(cell: Cell, value: Decimal, mends: Set[Equation], broken: int) -> _Rank:
        """Smaller is better. Explaining less only makes a rank larger, so one kept from before is a lower bound."""
        plausible = value > 0 or cell.column.measure is not None  # a program without any budget would not be listed
        evidence = 2 if plausible and cell in web.copied else int(any(e.target is cell for e in mends))
        return -len(mends), -evidence, broken, min(order[e] for e in mends)

    ahead: list[_Ahead] = []
    failing = sorted(web.failing, key=order.__getitem__)
    for cell in dict.fromkeys(c for e in failing for c in _candidates(web, e)):
        for value in web.implied(cell):
            mended, broken = web.effect(cell, value)
            if mended & left:
                ahead.append((rank(cell, value, mended & left, broken), len(ahead), cell, value, mended, broken))
    heapq.heapify(ahead)
    fixed: dict[Cell, Decimal] = {}
    while left and ahead:
        kept, number, cell, value, mended, broken = heapq.heappop(ahead)
        mends = mended & left
        if not mends:
            continue
        if (now := rank(cell, value, mends, broken)) != kept:
            heapq.heappush(ahead, (now, number, cell, value, mended, broken))
            continue
        if ahead and _is_rival(ahead[0], left, cell, mends, kept):
            # any of several parts may be the wrong one: tell where it shows
            e = min(mends, key=order.__getitem__)
            if (shown := e.computed(lambda c: c.value)) is not None:
                cell, value = e.target, shown
        fixed[cell] = value
        mends |= {
            e for e in web.of[cell]
            if e in left and cell in e.operands and e.target not in fixed and e.verdict(fixed) is not Verdict.WRONG
        }  # fmt: skip
        ranked = sorted(  # what must hold comes before what may differ
            mends,
            key=lambda e: (e.loose * (1 + e.same), e.target is not cell, cell not in e.operands, e.same and e.derived, order[e]),
        )  # fmt: skip
        out.append(Cause(cell, value, ranked[0], tuple(ranked)))
        left -= mends
    for e in sorted(left, key=order.__getitem__):
        out.append(Cause(e.target, e.computed(lambda c: c.value), e, (e,)))
    return out


def _is_rival(other: _Ahead, left: Set[Equation], cell: Cell, mends: Set[Equation], rank: _Rank) -> bool:
    """Another operand mends the same as well, and the cell is not the target of what it mends."""
    if other[0] != rank or other[2] is cell or any(e.target is cell or e.same for e in mends):
        return False
    return other[4] & left == mends


def _candidates(web: _Web, e: Equation) -> Iterable[Cell]:
    """The target, those operands that another failing equation doubts too, and amounts copied from the row above."""
    yield e.target
    for c in e.operands:
        if e.same or sum(o in web.failing for o in web.of[c]) > 1 or (e.sums and c in web.copied):
            yield c
