"""The workbook with macros: its project, its functions against Python's in LibreOffice, its buttons."""

import random
import re
from pathlib import Path

import pytest
import xlsxwriter
from office import opened
from oletools.olevba import VBA_Parser
from test_measures import CASES, SCALE, plan_of_cases, suite_holds

import lkip_xl
from lkip_xl import functions
from lkip_xl.functions import Written
from lkip_xl.live.functions import FUNCTIONS
from lkip_xl.report import ref
from lkip_xl.standard import macros
from lkip_xl.standard.plan import blank, example
from lkip_xl.vba import project as vba

MACROS = Path(__file__).parent.parent / "macros"


def project_of(data: bytes) -> dict[str, str]:
    """The modules that a workbook carries, as another reader of macro projects finds them."""
    parser = VBA_Parser("buku.xlsm", data=data)
    return {path.rpartition("/")[2]: code.replace("\r\n", "\n") for _, path, _, code in parser.extract_macros()}


def test_the_project_holds_the_sources_and_a_module_for_every_sheet(tmp_path):
    path = tmp_path / "b.xlsm"
    lkip_xl.template(blank(sasaran=6), path)
    found = project_of(path.read_bytes())
    for file in macros.CODE:
        assert found[file.partition(".")[0]].strip() == (MACROS / file).read_text("utf-8").strip()
    assert "Pita" not in found  # the add-in's own module
    assert found["ThisWorkbook"].endswith((MACROS / "BukuKerja.cls").read_text("utf-8"))
    sheets = len(lkip_xl.read(path).sheets)
    assert sum(bool(re.fullmatch(r"Sheet\d+", name)) for name in found) == sheets
    assert len(found) == sheets + 1 + len(macros.CODE) + 1
    assert not any("xlwings" in code.lower() or "Declare " in code for code in found.values())


def test_the_same_plan_gives_the_same_bytes():
    assert macros.build(blank("Kecamatan Contoh")) == macros.build(blank("Kecamatan Contoh"))


def test_compression_of_any_text_is_read_back():
    random.seed(5)
    for size in (0, 1, 2, 3, 4095, 4096, 4097, 9000):
        for letters in ("a", "abc", "".join(map(chr, range(32, 127)))):
            text = 'Attribute VB_Name = "Uji"\n' + "".join(random.choices(letters, k=size))
            [(_, _, _, code)] = VBA_Parser("x.bin", data=vba.project([vba.code_module(text)])).extract_macros()
            assert code.replace("\r\n", "\n").rstrip("\n ") == text.rstrip("\n ")


# --- the functions ---------------------------------------------------------------------------------------------


def workbook(
    path: Path, rows: list[tuple[str, ...]], sources: list[str] | None = None, arrays: dict | None = None
) -> dict:
    """A workbook with one call of a function per row: its arguments in A to D, the call in F; as a job."""
    book = xlsxwriter.Workbook(path)
    book.set_vba_name("ThisWorkbook")
    ws = book.add_worksheet("Uji")
    ws.set_vba_name("Sheet1")
    modules = [vba.document("ThisWorkbook", "workbook"), vba.document("Sheet1", "sheet")]
    modules += [vba.code_module(text) for text in sources or [m.text for m in macros.modules(2025) if m.kind == "code"]]
    (path.parent / "p.bin").write_bytes(vba.project(modules))
    book.add_vba_project(str(path.parent / "p.bin"))
    percent = book.add_format({"num_format": "0.0%"})
    sign = book.add_format({"num_format": '0.00"%"'})
    looks = {"0.0%": percent, '0.00"%"': sign}
    for r, (name, *arguments) in enumerate(rows):
        for c, value in enumerate(arguments):
            if isinstance(value, Written):
                ws.write(r, c, value.value, looks.get(value.format))
            elif value != "":
                ws.write_string(r, c, value)
        places = ",".join(ref(r + 1, c + 1) for c in range(len(arguments)))
        ws.write_formula(r, 5, f"={name}({places})", None, "")
    for place, formula in (arrays or {}).items():
        ws.write_array_formula(place, "{" + formula + "}")
    book.close()
    return {"path": path}


def answers(job: dict) -> list:
    [result] = opened(job)
    cells = result["values"]["Uji"]
    return [cells[r, 6] for r in range(1, max(r for r, _ in cells) + 1) if (r, 6) in cells]


