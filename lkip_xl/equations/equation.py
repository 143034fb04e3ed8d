"""One equation between cells: what its target should be, and whether what is written agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from ..measures import PRECISION
from ..number import Figure, Interval, State, Verdict, judge, round_half_up, show, truncate
from ..report import Cell

__all__ = ["Equation", "copy_of", "mean_interval", "mean_of", "show_like", "sum_interval", "sum_of"]

Values = Callable[[Cell], Decimal | None]
_written: Values = attrgetter("figure.value")


@dataclass(slots=True, eq=False)
class Equation:
    """`target` follows from `operands`; never changed once made.

    `compute` gives the exact value from the operands' values, or None where there is none; `others` gives
    values that are just as right (a mean of printed or of exact parts). `rule` is the code that reports it.
    `weights`: what each operand counts where the target is the sum of them (1 for a part or a copy, -1 for what is taken
    away); `same`: a copy of one cell; `sums`: a blank part counts as nothing; `partial`: counts what is there, blank
    operands left out; `loose`: the two cells may differ for good reasons.
    """

    rule: str
    target: Cell
    operands: tuple[Cell, ...]
    compute: Callable[[Sequence[Decimal]], Decimal | None]
    formula: Callable[[Sequence[Cell]], str]
    others: Callable[[Sequence[Decimal]], Sequence[Decimal]] | None = None
    bounds: Callable[[Sequence[Figure]], Interval | None] | None = None
    weights: tuple[int, ...] = ()
    same: bool = False
    sums: bool = False
    partial: bool = False
    fills: bool = True
    loose: bool = False

    @property
    def derived(self) -> bool:
        """The figure that is copied is itself computed, so its prints may be rounded differently."""
        return any(c.column.measure for c in (self.target, *self.operands))

    @property
    def family(self) -> tuple[object, ...]:
        """What equations have in common that say the same of every row: rule, column, and the tables they join."""
        return self.rule, self.target.table, self.target.column.name, self.operands[0].table if self.operands else None

    @property
    def otherwise(self) -> bool:
        """The written target is one of the values that are just as right, and not the computed one."""
        values = self.values(_written)
        if self.others is None or values is None or self.target.value is None:
            return False
        computed, written = self.compute(values), self.target.figure
        if computed is None or judge(written, computed) is not Verdict.WRONG:
            return False
        return any(judge(written, other) is not Verdict.WRONG for other in self.others(values))

    def values(self, of: Values) -> list[Decimal] | None:
        """The operands' values, None where one is missing."""
        found = []
        for c in self.operands:
            value = of(c)
            if value is None:
                return None
            found.append(value)
        return found

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

    def solved(self, cell: Cell) -> Decimal | None:
        """The value of one cell that makes the equation hold; None for an operand of what is no weighted sum."""
        if cell is self.target:
            return self.computed(_written)
        if not self.weights or self.target.value is None or cell not in self.operands:
            return None
        rest, own = self.target.value, 0
        for c, weight in zip(self.operands, self.weights, strict=True):
            if c is cell:
                own = weight
            elif c.value is None:
                return None
            else:
                rest -= weight * c.value
        return rest / own

    def verdict(self, changed: Mapping[Cell, Decimal] | None = None) -> Verdict | None:
        """How the written target stands; None where it, or an operand, is not there to be judged."""
        changed = changed or {}
        of: Values = (lambda c: changed.get(c, c.value)) if changed else _written
        written = self.target.figure
        if self.target in changed:
            written = replace(written, value=changed[self.target])
        if written.value is None:
            return None
        values = self.values(of)
        if values is None and not self.partial:
            return None
        values = values or []
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
        if result is Verdict.WRONG and not changed and self._read_otherwise(written):
            return Verdict.EQUAL
        if result is Verdict.WRONG and written.money and written.decimals == 0:
            return Verdict.ROUNDING if round_half_up(computed, 0) == written.seen else result
        return result

    def _read_otherwise(self, written: Figure) -> bool:
        """One of the figures was decided by its column (12.000), and the row holds with its other reading."""
        figures = [c.figure for c in self.operands]
        for i, f in enumerate((written, *figures)):
            for value in f.others if f.state is State.NUMBER else ():
                other = replace(f, value=value, others=())
                values = [g.value for g in (figures if i == 0 else [*figures[: i - 1], other, *figures[i:]])]
                known = [v for v in values if v is not None]
                computed = self.compute(known) if len(known) == len(values) else None
                if computed is not None and judge(other if i == 0 else written, computed) is not Verdict.WRONG:
                    return True
        return False


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
    if computed and abs(truncate(value, digits) - truncate(written.value, digits)) <= Decimal(1).scaleb(-digits):
        return Verdict.EQUAL  # one table rounds the percentage, the other cuts it off
    return Verdict.WRONG


