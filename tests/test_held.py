"""Workbooks that a program already holds: read and filled in place, with the same outcome as the file."""

import datetime
import io
from decimal import Decimal

import numpy
import openpyxl
import pytest
from memory_book import opened

import lkip_xl
from lkip_xl import Unreadable
from lkip_xl.live import ribbon
from lkip_xl.live.book import as_text
from lkip_xl.live.functions import FUNCTIONS
from lkip_xl.number import read
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import blank, example


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    path = tmp_path_factory.mktemp("b") / "diketik.xlsx"
    path.write_bytes(build(example(printed=True)))
    return path


@pytest.fixture(scope="module")
def filled(typed):
    path = typed.with_name("terisi.xlsx")
    lkip_xl.fill(typed, path)
    return path


def findings(source):
    return [str(f) for f in lkip_xl.check(lkip_xl.read(source))]


def bare(path):
    """The report as values only, as many programs write it: no formulas anywhere."""
    return openpyxl.load_workbook(path, data_only=True)


# --- openpyxl ---------------------------------------------------------------------------------------------------


def test_an_openpyxl_workbook_has_the_findings_of_its_file(filled):
    book = bare(filled)
    path = filled.with_name("nilai.xlsx")
    book.save(path)
    assert findings(book) == findings(path)
    assert len(findings(book)) > 5


def test_formulas_in_an_openpyxl_workbook_are_computed_for_the_check(typed, filled):
    assert findings(openpyxl.load_workbook(typed)) == findings(filled)


def test_filling_an_openpyxl_workbook_in_place(typed):
    book = openpyxl.load_workbook(typed)
    before = {ws.title: {c.coordinate: c.value for row in ws for c in row if c.data_type == "f"} for ws in book}
    for row in range(7, 13):
        book["3.2"][f"G{row}"] = None
    book["3.3"]["F12"] = 35.24
    changes = lkip_xl.fill(book)
    assert book["3.2"]["G8"].value == 100
    assert book["3.2"]["G7"].value == pytest.approx(120.0149253731)
    assert book["3.3"]["F12"].value == 35.24
    assert [str(c.place) for c in changes if c.kind == "beda"].count("3.3!F12") == 1
    kept = {
        n: {a: book[n][a].value for a in cells if not (n == "3.2" and a[0] == "G") and (n, a) != ("3.3", "F12")}
        for n, cells in before.items()
    }
    assert all(kept[n][a] == before[n][a] for n in kept for a in kept[n])


def test_replacing_in_an_openpyxl_workbook(typed):
    book = openpyxl.load_workbook(typed)
    lkip_xl.fill(book, replace=True)
    assert round(book["3.3"]["F12"].value, 2) == 35.29
    with pytest.raises(TypeError):
        lkip_xl.fill(book, "hasil.xlsx")


def test_what_openpyxl_cells_may_hold():
    book = openpyxl.Workbook()
    ws = book.active
    ws["A1"], ws["A2"], ws["A3"], ws["A4"] = datetime.date(2025, 12, 31), True, "#DIV/0!", 0.8145
    ws["A4"].number_format = "0.00%"
    ws["A5"] = "=SUM(A1:A4)"
    ws.merge_cells("C1:D2")
    ws.row_dimensions[2].hidden = True
    ws.column_dimensions["B"].hidden = True
    [sheet] = lkip_xl.read(book).sheets
    raws = [sheet.cells[row, 1] for row in range(1, 6)]
    assert [r.value for r in raws] == [46022, True, "#DIV/0!", 0.8145, None]
    assert (raws[2].error, raws[3].format, raws[4].formula) == (True, "0.00%", "SUM(A1:A4)")
    assert (sheet.merged, sheet.hidden_rows, sheet.hidden_columns) == (((1, 3, 2, 4),), {2}, {2})


def test_what_other_libraries_put_into_openpyxl_cells():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = float("nan"), numpy.int64(1), numpy.float64(0.5)
    book.active["A2"].number_format = "0%"
    [sheet] = lkip_xl.read(book).sheets
    assert list(sheet.cells) == [(2, 1), (3, 1)]
    assert read(sheet.cells[2, 1].value, "0%").value == 100
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Unreadable, match="read_only"):
        lkip_xl.read(openpyxl.load_workbook(out, read_only=True))


# --- a Book open in Excel -----------------------------------------------------------------------------------------