def called(name, *arguments):
    """What the add-in's function gives for the same cells."""
    cells = [[[a if isinstance(a, Written) else Written(a or None)]] for a in arguments]
    one = {
        "CAPAIAN": functions.capaian, "KEMAJUAN": functions.capaian, "SERAPAN": functions.serapan,
        "EFISIENSI": functions.efisiensi, "NILAI": functions.nilai, "CEKPERSEN": functions.cek_persen, "CEKSERAPAN": functions.cek_serapan,
    }  # fmt: skip
    if name in one:
        missing = {"CAPAIAN": 3, "KEMAJUAN": 3, "CEKPERSEN": 4}.get(name, 0) - len(cells)
        cells += [[[Written(None)]]] * missing
        return functions.each(one[name], *cells)
    if name == "PREDIKAT":
        return functions.each(lambda cell: functions.predikat(cell, SCALE.printed), *cells)
    return FUNCTIONS[name](*(a.value if isinstance(a, Written) else a for a in arguments))


CALLS = [
    *(("CAPAIAN", c["target"], c["realisasi"], c.get("arah", "")) for c in CASES["CAPAIAN"]),
    *(("SERAPAN", c["anggaran"], c["realisasi"]) for c in CASES["SERAPAN"]),
    *(("PREDIKAT", c["nilai"]) for c in CASES["PREDIKAT"]),
    *(("EFISIENSI", c["capaian"], c["serapan"]) for c in CASES["EFISIENSI"]),
    *(("SAKIP", v) for v in ("100", "90,01", "90", "80,41", "80", "68.41", "60", "50", "30", "0", "", "A (80,41)", "abc 5")),
    *(("IKM", v) for v in ("100", "88,31", "88,305", "88,3", "76,6", "65", "64,99", "25")),
    *(("IPP", v) for v in ("5", "4,51", "4,5", "3,17", "2,01", "1,5", "1", "0", "5,01", "80,41")),
    *((name, v) for name in ("SAKIP", "IKM") for v in ("100,1", "-1", "3,4")),
    *(("NILAI", v) for v in ("12,345 Ha", "12.345 Ha", "12,345", "Rp 1,5 miliar", "750 juta", "2 ribu orang", "(500)", "67,6 (B)")),
    ("CAPAIAN", Written(0.9, "0.0%"), "90"), ("CAPAIAN", Written(80), Written(67.6)), ("CAPAIAN", "80", "4.55.000,00"),
    ("CAPAIAN", "80", "60", "negatip"), ("KEMAJUAN", "B (68)", "A (80,41)"), ("SERAPAN", "0", "5"), ("SERAPAN", "", "5"),
    ("PREDIKAT", Written(0.765, "0.0%")), ("PREDIKAT", "periksa angka"), ("PREDIKAT", ""), ("EFISIENSI", "target nol", "71"),
    ("NILAI", Written(0.8145, "0.0%")), ("NILAI", Written(84.5, '0.00"%"')), ("NILAI", Written(3920691860.4)),
    ("CEKPERSEN", "35,24%", "34", "12"), ("CEKPERSEN", "35,29%", "34", "12"), ("CEKPERSEN", "99,81", "92,5", "92,33"),
    ("CEKPERSEN", "95,24", "70", "66,7"), ("CEKPERSEN", "95,20", "70", "66,7"), ("CEKPERSEN", "", "34", "12"),
    ("CEKPERSEN", "-25%", "20", "45", "negatif"), ("CEKPERSEN", "35", "0", "12"), ("CEKPERSEN", "B", "34", "12"),
    ("CEKPERSEN", Written(0.3524, "0.0%"), "34", "12"), ("CEKPERSEN", Written(0.353, "0.0%"), "34", "12"),
    ("CEKSERAPAN", "71,11%", "2.911.311.160,40", "2.070.116.001,00"), ("CEKSERAPAN", "71,21%", "2.911.311.160,40", "2.070.116.001,00"),
]  # fmt: skip


def test_every_function_gives_what_python_gives(tmp_path):
    found = answers(workbook(tmp_path / "f.xlsm", CALLS))
    assert {c[0] for c in CALLS} == set(FUNCTIONS) - {"SKM"}
    for call, got in zip(CALLS, found, strict=True):
        assert got == called(*call), call


