"""A read workbook in memory: sheets as stored, tables as recognised, findings as reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, Literal, NamedTuple, ParamSpec, TypeVar

from .measures import Policy
from .number import Figure, State
from .params import Scale
from .tables import Column, Kind

if TYPE_CHECKING:
    import pandas

__all__ = [
    "APART",
    "OFFICES",
    "PART",
    "STATED_YEAR",
    "TEMUAN",
    "TREE",
    "Cell",
    "Finding",
    "Identity",
    "Level",
    "Place",
    "Raw",
    "Report",
    "Row",
    "Sheet",
    "Suppression",
    "Table",
    "Unreadable",
    "column_name",
    "once",
    "ref",
]

P = ParamSpec("P")
T = TypeVar("T")

Level = Literal["galat", "peringatan", "info"]
"""How grave a finding is."""
TREE: Final = ("urusan", "bidang", "program", "kegiatan", "sub", "belanja")
"""The levels of a budget tree, from the widest."""
OFFICES: Final = "kecamatan|dinas|badan|kelurahan|inspektorat|sekretariat"
"""The kinds of offices whose names titles state, for a pattern."""
STATED_YEAR: Final = re.compile(r"\btahun\s*(?:anggaran\s*)?(20\d\d)\b(?!\s*[-–])", re.I)
"""The year that a title states, and no period."""
PART: Final = "bagian"
"""How the names of columns begin that are parts of another one, as the money of one source is."""
APART: Final = frozenset({"sebagian", "lain"})
"""Sections that are compared with nothing: a part of the year or of the unit, another year; and tables not told apart."""
TEMUAN: Final = "Temuan"
"""The sheet that lists our findings, and is no part of a report."""


class Unreadable(Exception):
    """A workbook cannot be read; the message is one sentence in Indonesian."""


class Raw(NamedTuple):
    """One cell as stored: text, number, truth value or error text; its number format; its formula.

    A formula that only repeats another cell has the value of its `source` (sheet, (row, column)), the first cell of
    such a chain; `stale` says that the file stores another value, or none.
    """

    value: str | float | bool | None
    format: str = "General"
    formula: str | None = None
    error: bool = False
    source: tuple[str, tuple[int, int]] | None = None
    stale: bool = False


@dataclass(slots=True)
class Sheet:
    """One worksheet: the cells that hold something, by (row, column) counted from 1.

    `blanks` are the number formats of styled cells that hold nothing; only filling asks for them.
    """

    name: str
    cells: dict[tuple[int, int], Raw]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visible: bool = True
    blanks: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)


@lru_cache(maxsize=1024)
def column_name(column: int) -> str:
    """1 is A, 27 is AA."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def ref(row: int, column: int) -> str:
    """(12, 6) is F12."""
    return f"{column_name(column)}{row}"


class Place(NamedTuple):
    """Where something stands; a finding on the whole workbook has None for both."""

    sheet: str | None
    cell: str | None

    def __str__(self) -> str:
        if self.sheet is None:
            return "buku kerja"
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(slots=True, eq=False)
class Cell:
    """One cell of a table; only its figure may be settled while the table is read. Equality is identity: a cell stands in exactly one place."""

    table: Table
    row: Row
    column: Column
    index: int
    raw: Raw
    figure: Figure

    @property
    def place(self) -> Place:
        return Place(self.table.sheet, ref(self.row.number, self.index))

    @property
    def text(self) -> str:
        return self.figure.text

    @property
    def value(self) -> Decimal | None:
        return self.figure.value

    @property
    def filled(self) -> bool:
        """The cell holds something, or a formula that may come to hold something."""
        return self.figure.state is not State.MISSING or self.raw.formula is not None


