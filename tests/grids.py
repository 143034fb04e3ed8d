"""Sheets as a person would lay them out, from the rows of a case: caption, unit line, headings, rows."""

from __future__ import annotations

import re
from typing import Any

from lkip_xl.number import ERRORS
from lkip_xl.recognition import recognise
from lkip_xl.report import Finding, Raw, Report, Sheet
from lkip_xl.tables import Kind, kind_of, kinds, standard_numbers
from lkip_xl.xlsx.package import split_ref

YEAR = 2025
WORDS = {"lama": "2021-2026", "baru": "2025-2029", "tahun_dasar": 2021, "tahun_akhir": 2029, "k": 1}


def report_of(case: dict[str, Any]) -> Report:
    """The report of a case: each key that names a table is a sheet."""
    sheets = []
    if "identitas" in case:
        pairs = enumerate(case["identitas"].items(), 1)
        cells = {(r, c): Raw(text) for r, pair in pairs for c, text in enumerate(pair, 1)}
        sheets.append(Sheet("Identitas", cells))
    for name, rows in case.items():
        if name == "lepas":
            cells = {(r, c): Raw(v) for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1)}
            sheets.append(Sheet("lepas", cells))
        elif (kind := kind_named(name)) is not None:
            hidden = frozenset(case.get("tersembunyi", {}).get(name, ()))
            sheet = sheet_of(name, kind, rows, case, hidden)
            sheet.notes = {split_ref(at): text for at, text in case.get("catatan", {}).get(name, {}).items()}
            sheets.append(sheet)
    return recognise(sheets, "kasus")


def kind_named(name: str) -> Kind | None:
    number = name.split(" ")[0]
    if number in standard_numbers():
        return kind_of(number)
    return kinds().get(name)


def sheet_of(name: str, kind: Kind, rows: list[dict[str, Any]], case: dict[str, Any], hidden: frozenset[int]) -> Sheet:
    number = name.split(" ")[0]
    cells: dict[tuple[int, int], Raw] = {}
    if number in kind.standard:
        title = kind.standard[number].title.format(tahun=YEAR, **WORDS)
        cells[1, 1] = Raw(case.get("keterangan", {}).get(name, f"Tabel {number} {title}"))
    cells[2, 1] = Raw(case.get("judul", {}).get(name, f"Kecamatan Contoh Tahun {YEAR}"))
    names = columns_of(kind, rows)
    for i, (heading, values) in enumerate(case.get("kolom_lain", {}).get(name, {}).items(), len(names) + 1):
        cells[4, i] = Raw(heading)
        for r, value in enumerate(values, 6 if any(len(kind.column(n).heading) == 2 for n in names) else 5):
            cells[r, i] = raw(value)
    two = any(len(kind.column(n).heading) == 2 for n in names)
    for i, n in enumerate(names, 1):
        year = n.partition("@")[2] if "@" in n else YEAR
        words = [h.format(tahun=year, **WORDS) for h in kind.column(n).heading]
        for r, word in enumerate(words, 4):
            if not (kind.first_row and n == kind.key):
                cells[r, i] = Raw(word)
    first = 6 if two else 5
    for r, row in enumerate(rows, first):
        for i, n in enumerate(names, 1):
            value = row.get(n, "")
            if value != "":
                cells[r, i] = raw(value)
    return Sheet(name, cells, hidden_rows=hidden)


def columns_of(kind: Kind, rows: list[dict[str, Any]]) -> list[str]:
    """The columns that a case fills, and those without which the table would not be known, in the usual order."""
    used = {n for row in rows for n in row} | {n for n in kind.required if "@" not in n}
    layout = kind.layout or tuple(c.name for c in kind.columns)
    names = ["no"] if "no" in used and "no" not in layout else []
    for declared in (*layout, *(["arah"] if "arah" in used and "arah" not in layout else [])):
        if declared.endswith("@"):
            names += sorted(n for n in used if n.startswith(declared))
        elif declared in used:
            names.append(declared)
    return names


def raw(value: Any) -> Raw:
    if isinstance(value, str) and value.startswith("="):
        return Raw(None, formula=value[1:])
    if isinstance(value, str) and value in ERRORS:
        return Raw(value, error=True)
    return Raw(float(value) if not isinstance(value, str) else value)


def line(report: Report, finding: Finding) -> str:
    """A finding as a case states it: `3.2 baris 1 capaian: ...`."""
    sheet, cell = finding.place
    if sheet is None:
        return f"buku kerja: {finding.message}"
    for table in report.tables:
        for i, row in enumerate(table.rows, 1):
            for name, c in row.cells.items():
                if c.place == finding.place:
                    return f"{sheet} baris {i} {name}: {finding.message}"
    assert cell is None or re.fullmatch(r"[A-Z]+\d+", cell)
    return f"{sheet}: {finding.message}"
