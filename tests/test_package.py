"""The cells of a file: read like openpyxl and calamine read them, changed without touching anything else."""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import corpus
import openpyxl
import pytest
import xlsxwriter
from office import converted, recalculated
from python_calamine import CalamineWorkbook

import lkip_xl
from lkip_xl import Unreadable
from lkip_xl.standard.plan import example
from lkip_xl.xlsx.package import Package

MAKERS = [
    corpus.every_kind_of_cell,
    corpus.by_openpyxl,
    corpus.shared_formulas,
    corpus.without_addresses,
    corpus.richly_made,
]


@pytest.fixture(params=[*MAKERS, "templat", "libreoffice"], ids=lambda m: getattr(m, "__name__", m))
def workbook(request, tmp_path):
    path = tmp_path / "buku.xlsx"
    if request.param == "templat":
        lkip_xl.template(example(), path)
    elif request.param == "libreoffice":
        corpus.every_kind_of_cell(path)
        (tmp_path / "lo").mkdir()
        return converted(path, tmp_path / "lo")
    else:
        request.param(path)
    return path


def test_every_cell_as_openpyxl_reads_it(workbook):
    values = openpyxl.load_workbook(workbook, data_only=True)
    formulas = openpyxl.load_workbook(workbook)
    sheets = {s.name: s for s in Package(workbook.read_bytes()).sheets()}
    assert set(sheets) == set(values.sheetnames)
    compared = 0
    for ws in values:
        ours = sheets[ws.title]
        for row in ws.iter_rows():
            for cell in row:
                raw = ours.cells.get((cell.row, cell.column))
                formula = formulas[ws.title][cell.coordinate].value
                expected = cell.value
                if isinstance(expected, datetime.datetime | datetime.date | datetime.time):
                    expected = openpyxl.utils.datetime.to_excel(expected)
                if expected is None and formula is None:
                    assert raw is None or raw.value in (None, "")
                    continue
                assert raw is not None, cell.coordinate
                compared += 1
                assert (raw.value or None) == (expected or None), cell.coordinate
                if not cell.is_date:
                    assert raw.format == cell.number_format, cell.coordinate
                if isinstance(formula, str) and formulas[ws.title][cell.coordinate].data_type == "f":
                    assert "=" + (raw.formula or "") == formula, cell.coordinate
                else:
                    assert raw.formula is None or hasattr(formula, "text")
                assert raw.error == (cell.data_type == "e")
        merged = {(r.min_row, r.min_col, r.max_row, r.max_col) for r in ws.merged_cells.ranges}
        assert set(ours.merged) == merged
        assert ours.hidden_rows == {r for r, d in ws.row_dimensions.items() if d.hidden}
        assert ours.visible == (ws.sheet_state == "visible")
    assert compared > 3


def test_every_value_as_calamine_reads_it(workbook):
    theirs = CalamineWorkbook.from_path(str(workbook))
    for sheet in Package(workbook.read_bytes()).sheets():
        rows = theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                raw = sheet.cells.get((r, c))
                ours = raw.value if raw is not None else None
                if isinstance(value, datetime.date | datetime.datetime | datetime.time):
                    continue
                if raw is not None and raw.error:
                    continue  # calamine shows an error value as nothing
                assert (ours if ours is not None else "") == value, (sheet.name, r, c)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return {n: z.read(n) for n in z.namelist()}


def test_an_edit_changes_the_touched_sheet_and_what_must_follow(tmp_path):
    path = tmp_path / "kaya.xlsx"
    corpus.richly_made(path)
    filled = tmp_path / "isi.xlsx"
    before = path.read_bytes()
    changes = lkip_xl.fill(path, filled)
    assert path.read_bytes() == before
    old, new = parts(before), parts(filled.read_bytes())
    assert list(old) == list(new)
    changed = {n for n in old if old[n] != new[n]}
    assert "xl/worksheets/sheet1.xml" in changed
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]
    for tag in (
        b"<legacyDrawing",
        b"<drawing",
        b"sparkline",
        b"<dataValidation",
        b"<conditionalFormatting",
        b"<hyperlink",
        b"<headerFooter",
    ):
        assert tag in new["xl/worksheets/sheet1.xml"]
    expected = {"B5": 3000.5, "B6": 3000.5, "C5": 2000, "C6": 2000, "D7": 500 / 1000.5, "D8": 0.75, "D5": 2000 / 3000.5}
    assert {str(c.place.cell) for c in changes} == {*expected, "D6"}
    values = openpyxl.load_workbook(filled, data_only=True)["3.13"]
    rows = CalamineWorkbook.from_path(str(filled)).get_sheet_by_name("3.13").to_python(skip_empty_area=False)
    for at, value in expected.items():
        cell = values[at]
        assert cell.value == pytest.approx(value, abs=1e-9)
        assert rows[cell.row - 1][cell.column - 1] == pytest.approx(value, abs=1e-9)
    [office] = recalculated(filled)
    assert office["3.13"][5, 2] == 3000.5
    assert office["Lain"][1, 1] == 6001.0


def test_a_workbook_part_at_the_root_of_the_package(tmp_path):
    path = tmp_path / "asal.xlsx"
    corpus.richly_made(path)
    moved = {
        name.removeprefix("xl/"): content.replace(b'Target="xl/workbook.xml"', b'Target="workbook.xml"').replace(
            b'"/xl/', b'"/'
        )
        for name, content in parts(path.read_bytes()).items()
    }
    root = tmp_path / "akar.xlsx"
    with zipfile.ZipFile(root, "w") as z:
        for name, content in moved.items():
            z.writestr(name, content)
    before = {s.name: s.cells for s in Package(root.read_bytes()).sheets()}
    lkip_xl.mark(root, tmp_path / "ditandai.xlsx")
    after = {s.name: s.cells for s in Package((tmp_path / "ditandai.xlsx").read_bytes()).sheets()}
    assert after.keys() - before.keys() == {"Temuan"}
    assert all(after[name] == cells for name, cells in before.items())