@dataclass(slots=True, eq=False)
class Row:
    """One row of a table: its cells by column name, and what kind of row it is.

    `level`: one of TREE in a budget tree; `sasaran` or `indikator` in an efficiency table; `jumlah`, `rata-rata`,
    `lanjutan` (goes on with the row above) anywhere, `sisa` (what is left, a surplus, a change) under a list or budget; empty for an indicator's row. `group`: the number of its sasaran in
    an efficiency table. `sure`: its level is stated, not read from the order of the rows. `stated`: the level that the
    column of its label stands for; `opens`: the program that it is part of is named beside it, and has no row. `joint`:
    columns in which one cell is merged over it and other rows, and the first of these.
    """

    number: int
    label: str = ""
    level: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    parent: Row | None = None
    children: list[Row] = field(default_factory=list)
    group: int = 0
    sure: bool = True
    stated: str = ""
    opens: bool = False
    joint: dict[str, int] = field(default_factory=dict)

    def get(self, key: str) -> Cell | None:
        return self.cells.get(key)

    def holds(self, key: str) -> bool:
        """The row's cell in this column has a value or a formula."""
        cell = self.cells.get(key)
        return cell is not None and cell.filled

    @property
    def measured(self) -> bool:
        """It has a capaian, or what one is computed from."""
        return self.holds("capaian") or (self.holds("target") and self.holds("realisasi"))

    def counted(self, key: str) -> list[Row]:
        """The rows that count for it in a column: itself, or what it is made of where it has no figure of its own."""
        if self.holds(key) or not self.children:
            return [self]
        return [part for child in self.children for part in child.counted(key)]

    def text(self, key: str) -> str:
        """What the row's cell in this column says; nothing where there is none."""
        cell = self.cells.get(key)
        return cell.text if cell is not None else ""


Share = tuple[tuple["Table", str], "tuple[Table, str] | None", bool]
"""What a percentage is of: the part and the whole (of the total under the part where there is none), or, if true, by how much
the first exceeds the second."""


