"""Filling: every computed cell, nothing typed lost, and the same figures as the formulas give."""

import tomllib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from grids import report_of
from office import recalculated

import lkip_xl
from lkip_xl import Unreadable
from lkip_xl.filling import changes
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import blank, example
from lkip_xl.xlsx.package import Package

EXAMPLE = Path(lkip_xl.__file__).parent / "data/contoh/kencong_2025.toml"


@pytest.fixture
def typed(tmp_path):
    """Kencong's figures as typed into the standard workbook, no formula calculated yet."""
    path = tmp_path / "diketik.xlsx"
    path.write_bytes(build(example()))
    return path


def cell(path, number, key, row):
    report = lkip_xl.read(path)
    table = report.table(number)
    return table.rows[row - 1].cells[key]


def test_every_computed_cell_is_the_exact_recomputation(typed, tmp_path):
    filled = tmp_path / "isi.xlsx"
    lkip_xl.fill(typed, filled)
    data = tomllib.loads(EXAMPLE.read_text("utf-8"))

    def rupiah(text):
        return Decimal(text.replace(".", "").replace(",", "."))

    leaves = [b for b in data["anggaran"] if b["level"] == 3]
    report = lkip_xl.read(filled)
    budget = {r.label: r for r in report.table("3.13").rows}
    for b in data["anggaran"]:
        own = [x for x in leaves if x["code"].startswith(b["code"] + ".") or x is b]
        anggaran, realisasi = (sum((rupiah(x[k]) for x in own), Decimal(0)) for k in ("after", "spent"))
        row = budget[b["name"]]
        assert row.cells["anggaran"].value == anggaran
        assert row.cells["realisasi"].value == realisasi
        expected = round(realisasi * 100 / anggaran, 10) if anggaran else 0
        assert row.cells["serapan"].value == expected
    total = budget["JUMLAH"]
    assert total.cells["anggaran"].value == Decimal("3920691860.40")
    assert total.cells["realisasi"].value == Decimal("3067535140")
    capaian = [c.value for c in report.table("3.2").cells("capaian")]
    assert [round(c, 4) for c in capaian] == [Decimal(x) for x in ("120.0149", "100", "100", "99.8162", "100", "100")]
    assert [c.text for c in report.table("3.8").cells("kriteria")] == ["Sedang", *["Sangat Tinggi"] * 3]
    assert [c.text for c in report.table("3.7").cells("efisiensi") if c.text] == [
        "Efisien",
        "Tidak efisien",
        "Efisien",
        "Efisien",
    ]
    money = [c.value for c in report.table("3.12").cells("anggaran") if c.value is not None]
    assert money == [Decimal("1009380700"), Decimal("2911311160.40"), Decimal("3920691860.40")]


@pytest.mark.parametrize("plan", ["kencong", "kencong dengan ketikan", "kosong"])
def test_formulas_in_libreoffice_give_the_same_in_every_cell(plan, tmp_path):
    source, filled = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(build(blank() if plan == "kosong" else example(printed="ketikan" in plan)))
    lkip_xl.fill(source, filled)
    [office] = recalculated(source)
    ours = {s.name: s.cells for s in Package(filled.read_bytes()).sheets()}
    compared = 0
    for sheet, cells in office.items():
        for at, value in cells.items():
            stored = ours[sheet][at].value
            assert (stored if stored is not None else "") == value, (sheet, at)
            compared += 1
    assert compared > 500


def test_filling_again_changes_nothing(typed, tmp_path):
    once, twice = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    assert lkip_xl.fill(typed, once)
    assert lkip_xl.fill(once, twice) == []
    assert once.read_bytes() == twice.read_bytes()


def test_typed_figures_that_differ_are_left_unless_replaced(tmp_path):
    source, kept, replaced = (tmp_path / n for n in ("a.xlsx", "kept.xlsx", "replaced.xlsx"))
    source.write_bytes(build(example(printed=True)))
    left = [c for c in lkip_xl.fill(source, kept) if c.kind == "beda"]
    assert "3.3!F12: 35,24% -> 35,29%" in map(str, left)
    assert cell(kept, "3.3", "capaian", 8).text == "35,24%"
    assert cell(kept, "3.7", "anggaran", 7).value == Decimal("143419500")
    lkip_xl.fill(source, replaced, replace=True)
    assert cell(replaced, "3.3", "capaian", 8).text == "35,29%"
    assert cell(replaced, "3.7", "anggaran", 7).value == Decimal("68661200")
    assert not [c for c in lkip_xl.fill(replaced) if c.kind == "beda"]


def test_a_workbook_saved_without_results_is_filled_as_well(typed, tmp_path):
    """openpyxl drops every formula's result; the formulas that repeat a cell are followed to it."""
    again, filled, straight = (tmp_path / n for n in ("o.xlsx", "f.xlsx", "s.xlsx"))
    openpyxl.load_workbook(typed).save(again)
    lkip_xl.fill(again, filled)
    lkip_xl.fill(typed, straight)
    a, b = (openpyxl.load_workbook(p, data_only=True) for p in (filled, straight))
    for ws in (ws for ws in b if ws.title != "Identitas"):  # its hidden policy cells wait for Excel
        for row in ws.iter_rows():
            for c in row:
                assert (a[ws.title][c.coordinate].value or None) == (c.value or None), (ws.title, c.coordinate)


def test_blank_cells_of_any_workbook_take_their_columns_manner():
    report = report_of(
        {
            "3.2": [
                {"indikator": "Indeks pertama", "target": "80", "realisasi": "60", "capaian": "", "kriteria": ""},
                {"indikator": "Persentase kedua", "target": "70", "realisasi": "-", "capaian": "", "kriteria": ""},
            ]
        }
    )
    found = {str(c.place): c.value for c in changes(report)}
    assert found == {"3.2!D6": Decimal("75.00"), "3.2!E6": "Sedang"}


def test_merged_cells_are_not_written_into():
    report = report_of({"3.13": [{"uraian": "PROGRAM A", "anggaran": "10", "realisasi": "5", "serapan": ""}]})
    report.sheets[0].merged = ((5, 3, 5, 4),)
    assert changes(report) == []


def test_marking_leaves_a_sheet_temuan_that_is_the_offices_own(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Temuan"
    book["Temuan"]["A3"] = "Catatan rapat"
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(Unreadable, match="ganti namanya"):
        lkip_xl.mark(tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    assert not (tmp_path / "c.xlsx").exists()
    book["Temuan"]["A3"] = None
    book.save(tmp_path / "b.xlsx")
    lkip_xl.mark(tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    lkip_xl.mark(tmp_path / "c.xlsx", tmp_path / "c.xlsx")
