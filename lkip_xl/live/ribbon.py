"""What the ribbon's buttons do in the open workbook: Segarkan, Periksa, Bersihkan.

Each returns the sentence that the status line shows. The active sheet and selection stay where they are, typed
figures are never overwritten, and highlights are conditional formats of their own, so no cell's format changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import xlwings

from .. import check, fill, read
from ..outputs.sheet import counted, row_of
from ..report import TEMUAN, Finding
from ..xlsx.marks import COLORS, FIRST, HEADINGS, WIDTHS
from . import FILE
from .book import as_text

__all__ = ["bersihkan", "periksa", "press", "segarkan"]

_EXPRESSION: Final = 2  # xlExpression
_MARK: Final = "=1=1"  # the condition of our highlights: always so, in every language of Excel
_ALLOWED: Final = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip


def press(button: str) -> None:
    """Run a button in the active workbook and show its sentence in the status line of Excel and of the ribbon."""
    app = xlwings.apps.active
    if app is None:
        return
    try:
        book = app.books.active
        if book is None:
            return
        sentence = {"segarkan": segarkan, "periksa": periksa, "bersihkan": bersihkan}[button](book)
    except Exception as error:  # a person at a spreadsheet has no use for a traceback
        sentence = f"Tombol ini gagal ({type(error).__name__}); simpan buku kerja lalu jalankan lkip-xl periksa."
    with suppress(Exception):  # Excel is busy, or its status line is out of reach
        app.api.StatusBar = sentence
    with suppress(Exception):
        app.macro(f"{FILE}!TulisStatus")(sentence)


def segarkan(book: xlwings.Book) -> str:
    """Compute what follows from the typed figures of the active sheet."""
    sheet = book.sheets.active
    with _undisturbed(book), _unlocked(sheet) as opened:
        if not opened:
            return f"Lembar {sheet.name} dikunci dengan kata sandi; buka kuncinya lalu tekan Segarkan lagi."
        book.app.calculate()
        found = fill(book, only=sheet.name)
    filled = sum(c.kind == "isi" for c in found)
    different = sum(c.kind == "beda" for c in found)
    left = f", {different} angka ketikan berbeda dibiarkan (tekan Periksa)" if different else ""
    return f"Lembar {sheet.name}: {filled} sel terisi{left}."


def periksa(book: xlwings.Book) -> str:
    """Check the whole workbook, list the findings on sheet Temuan and highlight their cells."""
    if not _ours(book):
        return f"Sheet {TEMUAN} di buku kerja ini bukan daftar temuan; ganti namanya lalu tekan Periksa lagi."
    findings = check(read(book))
    with _undisturbed(book):
        locked = _highlight(book, findings)
        with _unlocked(_findings_sheet(book)) as opened:
            if not opened:
                return f"Sheet {TEMUAN} dikunci dengan kata sandi; buka kuncinya lalu tekan Periksa lagi."
            _list(book.sheets[TEMUAN], findings)
    aside = f" Lembar {', '.join(locked)} dikunci dengan kata sandi, jadi tidak diberi warna." if locked else ""
    return f"{counted(findings)}; lihat sheet {TEMUAN}.{aside}"


def bersihkan(book: xlwings.Book) -> str:
    """Take the highlights away and empty sheet Temuan."""
    with _undisturbed(book):
        locked = _highlight(book, [])
        if TEMUAN in _names(book) and _ours(book):
            with _unlocked(book.sheets[TEMUAN]) as opened:
                if opened:
                    _empty(book.sheets[TEMUAN])
                else:
                    locked.append(TEMUAN)
    aside = f", kecuali di lembar {', '.join(locked)} yang dikunci dengan kata sandi" if locked else ""
    return f"Warna dan daftar temuan dihapus{aside}."


# --- sheet Temuan ----------------------------------------------------------------------------------------------


def _names(book: xlwings.Book) -> list[str]:
    return [sheet.name for sheet in book.sheets]


def _ours(book: xlwings.Book) -> bool:
    """Sheet Temuan is not there yet, holds nothing below its note, or has our headings; else it is somebody's own."""
    if TEMUAN not in _names(book):
        return True
    sheet = book.sheets[TEMUAN]
    used = sheet.used_range
    if sheet.range((FIRST - 1, 1), (FIRST - 1, len(HEADINGS))).value == list(HEADINGS):
        return True
    return used.row + used.shape[0] - 1 < FIRST - 1


