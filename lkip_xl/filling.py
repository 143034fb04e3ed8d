"""Fill what follows from the rest: which cells, with what, and which typed figures differ.

Blank computed cells get their value, formulas without a result get it beside them, typed figures that differ
are reported and left as they are unless they are to be replaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from .causes import causes
from .equations import Equation, equations, groups, show_like, verdicts
from .labels import efficiencies, scales_for
from .number import Figure, State, Verdict, read, round_half_up, show
from .report import Cell, Place, Report, Table, once, ref
from .rules.doubts import doubt

__all__ = ["Change", "changes", "results"]

Written = Decimal | float | str
_HELPERS = 24
_OVER_ROWS = re.compile(r"(SUM|AVERAGE)\(\$?([A-Z]+)\$?(\d{1,7}):\$?([A-Z]+)\$?(\d{1,7})\)")
_SAME = Decimal("0.005")


class Change(NamedTuple):
    """One cell to fill (`isi`), to replace (`ganti`), or that differs and is left (`beda`).

    `hidden`: a helper cell of the template, of no interest to a person.
    """

    kind: Literal["isi", "ganti", "beda"]
    place: Place
    at: tuple[int, int]
    old: str
    new: str
    value: Written
    hidden: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.old or '(kosong)'} -> {self.new}"


def changes(report: Report, *, replace: bool = False, only: str | None = None) -> list[Change]:
    """Every computed cell whose content is not what it should be, in the order of the workbook; `only` of one sheet.

    With `replace`, typed figures that differ become changes too; without, they are listed as `beda`.
    """
    plan = _Plan(report, replace)
    out: list[Change] = []
    for table in report.tables:
        out += plan.figures(table)
        out += plan.helpers(table)
    out += plan.repeats()
    for table in report.tables:
        out += plan.labels(table)
    out += plan.twins(out)
    sheets = {s.name: i for i, s in enumerate(report.sheets)}
    seen: dict[Place, Change] = {}
    for change in out:
        if only in (None, change.place.sheet):
            seen.setdefault(change.place, change)
    return sorted(seen.values(), key=lambda c: (sheets[c.place.sheet or ""], c.at))


def results(report: Report) -> dict[Place, Decimal | float | str]:
    """What the formulas give that the workbook holds without a result: computed here where they are ours, and nothing
    where all they rest on is still blank."""
    blank = {
        e.target.place: ""
        for e in equations(report)
        if e.target.raw.formula is not None and all(o.figure.state is State.MISSING for o in e.operands)
    }
    return blank | {c.place: c.value for c in changes(report) if c.kind == "isi"}


@once
def _doubted(report: Report) -> set[Equation]:
    """What does not hold, and may be right all the same."""
    return {e for c in causes(report) if doubt(report, c)[1] is not None for e in (c.equation, *c.explains)}


@once
def _contradicted(report: Report) -> set[tuple[object, ...]]:
    """The kinds of equations of which more typed cells fail than hold: their table states something else."""
    held = Counter(e.family for e, v in verdicts(report).items() if v is not Verdict.WRONG)
    failed = Counter(e.family for e, v in verdicts(report).items() if v is Verdict.WRONG)
    return {family for family, n in failed.items() if n > held[family]}


class _Plan:
    """The values of a report as they will be: own ones where typed, computed ones where not."""

    def __init__(self, report: Report, replace: bool) -> None:
        self.report = report
        self.replace = replace
        self.defined: dict[Cell, Equation] = {}
        for e in sorted(equations(report), key=lambda e: e.same):
            if e.fills:
                self.defined.setdefault(e.target, e)
        self.values: dict[Cell, Decimal | None] = {}
        self.cells = {(t.sheet, _at(c)): c for t in report.tables for r in t.rows for c in r.cells.values()}
        self.merged = {s.name: s.merged for s in report.sheets}

    def value(self, cell: Cell) -> Decimal | None:
        """The value a cell will have; equations are followed to their operands first."""
        if cell not in self.values:
            self.values[cell] = cell.value  # also ends a circle
            e = self.defined.get(cell)
            source = self.cells.get(cell.raw.source) if cell.raw.source else None
            if source is not None:
                self.values[cell] = self.value(source)
            elif e is not None and (self.open(cell) or self.replaced(cell, e)):
                self.values[cell] = e.computed(self.value)
        return self.values[cell]

    def replaced(self, cell: Cell, e: Equation) -> bool:
        """A cell to be replaced: a typed figure that is wrong, or a formula of ours, which follows its operands."""
        if not self.replace:
            return False
        return e.verdict() not in {None, Verdict.WRONG} if cell.raw.formula is not None else self.wrong(e)

    def wrong(self, e: Equation) -> bool:
        """A typed target that is surely not what its operands, filled where they are blank, give."""
        filled = {c: v for c in e.operands if c.value is None and (v := self.value(c)) is not None}
        return e.verdict(filled) is Verdict.WRONG and e not in _doubted(self.report)

    @staticmethod
    def open(cell: Cell) -> bool:
        """A cell without a figure of its own: blank, or a formula whose result is text or missing."""
        if cell.raw.formula is not None and not cell.raw.error:
            return cell.figure.state in (State.MISSING, State.TEXT, State.LETTER) or cell.raw.value is None
        return cell.figure.state is State.MISSING and not cell.figure.text

    def repeats(self) -> Iterator[Change]:
        """Formulas that repeat another cell, where the file does not store what that cell holds or will hold."""
        for sheet in self.report.sheets:
            for at, raw in sheet.cells.items():
                if raw.formula is None:
                    continue
                source = self.cells.get(raw.source) if raw.source else None
                value = self.value(source) if source is not None and source.value is None else None
                if value is not None:
                    yield Change("isi", Place(sheet.name, ref(*at)), at, "", show(value), value)
                elif raw.stale and raw.value is not None and not isinstance(raw.value, bool):
                    yield Change(
                        "isi", Place(sheet.name, ref(*at)), at, "", read(raw.value, raw.format).text, raw.value
                    )

    def figures(self, table: Table) -> Iterator[Change]:
        for row in table.rows:
            for cell in row.cells.values():
                e = self.defined.get(cell)
                if e is None or cell.raw.source is not None or self._covered(cell):
                    continue
                if self.open(cell):
                    yield from self._fill(cell, e) if self._gives(cell, e) else ()
                elif cell.raw.formula is not None:
                    yield from self._refresh(cell, e)
                elif self.wrong(e) and (value := e.computed(self.value)) is not None:
                    yield self._change(cell, value, "ganti" if self.replace else "beda")

    def _gives(self, cell: Cell, e: Equation) -> bool:
        """What is blank may be another thing than ours where the typed cells beside it are; so may a formula without a
        result: a mean that leaves a row out, a value cut off at 100."""
        if cell.raw.formula is None:
            return e.family not in _contradicted(self.report)
        formula = cell.raw.formula.lstrip("=").upper()
        if formula.startswith(("MIN(", "MAX(")):
            return False
        m = _OVER_ROWS.fullmatch(formula)
        if m is None:
            return True
        rows = range(int(m[3]), int(m[5]) + 1)
        found = [c for r in rows if (c := self.cells.get((cell.table.sheet, (r, cell.index)))) is not None]
        values = [v for c in found if (v := self.value(c)) is not None]
        own, wanted = sum(values, Decimal(0)), e.computed(self.value)
        if m[1] == "AVERAGE" and values:
            own /= len(values)
        return m[2] != m[4] or wanted is None or abs(own - wanted) < _SAME

    def helpers(self, table: Table) -> Iterator[Change]:
        """The template's hidden cells that hold a written figure as a number, beside the table they help."""
        sheet = next(s for s in self.report.sheets if s.name == table.sheet)
        for index in range(table.right + 1, table.right + _HELPERS + 1):
            heading = sheet.cells.get((table.top, index))
            name = str(heading.value).removeprefix("Bantu: ") if heading is not None else ""
            for row in table.rows if name in table.columns else ():
                raw = sheet.cells.get((row.number, index))
                value = self.value(row.cells[name])
                if raw is not None and raw.formula and value is not None and read(raw.value).value != value:
                    at = (row.number, index)
                    yield Change("isi", Place(sheet.name, ref(*at)), at, "", show(value), value, hidden=True)

    def twins(self, found: Sequence[Change]) -> Iterator[Change]:
        """The template's hidden cells that hold the same formula as a filled cell of their row."""
        by_sheet: dict[str | None, dict[tuple[int, int], Change]] = {}
        for change in found:
            if change.kind == "isi":
                by_sheet.setdefault(change.place.sheet, {})[change.at] = change
        for sheet in self.report.sheets:
            filled = by_sheet.get(sheet.name, {})
            formulas = {
                (at[0], raw.formula): change
                for at, change in filled.items()
                if (raw := sheet.cells.get(at)) is not None and raw.formula
            }
            for at, raw in sheet.cells.items() if formulas else ():
                same = formulas.get((at[0], raw.formula)) if raw.formula else None
                if same is not None and at not in filled:
                    yield Change("isi", Place(sheet.name, ref(*at)), at, "", same.new, same.value, hidden=True)

    def _refresh(self, cell: Cell, e: Equation) -> Iterator[Change]:
        """A formula whose result was right, and is not once the cells it rests on are replaced."""
        value = e.computed(self.value)
        if self.replace and value is not None and e.verdict() is not Verdict.WRONG:
            moved = any(c in self.values and self.values[c] != c.value for c in e.operands)
            if moved and value != cell.value:
                yield self._change(cell, value, "isi")

    def _fill(self, cell: Cell, e: Equation) -> Iterator[Change]:
        if e.same:
            source = e.operands[0]
            value = self.value(source)
            if value is None and source.text and source.figure.state is not State.MISSING:
                yield Change("isi", cell.place, _at(cell), cell.text, source.text, source.text)
                return
            if (
                value is not None
                and source.value is not None
                and not cell.column.measure
                and cell.column.type == "angka"
            ):
                text = source.raw.value if isinstance(source.raw.value, str) else source.text
                written: Written = text if source.figure.percent or isinstance(source.raw.value, str) else source.value
                yield Change("isi", cell.place, _at(cell), cell.text, source.text, written)
                return
        value = self.value(cell)
        if value is not None:
            yield self._change(cell, value, "isi")

    def _change(self, cell: Cell, value: Decimal, kind: Literal["isi", "ganti", "beda"]) -> Change:
        stored, shown = _in_format(cell, value)
        return Change(kind, cell.place, _at(cell), cell.text, shown, stored)

    def _covered(self, cell: Cell) -> bool:
        """The cell lies under a merged range and shows nothing of its own."""
        r, c = _at(cell)
        inside = [m for m in self.merged[cell.table.sheet] if m[0] <= r <= m[2] and m[1] <= c <= m[3]]
        return any((r, c) != m[:2] for m in inside)

    def labels(self, table: Table) -> Iterator[Change]:
        """Kriteria and kategori efisiensi, from the percentages as they will be."""
        if table.kind.name == "capaian" and "kriteria" in table.columns:
            scale = scales_for(self.report, table)[0][0]
            for row in table.rows:
                value = self.value(row.cells["capaian"])
                if value is not None:
                    yield from self._label(row.cells["kriteria"], scale.label(value))
        if table.kind.name == "efisiensi" and "efisiensi" in table.columns:
            for group in groups(table):
                rows = (group.money, *group.indicators)
                cell = next(
                    (r.cells["efisiensi"] for r in rows if r.cells["efisiensi"].filled), group.money.cells["efisiensi"]
                )
                found = efficiencies(self.report, group, self.value)
                yield from self._label(cell, found[0] if found else None)

    def _label(self, cell: Cell, label: str | None) -> Iterator[Change]:
        if label is None or self._covered(cell):
            return
        stale = cell.raw.formula is not None and cell.text != label
        if not cell.text or stale:
            yield Change("isi", cell.place, _at(cell), cell.text, label, label)
        elif cell.text.lower() != label.lower() and self.replace:
            yield Change("ganti", cell.place, _at(cell), cell.text, label, label)


def _at(cell: Cell) -> tuple[int, int]:
    return cell.row.number, cell.index


def _in_format(cell: Cell, value: Decimal) -> tuple[Written, str]:
    """A value as its cell stores it: a fraction under a percent format, two decimals where no format shows it."""
    code = cell.raw.format
    figure: Figure = read(1, code)
    percent = figure.percent and figure.value == 100
    if code in {"General", "@"} and cell.raw.formula is None:
        rounded = round_half_up(value, 2)
        if isinstance(cell.raw.value, str) and cell.figure.state is State.NUMBER:
            text = show_like(cell.figure, value)
            return text, text
        return rounded, show(rounded, percent=cell.column.type == "persen")
    return (value / 100 if percent else value), show(value, percent=cell.column.type == "persen")
