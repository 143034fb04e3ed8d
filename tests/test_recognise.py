"""Tables are found wherever they stand: the same workbook laid out in many ways, always clean, its mistake always found."""

import random

import pytest
from grids import report_of
from seeded import clean_sheets, copy_of, wrong_percent

from lkip_xl.recognition import recognise
from lkip_xl.report import Raw, Sheet
from lkip_xl.rules import check

SEEDS = [3, 11, 29]


def printed(seed: int) -> list[Sheet]:
    return [s for s in clean_sheets(random.Random(seed), printed=True) if s.name != "Temuan"]


def moved(sheet: Sheet, rows: int = 0, columns: int = 0, after: int = 0) -> Sheet:
    cells = {(r + rows if r > after else r, c + columns): raw for (r, c), raw in sheet.cells.items()}
    return Sheet(sheet.name, cells)


def lower(sheets):
    return [moved(s, rows=3) if s.name != "Identitas" else s for s in sheets]


def righter(sheets):
    return [moved(s, columns=2) if s.name != "Identitas" else s for s in sheets]


def gap_in_body(sheets):
    return [moved(s, rows=1, after=8) if s.name in {"3.13", "2.9", "3.2"} else s for s in sheets]


def renamed(sheets):
    return [Sheet(s.name if s.name == "Identitas" else f"Lembar {i}", s.cells) for i, s in enumerate(sheets)]


def without_captions(sheets):
    out = []
    for i, s in enumerate(sheets):
        cells = {at: raw for at, raw in s.cells.items() if not str(raw.value).startswith("Tabel ")}
        out.append(Sheet(s.name if s.name == "Identitas" else f"Lembar {i}", cells))
    return out


def on_one_sheet(sheets):
    cells, bottom = {}, 0
    for s in sheets[1:]:
        if s.name == "Ringkasan":
            continue
        cells |= {(r + bottom, c): raw for (r, c), raw in s.cells.items()}
        bottom = max(r for r, _ in cells) + 2
    return [sheets[0], Sheet("Semua", cells)]


def another_order(sheets):
    return [sheets[0], *reversed(sheets[1:])]


def shouted(sheets):
    out = []
    for s in sheets:
        cells = {}
        for (r, c), raw in s.cells.items():
            loud = isinstance(raw.value, str) and r in {4, 5} and s.name not in {"Identitas", "Ringkasan"}
            cells[r, c] = raw._replace(value=raw.value.upper().replace(" ", "\n")) if loud else raw
        out.append(Sheet(s.name, cells))
    return out


def noted(sheets):
    notes = (
        "Sumber data : DPPA 2025",
        "*) angka sementara",
        "Data diolah, 2025",
        "Jember, 19 Februari 2026",
        "CAMAT UJI",
    )
    out = []
    for s in sheets:
        bottom = max(r for r, _ in s.cells)
        extra = {(bottom + 1 + i, 1): Raw(text) for i, text in enumerate(notes)}
        extra[bottom + 7, 3] = Raw(196901011990031001)
        out.append(Sheet(s.name, s.cells | extra) if s.name not in {"Identitas", "Ringkasan"} else s)
    return out


def page_break(sheets):
    """The headings once more in the middle of the budget tables, as a word processor repeats them."""
    out = []
    for s in sheets:
        if s.name in {"2.9", "3.13"}:
            heading = {c: raw for (r, c), raw in s.cells.items() if r == 4}
            wide = moved(s, rows=2, after=9)
            s = Sheet(s.name, wide.cells | {(10, 1): Raw("lanjutan")} | {(11, c): raw for c, raw in heading.items()})
            del s.cells[10, 1]
        out.append(s)
    return out