def test_the_measure_suite_in_the_template(tmp_path):
    path = tmp_path / "kasus.xlsm"
    lkip_xl.template(plan_of_cases(), path)
    [result] = opened({"path": path})
    report = lkip_xl.read(path)

    def cell(number, key, row):
        table = report.table(number)
        return result["values"][table.sheet][table.top + row, table.columns[key][0]]

    suite_holds(cell)


_DIGITS = ["4", "12", "67", "80,41", "81.45", "68.41", "1.000", "12.000", "1.234.567", "1.234.567,89", "92,5", "0", "0,5", "100",
           "3,125", "12,500", "0.125", "4.55.000,00", "1,234,567", "1,234.56", "17.968.000", "80-90", "2025", "1 234 567",
           "123456789012345678", "00.500", "5.", "5,", "66,6667"]  # fmt: skip
_BEFORE = ["", "", "", "Rp ", "Rp. ", "rp.", "≥ ", "- ", "-", "(", "B ", "A (", "BB (", "AA/", "C: ", "IDR ", "sebesar ",
           "sebesar Rp ", "> ", "1. ", "+", "–", "x", "−"]  # fmt: skip
_AFTER = ["", "", "", "%", " %", ")", "%)", " Dok", " Pelayanan", ",-", " -", " (A)", " (BB)", " rupiah", " persen", " dari 5",
          "/4", " km2", ".", " m²"]  # fmt: skip
_FIXED = ["-", "n/a", "tidak tersedia", "nihil", "–", "Rp -", "B", "AA", "abc", "#DIV/0!", "100 200", "1. 100% 2. 90%",
          "- 8 kegiatan - 12 kegiatan", "Target nilai nasional : 71", "A- (4,2)", "(5)", "(5%)", "-5 orang", "Rp-5", "-Rp 5",
          "(Rp 5.000)", "12.000%", "12.000,-", "A 80", "km2", "(50.000.000,-)", "(Rp. 50.000.000,-)", "Rp. (50.000.000,-)",
          "–Rp10.000.000,00", "– 180 orang", "31 Maret", "5 Mei 2023", "Rp (5.000)", "80–90", "7\u00a08", "1\u00a0234", "80,41(A)",
          "Baik (85)", "Sangat Baik (88,4)", "Kurang Baik: 60%", "minimal 80%", "maks. 3 hari", "paling lambat 14 hari", "kurang dari 5",
          "Baik 85", "Baik (B)", "minimal", "1OO", "l00", "5l", "O", "2I,5", "CO2", "IDR 2.246.750.000", "IDRA 5"]  # fmt: skip


def test_figures_are_read_as_python_reads_them(tmp_path):
    random.seed(11)
    made = (random.choice(_BEFORE) + random.choice(_DIGITS) + random.choice(_AFTER) for _ in range(600))
    texts = list(dict.fromkeys([*_FIXED, *made]))
    found = answers(workbook(tmp_path / "n.xlsm", [("NILAI", t) for t in texts]))
    wrong = [
        (t, got, functions.nilai(Written(t)))
        for t, got in zip(texts, found, strict=True)
        if got != functions.nilai(Written(t))
    ]
    assert wrong == []


def test_a_range_gives_a_range(tmp_path):
    rows = [
        ("CAPAIAN", "80", "67,6"),
        ("CAPAIAN", "B (67)", "A (80,41)"),
        ("CAPAIAN", "", "5"),
        ("CAPAIAN", "20", "45", "negatif"),
    ]
    arrays = {
        "H1:H4": "=CAPAIAN(A1:A4,B1:B4,C1:C4)",
        "I1:I4": "=CAPAIAN(80,B1:B4)",
        "J1:J4": "=PREDIKAT(H1:H4)",
        "K1": "=SKM(A1:A9)",
    }
    [result] = opened(workbook(tmp_path / "r.xlsm", rows, arrays=arrays))
    cells = result["values"]["Uji"]
    single = [called(*row) for row in rows]
    assert [cells[r, 6] for r in range(1, 5)] == single
    assert [cells[r, 8] for r in range(1, 5)] == single
    assert [cells[r, 9] for r in range(1, 5)] == [84.5, 100.5125, 6.25, 56.25]
    assert [cells[r, 10] for r in range(1, 5)] == [called("PREDIKAT", Written(s)) for s in single]
    assert cells[1, 11] == "unsur harus sembilan"
    grid = FUNCTIONS["CAPAIAN"](
        [[r[1] or None] for r in rows], [[r[2] or None] for r in rows], [[(*r, "", "")[3]] for r in rows]
    )
    assert grid == [[s] for s in single]


