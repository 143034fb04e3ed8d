"""A workbook whose texts try to become markup, script, formula or path wherever they are shown."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

UNIT = "</script><script>document.title='dibajak'</script><img src=x onerror=alert(1)>"
INDICATOR = '=HYPERLINK("http://contoh.invalid","klik")'
SASARAN = "@SUM(1+1)*cmd|' /C calc'!A0"
PROGRAM = "+1+1 \"kutip\" 'petik' & <b>tebal</b>"


def write(path: Path) -> None:
    """Tables 3.2 and 3.13 with such texts, each with a mistake, on sheets with such names."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    identity = book.add_worksheet("Identitas")
    identity.write_row(0, 0, ["Nama unit", UNIT])
    identity.write_row(1, 0, ["Tahun", 2025])
    sheet = book.add_worksheet("<i>&'3.2")
    sheet.write(0, 0, "Tabel 3.2 Capaian Kinerja Tahun 2025")
    sheet.write_row(1, 0, ["No", "Sasaran", "Indikator", "Target", "Realisasi", "%", "Kriteria"])
    sheet.write_row(2, 0, [1, SASARAN, INDICATOR, "80%", "60%", "80%", "<u>Tinggi</u>"])
    sheet.write_row(3, 0, [2, SASARAN, "Indeks biasa", "<script>alert(2)</script> 5", "4", "80%", "Tinggi"])
    money = book.add_worksheet("3.13")
    money.write(0, 0, "Tabel 3.13 Realisasi Anggaran tahun 2025")
    money.write_row(1, 0, ["Program", "Anggaran (Rp)", "Realisasi (Rp)", "% Serapan"])
    money.write_row(2, 0, ["PROGRAM " + PROGRAM, 1000, 500, "55%"])
    money.write_row(3, 0, ["JUMLAH", 1000, 500, "50%"])
    book.close()
