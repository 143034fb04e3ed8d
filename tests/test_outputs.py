"""Every form of the results: valid, lossless, streaming, and with a workbook's texts shown as texts."""

import itertools
import json
import re
import zipfile
from pathlib import Path

import hostile_text
import jsonschema
import openpyxl
import pytest
from lxml import etree, html
from seeded import Maker

import lkip_xl
from lkip_xl.batch.one import Settings, checked
from lkip_xl.outputs import html as page
from lkip_xl.outputs import json as as_json
from lkip_xl.outputs import recap, sarif, surat, text
from lkip_xl.result import Result, Tally, from_json, to_json
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import example

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def kencong(tmp_path_factory):
    """The result of Kencong's workbook with the mistakes its office typed."""
    folder = tmp_path_factory.mktemp("kencong")
    (folder / "ketikan.xlsx").write_bytes(build(example(printed=True)))
    lkip_xl.fill(folder / "ketikan.xlsx", folder / "kencong.xlsx")
    return checked(str(folder / "kencong.xlsx"), Settings())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("jahat") / "=jahat & <b>.xlsx"
    hostile_text.write(path)
    return checked(str(path), Settings())


@pytest.fixture(scope="module")
def results(kencong, hostile):
    return [kencong, hostile, Result("folder/rusak.xlsx", reason="Ini bukan buku kerja Excel.")]


def test_a_result_goes_to_json_and_back_without_loss(kencong, hostile, tmp_path):
    import random

    lkip_xl.template(Maker(random.Random(3)).plan(), tmp_path / "acak.xlsx")
    for result in (kencong, hostile, checked(str(tmp_path / "acak.xlsx"), Settings())):
        assert result.findings or result.name == "Kecamatan Uji"
        assert from_json(json.loads(json.dumps(to_json(result)))) == result
    unread = Result("x.xlsx", reason="rusak")
    assert from_json(to_json(unread)) == unread


def test_the_figures_of_a_recap_are_those_of_the_report(kencong):
    assert (kencong.unit, kencong.kabupaten, kencong.year) == ("Kecamatan Kencong", "Kabupaten Jember", 2025)
    assert [i.table for i in kencong.indicators] == ["3.2"] * 6 + ["3.8"] * 4
    assert kencong.indicators[0].realisasi == "A (80,41)"
    assert kencong.indicators[9].sasaran.startswith("Meningkatnya Akuntabilitas")  # stated once for two indicators
    assert str(kencong.total.anggaran) == "3920691860.4"
    assert [str(p.serapan)[:5] for p in kencong.programs] == ["71.10", "99.46", "97.91", "93.15"]
    assert kencong.reached == (6, 10)


def test_json_in_pieces_is_one_document_and_lines_are_its_files(results):
    document = json.loads("".join(as_json.render(results)))
    assert document["berkas"] == [json.loads(line) for line in as_json.lines(results)]
    assert [from_json(f) for f in document["berkas"]] == results
    assert document["ringkasan"]["berkas"] == 3
    assert document["ringkasan"]["tidak_terbaca"] == 1
    assert json.loads("".join(as_json.render([])))["berkas"] == []


@pytest.mark.parametrize("render", [as_json.render, as_json.lines, sarif.render, page.render, text.render])
def test_text_forms_take_results_one_by_one(render, kencong):
    """After each result its piece comes out before the next is asked for: nothing is gathered."""
    asked = []

    def source():
        for i in range(50):
            asked.append(i)
            yield kencong

    pieces = render(source())
    most = 0
    for said, _ in enumerate(pieces):
        most = max(most, len(asked) - said)
    assert len(asked) == 50
    assert most <= 2


@pytest.mark.parametrize("write", [recap.recap, surat.letters])
def test_files_pass_the_results_on_one_by_one(write, kencong, tmp_path):
    endless = (kencong for _ in itertools.count())
    passed = write(endless, tmp_path / "hasil.xlsx")
    assert [next(passed) for _ in range(3)] == [kencong] * 3
    passed.close()
    assert not (tmp_path / "hasil.xlsx").is_file()  # half a recap is none


def test_sarif_is_valid_and_names_every_finding(results):
    document = json.loads("".join(sarif.render(results)))
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    [run] = document["runs"]
    findings = [f for r in results for f in r.findings]
    assert [x["ruleId"] for x in run["results"]] == [f.code for f in findings]
    assert all(run["tool"]["driver"]["rules"][x["ruleIndex"]]["id"] == x["ruleId"] for x in run["results"])
    assert len({json.dumps(x["partialFingerprints"]) for x in run["results"]}) == len(findings)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "bukan buku kerja" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    broken = json.loads("".join(sarif.render(results)).replace('"level": "error"', '"level": "galat"'))
    assert not jsonschema.Draft4Validator(SCHEMA).is_valid(broken)