def test_an_own_scale_may_stand_in_any_order_under_a_heading(tmp_path):
    rows = [
        ("NILAI", "Kriteria", "Batas"),
        ("NILAI", "Kurang", "50"),
        ("NILAI", "Cukup", "70"),
        ("NILAI", "Baik", "80"),
        ("NILAI", "Nol", ""),
    ]
    scale = [[a or None, b or None] for _, a, b in rows]
    values = (95, 80, 79.9, 20)
    arrays = {f"H{i}": f"=PREDIKAT({x},A1:B4)" for i, x in enumerate(values, 1)}
    arrays |= {f"I{i}": f"=PREDIKAT({x},A2:B5)" for i, x in enumerate(values, 1)}
    arrays["J1"] = "=PREDIKAT(95,A1:B1)"
    [result] = opened(workbook(tmp_path / "skala.xlsm", rows, arrays=arrays))
    cells = result["values"]["Uji"]
    assert [cells[i, 8] for i in range(1, 5)] == [FUNCTIONS["PREDIKAT"](x, scale[:4]) for x in values]
    assert [cells[i, 9] for i in range(1, 5)] == [FUNCTIONS["PREDIKAT"](x, scale[1:]) for x in values]
    assert [cells[4, 8], cells[4, 9], cells.get((1, 10), "")] == ["Kurang", "Nol", ""]


def test_a_whole_column_is_asked_as_far_as_the_sheet_is_used(tmp_path):
    rows = [("SERAPAN", "80", "60"), ("SERAPAN", "50", "40")]
    [result] = opened(workbook(tmp_path / "kolom.xlsm", rows, arrays={"H1:H3": "=SERAPAN(A:A,B:B)"}))
    assert [result["values"]["Uji"][r, 8] for r in (1, 2)] == [75, 80]


def test_every_cell_of_the_filled_kencong_workbook(tmp_path):
    path = tmp_path / "kencong.xlsm"
    lkip_xl.template(example(), path)
    [result] = opened({"path": path})
    report = lkip_xl.read(path)  # with the values that Python filled in beside the formulas
    compared = 0
    for sheet in report.sheets:
        for at, raw in sheet.cells.items():
            if raw.formula and raw.value is not None:
                assert result["values"][sheet.name][at] == raw.value, (sheet.name, ref(*at), raw.formula)
                compared += 1
    calls = [raw.formula for s in report.sheets for raw in s.cells.values() if raw.formula]
    assert sum(bool(re.match(r"(CAPAIAN|KEMAJUAN|SERAPAN|PREDIKAT|EFISIENSI)\(", f)) for f in calls) > 200
    assert compared > 1000


def test_an_array_of_one_dimension_is_a_row(tmp_path):
    """As Excel hands over {80,90}; LibreOffice makes two dimensions of it, so a function of the test builds one."""
    own = (
        'Attribute VB_Name = "Uji"\nPublic Function DUA(ByVal x As Variant) As Variant\n'
        "    Dim hasil As Variant\n    hasil = CAPAIAN(Array(80, 90), Array(40, x))\n"
        "    DUA = hasil(1, 1) + hasil(1, 2)\nEnd Function\n"
    )
    sources = [*(m.text for m in macros.modules(2025) if m.kind == "code"), own]
    assert answers(workbook(tmp_path / "satu.xlsm", [("DUA", Written(45))], sources)) == [100]


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("Angka", "Private Function Digit(", "Private Fungsi Digit("),
        ("Skala", "If x > 90 Then", "If x > 91 Then"),
        ("Ukuran", "realisasi * 100 / target", "realisasi * 100 / (target + 0.0001)"),
    ],
    ids=["salah tulis", "batas salah", "rumus salah"],
)
def test_a_broken_module_is_noticed(module, old, new, tmp_path):
    texts = [m.text for m in macros.modules(2025) if m.kind == "code"]
    assert any(old in t for t in texts)
    broken = [t.replace(old, new) if f'VB_Name = "{module}"' in t else t for t in texts]
    calls = [("SAKIP", "90,5"), ("CAPAIAN", "80", "60"), ("NILAI", "4 Dok")]
    assert answers(workbook(tmp_path / "rusak.xlsm", calls, broken)) != [called(*c) for c in calls]