LAYOUTS = [
    lower, righter, gap_in_body, renamed, without_captions, on_one_sheet, another_order, shouted, noted, page_break,
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_every_layout_is_read_alike(layout, seed):
    sheets = printed(seed)
    usual = recognise(copy_of(sheets), "uji")
    report = recognise(layout(copy_of(sheets)), "uji")
    kinds = sorted((t.kind.name, t.section) for t in usual.tables if t.kind.name != "ringkasan")
    assert sorted((t.kind.name, t.section) for t in report.tables if t.kind.name != "ringkasan") == kinds
    assert [str(f) for f in check(report) if f.level != "info"] == []
    [(cell, raw)] = wrong_percent(usual, random.Random(seed))
    wrong = copy_of(sheets)
    next(s for s in wrong if s.name == cell.table.sheet).cells[cell.row.number, cell.index] = raw
    galat = [f for f in check(recognise(layout(wrong), "uji")) if f.level == "galat"]
    assert len(galat) == 1


def rows_of(*texts, no=()):
    rows = [{"uraian": t, "anggaran": a, "realisasi": "0", "serapan": ""} for t, a in texts]
    return [row | ({"no": n} if n else {}) for row, n in zip(rows, no or [""] * len(rows), strict=True)]


NUMBERINGS = {
    "kode panjang": ["7.01.01", "7.01.01.2.01", "7.01.01.2.01.0001", "7.01.01.2.02", "7.01.02", "7.01.02.2.01"],
    "I, 1, a": ["I", "1", "a", "2", "II", "1"],
    "I., 1., -": ["I.", "1.", "-", "2.", "II.", "1."],
    "1, 1.1, 1.1.1": ["1", "1.1", "1.1.1", "1.2", "2", "2.1"],
    "A, 1, a)": ["A.", "1.", "a)", "2.", "B.", "1."],
    "1., 1), a)": ["1.", "1)", "a)", "2)", "2.", "1)"],
}


@pytest.mark.parametrize("numbers", NUMBERINGS.values(), ids=NUMBERINGS)
@pytest.mark.parametrize("words", [True, False], ids=["dengan kata", "tanpa kata"])
@pytest.mark.parametrize("inside", [True, False], ids=["di dalam teks", "kolom sendiri"])
def test_levels_of_a_budget_tree(numbers, words, inside):
    levels = ("program", "kegiatan", "sub", "kegiatan", "program", "kegiatan")
    names = {"program": "Program ", "kegiatan": "Kegiatan ", "sub": "Sub Kegiatan "}
    texts = [(names[x] if words else "") + f"Urusan {i}" for i, x in enumerate(levels)]
    amounts = ["30.000", "10.000", "10.000", "20.000", "5.000", "5.000"]
    if inside:
        texts = [f"{n} {t}" for n, t in zip(numbers, texts, strict=True)]
    rows = rows_of(*zip(texts, amounts, strict=True), no=() if inside else numbers)
    report = report_of({"3.13": [*rows, *rows_of(("JUMLAH", "35.000"))]})
    if words or not inside or "." in numbers[1].strip("."):
        assert [r.level for r in report.table("3.13").rows] == [*levels, "jumlah"]
    assert [f for f in check(report, select=("A",)) if f.level == "galat"] == []


@pytest.mark.parametrize(
    ("headings", "row", "found"),
    [
        (
            ["Pagu Awal (Rp)", "Pagu Perubahan (Rp)", "Realisasi (Rp)", "%"],
            ["300", "200", "100", "50%"],
            ("200", "100"),
        ),
        (["Anggaran Sebelum", "Anggaran Setelah", "Realisasi", "%"], ["300", "200", "100", "50%"], ("200", "100")),
        (["Jumlah Anggaran", "Jumlah Realisasi", "% Serapan"], ["200", "100", "50%"], ("200", "100")),
    ],
)
def test_two_budget_columns(headings, row, found):
    cells = {(1, c): Raw(text) for c, text in enumerate(["No", "Program/Kegiatan", *headings], 1)}
    cells |= {(2, c): Raw(text) for c, text in enumerate(["I", "Program A", *row], 1)}
    report = recognise([Sheet("Anggaran", cells)], "uji")
    [table] = report.tables
    assert (table.rows[0].cells["anggaran"].text, table.rows[0].cells["realisasi"].text) == found
    assert [f for f in check(report) if f.level == "galat"] == []


def test_last_years_figures_beside_this_years():
    headings = ["No", "Sasaran", "Indikator", "Realisasi 2024", "Target 2025", "Realisasi 2025", "Capaian (%)"]
    cells = {(1, c): Raw(text) for c, text in enumerate(headings, 1)}
    cells |= {(2, c): Raw(text) for c, text in enumerate(["1", "Kepuasan", "IKM", "90", "92,5", "92,33", "99,82"], 1)}
    report = recognise([Sheet("Kinerja", cells)], "uji")
    assert report.tables[0].rows[0].cells["realisasi"].text == "92,33"
    assert check(report) == []


def test_an_activity_block_without_a_heading_for_its_first_column():
    cells = {
        (1, 3): Raw("Target"), (1, 4): Raw("Realisasi"),
        (2, 1): Raw("Input/ Masukan :"), (2, 2): Raw(":"), (2, 3): Raw("28.115.000"), (2, 4): Raw("26.640.000"),
        (3, 1): Raw("Output/Keluaran :"), (3, 2): Raw(":"), (3, 3): Raw("12.000 Pelayanan"), (3, 4): Raw("12.000 Pelayanan"),
    }  # fmt: skip
    [table] = recognise([Sheet("Kegiatan", cells)], "uji").tables
    assert table.kind.name == "kegiatan"
    assert [r.cells["target"].value for r in table.rows] == [28115000, 12000]


def identity_sheet(name, **stated):
    return Sheet(name, {(r, c): Raw(x) for r, pair in enumerate(stated.items(), 1) for c, x in enumerate(pair, 1)})


def test_a_sheet_states_the_identity_by_its_labels():
    own = identity_sheet("Identitas", **{"Unit kerja": "Kecamatan Kencong", "Tahun laporan": 2025})
    own.cells[3, 1], own.cells[3, 2] = Raw("Batas atas capaian"), Raw(1.2, "0%")  # 120% as Excel stores it
    assets = Sheet("Identitas Aset", {(1, 1): Raw("Nama aset"), (1, 2): Raw("Mobil")})
    table = {"pengukuran": [{"indikator": "A", "target": "80", "realisasi": "60", "capaian": "75%"}]}
    measured = Sheet("Identitas dan Capaian", report_of(table).sheets[0].cells)
    report = recognise([own, assets, measured], "uji")
    assert (report.identity.unit, report.identity.year, report.identity.policy.cap) == ("Kecamatan Kencong", 2025, 120)
    assert [t.sheet for t in report.tables] == ["Identitas dan Capaian"]
