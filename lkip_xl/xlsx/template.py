"""The standard workbook: every table of a plan, with native formulas, ready to be typed into.

What is typed is tinted and unlocked, what is computed is locked. Formulas use nothing newer than Excel 2013.
Indicator figures are text cells, so that `92,5`, `97,5%`, `B (67)` and `4 Dok` stay as people write them on
any machine; hidden helper columns turn them into numbers.
"""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..measures import MEASURES
from ..number import State, read
from ..params import Scale, scale
from ..report import column_name, ref
from ..tables import Column, Kind, kind_of, kinds, standard_numbers
from .plan import Indicator, Plan, Section

__all__ = ["build"]

_CREATED: Final = datetime.datetime(2025, 1, 1)
_INPUT: Final = "FFF7DB"
_COMPUTED: Final = "EDF2F7"
_HEAD: Final = "1F4E79"
_LINE: Final = "A6B4C2"
_HINT: Final = "Contoh: 92,5 atau 97,5% atau B (67) atau 4 Dok. Koma untuk desimal."
_SCALE_ROWS: Final = "'3.1'!$E$5:$E$9"
_SCALE_LABELS: Final = "'3.1'!$C$5:$C$9"


def build(plan: Plan) -> bytes:
    """The workbook of a plan as the bytes of an .xlsx file; the same plan gives the same bytes."""
    return _Builder(plan).build()


@dataclass(slots=True)
class _Sheet:
    """A worksheet under construction: where each column of its table stands."""

    ws: Worksheet
    kind: Kind
    columns: dict[str, int] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    helpers: int = 0