# --- the buttons ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kencong_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("tombol") / "kencong.xlsm"
    lkip_xl.template(example(), path)
    return path


def test_a_policy_that_changes_holds_after_segarkan(kencong_file):
    """LibreOffice computes macro functions again only when told to; in Excel the change itself does it."""
    job = {"path": kencong_file, "typed": {"3.2": {"F7": 200}}, "on": "3.2", "run": ["Tombol.Segarkan"]}
    before, after = opened(job, {**job, "entered": {"Identitas": {"C9": "100"}}})
    assert before["values"]["3.2"][7, 7] > 200
    assert after["values"]["3.2"][7, 7] == 100


@pytest.fixture(scope="module")
def kencong(kencong_file):
    """The Kencong workbook, and what it holds after different things were done in it."""
    wrong = {
        "3.3": {"F12": 35.24},
        "3.7": {"F13": 143419500, "G13": 140435128, "I9": "Efisien"},
        "3.2": {"F7": "A (8O,41", "G10": 99.81},
    }
    jobs = {
        "bersih": {"run": ["Tombol.Periksa"]},
        "salah": {"typed": wrong, "run": ["Tombol.Periksa"]},
        "disegarkan": {
            "typed": {"3.2": {"G8": None, "G10": 50.0, "H8": None}},
            "on": "3.2",
            "run": ["Tombol.Segarkan"],
        },
        "dibersihkan": {"typed": wrong, "run": ["Tombol.Periksa", "Tombol.Bersihkan"]},
    }
    results = opened(*({"path": kencong_file, "shown": ["Temuan", "3.2"], **job} for job in jobs.values()))
    return dict(zip(jobs, results, strict=True))


def listed(result):
    """The findings on sheet Temuan: level, sheet, cell, message."""
    return [(row[1], row[2], row[3], row[6]) for row in result["shown"]["Temuan"][3:] if row[1]]


def test_periksa_finds_nothing_in_a_clean_workbook(kencong):
    assert listed(kencong["bersih"]) == []
    assert "0 galat, 0 peringatan" in kencong["bersih"]["shown"]["Temuan"][1][0]


def test_periksa_lists_what_is_typed_over_formulas(kencong):
    found = listed(kencong["salah"])
    assert ("galat", "3.3", "F12", "tertulis 35,24%, hasil hitung 12/34 = 35,29%") in found
    assert ("galat", "3.7", "F13", "berbeda dari hasil rumusnya") in found
    assert ("info", "3.2", "G10", "dipotong, bukan dibulatkan") in found
    assert ("galat", "3.7", "I9", "kategori tidak sesuai dengan capaian dan serapannya") in found
    assert ("peringatan", "3.2", "G7", "belum dapat dihitung: periksa angka") in found
    addresses = [row[10] for row in kencong["salah"]["shown"]["Temuan"][3:] if row[1]]
    assert addresses == [f"{sheet}!{cell}" for _, sheet, cell, _ in found]


def test_a_misspelt_figure_shows_its_reason(kencong):
    assert kencong["salah"]["shown"]["3.2"][6][6] == "periksa angka"


def test_segarkan_gives_deleted_formulas_back_and_leaves_typed_figures(kencong):
    rows = kencong["disegarkan"]["shown"]["3.2"]
    assert rows[7][6:8] == ["100.00%", "Sangat Tinggi"]
    assert kencong["disegarkan"]["values"]["3.2"][8, 7] == 100
    assert rows[9][6] == "50.00%"
    assert (10, 7) not in kencong["disegarkan"]["values"]["3.2"]
    assert "3.2" in kencong["disegarkan"]["locked"]


def test_bersihkan_empties_the_list(kencong):
    assert listed(kencong["dibersihkan"]) == []
    assert kencong["dibersihkan"]["shown"]["Temuan"][1][0].startswith("Belum diperiksa")