def test_an_open_book_has_the_findings_of_its_file(filled):
    assert findings(opened(filled)) == findings(filled)


def test_reading_asks_excel_seldom(filled):
    book = opened(filled)
    report = lkip_xl.read(book)
    area = sum(s.used_range.shape[0] * s.used_range.shape[1] for s in book.sheets)
    assert book.impl.calls < area / 3
    assert report.tables


def test_segarkan_fills_the_active_sheet_only_and_no_typed_figure(typed):
    book = opened(typed)
    for name, cell in (("3.2", "G8"), ("3.8", "G8")):
        book.sheets[name].range(cell).formula = [[""]]
    book.sheets["3.2"].activate()
    before = book.sheets["3.2"].range("G10").value
    sentence = ribbon.segarkan(book)
    assert book.sheets["3.2"].range("G8").value == 100
    assert book.sheets["3.8"].range("G8").value is None
    assert book.sheets["3.2"].range("G10").value == before
    assert "1 sel terisi" in sentence
    assert book.impl.calculated == 1


def test_texts_stay_texts_in_excel(typed):
    """A figure repeated as text must not become the number or the formula that Excel would read in it."""
    book = opened(typed)
    book.sheets["3.2"].range("E11").formula = [[""]]  # the target that 2.7 has as 97,5%
    book.sheets["3.2"].activate()
    ribbon.segarkan(book)
    assert book.sheets["3.2"].range("E11").value == "97,5%"


@pytest.mark.parametrize("password", [None, ""])
def test_periksa_lists_and_highlights_and_bersihkan_takes_it_back(filled, password):
    book = opened(filled, password)
    book.sheets["3.7"].activate()
    before = {s.name: dict(s.impl.data.cells) for s in book.sheets}
    sentence = ribbon.periksa(book)
    expected = lkip_xl.check(lkip_xl.read(filled))
    rows = book.sheets["Temuan"].range((4, 1), (3 + len(expected), 10)).value
    assert [(r[1], r[2], r[3], r[6], r[9]) for r in rows] == [
        (f.level, f.place.sheet, f.place.cell, f.message, f.code) for f in expected
    ]
    assert f"{sum(f.level == 'galat' for f in expected)} galat" in sentence
    marks = {(s.name, c.address.replace("$", "")) for s in book.sheets for c in s.impl.conditions}
    assert marks == {(f.place.sheet, f.place.cell) for f in expected if f.place.cell}
    assert book.sheets.active.name == "3.7"
    assert all(s.impl.locked is (password is not None) for s in book.sheets)
    assert {n: c for n, c in ((s.name, s.impl.data.cells) for s in book.sheets) if n != "Temuan"} == {
        n: c for n, c in before.items() if n != "Temuan"
    }
    ribbon.periksa(book)
    assert sum(len(s.impl.conditions) for s in book.sheets) == sum(f.place.cell is not None for f in expected)
    ribbon.bersihkan(book)
    assert not any(s.impl.conditions for s in book.sheets)
    assert book.sheets["Temuan"].range("A4").value is None


def test_a_sheet_with_a_password_is_named_and_left(filled):
    book = opened(filled, "rahasia")
    sentence = ribbon.periksa(book)
    assert "Temuan dikunci" in sentence
    book.sheets["Temuan"].impl.locked = False
    sentence = ribbon.periksa(book)
    assert "3.7" in sentence
    assert "kata sandi" in sentence
    assert all(s.impl.locked for s in book.sheets if s.name != "Temuan")
    book.sheets["3.7"].impl.locked = False
    ribbon.periksa(book)
    book.sheets["3.7"].impl.locked = True
    assert (
        ribbon.bersihkan(book)
        == "Warna dan daftar temuan dihapus, kecuali di lembar 3.7 yang dikunci dengan kata sandi."
    )


def test_a_blank_book_gets_its_sheet_temuan_and_keeps_its_place():
    book = opened(build(blank()))
    book.impl.list = [s for s in book.impl.list if s.name != "Temuan"]
    ribbon.periksa(book)
    assert book.sheets[-1].name == "Temuan"
    assert book.sheets.active.name == "Identitas"


