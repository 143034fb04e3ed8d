"""A standard workbook under construction: its look, its tables' headings, its cells and their formulas."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..measures import MEASURES
from ..number import State, read
from ..report import column_name, ref
from ..tables import Column, Kind, kind_of, standard_numbers
from .plan import Plan

__all__ = ["CODE_SLOT", "COMPUTED", "GREY", "HEAD", "INPUT", "LINE", "Book", "TableSheet"]

_CREATED: Final = datetime.datetime(2025, 1, 1)
INPUT: Final = "FFF7DB"
COMPUTED: Final = "EDF2F7"
HEAD: Final = "1F4E79"
LINE: Final = "A6B4C2"
GREY: Final = "5A6B7B"
CODE_SLOT: Final = 3


@dataclass(slots=True)
class TableSheet:
    """A worksheet under construction: where each column of its table stands."""

    ws: Worksheet
    kind: Kind
    columns: dict[str, int] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    helpers: int = 0


class Book:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "default_format_properties": {"font_size": 10}})
        self.book.set_properties({"title": "Laporan Kinerja: buku kerja baku", "created": _CREATED})
        self.book.set_calc_mode("auto")
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.at: dict[tuple[str, int, str], tuple[str, int, int]] = {}
        self.sheets: dict[str, TableSheet] = {}
        self.names = {name: self._numbers(name) for name in ("pk", "perubahan")}

    def _numbers(self, section: str) -> list[str]:
        """The contribution sheets of a section: all its numbers, and numbered copies of the last beyond them."""
        own = [n for n, s in standard_numbers().items() if s.section == section and kind_of(n).name == "kontribusi"]
        count = len(self.plan.section(section).contributions)
        return own + [f"{own[-1]} ({i})" for i in range(2, count - len(own) + 2)]

    # --- formats

    def fmt(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(properties))
        return self.formats[key]

    def heading(self, **extra: object) -> Format:
        """The format of a column heading."""
        return self.fmt(
            bold=True, font_color="FFFFFF", bg_color=HEAD, border=1, border_color="FFFFFF", align="center",
            valign="vcenter", **extra,
        )  # fmt: skip

    def cell_format(self, column: Column, *, typed: bool, bold: bool = False) -> Format:
        p: dict[str, object] = {
            "border": 1, "border_color": LINE, "valign": "vcenter", "bg_color": INPUT if typed else COMPUTED,
            "locked": not typed,
        }  # fmt: skip
        if bold:
            p["bold"] = True
        if column.type == "uang":
            p |= {"num_format": "#,##0.00;(#,##0.00)", "align": "right", "indent": 1}
        elif column.type == "persen":
            p |= {"num_format": '0.00"%"', "align": "center", "text_wrap": True}  # a reason in words is longer
        elif column.type == "angka":
            p |= (
                {"num_format": "@", "align": "center", "text_wrap": True}
                if typed
                else {"align": "center", "text_wrap": True}
            )
        elif column.type in {"kriteria", "pilihan", "nomor"}:
            p |= {"align": "center", "text_wrap": True}
            if column.type == "nomor":
                p["num_format"] = "@"
        else:
            p |= {"text_wrap": True, "align": "left", "indent": 1}
        return self.fmt(**p)

    def open(
        self, name: str, kind: Kind, number: str, years: Sequence[int] = (), without: Sequence[str] = ()
    ) -> TableSheet:
        """A new sheet with its caption, unit line, headings and column numbers."""
        ws = self.book.add_worksheet(name)
        sheet = TableSheet(ws, kind)
        self.sheets[name] = sheet
        layout: list[tuple[str, Column, int | None]] = []
        for declared in kind.layout:
            if declared in without:
                continue
            column = kind.column(declared)
            if declared.endswith("@"):
                layout += [(f"{declared}{y}", column, y) for y in years]
            else:
                layout.append((declared, column, None))
        width = len(layout)
        standard = kind.standard[number]
        title = f"Tabel {number} {standard.title}"
        title = self._words(title, standard.section, None, self._k(name, standard.section))
        ws.write(0, 0, title, self.fmt(bold=True, font_size=13, font_color=HEAD))
        ws.write_formula(1, 0, '=Identitas!$C$4&" Tahun "&Identitas!$C$6', self.fmt(italic=True, font_color=GREY), "")
        two = any(len(c.heading) == 2 for _, c, _ in layout)
        head = self.heading(text_wrap=True)
        groups: dict[str, list[int]] = {}
        for i, (full, column, year) in enumerate(layout):
            sheet.columns[full] = i
            ws.set_column(i, i, column.width)
            words = [self._words(h, standard.section, year) for h in column.heading]
            if len(words) == 2:
                groups.setdefault(words[0], []).append(i)
                ws.write(4, i, words[1], head)
            elif two:
                ws.merge_range(3, i, 4, i, words[0], head)
            else:
                ws.write(3, i, words[0], head)
        for text, members in groups.items():
            if len(members) > 1:
                ws.merge_range(3, members[0], 3, members[-1], text, head)
            else:
                ws.write(3, members[0], text, head)
        ws.set_row(3, 30 if two else 32)
        if two:
            ws.set_row(4, 30)
        sheet.first = 5 if two else 4
        if kind.numbered:
            small = self.fmt(
                italic=True, font_size=8, font_color=GREY, bg_color="DDE6EE", border=1, border_color=LINE,
                align="center", num_format="@",
            )  # fmt: skip
            for i, text in enumerate(self._column_numbers(layout)):
                ws.write_string(sheet.first, i, text, small)
            sheet.first += 1
        sheet.last = sheet.first - 1
        ws.freeze_panes(sheet.first, 0)
        ws.set_landscape()
        ws.set_paper(9)
        ws.set_margins(0.4, 0.4, 0.5, 0.5)
        ws.fit_to_pages(1, 0)
        ws.repeat_rows(3, sheet.first - 1)
        ws.set_footer("&L&8&A&C&8Halaman &P dari &N&R&8lkip_xl")
        ws.hide_gridlines(2)
        ws.set_tab_color("#F2C94C" if kind.name in {"renstra", "pk", "struktur"} else "#2F80ED")
        sheet.helpers = width + 1
        return sheet

    @staticmethod
    def _column_numbers(layout: Sequence[tuple[str, Column, int | None]]) -> list[str]:
        numbers = {full: i for i, (full, _, _) in enumerate(layout, 1)}
        out = []
        for full, column, _ in layout:
            n = str(numbers[full])
            operands = [numbers[o] for o in column.operands if o in numbers]
            if column.measure == "SELISIH":
                n += f"=({operands[1]}-{operands[0]})"
            elif column.type == "persen" and len(operands) == 2:
                n += f"={operands[1]}/{operands[0]}*100"
            out.append(n)
        return out

    def _words(self, text: str, section: str, year: int | None, k: int = 0) -> str:
        old, new = self.plan.pk.period, self.plan.perubahan.period
        period = new if section == "perubahan" else old
        base = period[0] - 1 if section == "perubahan" else period[0]
        return text.format(
            tahun=year or self.plan.year, lama=f"{old[0]}-{old[1]}", baru=f"{new[0]}-{new[1]}", tahun_dasar=base,
            tahun_akhir=period[1], k=k,
        )  # fmt: skip

    def _k(self, name: str, section: str) -> int:
        found = self.names.get(section, [])
        return found.index(name) + 1 if name in found else 0

    def close(self, sheet: TableSheet) -> None:
        """Print area, protection against slips, and no green corners on figures kept as text."""
        ws, width = sheet.ws, len(sheet.columns)
        shown = width
        ws.print_area(0, 0, sheet.last, shown - 1)
        ws.ignore_errors({"number_stored_as_text": f"A1:{ref(sheet.last + 1, width)}"})
        ws.protect(
            "", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "objects": True}
        )

    def height(self, sheet: TableSheet, row: int, texts: Sequence[tuple[str, str]], least: int = 1) -> None:
        """A row high enough for its texts; blank ones get `least` lines."""
        lines = least
        for name, text in texts:
            width = sheet.kind.column(name).width
            lines = max(lines, math.ceil(len(text) * 1.3 / width))
        sheet.ws.set_row(row, max(20, 13.5 * lines + 7))

    # --- writing cells

    def put(
        self, sheet: TableSheet, row: int, name: str, text: str = "", *, typed: bool = True, bold: bool = False
    ) -> None:
        """A typed value or a fixed text; money as a number, everything else as people write it."""
        column = sheet.kind.column(name)
        form = self.cell_format(column, typed=typed, bold=bold)
        figure = read(text)
        if text and column.type in {"uang", "persen"} and figure.state is State.NUMBER and figure.value is not None:
            sheet.ws.write_number(row, sheet.columns[name], float(figure.value), form)
        elif text:
            sheet.ws.write_string(row, sheet.columns[name], text, form)
        else:
            sheet.ws.write_blank(row, sheet.columns[name], None, form)

    def formula(self, sheet: TableSheet, row: int, name: str, text: str, *, bold: bool = False) -> None:
        form = self.cell_format(sheet.kind.column(name), typed=False, bold=bold)
        sheet.ws.write_formula(row, sheet.columns[name], text, form, "")

    def carry(
        self, sheet: TableSheet, row: int, name: str, source: str, prefix: str = "", *, bold: bool = False
    ) -> None:
        """Repeat another cell; blank while it is blank."""
        shown = f'"{prefix}"&{source}' if prefix else source
        self.formula(sheet, row, name, f'=IF({source}="","",{shown})', bold=bold)

    def spot(self, sheet: str, row: int, name: str) -> str:
        """An address on another sheet, as formulas write it."""
        return f"'{sheet}'!{self.here(self.sheets[sheet], row, name)}"

    @staticmethod
    def here(sheet: TableSheet, row: int, name: str) -> str:
        return ref(row + 1, sheet.columns[name] + 1)

    def number_of(self, sheet: TableSheet, row: int, name: str, slot: int) -> str:
        """A hidden cell that turns a figure as written into a number; returns its address."""
        column = sheet.helpers + slot
        core = MEASURES["NILAI"].excel.format(teks=self.here(sheet, row, name))
        sheet.ws.write_formula(row, column, f"={core}", None, "")
        sheet.ws.write_string(3, column, f"Bantu: {name}")
        sheet.ws.set_column(column, column, 12, None, {"hidden": 1})
        return ref(row + 1, column + 1)

    def code_of(self, sheet: TableSheet, row: int, budget_row: int) -> None:
        """A hidden cell with the row's code on 2.9: it tells programs, kegiatan and sub kegiatan apart by more than words."""
        column = sheet.helpers + CODE_SLOT
        source = f"'2.9'!{ref(budget_row + 1, 1)}"
        sheet.ws.write_formula(row, column, f'=IF({source}="","",{source})', None, "")
        sheet.ws.write_string(3, column, "Bantu: no")
        sheet.ws.set_column(column, column, 12, None, {"hidden": 1})

    def codes(self, sheet: TableSheet) -> str:
        """The range of those cells, as formulas write it."""
        column = column_name(sheet.helpers + CODE_SLOT + 1)
        return f"'{sheet.ws.name}'!${column}${sheet.first + 1}:${column}${sheet.last + 1}"

    def measure(self, sheet: TableSheet, row: int, name: str, arah: str) -> None:
        """A percentage of two figures as written; a reason instead of a number where one is missing or unreadable."""
        column = sheet.kind.column(name)
        assert column.measure is not None
        slots = {"target": 0, "realisasi": 1, "target_akhir": 2}
        target, realisasi = (self.number_of(sheet, row, o, slots[o]) for o in column.operands)
        core = MEASURES[column.measure].excel.format(target=target, realisasi=realisasi, arah=arah)
        self.formula(
            sheet, row, name,
            f'=IF({realisasi}="","",IF({target}="","target kosong",IF(COUNT({target},{realisasi})<2,"periksa angka",'
            f'IF({target}=0,"target nol",IFERROR({core},"periksa angka")))))',
        )  # fmt: skip

    def share(self, sheet: TableSheet, row: int, anggaran: str, realisasi: str, *, bold: bool = False) -> None:
        """% serapan of two amounts on the same row."""
        a, r = self.here(sheet, row, anggaran), self.here(sheet, row, realisasi)
        core = MEASURES["SERAPAN"].excel.format(anggaran=a, realisasi=r)
        self.formula(sheet, row, "serapan", f'=IF(OR({a}="",{r}=""),"",IFERROR({core},"periksa angka"))', bold=bold)

    def add_up(self, sheet: TableSheet, row: int, name: str, rows: Sequence[int], *, bold: bool = False) -> None:
        """The sum of cells of one column; blank while all of them are."""
        cells = [self.here(sheet, r, name) for r in rows]
        if len(rows) > 1 and list(rows) == list(range(rows[0], rows[-1] + 1)):
            cells = [f"{cells[0]}:{cells[-1]}"]
        inside = ",".join(cells)
        self.formula(sheet, row, name, f'=IF(COUNT({inside})=0,"",ROUND(SUM({inside}),2))', bold=bold)

    def hint(self, sheet: TableSheet, first: int, last: int, name: str, title: str, text: str) -> None:
        c = sheet.columns[name]
        sheet.ws.data_validation(
            first, c, last, c, {"validate": "any", "input_title": title[:32], "input_message": text[:255]}
        )

    def money_only(self, sheet: TableSheet, first: int, last: int, names: Sequence[str]) -> None:
        for name in names:
            c = sheet.columns[name]
            sheet.ws.data_validation(first, c, last, c, {
                "validate": "decimal", "criteria": ">=", "value": 0, "input_title": "Rupiah",
                "input_message": "Ketik angkanya saja, tanpa Rp. Kegiatan, program, dan jumlah terisi sendiri.",
                "error_title": "Bukan rupiah", "error_message": "Isi dengan angka nol atau lebih, tanpa Rp dan tanpa huruf.",
            })  # fmt: skip

    def choices(self, sheet: TableSheet, first: int, last: int, name: str) -> None:
        c = sheet.columns[name]
        sheet.ws.data_validation(first, c, last, c, {
            "validate": "list", "source": list(sheet.kind.column(name).choices), "input_title": "Arah indikator",
            "input_message": "positif: makin tinggi makin baik (juga bila kosong). negatif: makin rendah makin baik.",
            "error_title": "Arah indikator", "error_message": "Pilih positif atau negatif.",
        })  # fmt: skip

    def mark_row(self, number: str, index: int, sheet: TableSheet, row: int) -> None:
        """Remember where the index-th row of a table stands, for figures typed over computed cells."""
        for name in sheet.columns:
            self.at[number, index, name] = (sheet.ws.name, row, sheet.columns[name])
        sheet.last = row
