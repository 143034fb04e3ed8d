"""The standard workbook with macro functions in its cells and buttons on its sheets (.xlsm).

It is the same workbook as the `.xlsx`: only the formulas of the measures are calls of functions that `macros/` holds
as text, every computed cell has a hidden twin that the buttons compare it with, and cells that sheet Temuan names
are highlighted.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Final

from ..measures import MEASURES
from ..params import OFF_SCALE, scale
from ..report import TEMUAN, column_name, ref
from ..tables import Kind
from ..vba.project import Module, code_module, document, project, source
from ..xlsx.marks import ADDRESSES, COLORS, FIRST, HEADINGS, WIDTHS
from .book import CODE_SLOT, GREY, HEAD, LINE, TableSheet
from .frame import GUIDE
from .native import SCALE_BOUNDS, SCALE_LABELS, Template
from .plan import Plan

__all__ = ["CODE", "build", "modules"]

CODE: Final = ("Angka.bas", "Ukuran.bas", "Tombol.bas")
_BUTTONS: Final = ("Segarkan", "Periksa", "Bersihkan")
_WIDTH, _GAP = 92, 6
_ROOM: Final = 500  # rows of a table that may be highlighted, and findings that may be listed
_SCALES: Final = ("sakip", "ikm", "ipp", "predikat")


def build(plan: Plan) -> bytes:
    """The workbook of a plan as the bytes of an .xlsm file; the same plan gives the same bytes."""
    return _MacroTemplate(plan).build()


def modules(year: int, sheets: Sequence[str] = ()) -> list[Module]:
    """The macro project: what `macros/` holds, the scales in force in a year, and a module for each sheet."""
    documents = [document("ThisWorkbook", "workbook", source("BukuKerja.cls"))]
    documents += [document(name, "sheet") for name in sheets]
    return [*documents, *(code_module(source(name)) for name in CODE), code_module(_scales(year))]


def _scales(year: int) -> str:
    """A module that gives the label of a value, written from the scales in force at the end of a year."""
    lines = [
        'Attribute VB_Name = "Skala"', "Option Explicit", "' The scales that regulations set; written from data/params.",
        "", "Public Function Jenjang(ByVal skala As String, ByVal x As Double) As String", "    Select Case skala",
    ]  # fmt: skip
    for name in _SCALES:
        used = scale(name, datetime.date(year, 12, 31)).printed
        lines += [f"        ' {used.source}", f'        Case "{name.upper()}"']
        if used.digits is not None:
            lines.append(f"            x = Bulatkan(x, {used.digits})")
        outside = [] if used.top is None else [(f"x > {used.top.normalize():f}", OFF_SCALE)]
        inside = [
            ("True" if b.low is None else f"x {'>' if b.above else '>='} {b.low.normalize():f}", b.label)
            for b in used.bands
        ]
        for i, (test, label) in enumerate([*outside, *inside]):
            lines += [f"            {'ElseIf' if i else 'If'} {test} Then", f'                Jenjang = "{label}"']
        if used.bands[-1].low is not None:
            lines += ["            Else", f'                Jenjang = "{OFF_SCALE}"']
        lines.append("            End If")
    return "\n".join([*lines, "    End Select", "End Function", ""])


class _MacroTemplate(Template):
    """The standard workbook whose measures are macro functions."""

    guide = (
        *GUIDE,
        "6. Tekan Enable Content pada bilah kuning agar tombol dan rumusnya bekerja. Bilah merah? Tutup, klik kanan berkasnya, Properties, centang Unblock.",
    )

    def build(self) -> bytes:
        self.book.set_vba_name("ThisWorkbook")
        return super().build()

    def sorted(self) -> None:
        super().sorted()
        names = [f"Sheet{i}" for i in range(1, len(self.book.worksheets()) + 1)]
        for ws, name in zip(self.book.worksheets(), names, strict=True):
            ws.set_vba_name(name)
        self.book.add_vba_project(io.BytesIO(project(modules(self.plan.year, names))), is_stream=True)

    # --- formulas

    def formula(self, sheet: TableSheet, row: int, name: str, text: str, *, bold: bool = False) -> None:
        """A computed cell and its hidden twin, under a heading that tells which column the twins repeat."""
        super().formula(sheet, row, name, text, bold=bold)
        own = sheet.columns[name]
        column = sheet.helpers + CODE_SLOT + 1 + own
        sheet.ws.write_formula(row, column, text, None, "")
        sheet.ws.write_formula(3, column, f'="Bantu: "&COLUMN({ref(4, own + 1)})', None, f"Bantu: {own + 1}")
        sheet.ws.set_column(column, column, 12, None, {"hidden": 1})

    def measure(self, sheet: TableSheet, row: int, name: str, arah: str) -> None:
        column = sheet.kind.column(name)
        assert column.measure in MEASURES
        operands = ",".join(self.here(sheet, row, o) for o in column.operands)
        self.formula(sheet, row, name, f"={column.measure}({operands},{arah})")

    def share(self, sheet: TableSheet, row: int, anggaran: str, realisasi: str, *, bold: bool = False) -> None:
        a, r = self.here(sheet, row, anggaran), self.here(sheet, row, realisasi)
        self.formula(sheet, row, "serapan", f"=SERAPAN({a},{r})", bold=bold)

    def label(self, s: TableSheet, row: int) -> None:
        scale_range = f"{SCALE_LABELS.partition(':')[0]}:{SCALE_BOUNDS.partition(':')[2]}"
        self.formula(s, row, "kriteria", f"=PREDIKAT({self.here(s, row, 'capaian')},{scale_range})")

    def efficient(self, s: TableSheet, row: int, percent: str) -> None:
        self.formula(s, row, "efisiensi", f"=EFISIENSI({percent},{self.here(s, row, 'serapan')})")

    # --- buttons, highlights, findings

    def open(
        self, name: str, kind: Kind, number: str, years: Sequence[int] = (), without: Sequence[str] = ()
    ) -> TableSheet:
        sheet = super().open(name, kind, number, years, without)
        sheet.ws.set_row(2, 24)
        for i, caption in enumerate(_BUTTONS):
            sheet.ws.insert_button(
                2, 0,
                {"macro": caption, "caption": caption, "width": _WIDTH, "height": 26, "x_offset": 2 + i * (_WIDTH + _GAP), "y_offset": 2},
            )  # fmt: skip
        quoted = name.replace('"', '""')
        for level, color in COLORS.items():
            formula = f'=COUNTIFS({ADDRESSES},"{quoted}!"&ADDRESS(ROW(),COLUMN(),4),temuan_tingkat,"{level}")>0'
            look = {"bg_color": f"#{color}", "bold": True}
            sheet.ws.conditional_format(
                sheet.first, 0, sheet.first + _ROOM, len(sheet.columns) - 1,
                {"type": "formula", "criteria": formula, "format": self.book.add_format(look), "stop_if_true": True},
            )  # fmt: skip
        return sheet

    def findings(self) -> None:
        ws = self.findings_sheet()
        ws.write(
            1,
            0,
            "Belum diperiksa. Tekan tombol Periksa di salah satu lembar tabel.",
            self.fmt(italic=True, font_color=GREY),
        )
        text = self.fmt(num_format="@", text_wrap=True, valign="top", font_size=10)
        link = self.fmt(valign="top", font_size=10, font_color=HEAD, underline=1)
        for c, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            ws.set_column(c, c, width, link if heading == "Sel" else text)
            ws.write(FIRST - 2, c, heading, self.heading())
        ws.set_column(len(HEADINGS), len(HEADINGS), 12, None, {"hidden": 1})
        for level, color in COLORS.items():
            ws.conditional_format(
                FIRST - 1, 1, FIRST - 1 + _ROOM, 1,
                {"type": "cell", "criteria": "==", "value": f'"{level}"', "format": self.book.add_format({"bg_color": f"#{color}"})},
            )  # fmt: skip
        ws.conditional_format(
            FIRST - 1, 0, FIRST - 1 + _ROOM, len(HEADINGS) - 1,
            {"type": "formula", "criteria": f'=$B{FIRST}<>""', "format": self.book.add_format({"border": 1, "border_color": f"#{LINE}"})},
        )  # fmt: skip
        self.book.define_name("kebijakan_capaian", "=Identitas!$F$9:$F$12")
        for name, column in (("temuan_tingkat", 2), (ADDRESSES, len(HEADINGS) + 1)):
            letter = column_name(column)
            self.book.define_name(name, f"={TEMUAN}!${letter}${FIRST}:${letter}${FIRST + _ROOM}")
