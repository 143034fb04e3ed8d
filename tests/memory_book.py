"""A Book without Excel: an xlwings engine over cells in memory, for the tests of what runs inside Excel.

It keeps values, formulas, formats, merged ranges, protection, conditional formats and the selection, counts the calls
that a real Excel would take its time for, and, like Excel, refuses to change a protected sheet's formats.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import xlwings
from xlwings import base_classes as base
from xlwings.utils import a1_to_tuples, col_name

from lkip_xl.number import ERRORS
from lkip_xl.report import Raw, Sheet
from lkip_xl.xlsx.package import Package


class Engine:
    name = type = "excel"

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str=False):
        def clean(v):
            if v is None:
                return empty_as
            return None if v in ERRORS and not err_to_str else v

        return [[clean(v) for v in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(x, options):
        return x


class Condition:
    """One conditional format, as Excel's own objects name its parts."""

    def __init__(self, formats, address, kind, formula):
        self.formats, self.address, self.Type, self.Formula1 = formats, address, kind, formula
        self.Interior = SimpleNamespace(Color=None)

    def SetFirstPriority(self):
        self.formats.remove(self)
        self.formats.insert(0, self)

    def Delete(self):
        self.formats.remove(self)


class Conditions:
    def __init__(self, sheet, address):
        self.sheet, self.address = sheet, address

    @property
    def Count(self):
        return len(self.sheet.conditions)

    def __call__(self, i):
        return self.sheet.conditions[i - 1]

    def Add(self, kind, operator, formula):
        if self.sheet.locked:
            raise RuntimeError("lembar dikunci")
        found = Condition(self.sheet.conditions, self.address, kind, formula)
        self.sheet.conditions.append(found)
        return found