def test_sheets_with_awkward_names_are_checked_and_linked(kencong_file):
    """A quote, an apostrophe or a comma in a sheet's name breaks neither the reading of a formula nor the link."""
    wrong = {"3.2": {"G8": "12%"}, "3.3": {"F12": 35.24, "D12": '=HYPERLINK("x")'}}
    job = {
        "path": kencong_file, "typed": wrong, "renamed": {"2.7": "PK, Ma'ruf", "3.2": 'Cap"aian', "3.3": "A'B"},
        "run": ["Tombol.Periksa", "Tombol.Periksa"], "shown": ["Temuan"],
    }  # fmt: skip
    [result] = opened(job)
    found = [(sheet, cell) for _, sheet, cell, _ in listed(result)]
    assert ('Cap"aian', "G8") in found
    assert ("A'B", "F12") in found
    assert [row[10] for row in result["shown"]["Temuan"][3:] if row[1]] == [f"{s}!{c}" for s, c in found]


_PRESSED = """Attribute VB_Name = "Uji"
Public Sub Tekan()
    On Error GoTo Gagal
    Segarkan
    Periksa
    Bersihkan
    Worksheets("Identitas").Cells(40, 1).Value = "selesai"
    Exit Sub
Gagal:
    Worksheets("Identitas").Cells(40, 1).Value = Err.Description
End Sub
"""


def test_without_sheet_temuan_a_button_stops_without_a_dialog(tmp_path, monkeypatch):
    """A macro beside the buttons presses them, so that an error of theirs is seen. The formula comes back all the same."""
    own = macros.modules
    monkeypatch.setattr(macros, "modules", lambda *given: [*own(*given), vba.code_module(_PRESSED)])
    path = tmp_path / "tekan.xlsm"
    lkip_xl.template(example(), path)
    job = {"path": path, "on": "3.2", "typed": {"3.2": {"G8": None}}, "run": ["Uji.Tekan"], "shown": ["Identitas"]}
    results = opened(job, {**job, "removed": ["Temuan"]})
    for result in results:
        assert result["shown"]["Identitas"][39][0] == "selesai"
        assert result["values"]["3.2"][8, 7] == 100
        assert "3.2" in result["locked"]


def test_buttons_where_no_table_is_and_where_a_column_was_deleted(kencong_file):
    job = {"path": kencong_file, "shown": ["Temuan"], "run": ["Tombol.Segarkan", "Tombol.Periksa"]}
    *elsewhere, cut = opened(
        *({**job, "on": name} for name in ("Identitas", "Ringkasan", "Temuan")),
        {**job, "on": "3.3", "typed": {"3.7": {"F13": 143419500}}, "cut": {"3.3": "F"}},
    )
    assert [listed(r) for r in elsewhere] == [[], [], []]
    assert ("3.7", "F13") in [(sheet, cell) for _, sheet, cell, _ in listed(cut)]


def test_what_is_typed_in_another_form_is_no_false_galat(kencong_file):
    """The right figure as a text or a number and the right label are right; what is no figure is only a warning."""
    typed = {"3.2": {"G8": "100%", "G9": 100, "H8": " sangat tinggi "}, "3.3": {"F12": "=1/0"}}
    [result] = opened({"path": kencong_file, "typed": typed, "run": ["Tombol.Periksa"], "shown": ["Temuan"]})
    assert [found[:3] for found in listed(result)] == [("peringatan", "3.3", "F12")]


def test_every_table_sheet_has_the_buttons(kencong):
    tables = [name for name in kencong["bersih"]["controls"] if re.match(r"\d", name)]
    assert len(tables) > 15
    for name in tables:
        assert kencong["bersih"]["controls"][name] == ["Segarkan", "Periksa", "Bersihkan"]


def test_rows_inserted_above_the_headings_hide_nothing(tmp_path):
    path = tmp_path / "kencong.xlsm"
    lkip_xl.template(example(), path)
    job = {"path": path, "typed": {"3.3": {"F12": 35.24}}, "run": ["Tombol.Periksa"], "shown": ["Temuan"]}
    for result in opened(*({**job, "inserted": {"3.3": row}} for row in (1, 4, 5))):
        assert listed(result) == [("galat", "3.3", "F13", "tertulis 35,24%, hasil hitung 12/34 = 35,29%")]
