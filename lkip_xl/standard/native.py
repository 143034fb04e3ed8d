"""The standard workbook: every table of a plan, with native formulas, ready to be typed into.

What is typed is tinted and unlocked, what is computed is locked. Formulas use nothing newer than Excel 2013.
Indicator figures are text cells, so that `92,5`, `97,5%`, `B (67)` and `4 Dok` stay as people write them on
any machine; hidden helper columns turn them into numbers.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from ..measures import MEASURES
from ..number import read
from ..params import Scale, scale
from ..report import TEMUAN, column_name, ref
from ..tables import kind_of, kinds, standard_numbers
from .book import CODE_SLOT, GREY, HEAD, INPUT, LINE, TableSheet
from .frame import Frame
from .plan import Activity, Indicator, Plan, Section

__all__ = ["SCALE_BOUNDS", "SCALE_LABELS", "Template", "build"]

_HINT: Final = "Contoh: 92,5 atau 97,5% atau B (67) atau 4 Dok. Koma untuk desimal."
SCALE_BOUNDS: Final = "'3.1'!$E$5:$E$9"
SCALE_LABELS: Final = "'3.1'!$C$5:$C$9"


def build(plan: Plan) -> bytes:
    """The workbook of a plan as the bytes of an .xlsx file; the same plan gives the same bytes."""
    return Template(plan).build()


class Template(Frame):
    """The sheets of the standard workbook, each from the plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.scale: Scale = scale("predikat", datetime.date(plan.year, 12, 31)).printed

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
        self.sorted()
        self.book.get_worksheet_by_name("Identitas").activate()
        self.book.close()
        return self.out.getvalue()

    def sorted(self) -> None:
        """Put the sheets in the order of their numbers: 3.11, 3.11 (2) ... 3.11 (10)."""
        order = ["Identitas", *standard_numbers(), "Ringkasan", TEMUAN]
        self.book.worksheets_objs.sort(key=lambda w: (order.index(w.name.split(" ")[0]), len(w.name), w.name))

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

    def _agreed_budget(self, s: TableSheet, section: Section, number: str) -> None:
        """The budget per program, under the agreement on the same sheet."""
        below = TableSheet(
            s.ws, kinds()["pk_anggaran"], dict(zip(kinds()["pk_anggaran"].layout, range(4), strict=True)),
            helpers=s.helpers,
        )  # fmt: skip
        top = s.last + 2
        s.ws.write(top, 0, "Anggaran per program", self.fmt(bold=True, font_color=HEAD))
        head = self.heading()
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

    def _difference(self, s: TableSheet, row: int, *, bold: bool) -> None:
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
                bg_color=f"#{band.color}", border=1, border_color=LINE, locked=False, align="center", valign="vcenter"))  # fmt: skip
            form = self.fmt(
                bg_color=INPUT,
                border=1,
                border_color=LINE,
                locked=False,
                align="center",
                valign="vcenter",
                num_format="0",
            )
            s.ws.write_number(row, s.columns["batas"], float(band.low or 0), form)
            s.ws.set_row(row, 22)
            self.mark_row("3.1", i + 1, s, row)
        note = "Hanya batas bawah yang menentukan. Jenjang pertama mulai dari 90; ketik 91 di kolom Batas Bawah bila kabupaten memakai 91."
        s.ws.write(s.last + 2, 1, note, self.fmt(italic=True, font_color=GREY))
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
            self.label(s, row)
            for j, y in enumerate(trend if f"tren@{trend[0]}" in s.columns else ()):
                self.put(s, row, f"tren@{y}", ind.trend[j] if j < len(ind.trend) else "")
            self.put(s, row, "benchmark", ind.benchmark)
            self.height(s, row, (("sasaran", ind.goal), ("indikator", ind.name), ("benchmark", ind.benchmark)), 3)
            self.mark_row(number, i + 1, s, row)
        self.hint(s, s.first, s.last, "realisasi", "Realisasi", _HINT)
        self._color_labels(s, "kriteria")
        self._color_reasons(s, ["capaian", "kemajuan"])
        self.close(s)

    def label(self, s: TableSheet, row: int) -> None:
        """The predikat of the row's capaian."""
        value = self.here(s, row, "capaian")
        core = MEASURES["PREDIKAT"].excel.format(label=SCALE_LABELS, batas=SCALE_BOUNDS, nilai=value)
        self.formula(s, row, "kriteria", f'=IF(ISNUMBER({value}),{core},"")')

    def _color_labels(self, s: TableSheet, name: str) -> None:
        c = s.columns[name]
        for i, band in enumerate(self.scale.bands):
            s.ws.conditional_format(s.first, c, s.last, c, {
                "type": "cell", "criteria": "==", "value": f"'3.1'!$C${5 + i}",
                "format": self.book.add_format({"bg_color": f"#{band.color}", "font_color": "#1B1B1B"}),
            })  # fmt: skip

    def _color_reasons(self, s: TableSheet, names: Sequence[str]) -> None:
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
        planned = self.plan.section(section_name).contributions
        rows = planned[k] if k < len(planned) else (Activity(None),) * 6
        for i, a in enumerate(rows):
            row = s.first + i
            budget = self.plan.budget[a.budget] if a.budget is not None else None
            if budget is None or a.budget is None:
                self.put(s, row, "uraian", typed=k >= len(planned))
            else:
                self.code_of(s, row, self._budget_row(a.budget))
                self.carry(
                    s, row, "uraian", self.spot("2.9", self._budget_row(a.budget), "uraian"), bold=budget.level == 1
                )
            self.put(s, row, "indikator", a.indicator)
            self.put(s, row, "satuan", a.unit)
            self.put(s, row, "target", a.target)
            self.put(s, row, "realisasi", a.realisasi)
            self.put(s, row, "arah", a.arah)
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
            self.efficient(s, head, percent)
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

    def efficient(self, s: TableSheet, row: int, percent: str) -> None:
        """The category of a sasaran, from the cell with its capaian and the serapan of its own row."""
        share = self.here(s, row, "serapan")
        core = MEASURES["EFISIENSI"].excel.format(capaian=percent, serapan=share)
        self.formula(s, row, "efisiensi", f'=IF(COUNT({percent},{share})<2,"",{core})')

    def _program_money(self, s: TableSheet, row: int, contribution: str) -> None:
        """The amounts of the programs on a contribution sheet, found on 3.13 by their codes."""
        rows = len(self.plan.budget)
        own = self.codes(self.sheets[contribution])
        column = column_name(self._budget_helpers() + 1)
        codes = f"'3.13'!${column}$5:${column}${4 + rows}"
        for name, letter in (("anggaran", "B"), ("realisasi_anggaran", "C")):
            amounts = f"'3.13'!${letter}$5:${letter}${4 + rows}"
            programs = f'(LEN({own})>0)*ISERROR(FIND(".",{own}))'
            total = f"ROUND(SUMPRODUCT({programs}*SUMIF({codes},{own},{amounts})),2)"
            self.formula(s, row, name, f'=IF(OR(SUMPRODUCT({programs})=0,COUNT({amounts})=0),"",{total})')

    @staticmethod
    def _budget_helpers() -> int:
        """Where the codes stand on 3.13, which is built after the tables that look there."""
        return len(kind_of("3.13").layout) + 1 + CODE_SLOT

    def budget(self) -> None:
        s = self.open("3.13", kind_of("3.13"), "3.13")
        for i, b in enumerate(self.plan.budget):
            row, origin, bold = s.first + i, self._budget_row(i), b.level == 1
            self.carry(s, row, "uraian", self.spot("2.9", origin, "uraian"), bold=bold)
            self.code_of(s, row, origin)
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