def test_what_excel_hands_over_is_read_as_the_file_would_be(filled):
    """Excel gives currency as Decimal, a date as a date, a newer error as a number, a very hidden sheet as 2."""
    book = opened(filled)
    sheet = book.sheets["3.2"]
    held = (
        (Decimal("1500000.5"), "[$Rp-421] #,##0.00"), (datetime.datetime(2025, 12, 31), "dd/mm/yyyy"),
        (-2146826243, "General"), ('=HYPERLINK("x")', "@"),
    )  # fmt: skip
    for row, (value, code) in enumerate(held, 30):
        sheet.impl.data.blanks[row, 1] = code
        sheet.impl.put((row, 1), value)
    book.sheets["3.3"].impl.data.visible = 2
    book.sheets["3.4"].impl.data.visible = -1
    report = lkip_xl.read(book)
    cells = {s.name: s for s in report.sheets}["3.2"].cells
    assert [cells[row, 1].value for row in range(30, 34)] == [1500000.5, 46022, "#VALUE!", '=HYPERLINK("x")']
    assert [cells[row, 1].format for row in range(30, 32)] == [code for _, code in held[:2]]
    assert (cells[32, 1].error, cells[33, 1].formula) == (True, None)
    assert [s.visible for s in report.sheets if s.name in {"3.3", "3.4"}] == [False, True]
    capaian = FUNCTIONS["CAPAIAN"](sheet.range("A30:A32"), sheet.range("A30"))
    assert capaian == [[100.0], ["periksa angka"], ["periksa angka"]]


def test_somebodys_own_sheet_temuan_is_left_alone(filled):
    book = opened(filled)
    own = book.sheets["Temuan"]
    own.range((1, 1), (60, 12)).clear_contents()
    for row in range(1, 9):
        own.range((row, 1)).value = f"Temuan BPK {row}"
    before = dict(own.impl.data.cells)
    assert "bukan daftar temuan" in ribbon.periksa(book)
    ribbon.bersihkan(book)
    assert own.impl.data.cells == before


def test_segarkan_on_a_sheet_with_a_password_says_so(typed):
    book = opened(typed, "rahasia")
    book.sheets["3.2"].activate()
    assert "kata sandi" in ribbon.segarkan(book)


def test_a_selected_picture_does_not_stop_a_button(typed, monkeypatch):
    book = opened(typed)

    def no_address(self):
        raise AttributeError("Address")

    monkeypatch.setattr(type(book.app.impl), "selection", property(no_address))
    assert "galat" in ribbon.periksa(book)


@pytest.mark.parametrize("text", ["=A1", "97,5%", "TRUE", "Efisien"])
def test_every_text_is_marked_as_a_text(text):
    assert as_text(text) == f"'{text}"


def test_worksheet_functions_on_ranges_read_number_formats(filled):
    book = opened(filled)
    sheet = book.sheets["3.2"]
    for at, value, code in (
        ((30, 1), 0.9, "0%"),
        ((31, 1), 92.5, "General"),
        ((30, 2), "90", "@"),
        ((31, 2), "92,33", "@"),
    ):
        sheet.impl.data.blanks[at] = code
        sheet.impl.put(at, value)
    whole = FUNCTIONS["CAPAIAN"](sheet.range("A30:A31"), sheet.range("B30:B31"))
    single = [FUNCTIONS["CAPAIAN"](sheet.range(f"A{r}"), sheet.range(f"B{r}")) for r in (30, 31)]
    assert whole == [[v] for v in single] == [[100.0], [pytest.approx(99.8162162162)]]
    assert FUNCTIONS["PREDIKAT"](sheet.range("A30")) == "Sangat Tinggi"
    assert FUNCTIONS["PREDIKAT"](89.9, book.sheets["3.1"].range("C5:E9")) == "Tinggi"


def test_an_own_scale_may_stand_in_any_order_under_a_heading():
    rising = [["Kriteria", "Batas"], ["Kurang", 50], ["Cukup", 70], ["Baik", 80]]
    assert [FUNCTIONS["PREDIKAT"](x, rising) for x in (95, 80, 79.9, 20)] == ["Baik", "Baik", "Cukup", "Kurang"]
    open_below = [["Baik", 80], ["Cukup", 70], ["Kurang", None]]
    assert [FUNCTIONS["PREDIKAT"](x, open_below) for x in (95, 75, 69)] == ["Baik", "Cukup", "Kurang"]
    assert FUNCTIONS["PREDIKAT"](95, [["Kriteria", "Batas"]]) == ""