class SheetApi:
    """The parts of Excel's own Worksheet object that the add-in asks for."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.Protection = SimpleNamespace(**sheet.allowed)
        self.ProtectDrawingObjects, self.ProtectScenarios = True, True

    @property
    def Cells(self):
        return SimpleNamespace(FormatConditions=Conditions(self.sheet, ""))

    @property
    def Comments(self):
        return [
            SimpleNamespace(Parent=SimpleNamespace(Row=r, Column=c), Text=lambda text=text: text)
            for (r, c), text in self.sheet.data.notes.items()
        ]

    @property
    def ProtectContents(self):
        return self.sheet.locked

    def Unprotect(self, password):
        if self.sheet.password != password:
            raise RuntimeError("kata sandi salah")
        self.sheet.locked = False

    def Protect(self, DrawingObjects, Contents, Scenarios, **allowed):
        self.sheet.locked, self.sheet.allowed = Contents, allowed


class MemoryRange(base.Range):
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet, r1, c1, r2, c2):
        self._sheet, self.box = sheet, (r1, c1, r2, c2)

    def _places(self):
        r1, c1, r2, c2 = self.box
        return [[(r, c) for c in range(c1, c2 + 1)] for r in range(r1, r2 + 1)]

    def _agreed(self, ask):
        """What Excel answers for a range: the one value, or None where its cells differ."""
        self._sheet.book.calls += 1
        found = {ask(at) for row in self._places() for at in row}
        return found.pop() if len(found) == 1 else None

    @property
    def api(self):
        return SimpleNamespace(FormatConditions=Conditions(self._sheet, self.address))

    @property
    def coords(self):
        return (self._sheet.name, self.row, self.column, *self.shape)

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, column=None):
        r, c = self.box[0] + row - 1, self.box[1] + (column or 1) - 1
        return MemoryRange(self._sheet, r, c, r, c)

    row = property(lambda self: self.box[0])
    column = property(lambda self: self.box[1])
    shape = property(lambda self: (self.box[2] - self.box[0] + 1, self.box[3] - self.box[1] + 1))
    sheet = property(lambda self: self._sheet)

    @property
    def address(self):
        first, last = (f"${col_name(c)}${r}" for r, c in (self.box[:2], self.box[2:]))
        return first if first == last else f"{first}:{last}"

    @property
    def raw_value(self):
        self._sheet.book.calls += 1
        cells = self._sheet.data.cells
        values = [[cells[at].value if at in cells else None for at in row] for row in self._places()]
        return values[0][0] if self.shape == (1, 1) else values

    @raw_value.setter
    def raw_value(self, value):
        self._sheet.book.calls += 1
        for row, places in enumerate(self._places()):
            for column, at in enumerate(places):
                self._set(at, value[row][column] if isinstance(value, (list, tuple)) else value)

    def _set(self, at, value):
        if self._sheet.locked and at not in self._sheet.open_cells:
            raise RuntimeError("sel dikunci")
        if isinstance(value, str) and value.startswith("="):
            raise AssertionError(f"teks menjadi rumus: {value}")
        if isinstance(value, str):
            value = value.removeprefix("'")
        self._sheet.put(at, value)

    @property
    def formula(self):
        cells = self._sheet.data.cells

        def text(at):
            raw = cells.get(at)
            return "" if raw is None else f"={raw.formula}" if raw.formula is not None else raw.value or ""

        rows = tuple(tuple(text(at) for at in row) for row in self._places())
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, value):
        for row, places in enumerate(self._places()):
            for column, at in enumerate(places):
                text = value[row][column] if isinstance(value, (list, tuple)) else value
                self._sheet.put(at, None, text.removeprefix("=") if text.startswith("=") else None)

    @property
    def number_format(self):
        cells, blanks = self._sheet.data.cells, self._sheet.data.blanks
        return self._agreed(lambda at: cells[at].format if at in cells else blanks.get(at, "General"))

    @property
    def row_height(self):
        return self._agreed(lambda at: 0 if at[0] in self._sheet.data.hidden_rows else 15)

    @property
    def column_width(self):
        return self._agreed(lambda at: 0 if at[1] in self._sheet.data.hidden_columns else 10)

    @column_width.setter
    def column_width(self, value):
        pass

    def _area(self, at):
        return next((m for m in self._sheet.data.merged if m[0] <= at[0] <= m[2] and m[1] <= at[1] <= m[3]), None)

    @property
    def merge_cells(self):
        return self._agreed(lambda at: self._area(at) is not None)

    @property
    def merge_area(self):
        return MemoryRange(self._sheet, *self._area(self.box[:2]))

    def clear_contents(self):
        for row in self._places():
            for at in row:
                self._sheet.put(at, None)

    def select(self):
        self._sheet.book.selected = self


class MemorySheet(base.Sheet):
    def __init__(self, book, data: Sheet, password: str | None = None):
        self.book, self.data = book, data
        self.conditions: list[Condition] = []
        self.locked, self.password = password is not None, password
        self.allowed = dict.fromkeys((
            "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
            "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
            "AllowUsingPivotTables",
        ), False)  # fmt: skip
        self.open_cells: set[tuple[int, int]] = set()

    book = None
    name = property(lambda self: self.data.name)
    visible = property(lambda self: self.data.visible)
    index = property(lambda self: self.book.list.index(self) + 1)

    @property
    def api(self):
        return SheetApi(self)

    def put(self, at, value, formula=None):
        old = self.data.cells.pop(at, None)
        code = old.format if old is not None else self.data.blanks.get(at, "General")
        if value is not None or formula is not None:
            self.data.cells[at] = Raw(value, code, formula)
        elif code != "General":
            self.data.blanks[at] = code

    def range(self, first, last=None):
        if isinstance(first, str):
            first, last = a1_to_tuples(first)
        elif isinstance(first, MemoryRange):
            first, last = first.box[:2], (last or first).box[2:]
        return MemoryRange(self, *first, *(last or first))

    @property
    def used_range(self):
        places = [*self.data.cells, *self.data.blanks] or [(1, 1)]
        rows, columns = zip(*places, strict=True)
        return MemoryRange(self, min(rows), min(columns), max(rows), max(columns))

    def activate(self):
        self.book.front = self


class MemorySheets(base.Sheets):
    def __init__(self, book):
        self.book = book

    api = property(lambda self: self)
    active = property(lambda self: self.book.front)

    def __call__(self, key):
        return self.book.list[key - 1] if isinstance(key, int) else next(s for s in self.book.list if s.name == key)

    def __len__(self):
        return len(self.book.list)

    def __iter__(self):
        return iter(self.book.list)

    def __contains__(self, key):
        return any(s.name == key for s in self.book.list)

    def add(self, before=None, after=None, name=None):
        sheet = MemorySheet(self.book, Sheet(name, {}))
        self.book.list.append(sheet)
        self.book.front = sheet  # Excel goes to a new sheet
        return sheet


class MemoryApp(base.App):
    engine = Engine()
    pid = 1
    books = property(lambda self: self)
    screen_updating = True
    api = property(lambda self: self)

    def __init__(self, book):
        self.book = book
        self.selection_of = None

    @property
    def selection(self):
        return self.book.selected

    def activate(self, steal_focus=False):
        pass

    def calculate(self):
        self.book.calculated += 1


class MemoryBook(base.Book):
    """The workbook of a file as Excel would hold it open."""

    def __init__(self, data: bytes, name: str = "terbuka.xlsx", password: str | None = None):
        self._name = name
        self.calls = self.calculated = 0
        self.list = [MemorySheet(self, s, password) for s in Package(data).sheets(blanks=True)]
        self.front = self.list[0]
        self.selected = MemoryRange(self.front, 2, 3, 2, 3)
        self._app = MemoryApp(self)

    api = property(lambda self: self)
    name = property(lambda self: self._name)
    sheets = property(lambda self: MemorySheets(self))
    app = property(lambda self: self._app)

    def activate(self):
        pass


def opened(source: Path | bytes, password: str | None = None) -> xlwings.Book:
    data = source if isinstance(source, bytes) else source.read_bytes()
    book = MemoryBook(data, password=password)
    engine = Engine()
    engine.apps = [book.app]
    xlwings.engines.active = xlwings.main.Engine(impl=engine)
    xlwings.engines.add(xlwings.engines.active)
    return xlwings.Book(impl=book)
