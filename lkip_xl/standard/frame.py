"""The sheets around the tables of the standard workbook: Identitas, Ringkasan, and the one for our findings."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ..report import TEMUAN, column_name
from ..tables import Column, kinds
from ..xlsx.marks import FIRST
from .book import COMPUTED, GREY, HEAD, INPUT, LINE, Book, TableSheet
from .plan import Plan

__all__ = ["GUIDE", "Frame"]

GUIDE: Final = (
    "Cara mengisi",
    "1. Tabel 2.3 dan 2.4: tujuan, sasaran, indikator, dan target Renstra.",
    "2. Tabel 2.7 dan 2.8: target Perjanjian Kinerja dan anggaran per program. Tabel 2.9: anggaran per sub kegiatan.",
    "3. Tabel 3.2 dan 3.8: realisasi. Tabel 3.3-3.6 dan 3.9-3.11: target dan realisasi pendukung. Tabel 3.13: realisasi anggaran.",
    "4. Semua persentase, kriteria, jumlah, efisiensi, dan sheet Ringkasan terisi sendiri.",
    "5. Perlu baris lebih banyak? Buat templat yang sesuai: lkip-xl templat -o BARU.xlsx --sasaran 5 --program 6 --sub 4. Lembar dilindungi tanpa kata sandi.",
)


class _Field(NamedTuple):
    """A line of sheet Identitas. `fixed`: the headings of every table rest on it. A policy has choices, a name that the
    formulas use, and the formula of that name with its result."""

    label: str
    value: str | int
    help: str
    fixed: bool = False
    choices: tuple[str, ...] = ()
    name: str = ""
    formula: str = ""
    result: float = 0


def _identity(plan: Plan) -> tuple[_Field, ...]:
    old, new = (f"{s.period[0]}-{s.period[1]}" for s in (plan.pk, plan.perubahan))
    return (
        _Field("Unit kerja", plan.unit or "Kecamatan", "Misalnya: Kecamatan Kencong"),
        _Field("Kabupaten/Kota", plan.kabupaten, "Misalnya: Kabupaten Jember"),
        _Field("Tahun laporan", plan.year, "Untuk tahun lain, buat templat baru: lkip-xl templat -o BARU.xlsx --tahun 2026", fixed=True),
        _Field("Renstra lama", old, "Dasar Perjanjian Kinerja (tabel 2.3, 2.7, 3.2-3.7)", fixed=True),
        _Field("Renstra baru", new, "Dasar PK Perubahan (tabel 2.4, 2.8, 3.8-3.12)", fixed=True),
        _Field(
            "Batas atas capaian", "tanpa batas", "tanpa batas, 100, atau 120: capaian di atasnya ditulis sebesar batas",
            choices=("tanpa batas", "100", "120"), name="batas_capaian", formula="=IFERROR(VALUE({cell}),1E+99)", result=1e99,
        ),
        _Field(
            "Capaian negatif dijadikan nol", "tidak", "ya atau tidak",
            choices=("tidak", "ya"), name="lantai_capaian", formula='=IF({cell}="ya",0,-1E+99)', result=-1e99,
        ),
        _Field(
            "Rumus indikator negatif", "(T-(R-T))/T", "(T-(R-T))/T menurut bab III.A, atau T/R",
            choices=("(T-(R-T))/T", "T/R"), name="rumus_negatif", formula='=IF({cell}="T/R",2,1)', result=1,
        ),
        _Field(
            "Capaian sama dengan serapan", "tidak efisien", "Kategori bila capaian dan serapan sama persis",
            choices=("tidak efisien", "efisien"), name="efisien_bila_sama", formula='=IF({cell}="efisien",1,0)',
        ),
        _Field("Abaikan", "", "Temuan yang memang disengaja, misalnya: X102 karena target dinegosiasikan"),
    )  # fmt: skip


class Frame(Book):
    """The sheets that hold no table of the report."""

    guide: tuple[str, ...] = GUIDE

    def identity(self) -> None:
        """Sheet Identitas: whose report, the policies as names that every formula knows, and how to fill the workbook in."""
        ws = self.book.add_worksheet("Identitas")
        for column, width in enumerate((3, 34, 34, 74)):
            ws.set_column(column, column, width)
        ws.hide_gridlines(2)
        ws.set_tab_color("#F2C94C")
        ws.write(0, 1, "Buku Kerja Laporan Kinerja", self.fmt(bold=True, font_size=16, font_color=HEAD))
        ws.write(1, 1, "Isi sel kuning; sel abu-abu terhitung sendiri.", self.fmt(italic=True, font_color=GREY))
        label = self.fmt(border=1, border_color=LINE, bold=True, valign="vcenter", text_wrap=True)
        typed = self.fmt(border=1, border_color=LINE, bg_color=INPUT, locked=False, valign="vcenter", align="left")
        fixed = self.fmt(border=1, border_color=LINE, bg_color=COMPUTED, valign="vcenter", align="left")
        note = self.fmt(font_color=GREY, italic=True, text_wrap=True, valign="vcenter", indent=1)
        hidden = self.fmt(font_color="FFFFFF", font_size=8)
        for r, field in enumerate(_identity(self.plan), 3):
            ws.set_row(r, 22)
            ws.write(r, 1, field.label, label)
            ws.write(r, 2, field.value, fixed if field.fixed else typed)
            ws.write(r, 3, field.help, note)
            if field.choices:
                ws.data_validation(r, 2, r, 2, {"validate": "list", "source": list(field.choices)})
            if field.name:
                ws.write_formula(r, 5, field.formula.format(cell=f"C{r + 1}"), hidden, field.result)
                self.book.define_name(field.name, f"=Identitas!$F${r + 1}")
        ws.set_column(5, 5, 4, None, {"hidden": 1})
        for i, line in enumerate(self.guide):
            ws.merge_range(14 + i, 1, 14 + i, 3, line, self.fmt(text_wrap=True, valign="vcenter", bold=i == 0))
            ws.set_row(14 + i, 20)
        ws.write(22, 1, "Sel kuning: diketik", self.fmt(bg_color=INPUT, border=1, border_color=LINE))
        ws.write(23, 1, "Sel abu-abu: terhitung sendiri", self.fmt(bg_color=COMPUTED, border=1, border_color=LINE))
        ws.set_landscape()
        ws.set_paper(9)
        ws.fit_to_pages(1, 1)
        ws.print_area(0, 0, 23, 3)
        ws.protect("", {"format_columns": True, "format_rows": True, "objects": True})

    def summary(self) -> None:
        kind = kinds()["ringkasan"]
        ws = self.book.add_worksheet("Ringkasan")
        s = TableSheet(ws, kind, {"uraian": 0, "pk": 1, "perubahan": 2}, first=4)
        self.sheets["Ringkasan"] = s
        ws.hide_gridlines(2)
        ws.set_tab_color("#27AE60")
        ws.write(0, 0, "Ringkasan Capaian dan Serapan", self.fmt(bold=True, font_size=13, font_color=HEAD))
        ws.write_formula(1, 0, '=Identitas!$C$4&" Tahun "&Identitas!$C$6', self.fmt(italic=True, font_color=GREY), "")
        head = self.heading()
        for name, c in s.columns.items():
            ws.set_column(c, c, kind.column(name).width)
            ws.write(3, c, kind.column(name).heading[0], head)
        count = self.fmt(
            border=1, border_color=LINE, bg_color=COMPUTED, align="center", valign="vcenter", num_format="0"
        )
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
            ws.write(row, 0, label, self.fmt(border=1, border_color=LINE, valign="vcenter"))
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
        ws.protect("", {"format_columns": True, "format_rows": True, "objects": True})

    def _charts(self, s: TableSheet, top: int) -> None:
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
        head = self.fmt(bold=True, font_color=HEAD, bottom=2, bottom_color=HEAD)
        text = self.fmt(border=1, border_color=LINE, text_wrap=True, valign="vcenter", font_size=9)
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
        ws.print_area(0, 0, max(row, chart_row + 4), 14)

    def findings(self) -> None:
        ws = self.findings_sheet()
        ws.write(
            1, 0, "Belum diperiksa. Jalankan lkip-xl tandai pada berkas ini.", self.fmt(italic=True, font_color=GREY)
        )

    def findings_sheet(self) -> Worksheet:
        """The sheet that a check fills."""
        ws = self.book.add_worksheet(TEMUAN)
        ws.hide_gridlines(2)
        ws.set_tab_color("#EB5757")
        ws.write(0, 0, TEMUAN, self.fmt(bold=True, font_size=13, font_color=HEAD))
        ws.freeze_panes(FIRST - 1, 0)
        ws.set_landscape()
        ws.set_paper(9)
        ws.set_margins(0.4, 0.4, 0.5, 0.5)
        ws.fit_to_pages(1, 0)
        return ws