def _findings_sheet(book: xlwings.Book) -> xlwings.Sheet:
    if TEMUAN not in _names(book):
        book.sheets.add(TEMUAN, after=book.sheets[-1])
        for column, width in enumerate(WIDTHS, 1):
            book.sheets[TEMUAN].range((1, column)).column_width = width
    return book.sheets[TEMUAN]


def _list(sheet: xlwings.Sheet, findings: Sequence[Finding]) -> None:
    _empty(sheet)
    sheet.range("A1").value = "Temuan"
    sheet.range((FIRST - 1, 1), (FIRST - 1, len(HEADINGS))).value = list(HEADINGS)
    if findings:
        block = sheet.range((FIRST, 1), (FIRST + len(findings) - 1, len(HEADINGS)))
        block.value = [[i, *map(as_text, row_of(i, f)[1:])] for i, f in enumerate(findings, 1)]
        addresses = sheet.range((FIRST, len(HEADINGS) + 1), (FIRST + len(findings) - 1, len(HEADINGS) + 1))
        addresses.formula = [[_address(f)] for f in findings]


def _address(f: Finding) -> str:
    """The finding's cell as the template's own highlights look for it; it moves along when rows are inserted."""
    if f.place.sheet is None or f.place.cell is None:
        return ""
    cell = "'" + f.place.sheet.replace("'", "''") + "'!" + f.place.cell
    name = f.place.sheet.replace('"', '""')
    return f'="{name}!"&ADDRESS(ROW({cell}),COLUMN({cell}),4)'


def _empty(sheet: xlwings.Sheet) -> None:
    used = sheet.used_range
    last = max(used.row + used.shape[0] - 1, FIRST)
    sheet.range((FIRST, 1), (last, len(HEADINGS) + 1)).clear_contents()


# --- highlights --------------------------------------------------------------------------------------------------


def _highlight(book: xlwings.Book, findings: Sequence[Finding]) -> list[str]:
    """Replace the highlights of every sheet; returns the sheets that a password keeps closed."""
    closed = []
    for sheet in book.sheets:
        cells = [(f.place.cell, COLORS[f.level]) for f in findings if f.place.sheet == sheet.name and f.place.cell]
        formats = sheet.api.Cells.FormatConditions
        old = [formats(i) for i in range(formats.Count, 0, -1)]
        ours = [c for c in old if c.Type == _EXPRESSION and c.Formula1 == _MARK]
        if sheet.name == TEMUAN or not (cells or ours):
            continue
        with _unlocked(sheet) as opened:
            if not opened:
                closed.append(sheet.name)
                continue
            for condition in ours:
                condition.Delete()
            for cell, color in reversed(cells):  # the last one added is seen, so the worst one
                condition = sheet.range(cell).api.FormatConditions.Add(_EXPRESSION, 0, _MARK)
                condition.Interior.Color = int(color[4:6] + color[2:4] + color[0:2], 16)  # Excel counts blue first
                condition.SetFirstPriority()
    return closed


@contextmanager
def _unlocked(sheet: xlwings.Sheet) -> Iterator[bool]:
    """A sheet whose protection is set aside for the while, and put back as it was; False where a password keeps it."""
    api: Any = sheet.api
    if not api.ProtectContents:
        yield True
        return
    allowed = {name: bool(getattr(api.Protection, name)) for name in _ALLOWED}
    drawings, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    try:
        api.Unprotect("")
    except Exception:  # Excel answers a wrong password with an error of its COM library
        yield False
        return
    if api.ProtectContents:
        yield False
        return
    try:
        yield True
    finally:
        api.Protect(DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **allowed)


@contextmanager
def _undisturbed(book: xlwings.Book) -> Iterator[None]:
    """The active sheet and what is selected on it stay; the screen does not flicker."""
    app, sheet, selection = book.app, book.sheets.active, _selection(book)
    before = app.screen_updating
    app.screen_updating = False
    try:
        yield
    finally:
        if book.sheets.active.name != sheet.name:
            sheet.activate()
        after = _selection(book)
        if selection is not None and after is not None and after.address != selection.address:
            selection.select()
        app.screen_updating = before


def _selection(book: xlwings.Book) -> xlwings.Range | None:
    """The selected cells; None where a button, a picture or a chart is selected, for which Excel has no address."""
    try:
        return book.selection
    except Exception:  # which one depends on what is selected
        return None