def test_the_recap_has_a_row_per_unit_and_per_finding_and_no_formula(results, tmp_path):
    target = tmp_path / "rekap.xlsx"
    assert list(recap.recap(results, target)) == results
    with zipfile.ZipFile(target) as z:
        for name in z.namelist():
            if name.startswith("xl/worksheets/sheet"):
                root = etree.fromstring(z.read(name))
                assert not root.findall(".//{*}f"), "no text became a formula"
                assert not root.findall(".//{*}hyperlink")
                assert name == "xl/worksheets/sheet1.xml" or root.find("{*}autoFilter") is not None
        assert sum(n.startswith("xl/charts/chart") for n in z.namelist()) == 2
    book = openpyxl.load_workbook(target)
    units = list(book["Unit"].values)
    assert [row[1] for row in units[1:]] == ["Kecamatan Kencong", hostile_text.UNIT, "rusak"]
    assert units[1][4] == "galat"
    assert units[1][12] == 3920691860.4
    assert units[3][16] == "Ini bukan buku kerja Excel."
    assert book["Temuan"].max_row == 1 + sum(len(r.findings) for r in results)
    assert hostile_text.INDICATOR in [row[3] for row in book["Indikator"].values]
    assert [row[1] for row in book["Program"].values][-1].endswith(hostile_text.PROGRAM)
    colored = {str(c.sqref) for c in book["Unit"].conditional_formatting}
    assert colored == {"E2:E4"}


def test_a_full_sheet_goes_on_in_the_next(monkeypatch, results, tmp_path):
    monkeypatch.setattr(recap, "_ROWS", 4)
    list(recap.recap(results * 3, tmp_path / "rekap.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "rekap.xlsx")
    assert [n for n in book.sheetnames if n.startswith("Unit")] == ["Unit", "Unit 2", "Unit 3"]
    rows = [row for name in ("Unit", "Unit 2", "Unit 3") for row in list(book[name].values)[1:]]
    assert [row[0] for row in rows] == list(range(1, 10))


def test_the_recap_never_takes_the_place_of_a_workbook(results, tmp_path):
    own = tmp_path / "kecamatan.xlsx"
    hostile_text.write(own)
    before = own.read_bytes()
    with pytest.raises(recap.NotOurs):
        list(recap.recap(results, own))
    assert own.read_bytes() == before
    list(recap.recap(results, tmp_path / "rekap.xlsx"))
    list(recap.recap(results[:1], tmp_path / "rekap.xlsx"))  # an earlier recap may be replaced
    assert openpyxl.load_workbook(tmp_path / "rekap.xlsx")["Unit"].max_row == 2


def test_parquet_holds_each_workbook_with_its_lists(results, tmp_path):
    pd = pytest.importorskip("pandas")
    parquet = pytest.importorskip("lkip_xl.outputs.parquet")
    target = tmp_path / "rekap.parquet"
    assert list(parquet.recap(results, target)) == results
    frame = pd.read_parquet(target)
    assert list(frame["keadaan"]) == ["galat", "galat", "tidak terbaca"]
    assert frame["anggaran"].dtype == "float64"
    assert frame["anggaran"][0] == 3920691860.4
    indicators = pd.json_normalize(frame.explode("indikator")["indikator"].dropna())
    assert len(indicators) == sum(len(r.indicators) for r in results)
    assert hostile_text.INDICATOR in set(indicators["indikator"])
    assert list(tmp_path.iterdir()) == [target]


def test_a_note_is_one_polite_page(results, kencong, tmp_path):
    assert list(surat.letters(results * 2, tmp_path)) == results * 2
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == sorted(
        f"surat {stem}{tail}.txt" for stem in ("kencong", "=jahat & _b_", "rusak") for tail in ("", " (2)")
    )
    note = (tmp_path / "surat kencong.txt").read_text("utf-8")
    assert note.startswith("Kepada Yth. Kecamatan Kencong\n")
    assert note.index("3.3, sel F12") < note.index("Yang perlu diperiksa kembali") < note.index("Terima kasih.\n")
    crowded = surat.note(Result("a.xlsx", findings=kencong.findings * 9))
    assert len(crowded.splitlines()) <= 54
    shown = len(re.findall(r"^ *\d+\. ", crowded, re.M))
    left = int(re.search(r"Masih ada (\d+) hal lain", crowded)[1])
    assert shown + left == 9 * sum(f.level != "info" for f in kencong.findings)
    assert "Tidak ada yang perlu diperbaiki" in surat.note(Result("b.xlsx"))
    assert "belum dapat diperiksa. Ini bukan" in surat.note(results[2])


def test_nothing_in_the_page_is_markup_but_its_own(results):
    content = "".join(page.render(results))
    root = html.document_fromstring(content)
    blocks = root.findall(".//script[@type='application/json']")
    assert len(blocks) == 1 + len(results)
    assert json.loads(blocks[2].text)["nama"] == hostile_text.UNIT
    assert len(root.findall(".//script")) == len(blocks) + 1
    assert not root.findall(".//img")
    assert not re.search(r"https?://(?!www\.w3\.org/)(?!contoh\.invalid)", content)
    policy = root.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_terminal_obeys_nothing_in_a_workbook(kencong):
    from dataclasses import replace

    angry = replace(kencong.findings[0], message="a\x1b[2Jb\x07\rc", guess="\x1b]0;judul\x07")
    shown = "".join(text.render([replace(kencong, path="\x1b[31mx.xlsx", findings=(angry,))]))
    own = re.compile(r"\x1b\[\d*m")
    assert "a [2Jb" in own.sub("", shown)
    assert not set(own.sub("", shown)) & set("\x1b\x07\r")


def test_known_findings_are_not_repeated(kencong):
    known = as_json.known("".join(as_json.render([kencong])).encode())
    tally = Tally()
    assert [r.findings for r in tally.over(as_json.without([kencong], known))] == [()]
    assert tally.states == {"bersih": 1}
    with pytest.raises(as_json.BadBaseline):
        as_json.known(b"[]")