def test_untouched_cells_stay_as_they_are(workbook, tmp_path):
    data = workbook.read_bytes()
    package = Package(data)
    name = package.sheet_names[0]
    package.edit({name: {(50, 3): Decimal("12.50"), (2, 60): " teks ", (1, 1): "satu"}})
    edited = package.to_bytes()
    old, new = ({s.name: s for s in Package(d).sheets()} for d in (data, edited))
    for sheet, s in old.items():
        for at, raw in s.cells.items():
            if (sheet, at) != (name, (1, 1)):
                assert new[sheet].cells[at] == raw
    assert new[name].cells[50, 3].value == 12.5
    assert new[name].cells[2, 60].value == " teks "
    openpyxl.load_workbook(io.BytesIO(edited))
    assert Package(edited).to_bytes() == edited


def test_a_changed_workbook_is_calculated_anew_when_opened(tmp_path):
    path, quiet = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    corpus.richly_made(path)
    corpus.replace_in_part(path.read_bytes(), quiet, "xl/workbook.xml", lambda x: re.sub(r"<calcPr[^>]*/>", "", x))
    assert b"calcPr" not in parts(quiet.read_bytes())["xl/workbook.xml"]
    package = Package(quiet.read_bytes())
    package.edit({"3.13": {(7, 3): Decimal(1)}})
    workbook_part = parts(package.to_bytes())["xl/workbook.xml"]
    assert b'fullCalcOnLoad="1"' in workbook_part
    assert workbook_part.index(b"definedNames") < workbook_part.index(b"calcPr")
    openpyxl.load_workbook(io.BytesIO(package.to_bytes()))


def test_marking_keeps_everything_and_can_be_done_again(tmp_path):
    path, once, twice = (tmp_path / n for n in ("a.xlsx", "b.xlsx", "c.xlsx"))
    corpus.richly_made(path)
    lkip_xl.fill(path, path)
    package = Package(path.read_bytes())
    package.edit({"3.13": {(8, 4): Decimal("0.8")}})
    path.write_bytes(package.to_bytes())
    findings = lkip_xl.mark(path, once)
    assert findings
    old, new = parts(path.read_bytes()), parts(once.read_bytes())
    changed = {n for n in old if old[n] != new[n]}
    assert changed <= {
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
    }  # fmt: skip
    before, after = ({s.name: s for s in Package(p.read_bytes()).sheets()} for p in (path, once))
    for name, sheet in before.items():
        assert after[name].cells == sheet.cells
    marked = openpyxl.load_workbook(once)
    table = marked["Temuan"]
    assert [c.value for c in table[3]][:4] == ["No", "Tingkat", "Lembar", "Sel"]
    assert table["D4"].hyperlink.location == f"'{findings[0].place.sheet}'!{findings[0].place.cell}"
    lkip_xl.mark(once, twice)
    assert parts(twice.read_bytes()) == parts(once.read_bytes())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b"bukan zip", "bukan buku kerja"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls "),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
    ],
)
def test_what_is_no_workbook_says_why(content, reason):
    with pytest.raises(Unreadable, match=reason):
        Package(content)


def test_damaged_parts_say_so(tmp_path):
    path = tmp_path / "a.xlsx"
    corpus.by_openpyxl(path)
    broken = tmp_path / "b.xlsx"
    corpus.replace_in_part(path.read_bytes(), broken, "xl/worksheets/sheet1.xml", lambda x: x[: len(x) // 2])
    with pytest.raises(Unreadable, match="rusak"):
        Package(broken.read_bytes()).sheets()
    for cut in (100, 1000, len(path.read_bytes()) - 30):
        with pytest.raises(Unreadable):
            Package(path.read_bytes()[:cut]).sheets()


def test_marking_the_workbook_with_macros_leaves_its_highlights_to_it(tmp_path):
    source, marked = Path(__file__).parents[1] / "workbook_templates/contoh_kencong_2025.xlsm", tmp_path / "m.xlsm"
    found = [f for f in lkip_xl.mark(source, marked) if f.place.cell]
    old, new = parts(source.read_bytes()), parts(marked.read_bytes())
    listed = Package(marked.read_bytes()).sheet_xml("Temuan")
    q = f"{{{listed.nsmap[None]}}}"
    addresses = [c.findtext(f".//{q}t") for c in listed.iter(f"{q}c") if c.get("r").startswith("K")]
    assert found
    assert addresses == [str(f.place) for f in found]
    assert [c.get("hidden") for c in listed.iter(f"{q}col")][-1] == "1"
    assert not [n for n in new if n.startswith("xl/worksheets/") and b"<formula>1=1</formula>" in new[n]]
    changed = {n for n in old if old[n] != new[n]}
    assert changed <= {"xl/worksheets/sheet21.xml", "xl/styles.xml"}


def test_the_raised_mark_of_a_footnote_is_no_digit(tmp_path):
    path = tmp_path / "catatan.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("K")
    raised = book.add_format({"font_script": 1})
    for r, row in enumerate((["No", "Indikator", "Target", "Realisasi", "Capaian (%)"], ["1", "Jumlah desa", "40"])):
        sheet.write_row(r, 0, row)
    sheet.write_rich_string("D2", "37", raised, "2)")
    sheet.write_rich_string("B3", "Luas m", raised, "2")
    book.close()
    [read] = lkip_xl.read(path).sheets
    assert (read.cells[2, 4].value, read.cells[3, 2].value) == ("37", "Luas m2")
    assert [c.new for c in lkip_xl.fill(path)] == ["92,5%"]
