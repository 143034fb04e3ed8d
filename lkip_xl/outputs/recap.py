"""The recap workbook: one row per unit, one per finding, one per indicator, one per program, and two charts.

Rows are written as they come and leave memory at once. Every text of a user is written as text, so none becomes a
formula or a link in the recap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from ..result import Money, Result, Tally
from ..rules import RULES
from ..xlsx.files import RECAP, is_recap, replacing
from ..xlsx.marks import row_height

__all__ = ["NotOurs", "recap"]

_ROWS: Final = 1_048_576
_LONGEST: Final = 32_767
_STATES: Final = {"bersih": "#DCEFE3", "peringatan": "#FBEBC3", "galat": "#F6D0CB", "tidak terbaca": "#DAD7E3"}
_LEVELS: Final = {"galat": "#F6D0CB", "peringatan": "#FBEBC3", "info": "#E4E9EF"}
_INK: Final = "#1F3A4D"
_MOST_IN_CHART: Final = 80

# what a sheet is called, and its columns: heading, width, format
_UNIT: Final = (
    ("No", 6, "angka"), ("Unit", 34, "teks"), ("Kabupaten/Kota", 22, "teks"), ("Tahun", 8, "tahun"),
    ("Keadaan", 14, "teks"), ("Galat", 8, "angka"), ("Peringatan", 12, "angka"), ("Info", 8, "angka"), ("Diabaikan", 11, "angka"),
    ("Indikator", 10, "angka"), ("Tercapai", 10, "angka"), ("Rata-rata capaian (%)", 13, "persen"),
    ("Anggaran (Rp)", 20, "uang"), ("Realisasi (Rp)", 20, "uang"), ("Serapan (%)", 11, "persen"),
    ("Berkas", 44, "teks"), ("Alasan tidak terbaca", 60, "teks"),
)  # fmt: skip
_FINDING: Final = (
    ("Unit", 34, "teks"), ("Berkas", 30, "teks"), ("Tingkat", 12, "teks"), ("Lembar", 12, "teks"), ("Sel", 8, "teks"),
    ("Tertulis", 22, "teks"), ("Seharusnya", 22, "teks"), ("Temuan", 70, "teks"), ("Dugaan", 34, "teks"),
    ("Cara memperbaiki", 60, "teks"), ("Kode", 8, "teks"),
)  # fmt: skip
_INDICATOR: Final = (
    ("Unit", 34, "teks"), ("Tabel", 8, "teks"), ("Sasaran", 50, "teks"), ("Indikator", 50, "teks"), ("Target", 16, "teks"),
    ("Realisasi", 16, "teks"), ("Capaian (%)", 12, "persen"), ("Kriteria", 16, "teks"), ("Berkas", 30, "teks"),
)  # fmt: skip
_PROGRAM: Final = (
    ("Unit", 34, "teks"), ("Program", 70, "teks"), ("Anggaran (Rp)", 20, "uang"), ("Realisasi (Rp)", 20, "uang"),
    ("Serapan (%)", 11, "persen"), ("Berkas", 30, "teks"),
)  # fmt: skip


class NotOurs(Exception):
    """The target is a file that is no recap: it may be somebody's workbook."""


def recap(results: Iterable[Result], path: Path) -> Iterator[Result]:
    """Write the recap workbook and pass the results on. Raises NotOurs, OSError; then nothing has changed."""
    with replacing(path) as temporary:
        if path.exists() and not is_recap(path):
            raise NotOurs
        yield from _written(results, temporary)


def _written(results: Iterable[Result], path: Path) -> Iterator[Result]:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    try:
        book.set_properties({"title": "Rekap pemeriksaan LKIP", "comments": RECAP})
        book.set_calc_mode("auto")
        front = book.add_worksheet("Ringkasan")
        formats = _formats(book)
        units, findings, indicators, programs = (
            _Rows(book, formats, name, columns)
            for name, columns in (
                ("Unit", _UNIT),
                ("Temuan", _FINDING),
                ("Indikator", _INDICATOR),
                ("Program", _PROGRAM),
            )
        )
        tally = Tally()
        for number, r in enumerate(tally.over(results), 1):
            reached, of = r.reached
            total = r.total or Money(None, None, None)
            units.add(
                number, r.name, r.kabupaten, r.year, r.state, r.count("galat"), r.count("peringatan"), r.count("info"), len(r.quiet),
                of, reached, r.capaian, total.anggaran, total.realisasi, total.serapan,
                r.path, r.reason,
            )  # fmt: skip
            for f in r.findings:
                findings.add(
                    r.name, r.file, f.level, f.place.sheet or "(buku kerja)", f.place.cell, f.written, f.expected,
                    f.message, f.guess, RULES[f.code].mend, f.code,
                )  # fmt: skip
            for i in r.indicators:
                indicators.add(r.name, i.table, i.sasaran, i.name, i.target, i.realisasi, i.capaian, i.kriteria, r.file)
            for p in r.programs if r.total is not None and r.total.anggaran is not None else ():
                programs.add(r.name, p.name, p.anggaran, p.realisasi, p.serapan, r.file)
            yield r
        units.finish(("Keadaan", _STATES))
        findings.finish(("Tingkat", _LEVELS))
        indicators.finish()
        programs.finish()
        _front(book, front, formats, tally, units.count)
    finally:
        book.close()


