"""Right tables of other offices give no galat, and one wrong cell in them is found: other_offices.toml."""

import io
import tomllib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import lkip_xl
from lkip_xl.equations import equations
from lkip_xl.filling import changes
from lkip_xl.number import read
from lkip_xl.result import result_of

REPORTS = tomllib.loads((Path(__file__).parent / "other_offices.toml").read_text("utf-8"))["laporan"]


def workbook(case, changed=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in case["lembar"].items():
        sheet = book.create_sheet(name)
        for r, line in enumerate(text.strip("\n").split("\n"), 1):
            for c, part in enumerate(line.split("|"), 1):
                if part := part.strip():
                    sheet.cell(r, c).value = float(part[1:]) if part.startswith("#") else part
    for place in case.get("gabung", ()):
        name, _, area = place.partition("!")
        book[name].merge_cells(area)
    for place, value in dict(changed).items():
        name, _, cell = place.partition("!")
        assert book[name][cell].value is not None or value is None, place
        book[name][cell].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_part_of_the_year_is_not_in_the_recap():
    measured = "No | Indikator | Target | Realisasi | Capaian (%)\n1 | Nilai IKM | 80 | {} | {}"
    spent = "No | Program | Anggaran | Realisasi | %\n1 | Program A | 100 | {0} | {0}\n| Jumlah | 100 | {0} | {0}"
    sheets = {
        "TW I": "Realisasi Anggaran Triwulan I\n" + spent.format(20),
        "3.1": "Capaian Kinerja Triwulan I\n" + measured.format(20, 25),
        "Kinerja": "Capaian Kinerja Tahun 2024\n" + measured.format(84, 105),
        "Anggaran": "Realisasi Anggaran Tahun 2024\n" + spent.format(90),
    }
    report = lkip_xl.read(workbook({"lembar": sheets}))
    result = result_of("x.xlsx", report, lkip_xl.check(report))
    assert result.findings == ()
    assert (result.capaian, result.reached, result.total.realisasi) == (105, (1, 1), 90)


def test_a_table_of_two_years_is_one_to_a_person():
    case = next(c for c in REPORTS if c["nama"].startswith("Tahun di bawah Target"))
    report = lkip_xl.read(workbook(case))
    assert len(report.tables) > 1
    assert [t.sheet for t in result_of("x.xlsx", report, []).tables] == ["K"]


def test_tables_on_a_hidden_sheet_are_told():
    data = workbook(REPORTS[0])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.create_sheet("kosong")
    book.worksheets[0].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    told = [str(f) for f in lkip_xl.check(lkip_xl.read(out.getvalue())) if f.code == "S106"]
    assert told == ["S106 @ A: lembar ini tersembunyi tetapi berisi angka"]


def found(data, level):
    return [f"{f.code} {f.place}" for f in lkip_xl.check(lkip_xl.read(data)) if f.level == level]


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["nama"])
def test_a_right_report_is_right_and_a_wrong_cell_is_found(case):
    data = workbook(case)
    assert found(data, "galat") == []
    assert found(data, "peringatan") == case.get("peringatan", [])
    changed = workbook(case, case.get("ubah", {}))
    told = {f"{f.code} {f.level} {f.place}" for f in lkip_xl.check(lkip_xl.read(changed))}
    assert told.issuperset(case.get("ditemukan", []))


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["nama"])
def test_what_is_still_blank_is_no_mistake_and_is_filled_as_it_was(case):
    """Every computed cell left blank by itself, then those of each column, then all of them."""
    report = lkip_xl.read(workbook(case))
    unfilled = {str(c.place) for c in changes(report)}
    typed = {
        str(e.target.place): e.target.figure for e in equations(report) if e.target.value is not None and not e.same
    }
    typed = {place: figure for place, figure in typed.items() if place not in case.get("tidak_dikosongkan", ())}
    columns = [[p for p in typed if p.rstrip("0123456789") == c] for c in {p.rstrip("0123456789") for p in typed}]
    for places in [*([p] for p in typed), *columns, list(typed)]:
        blanked = workbook(case, dict.fromkeys(places))
        assert found(blanked, "galat") == [], places
        for change in lkip_xl.fill(blanked):
            if str(change.place) not in unfilled:
                value, before = change.value, typed[str(change.place)]
                written = value if isinstance(value, Decimal) else read(value).value
                assert change.kind == "isi", (places, str(change))
                assert abs(abs(written) - abs(before.value)) <= Decimal("0.02"), (places, str(change), before.text)
