"""The standard workbook: what is kept in workbook_templates is what the code builds."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

import lkip_xl
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import blank, example
from lkip_xl.tables import standard_numbers

KEPT = Path(__file__).parent.parent / "workbook_templates"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return {n: z.read(n) for n in z.namelist()}


def test_kept_workbooks_are_what_the_code_builds(tmp_path):
    subprocess.run([sys.executable, KEPT / "build.py", tmp_path], check=True)
    kept = sorted(p.name for p in KEPT.glob("*.xls?"))
    assert kept == sorted(p.name for p in tmp_path.iterdir())
    for name in kept:
        assert parts((KEPT / name).read_bytes()) == parts((tmp_path / name).read_bytes()), name


def test_the_same_plan_gives_the_same_bytes():
    assert build(blank("Kecamatan Contoh")) == build(blank("Kecamatan Contoh"))


@pytest.mark.parametrize(
    "plan",
    [
        blank(),
        blank(sasaran=1, sasaran_perubahan=1, program=1, kegiatan=1, sub=1),
        blank("Kecamatan Enam", 2026, sasaran=6, sasaran_perubahan=5, indikator=4, program=6, kegiatan=3, sub=4),
        blank("Kecamatan Lama", 2022),
        example(),
    ],
    ids=["bawaan", "terkecil", "besar", "2022", "kencong"],
)
def test_every_table_is_found_again_and_a_blank_one_is_only_said_to_be_blank(plan, tmp_path):
    path = tmp_path / "t.xlsx"
    lkip_xl.template(plan, path)
    report = lkip_xl.read(path)
    found = {t.number for t in report.tables}
    optional = {n for n, s in standard_numbers().items() if "Kontribusi" in s.title}
    assert found - {None} >= set(standard_numbers()) - optional
    assert len(report.of_kind("kontribusi")) >= 7
    assert report.identity.year == plan.year
    if plan.unit != "Kecamatan Kencong":
        assert [f.code for f in lkip_xl.check(report)] == ["S113"]
    names = openpyxl.load_workbook(path).sheetnames
    assert names[0] == "Identitas"
    assert names[-2:] == ["Ringkasan", "Temuan"]
    tables = [n.split(" ")[0] for n in names[1:-2]]
    assert tables == sorted(tables, key=lambda n: [int(p) for p in n.split(".")])


def test_the_tables_of_more_than_nine_sasaran_stand_in_their_order(tmp_path):
    path = tmp_path / "t.xlsx"
    lkip_xl.template(blank(sasaran=12, sasaran_perubahan=12, program=12, kegiatan=1, sub=1), path)
    report = lkip_xl.read(path)
    for section in ("pk", "perubahan"):
        named = [
            int(t.title.rpartition("Sasaran ")[2].split()[0]) for t in report.of_kind("kontribusi", section=section)
        ]
        assert named == list(range(1, 13))


def test_inputs_are_unlocked_and_computed_cells_locked(tmp_path):
    path = tmp_path / "t.xlsx"
    lkip_xl.template(blank(), path)
    book = openpyxl.load_workbook(path)
    for ws in book:
        if ws.title != "Temuan":
            assert ws.protection.sheet, ws.title
    assert not book["3.2"]["F7"].protection.locked
    assert book["3.2"]["G7"].protection.locked
    assert book["3.2"]["F7"].fill.fgColor.rgb != book["3.2"]["G7"].fill.fgColor.rgb
    assert book["3.2"].page_setup.orientation == "landscape"
    assert book["3.2"].freeze_panes == "A7"


def test_formulas_use_nothing_newer_than_excel_2013(tmp_path):
    path = tmp_path / "t.xlsx"
    lkip_xl.template(example(), path)
    newer = ("XLOOKUP", "LET(", "LAMBDA", "FILTER(", "TEXTJOIN", "IFS(", "CONCAT(", "SORT(", "UNIQUE(")
    for ws in openpyxl.load_workbook(path):
        for row in ws.iter_rows():
            for c in row:
                if isinstance(c.value, str) and c.value.startswith("="):
                    text = c.value.replace("SUMIFS(", "")
                    assert not any(n in text for n in newer), c.coordinate