def _formats(book: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    shapes: dict[str, dict[str, Any]] = {
        "teks": {"text_wrap": True},
        "angka": {"num_format": "#,##0", "align": "right", "indent": 1},
        "tahun": {"num_format": "0", "align": "left"},
        "uang": {"num_format": "#,##0.00", "align": "right", "indent": 1},
        "persen": {"num_format": "0.00", "align": "right", "indent": 1},
        "judul": {"bold": True, "bg_color": _INK, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"},
        "nama": {"bold": True, "font_size": 16, "font_color": _INK},
        "tebal": {"bold": True},
    }
    return {name: book.add_format({**base, **shape}) for name, shape in shapes.items()}


class _Rows:
    """A sheet that grows row by row, and goes on in another one where a sheet is full."""

    def __init__(
        self, book: Any, formats: dict[str, Any], name: str, columns: tuple[tuple[str, int, str], ...]
    ) -> None:
        self.book, self.formats, self.name, self.columns = book, formats, name, columns
        self.count = 0
        self.sheets: list[tuple[Any, int]] = []
        self._begin()

    def _begin(self) -> None:
        sheet = self.book.add_worksheet(self.name + (f" {len(self.sheets) + 1}" if self.sheets else ""))
        sheet.freeze_panes(1, 2)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_row(0, 30)
        for i, (heading, width, _) in enumerate(self.columns):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, heading, self.formats["judul"])
        self.sheets.append((sheet, 0))

    def add(self, *values: str | int | Decimal | None) -> None:
        sheet, row = self.sheets[-1]
        if row + 2 > _ROWS:
            self._begin()
            sheet, row = self.sheets[-1]
        row += 1
        texts = ((v, width) for v, (_, width, _) in zip(values, self.columns, strict=True) if isinstance(v, str))
        sheet.set_row(row, row_height(texts))
        for i, (value, (_, _, form)) in enumerate(zip(values, self.columns, strict=True)):
            if isinstance(value, str):
                sheet.write_string(row, i, value[:_LONGEST], self.formats["teks"])
            elif value is not None:
                sheet.write_number(row, i, float(value), self.formats[form])
        self.sheets[-1] = (sheet, row)
        self.count += 1

    def finish(self, colored: tuple[str, dict[str, str]] | None = None) -> None:
        """Filters over all rows; the column of states or levels in its colours, which follow when it is edited."""
        for sheet, last in self.sheets:
            sheet.autofilter(0, 0, max(last, 1), len(self.columns) - 1)
            if colored is not None:
                at = [heading for heading, _, _ in self.columns].index(colored[0])
                for value, color in colored[1].items():
                    fill = self.book.add_format({"bg_color": color})
                    rule = {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": fill}
                    sheet.conditional_format(1, at, max(last, 1), at, rule)


def _front(book: Any, sheet: Any, formats: dict[str, Any], tally: Tally, units: int) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 12)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(0, 0, "Rekap pemeriksaan buku kerja LKIP", formats["nama"])
    lines: list[tuple[str, int, str | None]] = [
        ("Buku kerja", tally.states.total(), None),
        *((f"  {state}", tally.states[state], color) for state, color in _STATES.items()),
        ("Temuan", tally.levels.total(), None),
        *((f"  {level}", tally.levels[level], color) for level, color in _LEVELS.items()),
    ]
    for row, (label, number, color) in enumerate(lines, 2):
        form = formats["tebal"] if color is None else book.add_format({"font_size": 10, "bg_color": color})
        sheet.write_string(row, 0, label, form)
        sheet.write_number(row, 1, number, form)
    states = book.add_chart({"type": "bar"})
    first = 3
    states.add_series({
        "categories": ["Ringkasan", first, 0, first + len(_STATES) - 1, 0],
        "values": ["Ringkasan", first, 1, first + len(_STATES) - 1, 1],
        "points": [{"fill": {"color": c}, "border": {"color": _INK, "width": 0.5}} for c in _STATES.values()],
        "data_labels": {"value": True}, "gap": 40,
    })  # fmt: skip
    _calm(states, "Buku kerja menurut keadaan")
    states.set_y_axis({"reverse": True, "line": {"none": True}})
    states.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    states.set_size({"width": 620, "height": 230})
    sheet.insert_chart(1, 3, states)
    if not units:
        return
    last = min(units, _MOST_IN_CHART)
    names = [heading for heading, _, _ in _UNIT]
    measures = book.add_chart({"type": "column"})
    for heading, color in (("Rata-rata capaian (%)", "#2E7D6B"), ("Serapan (%)", "#B7791F")):
        column = names.index(heading)
        measures.add_series({
            "name": heading, "categories": ["Unit", 1, 1, last, 1], "values": ["Unit", 1, column, last, column],
            "fill": {"color": color}, "gap": 60,
        })  # fmt: skip
    more = f" ({last} unit pertama)" if units > last else ""
    _calm(measures, f"Capaian dan serapan{more}")
    measures.set_legend({"position": "top"})
    measures.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E3E8EC"}}, "num_format": "0"})
    measures.set_x_axis({"num_font": {"size": 8, "rotation": -45}})
    measures.set_size({"width": 1000, "height": 420})
    sheet.insert_chart(14, 0, measures)


def _calm(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": _INK}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