def sum_of(
    rule: str,
    target: Cell,
    parts: Sequence[Cell],
    others: Sequence[Sequence[int]] = (),
    also: Sequence[Decimal] = (),
    *,
    rounded: bool = False,
) -> Equation:
    """`others` are subsets of the parts (by position) whose sum would be just as right, `also` such values.

    `rounded`: money that is printed in thousands or millions of rupiah, so that no amount is exact.
    """

    def alternatives(values: Sequence[Decimal]) -> Sequence[Decimal]:
        return [*(sum((values[i] for i in subset), Decimal(0)) for subset in others), *also]

    return Equation(
        rule, target, tuple(parts), lambda v: sum(v, Decimal(0)), _sum_text,
        others=alternatives if others or also else None, weights=(1,) * len(parts), sums=True,
        bounds=printed_sum if rounded else None if target.figure.money else sum_interval,
    )  # fmt: skip


def sum_interval(figures: Sequence[Figure]) -> Interval:
    return _added([f.interval for f in figures])


def printed_sum(figures: Sequence[Figure]) -> Interval:
    """What figures may be together, each rounded as it is printed."""
    return _added([f.printed for f in figures])


def _added(ends: Sequence[Interval]) -> Interval:
    return Interval(sum((e.low for e in ends), Decimal(0)), sum((e.high for e in ends), Decimal(0)))


def _sum_text(cells: Sequence[Cell]) -> str:
    sheets = {c.table.sheet for c in cells}
    places = [str(c.place) if len(sheets) > 1 else c.place.cell or "" for c in cells]
    if len(places) <= 3:
        return "jumlah bagiannya (" + " + ".join(places) + ")"
    rows = [c.row.number for c in cells]
    if rows == list(range(rows[0], rows[-1] + 1)) or len(places) > _NAMED:
        return f"jumlah {len(places)} bagiannya ({places[0]} s.d. {places[-1]})"
    return f"jumlah {len(places)} bagiannya ({', '.join(places[:-1])}, dan {places[-1]})"


_NAMED = 8


def mean_of(
    rule: str,
    target: Cell,
    cells: Sequence[Cell],
    also: Sequence[Sequence[Cell]] = (),
    *,
    exact: Sequence[Decimal] = (),
) -> Equation:
    """A simple mean: of the exact figures, or just as well of the printed ones, of those in `also`, or an `exact` value."""
    count = len(cells)

    def others(_: Sequence[Decimal]) -> Sequence[Decimal]:
        out = [*exact]
        for some in (cells, *also):
            for values in (
                [c.figure.seen for c in some if c.value is not None],
                [c.value for c in some if c.value is not None],
            ):
                if some and len(values) == len(some):
                    out.append(sum(values, Decimal(0)) / len(some))
        return out

    def words(found: Sequence[Cell]) -> str:
        return f"rata-rata {len(found)} angka" if len(found) > 4 else "rata-rata " + " dan ".join(c.text for c in found)

    return Equation(
        rule, target, tuple(cells), lambda v: round_half_up(sum(v, Decimal(0)) / count, PRECISION), words,
        others=others, bounds=mean_interval,
    )  # fmt: skip


def mean_interval(figures: Sequence[Figure]) -> Interval:
    """A percentage with no decimals is still rounded, so each part may lie half a unit either way."""
    figures = [f for f in figures if f.value is not None]
    total = printed_sum(figures)
    return Interval(total.low / len(figures), total.high / len(figures))


def copy_of(rule: str, target: Cell, source: Cell, *, fills: bool = False, loose: bool = False) -> Equation:
    return Equation(
        rule,
        target,
        (source,),
        lambda v: v[0],
        lambda c: f"{c[0].table.name} {c[0].place.cell}",
        weights=(1,),
        same=True,
        fills=fills,
        loose=loose,
    )


def show_like(figure: Figure, value: Decimal) -> str:
    """A value in the manner of a written figure, with as many decimals as it has where that shows fewer than two."""
    digits = figure.decimals
    if figure.state is not State.NUMBER:
        return show(value)
    if not figure.money and digits < 2:
        exact = show(value, None)
        return exact + ("%" if figure.percent else "")
    return show(value, digits, percent=figure.percent)
