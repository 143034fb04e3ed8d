"""Workbooks with what real ones hold, made here: every kind of cell, and everything that must survive an edit."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.styles import Font


def every_kind_of_cell(path: Path) -> None:
    """Texts, numbers, dates, truth values, errors, formulas, rich text, merged and hidden cells."""
    book = xlsxwriter.Workbook(path)
    ws = book.add_worksheet("Semua jenis")
    bold = book.add_format({"bold": True})
    for i, (value, code) in enumerate(
        [(0.8145, "0.00%"), (84.5, "General"), (67.6, "0.0"), (2911311160.4, "#,##0.00"), (-5, "#,##0;(#,##0)"),
         (1e-7, "0.00E+00"), (0, "0"), (99.81, '0.00"%"')]
    ):  # fmt: skip
        ws.write_number(i, 0, value, book.add_format({"num_format": code}))
    for i, text in enumerate(
        ["B (67)", "  spasi  ", "baris\nbaru", "<&>\"'", "Å ≥ 90", "=bukan rumus", "_x000D_ tetap"]
    ):
        ws.write_string(i, 1, text)
    ws.write_rich_string(0, 2, "biasa ", bold, "tebal", " biasa")
    ws.write_boolean(1, 2, True)
    ws.write_datetime(2, 2, datetime.datetime(2025, 12, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
    ws.write_formula(3, 2, "=A1*100", None, 81.45)
    ws.write_formula(4, 2, '="huruf "&B1', None, "huruf B (67)")
    ws.write_formula(5, 2, "=1/0", None, "#DIV/0!")
    ws.write_formula(6, 2, "=A1>0", None, True)
    ws.write_array_formula("D1:D3", "{=A1:A3*2}", None, 1.629)
    ws.merge_range("E1:F3", "gabung")
    ws.write_blank(7, 2, None, bold)
    ws.set_row(5, None, None, {"hidden": True})
    ws.set_column("H:I", None, None, {"hidden": True})
    ws.write("H1", "tersembunyi")
    book.add_worksheet("Lembar d'ua").write("ZZ1000", 1)
    hidden = book.add_worksheet("Rahasia")
    hidden.write("A1", 5)
    hidden.hide()
    book.close()


def by_openpyxl(path: Path) -> None:
    """The same kinds as openpyxl writes them: inline types, no cached formula values, another order of parts."""
    book = openpyxl.Workbook()
    ws = book.active
    ws.title = "Isi"
    ws.append(["Uraian", "Anggaran (Rp)", 12, 0.5, True, None, datetime.date(2025, 1, 2)])
    ws.append(["=A1", "=SUM(C1:C1)", "#N/A", 1.23456789012345, "Å"])
    ws["D1"].number_format = "0.0%"
    ws["A1"].font = Font(bold=True)
    ws.merge_cells("A4:C5")
    ws["A4"] = "gabung"
    ws.row_dimensions[2].hidden = True
    book.save(path)


def shared_formulas(path: Path) -> None:
    """A formula written once and shared by the cells below, as Excel saves a column that was filled down."""
    book = openpyxl.Workbook()
    ws = book.active
    for i in range(1, 5):
        ws.append([i * 10, i, None])
    data = io.BytesIO()
    book.save(data)
    rows = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i * 10}</v></c><c r="B{i}"><v>{i}</v></c><c r="C{i}">'
        + (f'<f t="shared" ref="C1:C4" si="0">A{i}/B{i}*$B$1&amp;"A1"</f>' if i == 1 else '<f t="shared" si="0"/>')
        + "<v>10</v></c></row>"
        for i in range(1, 5)
    )
    replace_in_part(
        data.getvalue(), path, "xl/worksheets/sheet1.xml", lambda x: before(x) + rows + "</sheetData>" + after(x)
    )


def without_addresses(path: Path) -> None:
    """Rows and cells without their addresses, which the standard allows."""
    book = openpyxl.Workbook()
    data = io.BytesIO()
    book.save(data)
    rows = '<row><c><v>1</v></c><c t="inlineStr"><is><t>dua</t></is></c></row><row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row>'
    replace_in_part(
        data.getvalue(), path, "xl/worksheets/sheet1.xml", lambda x: before(x) + rows + "</sheetData>" + after(x)
    )


def before(xml: str) -> str:
    return (xml.split("<sheetData>")[0] if "<sheetData>" in xml else xml.split("<sheetData/>")[0]) + "<sheetData>"


def after(xml: str) -> str:
    return xml.split("</sheetData>")[1] if "</sheetData>" in xml else xml.split("<sheetData/>")[1]


def replace_in_part(data: bytes, path: Path, part: str, change) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            target.writestr(info, change(content.decode()).encode() if info.filename == part else content)


def richly_made(path: Path) -> None:
    """A report table in a workbook with chart, picture, text box, button, validation, sparkline, comment and more."""
    book = xlsxwriter.Workbook(path)
    ws = book.add_worksheet("3.13")
    money, percent = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.00%"})
    ws.write_row("A1", ["Tabel 3.13 Realisasi Anggaran pada tahun 2025"])
    ws.write_row("A4", ["Program/ Kegiatan/ Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "% Serapan Anggaran"])
    rows = [
        ("PROGRAM A", None, None, None), ("Kegiatan B", None, None, None),
        ("Sub Kegiatan C", 1000.5, 500, None), ("Sub Kegiatan D", 2000, 1500, None),
    ]  # fmt: skip
    for i, (name, anggaran, realisasi, _) in enumerate(rows, 4):
        ws.write(i, 0, name)
        ws.write(i, 1, anggaran, money)
        ws.write(i, 2, realisasi, money)
        ws.write_blank(i, 3, None, percent)
    ws.write_formula("B5", "=B6", money, 0)
    ws.write_comment("B7", "diperiksa")
    ws.insert_textbox("F2", "catatan")
    ws.insert_button("F8", {"caption": "Tekan"})
    ws.add_sparkline("G7", {"range": "'3.13'!B7:C7"})
    ws.data_validation("B7:C8", {"validate": "decimal", "criteria": ">=", "value": 0})
    ws.conditional_format("D5:D8", {"type": "data_bar", "data_bar_2010": True})
    ws.conditional_format(
        "C5:C8", {"type": "cell", "criteria": "<", "value": 0, "format": book.add_format({"bg_color": "red"})}
    )
    ws.write_url("A10", "internal:'3.13'!A1", string="ke atas")
    ws.insert_image("H12", "titik.png", {"image_data": io.BytesIO(_DOT)})
    ws.set_header("&Ckepala")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='3.13'!$B$7:$B$8"})
    ws.insert_chart("H2", chart)
    other = book.add_worksheet("Lain")
    other.write_formula("A1", "='3.13'!B5*2", None, 0)
    book.define_name("total", "='3.13'!$B$5")
    book.set_custom_property("nomor", 5)
    book.close()


_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)