class _Builder:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "default_format_properties": {"font_size": 10}})
        self.book.set_properties({"title": "Laporan Kinerja: buku kerja baku", "created": _CREATED})
        self.book.set_calc_mode("auto")
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.at: dict[tuple[str, int, str], tuple[str, int, int]] = {}
        self.sheets: dict[str, _Sheet] = {}
        self.names = {name: list(self._numbers(name)) for name in ("pk", "perubahan")}
        self.scale: Scale = scale("predikat", datetime.date(max(plan.year, 2017), 12, 31))

    def _numbers(self, section: str) -> list[str]:
        """The contribution sheets a section needs: its own numbers, and numbered copies of the last beyond them."""
        own = [n for n, s in standard_numbers().items() if s.section == section and kind_of(n).name == "kontribusi"]
        count = len(self.plan.section(section).contributions)
        return own[:count] + [f"{own[-1]} ({i})" for i in range(2, count - len(own) + 2)]

    # --- formats

    def fmt(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(properties))
        return self.formats[key]

    def cell_format(self, column: Column, *, typed: bool, bold: bool = False) -> Format:
        p: dict[str, object] = {
            "border": 1, "border_color": _LINE, "valign": "vcenter", "bg_color": _INPUT if typed else _COMPUTED,
            "locked": not typed,
        }  # fmt: skip
        if bold:
            p["bold"] = True
        if column.type == "uang":
            p |= {"num_format": "#,##0.00;(#,##0.00)", "align": "right"}
        elif column.type == "persen":
            p |= {"num_format": '0.00"%"', "align": "center"}
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
            p |= {"text_wrap": True, "align": "left"}
        return self.fmt(**p)

    # --- the whole workbook

    def build(self) -> bytes:
        self.identity()
        for number in ("2.3", "2.4"):
            self.renstra(number)
        for number in ("2.7", "2.8"):
            self.agreement(number)
        self.structure()
        self.scale_sheet()
        for section, capaian, efisiensi in (("pk", "3.2", "3.7"), ("perubahan", "3.8", "3.12")):
            self.performance(capaian, section)
            for k, name in enumerate(self.names[section]):
                self.contribution(name, section, k)
            self.efficiency(efisiensi, section)
        self.budget()
        self.summary()
        self.findings()
        self.typed_over()
        order = ["Identitas", *standard_numbers(), "Ringkasan", "Temuan"]
        self.book.worksheets_objs.sort(key=lambda w: (order.index(w.name.split(" ")[0]), w.name))
        self.book.get_worksheet_by_name("Identitas").activate()
        self.book.close()
        return self.out.getvalue()

    def open(
        self, name: str, kind: Kind, number: str, years: Sequence[int] = (), without: Sequence[str] = ()
    ) -> _Sheet:
        """A new sheet with its caption, unit line, headings and column numbers."""
        ws = self.book.add_worksheet(name)
        sheet = _Sheet(ws, kind)
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
        index = name.partition("(")[2].rstrip(")") or ""
        title = f"Tabel {number} {standard.title}" + (f" ({index})" if index else "")
        title = self._words(title, standard.section, None, self._k(name, standard.section))
        ws.write(0, 0, title, self.fmt(bold=True, font_size=13, font_color=_HEAD))
        ws.write_formula(
            1, 0, '=Identitas!$C$4&" Tahun "&Identitas!$C$6', self.fmt(italic=True, font_color="5A6B7B"), ""
        )
        two = any(len(c.heading) == 2 for _, c, _ in layout)
        head = self.fmt(
            bold=True, font_color="FFFFFF", bg_color=_HEAD, border=1, border_color="FFFFFF", align="center",
            valign="vcenter", text_wrap=True,
        )  # fmt: skip
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
                italic=True, font_size=8, font_color="5A6B7B", bg_color="DDE6EE", border=1, border_color=_LINE,
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

    def close(self, sheet: _Sheet, *, print_columns: int | None = None) -> None:
        """Print area, protection against slips, and no green corners on figures kept as text."""
        ws, width = sheet.ws, len(sheet.columns)
        shown = print_columns or width
        ws.print_area(0, 0, sheet.last, shown - 1)
        ws.ignore_errors({"number_stored_as_text": f"A1:{ref(sheet.last + 1, width)}"})
        ws.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True})

    def height(self, sheet: _Sheet, row: int, texts: Sequence[tuple[str, str]], least: int = 1) -> None:
        """A row high enough for its texts; blank ones get `least` lines."""
        lines = least
        for name, text in texts:
            width = sheet.kind.column(name).width
            lines = max(lines, math.ceil(len(text) * 1.2 / width))
        sheet.ws.set_row(row, max(18, 13.5 * lines + 4))

    # --- writing cells

    def put(
        self, sheet: _Sheet, row: int, name: str, text: str = "", *, typed: bool = True, bold: bool = False
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

    def formula(self, sheet: _Sheet, row: int, name: str, text: str, *, bold: bool = False) -> None:
        form = self.cell_format(sheet.kind.column(name), typed=False, bold=bold)
        sheet.ws.write_formula(row, sheet.columns[name], text, form, "")

    def carry(self, sheet: _Sheet, row: int, name: str, source: str, prefix: str = "", *, bold: bool = False) -> None:
        """Repeat another cell; blank while it is blank."""
        shown = f'"{prefix}"&{source}' if prefix else source
        self.formula(sheet, row, name, f'=IF({source}="","",{shown})', bold=bold)

    def spot(self, sheet: str, row: int, name: str) -> str:
        """An address on another sheet, as formulas write it."""
        return f"'{sheet}'!{self.here(self.sheets[sheet], row, name)}"

    @staticmethod
    def here(sheet: _Sheet, row: int, name: str) -> str:
        return ref(row + 1, sheet.columns[name] + 1)

    def number_of(self, sheet: _Sheet, row: int, name: str, slot: int) -> str:
        """A hidden cell that turns a figure as written into a number (NILAI); returns its address.

        The figure is what stands in brackets, else the first word. One dot that is not followed by exactly
        three digits is a decimal dot.
        """
        c = self.here(sheet, row, name)
        column = sheet.helpers + slot
        inside = f'MID({c},FIND("(",{c})+1,FIND(")",{c}&")")-FIND("(",{c})-1)'
        first = f'LEFT(TRIM({c}),FIND(" ",TRIM({c})&" ")-1)'
        token = f'SUBSTITUTE(SUBSTITUTE(IF(ISNUMBER(FIND("(",{c})),{inside},{first}),"%",""),"Rp","")'
        after = f'MID({c},FIND(".",{c})+1,3)'
        thousands = f'AND(LEN({after})=3,ISNUMBER(--{after}),ISERROR(--MID({c},FIND(".",{c})+4,1)))'
        dotted = f'IF(AND(ISERROR(FIND(",",{c})),LEN({c})-LEN(SUBSTITUTE({c},".",""))=1),NOT({thousands}),FALSE)'
        digits = f"SUMPRODUCT(--ISNUMBER(FIND({{0,1,2,3,4,5,6,7,8,9}},{c})))"
        sheet.ws.write_formula(
            row, column,
            f'=IF({c}="","",IF(ISNUMBER({c}),{c}*IF(LEFT(CELL("format",{c}),1)="P",100,1),IF({digits}=0,'
            f'IF(OR(TRIM({c})="-",LOWER(TRIM({c}))="n/a"),"","periksa angka"),IFERROR(_xlfn.NUMBERVALUE({token},'
            f'IF({dotted},".",","),IF({dotted},",",".")),"periksa angka"))))', None, "",
        )  # fmt: skip
        sheet.ws.write_string(3, column, f"Bantu: {name}")
        sheet.ws.set_column(column, column, 12, None, {"hidden": 1})
        return ref(row + 1, column + 1)

    def measure(self, sheet: _Sheet, row: int, name: str, arah: str) -> None:
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

    def share(self, sheet: _Sheet, row: int, anggaran: str, realisasi: str, *, bold: bool = False) -> None:
        """% serapan of two amounts on the same row."""
        a, r = self.here(sheet, row, anggaran), self.here(sheet, row, realisasi)
        core = MEASURES["SERAPAN"].excel.format(anggaran=a, realisasi=r)
        self.formula(sheet, row, "serapan", f'=IF(OR({a}="",{r}=""),"",IFERROR({core},"periksa angka"))', bold=bold)

    def add_up(self, sheet: _Sheet, row: int, name: str, rows: Sequence[int], *, bold: bool = False) -> None:
        """The sum of cells of one column; blank while all of them are."""
        cells = [self.here(sheet, r, name) for r in rows]
        if len(rows) > 1 and list(rows) == list(range(rows[0], rows[-1] + 1)):
            cells = [f"{cells[0]}:{cells[-1]}"]
        inside = ",".join(cells)
        self.formula(sheet, row, name, f'=IF(COUNT({inside})=0,"",ROUND(SUM({inside}),2))', bold=bold)

    def hint(self, sheet: _Sheet, first: int, last: int, name: str, title: str, text: str) -> None:
        c = sheet.columns[name]
        sheet.ws.data_validation(
            first, c, last, c, {"validate": "any", "input_title": title[:32], "input_message": text[:255]}
        )

    def money_only(self, sheet: _Sheet, first: int, last: int, names: Sequence[str]) -> None:
        for name in names:
            c = sheet.columns[name]
            sheet.ws.data_validation(first, c, last, c, {
                "validate": "decimal", "criteria": ">=", "value": 0, "input_title": "Rupiah",
                "input_message": "Ketik angkanya saja, tanpa Rp. Kegiatan, program, dan jumlah terisi sendiri.",
                "error_title": "Bukan rupiah", "error_message": "Isi dengan angka nol atau lebih, tanpa Rp dan tanpa huruf.",
            })  # fmt: skip

    def choices(self, sheet: _Sheet, first: int, last: int, name: str) -> None:
        c = sheet.columns[name]
        sheet.ws.data_validation(first, c, last, c, {
            "validate": "list", "source": list(sheet.kind.column(name).choices), "input_title": "Arah indikator",
            "input_message": "positif: makin tinggi makin baik (juga bila kosong). negatif: makin rendah makin baik.",
            "error_title": "Arah indikator", "error_message": "Pilih positif atau negatif.",
        })  # fmt: skip

    def mark_row(self, number: str, index: int, sheet: _Sheet, row: int) -> None:
        """Remember where the index-th row of a table stands, for figures typed over computed cells."""
        for name in sheet.columns:
            self.at[number, index, name] = (sheet.ws.name, row, sheet.columns[name])
        sheet.last = row

    # --- the sheets

    def identity(self) -> None:
        plan = self.plan
        ws = self.book.add_worksheet("Identitas")
        ws.set_column(0, 0, 3)
        ws.set_column(1, 1, 34)
        ws.set_column(2, 2, 34)
        ws.set_column(3, 3, 62)
        ws.hide_gridlines(2)
        ws.set_tab_color("#F2C94C")
        ws.write(0, 1, "Buku Kerja Laporan Kinerja", self.fmt(bold=True, font_size=16, font_color=_HEAD))
        ws.write(1, 1, "Isi sel kuning; sel abu-abu terhitung sendiri.", self.fmt(italic=True, font_color="5A6B7B"))
        label = self.fmt(border=1, border_color=_LINE, bold=True, valign="vcenter", text_wrap=True)
        typed = self.fmt(border=1, border_color=_LINE, bg_color=_INPUT, locked=False, valign="vcenter", align="left")
        note = self.fmt(font_color="5A6B7B", italic=True, text_wrap=True, valign="vcenter", indent=1)
        rows: list[tuple[str, Any, str]] = [
            ("Unit kerja", plan.unit or "Kecamatan", "Misalnya: Kecamatan Kencong"),
            ("Kabupaten/Kota", plan.kabupaten, "Misalnya: Kabupaten Jember"),
            ("Tahun laporan", plan.year, "Judul kolom tahun dibuat saat templat dibuat, jadi tahun tidak diganti di sini"),
            ("Renstra lama", f"{plan.pk.period[0]}-{plan.pk.period[1]}", "Dasar Perjanjian Kinerja (tabel 2.3, 2.7, 3.2-3.7)"),
            ("Renstra baru", f"{plan.perubahan.period[0]}-{plan.perubahan.period[1]}", "Dasar PK Perubahan (tabel 2.4, 2.8, 3.8-3.12)"),
            ("Batas atas capaian", "tanpa batas", "tanpa batas, 100, atau 120: capaian di atasnya ditulis sebesar batas"),
            ("Capaian negatif dijadikan nol", "tidak", "ya atau tidak"),
            ("Rumus indikator negatif", "(T-(R-T))/T", "(T-(R-T))/T menurut bab III.A, atau T/R"),
            ("Capaian sama dengan serapan", "tidak efisien", "Kategori bila capaian dan serapan sama persis"),
        ]  # fmt: skip
        for i, (text, value, help_text) in enumerate(rows):
            r = 3 + i
            ws.set_row(r, 22)
            ws.write(r, 1, text, label)
            ws.write(r, 2, value, typed)
            ws.write(r, 3, help_text, note)
        for r, options in (
            (8, ["tanpa batas", "100", "120"]),
            (9, ["tidak", "ya"]),
            (10, ["(T-(R-T))/T", "T/R"]),
            (11, ["tidak efisien", "efisien"]),
        ):
            ws.data_validation(r, 2, r, 2, {"validate": "list", "source": options})
        ws.data_validation(5, 2, 5, 2, {
            "validate": "integer", "criteria": "between", "minimum": 2015, "maximum": 2100,
            "error_title": "Tahun", "error_message": "Isi tahun dengan empat angka, misalnya 2025.",
        })  # fmt: skip
        hidden = self.fmt(font_color="FFFFFF", font_size=8)
        for r, c, formula, name in (
            (8, 5, "=IF(ISNUMBER(--C9),--C9,1E+99)", "batas_capaian"),
            (9, 5, '=IF(C10="ya",0,-1E+99)', "lantai_capaian"),
            (10, 5, '=IF(C11="T/R",2,1)', "rumus_negatif"),
            (11, 5, '=IF(C12="efisien",1,0)', "efisien_bila_sama"),
        ):
            value = {"batas_capaian": 1e99, "lantai_capaian": -1e99, "rumus_negatif": 1}.get(name, 0)
            ws.write_formula(r, c, formula if name != "batas_capaian" else "=IFERROR(VALUE(C9),1E+99)", hidden, value)
            self.book.define_name(name, f"=Identitas!${column_name(c + 1)}${r + 1}")
        ws.set_column(5, 5, 4, None, {"hidden": 1})
        guide = [
            "Cara mengisi",
            "1. Tabel 2.3 dan 2.4: tujuan, sasaran, indikator, dan target Renstra.",
            "2. Tabel 2.7 dan 2.8: target Perjanjian Kinerja dan anggaran per program. Tabel 2.9: anggaran per sub kegiatan.",
            "3. Tabel 3.2 dan 3.8: realisasi. Tabel 3.3-3.6 dan 3.9-3.11: target dan realisasi pendukung. Tabel 3.13: realisasi anggaran.",
            "4. Semua persentase, kriteria, jumlah, efisiensi, dan sheet Ringkasan terisi sendiri.",
            "5. Baris boleh disisipkan di tengah tabel. Lembar dilindungi tanpa kata sandi, hanya terhadap salah ketik.",
        ]
        for i, line in enumerate(guide):
            ws.merge_range(13 + i, 1, 13 + i, 3, line, self.fmt(text_wrap=True, valign="vcenter", bold=i == 0))
            ws.set_row(13 + i, 20)
        ws.write(20, 1, "Sel kuning: diketik", self.fmt(bg_color=_INPUT, border=1, border_color=_LINE))
        ws.write(21, 1, "Sel abu-abu: terhitung sendiri", self.fmt(bg_color=_COMPUTED, border=1, border_color=_LINE))
        ws.set_landscape()
        ws.set_paper(9)
        ws.fit_to_pages(1, 1)
        ws.print_area(0, 0, 21, 3)
        ws.protect("", {"format_columns": True, "format_rows": True})

    def renstra(self, number: str) -> None:
        section = self.plan.section("pk" if number == "2.3" else "perubahan")
        years = range(section.period[0], section.period[1] + 1)
        s = self.open(number, kind_of(number), number, years, () if number == "2.4" else ("baseline",))
        goal = 0
        for i, ind in enumerate(section.indicators):
            row = s.first + i
            goal += ind.opens
            self.put(s, row, "no", str(goal) if ind.opens else "", typed=False)
            self.put(s, row, "sasaran", ind.goal)
            self.put(s, row, "indikator", ind.name)
            if number == "2.4":
                self.put(s, row, "baseline", ind.baseline)
            for j, y in enumerate(years):
                self.put(s, row, f"target@{y}", ind.targets[j] if j < len(ind.targets) else "")
            self.carry(s, row, "target_akhir", self.here(s, row, f"target@{years[-1]}"))
            self.height(s, row, (("sasaran", ind.goal), ("indikator", ind.name)), 3)
            self.mark_row(number, i + 1, s, row)
        self.hint(
            s,
            s.first,
            s.last,
            "indikator",
            "Indikator",
            "Nama indikator diketik sekali di sini; tabel lain mengikutinya.",
        )
        for y in years:
            self.hint(s, s.first, s.last, f"target@{y}", f"Target {y}", _HINT)
        self.close(s)

    def agreement(self, number: str) -> None:
        name = "pk" if number == "2.7" else "perubahan"
        section, source = self.plan.section(name), "2.3" if number == "2.7" else "2.4"
        s = self.open(number, kind_of(number), number)
        for i, ind in enumerate(section.indicators):
            row, origin = s.first + i, self.sheets[source].first + i
            self.carry(s, row, "no", self.spot(source, origin, "no"))
            self.carry(s, row, "sasaran", self.spot(source, origin, "sasaran"))
            self.carry(s, row, "indikator", self.spot(source, origin, "indikator"))
            self.put(s, row, "target", ind.target)
            self.put(s, row, "arah", ind.arah)
            self.height(s, row, (("sasaran", ind.goal), ("indikator", ind.name)), 2)
            self.mark_row(number, i + 1, s, row)
        self.hint(s, s.first, s.last, "target", "Target", _HINT)
        self.choices(s, s.first, s.last, "arah")
        self._agreed_budget(s, section, number)
        self.close(s)

    def _agreed_budget(self, s: _Sheet, section: Section, number: str) -> None:
        """The budget per program, under the agreement on the same sheet."""
        below = _Sheet(s.ws, kinds()["pk_anggaran"], dict(zip(kinds()["pk_anggaran"].layout, range(4), strict=True)))
        top = s.last + 2
        s.ws.write(top, 0, "Anggaran per program", self.fmt(bold=True, font_color=_HEAD))
        head = self.fmt(
            bold=True,
            font_color="FFFFFF",
            bg_color=_HEAD,
            border=1,
            border_color="FFFFFF",
            align="center",
            valign="vcenter",
        )
        for name, c in below.columns.items():
            s.ws.write(top + 1, c, below.kind.column(name).heading[0], head)
        programs = [b for b in self.plan.budget if b.level == 1]
        note = "APBD" if number == "2.7" else "P-APBD"
        for i, program in enumerate(programs):
            row = top + 2 + i
            self.put(below, row, "no", program.code, typed=False)
            self.carry(below, row, "uraian", f"'2.9'!{ref(self._budget_row(self.plan.budget.index(program)) + 1, 2)}")
            self.put(below, row, "anggaran", section.agreed[i] if i < len(section.agreed) else "")
            self.put(below, row, "keterangan", note)
            self.height(below, row, (("uraian", program.name),), 2)
        last = top + 2 + len(programs)
        self.put(below, last, "no", "", typed=False, bold=True)
        self.put(below, last, "uraian", "JUMLAH", typed=False, bold=True)
        self.add_up(below, last, "anggaran", range(top + 2, last), bold=True)
        self.put(below, last, "keterangan", "", typed=False)
        self.money_only(below, top + 2, last - 1, ["anggaran"])
        s.last = last

    def _budget_row(self, index: int) -> int:
        """Where the index-th budget row stands on sheet 2.9."""
        return 5 + index

    def structure(self) -> None:
        s = self.open("2.9", kind_of("2.9"), "2.9")
        assert s.first == self._budget_row(0)
        for i, b in enumerate(self.plan.budget):
            row, bold = s.first + i, b.level == 1
            self.put(s, row, "no", b.code, typed=False, bold=bold)
            self.put(s, row, "uraian", b.name or ("PROGRAM ", "Kegiatan ", "Sub Kegiatan ")[b.level - 1], bold=bold)
            for name, amount in (("sebelum", b.before), ("pergeseran", b.shifted), ("sesudah", b.after)):
                if b.level == 3:
                    self.put(s, row, name, amount)
                else:
                    self.add_up(s, row, name, [s.first + c for c in self._children(i)], bold=bold)
            self._difference(s, row, bold=bold)
            self.height(s, row, (("uraian", b.name),))
            self.mark_row("2.9", i + 1, s, row)
        row = s.last + 1
        self.put(s, row, "no", "", typed=False)
        self.put(s, row, "uraian", "JUMLAH", typed=False, bold=True)
        tops = [s.first + i for i, b in enumerate(self.plan.budget) if b.level == 1]
        for name in ("sebelum", "pergeseran", "sesudah"):
            self.add_up(s, row, name, tops, bold=True)
        self._difference(s, row, bold=True)
        self.mark_row("2.9", len(self.plan.budget) + 1, s, row)
        self.money_only(s, s.first, s.last - 1, ["sebelum", "pergeseran", "sesudah"])
        self.close(s)

    def _difference(self, s: _Sheet, row: int, *, bold: bool) -> None:
        before, after = self.here(s, row, "pergeseran"), self.here(s, row, "sesudah")
        core = MEASURES["SELISIH"].excel.format(sebelum=before, sesudah=after)
        self.formula(s, row, "selisih", f'=IF(OR({before}="",{after}=""),"",{core})', bold=bold)

    def _children(self, index: int) -> list[int]:
        """The rows one level under a budget row."""
        level, out = self.plan.budget[index].level, []
        for i in range(index + 1, len(self.plan.budget)):
            if self.plan.budget[i].level <= level:
                break
            if self.plan.budget[i].level == level + 1:
                out.append(i)
        return out

    def scale_sheet(self) -> None:
        s = self.open("3.1", kind_of("3.1"), "3.1")
        for i, band in enumerate(self.scale.bands):
            row = s.first + i
            low = self.here(s, row, "batas")
            self.put(s, row, "no", str(i + 1), typed=False)
            text = f'="≥ "&{low}' if i == 0 else f'="≥ "&{low}&" dan < "&{self.here(s, row - 1, "batas")}'
            self.formula(s, row, "interval", text)
            self.put(s, row, "kriteria", band.label)
            s.ws.write(row, s.columns["kode"], band.code, self.fmt(
                bg_color=f"#{band.color}", border=1, border_color=_LINE, locked=False, align="center", valign="vcenter"))  # fmt: skip
            form = self.fmt(bg_color=_INPUT, border=1, border_color=_LINE, locked=False, align="center", num_format="0")
            s.ws.write_number(row, s.columns["batas"], float(90 if i == 0 else band.low or 0), form)
            s.ws.set_row(row, 22)
            self.mark_row("3.1", i + 1, s, row)
        note = "Hanya batas bawah yang menentukan. Cetakan 90 dan 91 sama-sama dipakai; ubah di kolom Batas Bawah bila perlu."
        s.ws.write(s.last + 2, 1, note, self.fmt(italic=True, font_color="5A6B7B"))
        s.last += 2
        self.close(s)

    def performance(self, number: str, section_name: str) -> None:
        section = self.plan.section(section_name)
        renstra, pk = ("2.3", "2.7") if section_name == "pk" else ("2.4", "2.8")
        trend = range(self.plan.year - 3, self.plan.year)
        s = self.open(number, kind_of(number), number, trend, kind_of(number).standard[number].without)
        for i, ind in enumerate(section.indicators):
            row = s.first + i
            r, p = self.sheets[renstra].first + i, self.sheets[pk].first + i
            self.put(s, row, "no", str(i + 1), typed=False)
            self.carry(s, row, "sasaran", self.spot(renstra, r, "sasaran"))
            self.carry(s, row, "indikator", self.spot(renstra, r, "indikator"))
            base = "baseline" if number == "3.8" else f"target@{section.period[0]}"
            self.carry(s, row, "baseline", self.spot(renstra, r, base))
            self.carry(s, row, "target", self.spot(pk, p, "target"))
            self.put(s, row, "realisasi", ind.realisasi)
            self.carry(s, row, "target_akhir", self.spot(renstra, r, "target_akhir"))
            arah = self.spot(pk, p, "arah")
            self.measure(s, row, "capaian", arah)
            self.measure(s, row, "kemajuan", arah)
            value = self.here(s, row, "capaian")
            label = MEASURES["PREDIKAT"].excel.format(label=_SCALE_LABELS, batas=_SCALE_ROWS, nilai=value)
            self.formula(s, row, "kriteria", f'=IF(ISNUMBER({value}),{label},"")')
            for j, y in enumerate(trend if f"tren@{trend[0]}" in s.columns else ()):
                self.put(s, row, f"tren@{y}", ind.trend[j] if j < len(ind.trend) else "")
            self.put(s, row, "benchmark", ind.benchmark)
            self.height(s, row, (("sasaran", ind.goal), ("indikator", ind.name), ("benchmark", ind.benchmark)), 3)
            self.mark_row(number, i + 1, s, row)
        self.hint(s, s.first, s.last, "realisasi", "Realisasi", _HINT)
        self._color_labels(s, "kriteria")
        self._color_reasons(s, ["capaian", "kemajuan"])
        self.close(s)

    def _color_labels(self, s: _Sheet, name: str) -> None:
        c = s.columns[name]
        for i, band in enumerate(self.scale.bands):
            s.ws.conditional_format(s.first, c, s.last, c, {
                "type": "cell", "criteria": "==", "value": f"'3.1'!$C${5 + i}",
                "format": self.book.add_format({"bg_color": f"#{band.color}", "font_color": "#1B1B1B"}),
            })  # fmt: skip

    def _color_reasons(self, s: _Sheet, names: Sequence[str]) -> None:
        """A reason in words where a number should be stands out."""
        for name in names:
            c = s.columns[name]
            s.ws.conditional_format(s.first, c, s.last, c, {
                "type": "formula", "criteria": f"=AND(ISTEXT({ref(s.first + 1, c + 1)}),{ref(s.first + 1, c + 1)}<>\"\")",
                "format": self.book.add_format({"bg_color": "#F8D7DA", "font_color": "#9B1C1C", "bold": True}),
            })  # fmt: skip

    def contribution(self, name: str, section_name: str, k: int) -> None:
        number = name.split(" ")[0]
        s = self.open(name, kind_of(number), number)
        rows = self.plan.section(section_name).contributions[k]
        for i, a in enumerate(rows):
            row = s.first + i
            budget = self.plan.budget[a.budget] if a.budget is not None else None
            if budget is None or a.budget is None:
                self.put(s, row, "uraian", "", typed=False)
            else:
                self.carry(
                    s, row, "uraian", self.spot("2.9", self._budget_row(a.budget), "uraian"), bold=budget.level == 1
                )
            self.put(s, row, "indikator", a.indicator)
            self.put(s, row, "satuan", a.unit)
            self.put(s, row, "target", a.target)
            self.put(s, row, "realisasi", a.realisasi)
            self.put(s, row, "arah", "")
            self.measure(s, row, "capaian", self.here(s, row, "arah"))
            self.height(s, row, (("uraian", budget.name if budget else ""), ("indikator", a.indicator)), 2)
            self.mark_row(name, i + 1, s, row)
        for column in ("target", "realisasi"):
            self.hint(s, s.first, s.last, column, column.capitalize(), _HINT)
        self.choices(s, s.first, s.last, "arah")
        self._color_reasons(s, ["capaian"])
        self.close(s)

    def efficiency(self, number: str, section_name: str) -> None:
        section = self.plan.section(section_name)
        capaian = "3.2" if section_name == "pk" else "3.8"
        s = self.open(number, kind_of(number), number)
        groups: list[list[tuple[int, Indicator]]] = []
        for i, ind in enumerate(section.indicators):
            if not ind.sasaran:
                continue
            if ind.opens or not groups:
                groups.append([])
            groups[-1].append((i, ind))
        row, index, money = s.first, 0, []
        for g, members in enumerate(groups):
            head = row
            money.append(head)
            origin = self.sheets[capaian].first + members[0][0]
            self.put(s, head, "no", str(g + 1), typed=False, bold=True)
            self.carry(s, head, "sasaran", self.spot(capaian, origin, "sasaran"), "Sasaran : ", bold=True)
            for name in ("target", "realisasi", "capaian"):
                self.put(s, head, name, "", typed=False)
            self._program_money(s, head, self.names[section_name][g])
            self.share(s, head, "anggaran", "realisasi_anggaran")
            self.height(s, head, (("sasaran", f"Sasaran : {members[0][1].goal}"),), 2)
            index += 1
            self.mark_row(number, index, s, head)
            for i, ind in members:
                row += 1
                origin = self.sheets[capaian].first + i
                self.put(s, row, "no", "", typed=False)
                self.carry(s, row, "sasaran", self.spot(capaian, origin, "indikator"), "Indikator : ")
                for name in ("target", "realisasi", "capaian"):
                    self.carry(s, row, name, self.spot(capaian, origin, name))
                for name in ("anggaran", "realisasi_anggaran", "serapan", "efisiensi"):
                    self.put(s, row, name, "", typed=False)
                self.height(s, row, (("sasaran", f"Indikator : {ind.name}"),), 2)
                index += 1
                self.mark_row(number, index, s, row)
            percent = self.here(s, head + 1, "capaian")
            if len(members) > 1:
                first, last = head + 1, row
                row += 1
                for name in s.columns:
                    self.put(
                        s, row, name, f"Rata-rata persentase sasaran {g + 1}" if name == "sasaran" else "", typed=False
                    )
                span = f"{self.here(s, first, 'capaian')}:{self.here(s, last, 'capaian')}"
                self.formula(s, row, "capaian", f'=IF(COUNT({span})<ROWS({span}),"",ROUND(AVERAGE({span}),10))')
                percent = self.here(s, row, "capaian")
                index += 1
                self.mark_row(number, index, s, row)
            share = self.here(s, head, "serapan")
            core = MEASURES["EFISIENSI"].excel.format(capaian=percent, serapan=share)
            self.formula(s, head, "efisiensi", f'=IF(COUNT({percent},{share})<2,"",{core})')
            row += 1
        for name in s.columns:
            self.put(s, row, name, "JUMLAH" if name == "sasaran" else "", typed=False, bold=True)
        for name in ("anggaran", "realisasi_anggaran"):
            self.add_up(s, row, name, money, bold=True)
        self.share(s, row, "anggaran", "realisasi_anggaran", bold=True)
        self.mark_row(number, index + 1, s, row)
        c = s.columns["efisiensi"]
        for text, color in (("Efisien", "#D5EFDC"), ("Tidak efisien", "#FBE3D6")):
            s.ws.conditional_format(s.first, c, s.last, c, {
                "type": "cell", "criteria": "==", "value": f'"{text}"', "format": self.book.add_format({"bg_color": color}),
            })  # fmt: skip
        self.close(s)

    def _program_money(self, s: _Sheet, row: int, contribution: str) -> None:
        """The amounts of the programs that a contribution sheet names, wherever they stand on 3.13."""
        rows = len(self.plan.budget)
        other = self.sheets[contribution]
        names = f"'{contribution}'!${column_name(1)}${other.first + 1}:${column_name(1)}${other.last + 1}"
        labels = f"'3.13'!$A$5:$A${4 + rows}"
        for name, column in (("anggaran", "B"), ("realisasi_anggaran", "C")):
            amounts = f"'3.13'!${column}$5:${column}${4 + rows}"
            total = f'ROUND(SUMPRODUCT((LEFT({names},7)="PROGRAM")*SUMIF({labels},{names},{amounts})),2)'
            filled = f'SUMPRODUCT((LEFT({names},7)="PROGRAM")*(LEN({names})>8))'
            self.formula(s, row, name, f'=IF(OR({filled}=0,COUNT({amounts})=0),"",{total})')

    def budget(self) -> None:
        s = self.open("3.13", kind_of("3.13"), "3.13")
        for i, b in enumerate(self.plan.budget):
            row, origin, bold = s.first + i, self._budget_row(i), b.level == 1
            self.carry(s, row, "uraian", self.spot("2.9", origin, "uraian"), bold=bold)
            if b.level == 3:
                self.carry(s, row, "anggaran", self.spot("2.9", origin, "sesudah"))
                self.put(s, row, "realisasi", b.spent)
            else:
                for name in ("anggaran", "realisasi"):
                    self.add_up(s, row, name, [s.first + c for c in self._children(i)], bold=bold)
            self.share(s, row, "anggaran", "realisasi", bold=bold)
            self.height(s, row, (("uraian", b.name),))
            self.mark_row("3.13", i + 1, s, row)
        row = s.last + 1
        self.put(s, row, "uraian", "JUMLAH", typed=False, bold=True)
        tops = [s.first + i for i, b in enumerate(self.plan.budget) if b.level == 1]
        for name in ("anggaran", "realisasi"):
            self.add_up(s, row, name, tops, bold=True)
        self.share(s, row, "anggaran", "realisasi", bold=True)
        self.mark_row("3.13", len(self.plan.budget) + 1, s, row)
        self.money_only(s, s.first, s.last - 1, ["realisasi"])
        self.close(s)

    def summary(self) -> None:
        kind = kinds()["ringkasan"]
        ws = self.book.add_worksheet("Ringkasan")
        s = _Sheet(ws, kind, {"uraian": 0, "pk": 1, "perubahan": 2}, first=4)
        self.sheets["Ringkasan"] = s
        ws.hide_gridlines(2)
        ws.set_tab_color("#27AE60")
        ws.write(0, 0, "Ringkasan Capaian dan Serapan", self.fmt(bold=True, font_size=13, font_color=_HEAD))
        ws.write_formula(
            1, 0, '=Identitas!$C$4&" Tahun "&Identitas!$C$6', self.fmt(italic=True, font_color="5A6B7B"), ""
        )
        head = self.fmt(
            bold=True,
            font_color="FFFFFF",
            bg_color=_HEAD,
            border=1,
            border_color="FFFFFF",
            align="center",
            valign="vcenter",
        )
        for name, c in s.columns.items():
            ws.set_column(c, c, kind.column(name).width)
            ws.write(3, c, kind.column(name).heading[0], head)
        count = self.fmt(border=1, border_color=_LINE, bg_color=_COMPUTED, align="center", num_format="0")
        percent = self.cell_format(Column("", (), kind.columns[0].pattern, "persen"), typed=False)
        money = self.cell_format(Column("", (), kind.columns[0].pattern, "uang"), typed=False)
        rows = [
            ("Jumlah indikator", '=IF(COUNT({r})=0,"",COUNT({r}))', count),
            ("Indikator mencapai target (100% atau lebih)", '=IF(COUNT({r})=0,"",COUNTIF({r},">=100"))', count),
            ("Indikator belum mencapai target", '=IF(COUNT({r})=0,"",COUNTIF({r},"<100"))', count),
            ("Rata-rata capaian (%)", '=IF(COUNT({r})=0,"",ROUND(AVERAGE({r}),10))', percent),
            ("Anggaran program pendukung (Rp)", "anggaran", money),
            ("Realisasi program pendukung (Rp)", "realisasi_anggaran", money),
            ("Serapan program pendukung (%)", "serapan", percent),
        ]
        ws.set_column(3, 3, 3)
        for i, (label, formula, form) in enumerate(rows):
            row = s.first + i
            ws.set_row(row, 20)
            ws.write(row, 0, label, self.fmt(border=1, border_color=_LINE, valign="vcenter"))
            for c, (capaian, efisiensi) in ((1, ("3.2", "3.7")), (2, ("3.8", "3.12"))):
                if formula.startswith("="):
                    column = column_name(self.sheets[capaian].columns["capaian"] + 1)
                    span = (
                        f"'{capaian}'!{column}{self.sheets[capaian].first + 1}:{column}{self.sheets[capaian].last + 1}"
                    )
                    ws.write_formula(row, c, formula.format(r=span), form, "")
                else:
                    source = self.spot(efisiensi, self.sheets[efisiensi].last, formula)
                    ws.write_formula(row, c, f'=IF({source}="","",{source})', form, "")
        self._charts(s, s.first + len(rows) + 4)
        ws.set_landscape()
        ws.set_paper(9)
        ws.fit_to_pages(1, 1)
        ws.protect("", {"format_columns": True, "format_rows": True})

    def _charts(self, s: _Sheet, top: int) -> None:
        """Lists that repeat the percentages, and a bar chart of each."""
        ws = s.ws
        budget = self.sheets["3.13"]
        lists: list[tuple[str, list[tuple[str, str]]]] = []
        for number, title in (("3.2", "Capaian indikator PK (%)"), ("3.8", "Capaian indikator PK Perubahan (%)")):
            sheet = self.sheets[number]
            span = range(sheet.first, sheet.last + 1)
            lists.append((title, [(self.spot(number, r, "indikator"), self.spot(number, r, "capaian")) for r in span]))
        tops = [budget.first + i for i, b in enumerate(self.plan.budget) if b.level == 1]
        lists.append(
            ("Serapan program (%)", [(self.spot("3.13", r, "uraian"), self.spot("3.13", r, "serapan")) for r in tops])
        )
        head = self.fmt(bold=True, font_color=_HEAD, bottom=2, bottom_color=_HEAD)
        text = self.fmt(border=1, border_color=_LINE, text_wrap=True, valign="vcenter", font_size=9)
        percent = self.cell_format(Column("", (), s.kind.columns[0].pattern, "persen"), typed=False)
        row, chart_row = top, 3
        for title, members in lists:
            ws.write(row, 0, title, head)
            ws.write(row, 1, "", head)
            first = row + 1
            for name, value in members:
                row += 1
                ws.set_row(row, 30)
                ws.write_formula(row, 0, f'=IF({name}="","",{name})', text, "")
                ws.write_formula(row, 1, f'=IF({value}="","",{value})', percent, "")
            chart: Any = self.book.add_chart({"type": "bar"})
            chart.add_series({
                "name": title, "categories": ["Ringkasan", first, 0, row, 0], "values": ["Ringkasan", first, 1, row, 1],
                "fill": {"color": "#2F80ED" if "Capaian" in title else "#27AE60"}, "gap": 60,
                "data_labels": {"value": True, "num_format": '0.0"%"', "font": {"size": 8}},
            })  # fmt: skip
            chart.set_title({"name": title, "name_font": {"size": 11}})
            chart.set_legend({"none": True})
            chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
            chart.set_x_axis(
                {"min": 0, "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#E3E8ED"}}}
            )
            chart.set_size({"width": 620, "height": 90 + 34 * len(members)})
            ws.insert_chart(chart_row, 4, chart)
            chart_row += 6 + math.ceil(34 * len(members) / 24)
            row += 2
        ws.print_area(0, 0, max(row, chart_row + 4), 12)

    def findings(self) -> None:
        ws = self.book.add_worksheet("Temuan")
        ws.hide_gridlines(2)
        ws.set_tab_color("#EB5757")
        ws.write(0, 0, "Temuan", self.fmt(bold=True, font_size=13, font_color=_HEAD))
        ws.write(
            1,
            0,
            "Belum diperiksa. Jalankan lkip-xl tandai pada berkas ini.",
            self.fmt(italic=True, font_color="5A6B7B"),
        )

    def typed_over(self) -> None:
        """Figures typed over computed cells, as an office would after unprotecting the sheet."""
        for p in self.plan.printed:
            name, row, c = self.at[p.table, p.row, p.column]
            sheet = self.sheets[name]
            self.book.get_worksheet_by_name(name).table[row].pop(c, None)
            column = sheet.kind.column(p.column)
            form = self.cell_format(column, typed=False)
            figure = read(p.text)
            if column.type in {"uang", "persen"} and figure.value is not None:
                sheet.ws.write_number(row, c, float(figure.value), form)
            else:
                sheet.ws.write_string(row, c, p.text, form)