@dataclass(slots=True, eq=False)
class Table:
    """A recognised table: what kind, which printed number, where, and its rows in order.

    `section`: `pk` or `perubahan` (the agreement it belongs to), `umum` (to both), or one of APART. `top` is the first row
    of its headings, `heading` that of its caption. `columns`: index and declaration by name; `years`: those that headings
    state, by column. `parts`: the columns that add up to another one, by its name. `differences`: the two
    columns, of this table or of one in the same rows, whose difference a column is, the later first. `ratios`: what
    a percentage is of; `means`: the columns that one is the mean of. `stacks`: the
    rows target, realisasi and capaian of an indicator below each other. `alike`: columns that no
    declaration names and that add up along the tree as the declared ones do. `finer`:
    columns of labels behind the first (Program | Kegiatan), with the level that each stands for. `strays`: headings over figures that no column is. `year`: the one that its title names. `rounded`:
    its money is printed in thousands or millions of rupiah. `partly`: what a quarter reached stands against the year's target.
    `before`: the table of another sheet that it goes on with. `beyond`: its targets are not those of the year: of the end of the Renstra, of the nation.
    """

    kind: Kind
    number: str | None
    title: str
    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    section: str
    columns: dict[str, tuple[int, Column]]
    years: dict[str, int]
    rows: list[Row] = field(default_factory=list)
    order: int = 0
    heading: int = 0
    scale: Scale | None = None
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    differences: dict[str, tuple[tuple[Table, str], tuple[Table, str]]] = field(default_factory=dict)
    ratios: dict[str, Share] = field(default_factory=dict)
    means: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stacks: list[tuple[Row, Row, Row]] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    finer: tuple[tuple[int, str], ...] = ()
    strays: tuple[tuple[int, str], ...] = ()
    year: int | None = None
    rounded: bool = False
    partly: bool = False
    beyond: bool = False
    before: Table | None = None

    @property
    def range(self) -> str:
        return f"{ref(self.top, self.left)}:{ref(self.bottom, self.right)}"

    @property
    def name(self) -> str:
        """How a person calls it: `tabel 3.2`, or its sheet where it has no number."""
        return f"tabel {self.number}" if self.number else f"lembar {self.sheet}"

    def cells(self, key: str) -> Iterator[Cell]:
        """The cells of one column, top to bottom."""
        for row in self.rows:
            cell = row.cells.get(key)
            if cell is not None:
                yield cell

    def indicators(self) -> list[Row]:
        """The rows that stand for one indicator each."""
        return [r for r in self.rows if r.label and r.level in {"", "indikator"}]

    def roots(self) -> list[Row]:
        """The rows of a budget tree that are part of no other row."""
        return [r for r in self.rows if r.parent is None and r.level in TREE]

    def total(self) -> Row | None:
        """The grand total: the last row of totals, as subtotals may stand before it."""
        return next((r for r in reversed(self.rows) if r.level == "jumlah"), None)

    def programs(self) -> list[Row]:
        """The rows of a tree that are programs."""
        return [r for r in self.rows if r.level == "program"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report: unit, kabupaten, year, and the policies stated on sheet Identitas."""

    unit: str | None = None
    kabupaten: str | None = None
    year: int | None = None
    policy: Policy = field(default_factory=Policy)
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Suppression:
    """A rule that an office has answered: at one place or (None) everywhere, why, and where it says so."""

    code: str
    covers: Place | None
    reason: str
    at: Place
    text: str

    @property
    def fault(self) -> str | None:
        """Why it does nothing, and what to write instead, in Indonesian."""
        if not self.code:
            return "tulis kode temuan, lalu kata karena dan alasannya"
        if self.covers is not None and self.covers.sheet is None:
            return f"sebut juga lembarnya, misalnya 3.2!{self.covers.cell}"
        return None if self.reason else "tulis alasannya sesudah kata karena"


@dataclass(slots=True)
class Report:
    """A workbook as the checks see it. Once the rules have run, `quiet` are the findings that the workbook itself
    asks to be left alone, `unused` the suppressions that met none."""

    name: str
    sheets: list[Sheet]
    tables: list[Table]
    identity: Identity
    sha256: str = ""
    unknown: list[tuple[str, str]] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    quiet: list[Finding] = field(default_factory=list)
    unused: list[Suppression] = field(default_factory=list)
    cache: dict[object, Any] = field(default_factory=dict, repr=False)

    def of_kind(self, *kinds: str, section: str | None = None) -> list[Table]:
        """The tables of these kinds, in the order of the workbook."""
        return [t for t in self.tables if t.kind.name in kinds and section in (None, t.section)]

    def budget(self) -> Table | None:
        """The table of the whole budget and what was spent of it: of the year, and of the whole unit."""
        return next(iter(self.of_kind("anggaran", section="umum")), None)

    def table(self, number: str) -> Table | None:
        """The first table with this printed number."""
        return next((t for t in self.tables if t.number == number), None)

    def to_frame(self, number: str) -> pandas.DataFrame:
        """One row per table row, one column per recognised column; figures as Decimal, other cells as text.

        Raises KeyError where the workbook has no table of that number.
        """
        import pandas as pd

        table = self.table(number)
        if table is None:
            raise KeyError(f"Tabel {number} tidak ada di {self.name}.")
        rows = [
            {k: (c.figure.value if c.figure.value is not None else c.figure.text or None) for k, c in row.cells.items()}
            for row in table.rows
        ]
        shown = [n for n, (i, _) in table.columns.items() if i <= table.right]
        return pd.DataFrame(rows, columns=shown, index=[r.number for r in table.rows], dtype=object)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: where, what is written, what it should be, why, and what it rests on."""

    code: str
    level: Level
    place: Place
    message: str
    written: str | None = None
    expected: str | None = None
    guess: str | None = None
    related: tuple[Place, ...] = ()
    basis: str = ""

    def __str__(self) -> str:
        return f"{self.code} @ {self.place}: {self.message}"

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What makes it the same finding in another run: rule, place and what is written; of a whole sheet or workbook, what
        it says."""
        return (self.code, *self.place, self.written, None if self.place.cell else self.message)


def once(compute: Callable[Concatenate[Report, P], T]) -> Callable[Concatenate[Report, P], T]:
    """A function of a report, and of what is in it, that is computed only the first time for each report."""

    @wraps(compute)
    def kept(report: Report, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (compute, args, *kwargs.items())
        if key not in report.cache:
            report.cache[key] = compute(report, *args, **kwargs)
        found: T = report.cache[key]
        return found

    return kept
