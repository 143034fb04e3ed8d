"""The measures, the same cases in Python and as worksheet formulas in LibreOffice."""

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
import xlsxwriter
from office import recalculated

import lkip_xl
from lkip_xl.measures import MEASURES, Policy, interval_of
from lkip_xl.number import read
from lkip_xl.params import scale
from lkip_xl.standard.plan import Activity, Budget, Indicator, Plan, Section

CASES = tomllib.loads((Path(__file__).parent / "measures.toml").read_text("utf-8"))
SCALE = scale("predikat", date(2025, 12, 31))


def value(text):
    return read(text).value


def number(text):
    return Decimal(text) if text else None


@pytest.mark.parametrize("case", CASES["CAPAIAN"], ids=lambda c: c["nama"])
def test_capaian(case):
    target, realisasi = value(case["target"]), value(case["realisasi"])
    found = None
    if target is not None and realisasi is not None:
        found = MEASURES["CAPAIAN"].compute(target, realisasi, case.get("arah", "positif"))
    assert found == number(case["hasil"])


@pytest.mark.parametrize("case", CASES["SERAPAN"], ids=lambda c: c["nama"])
def test_serapan(case):
    assert MEASURES["SERAPAN"].compute(value(case["anggaran"]), value(case["realisasi"])) == number(case["hasil"])


@pytest.mark.parametrize("case", CASES["PREDIKAT"], ids=lambda c: c["nama"])
def test_predikat(case):
    labels = SCALE.labels(value(case["nilai"]))  # 90 and 91 are both printed as the lower bound of the first band
    assert case["hasil"] in labels


@pytest.mark.parametrize("case", CASES["EFISIENSI"], ids=lambda c: c["nama"])
def test_efisiensi(case):
    assert MEASURES["EFISIENSI"].compute(value(case["capaian"]), value(case["serapan"])) == case["hasil"]


def test_policies():
    capaian = MEASURES["CAPAIAN"].compute
    assert capaian(Decimal(2), Decimal(3), policy=Policy(cap=Decimal(120))) == 120
    assert capaian(Decimal(20), Decimal(45), "negatif", Policy(floor=True)) == 0
    assert capaian(Decimal(20), Decimal(25), "negatif", Policy(negative="kebalikan")) == 80
    assert MEASURES["EFISIENSI"].compute(Decimal(100), Decimal(100), Policy(equal_is_efficient=True)) == "Efisien"


def test_letters():
    sakip, ikm, ipp = (scale(n, date(2025, 12, 31)) for n in ("sakip", "ikm", "ipp"))
    assert [sakip.label(Decimal(x)) for x in ("90.01", "90", "80.41", "68.41", "60", "30")] == [
        "AA",
        "A",
        "A",
        "B",
        "CC",
        "D",
    ]
    assert [ikm.label(Decimal(x)) for x in ("88.31", "88.3", "88.305", "72.1", "64.99")] == ["A", "B", "A", "C", "D"]
    assert [ipp.label(Decimal(x)) for x in ("4.51", "4.5", "3.17", "1")] == ["A", "A-", "B-", "F"]
    assert MEASURES["SKM"].compute([Decimal(4)] * 9) == 100
    assert MEASURES["SKM"].compute([Decimal(4)] * 8) is None
    assert MEASURES["NILAI"].compute("A (80,41)") == Decimal("80.41")


@pytest.mark.parametrize("name", sorted(f.name[:-5] for f in files("lkip_xl").joinpath("data/params").iterdir()))
def test_every_scale_has_a_source_and_its_first_version_holds_before_it(name):
    newest = scale(name, date(2025, 12, 31))
    assert newest.source
    assert newest.label(Decimal(100) if name != "ipp" else Decimal(5)) == next(
        b.label for b in newest.bands if b.reaches(Decimal(100) if name != "ipp" else Decimal(5))
    )
    assert scale(name, date(1999, 12, 31)).source


def test_interval_of_holds_every_value_the_operands_stand_for():
    found = interval_of(lambda t, r: r * 100 / t, read("70").interval, read("66,7").interval)
    assert found is not None
    assert Decimal("95.24") in found
    assert Decimal("95.2") not in found


def test_letters_and_nilai_as_formulas(tmp_path):
    """Each formula beside the value that Python gives, recalculated by LibreOffice."""
    path = tmp_path / "huruf.xlsx"
    book = xlsxwriter.Workbook(path)
    ws = book.add_worksheet("Uji")
    expected = []
    for name, values in {
        "sakip": ("100", "90.01", "90", "80.41", "80", "70", "68.41", "60", "50", "30", "0"),
        "ikm": ("100", "88.31", "88.305", "88.3", "76.6", "65", "64.99", "25"),
        "ipp": ("5", "4.51", "4.5", "3.17", "2.01", "1.5", "1", "0"),
    }.items():
        used = scale(name, date(2025, 12, 31))
        for text in values:
            row = len(expected)
            ws.write_number(row, 0, float(text))
            core = MEASURES[name.upper()].excel.format(jenjang=used.excel(f"A{row + 1}"))
            ws.write_formula(row, 1, f"={core}")
            expected.append(MEASURES[name.upper()].compute(Decimal(text), used))
    for text in (
        "B (67)",
        "A (80,41)",
        "97,5%",
        "81.45%",
        "68.41",
        "12.000 Pelayanan",
        "4 Dok",
        "Rp 5.000.000",
        "≥ 90",
        "-",
    ):
        row = len(expected)
        ws.write_string(row, 0, text)
        ws.write_formula(row, 1, "=" + MEASURES["NILAI"].excel.format(teks=f"A{row + 1}"))
        found = MEASURES["NILAI"].compute(text)
        expected.append("" if found is None else float(found))
    book.close()
    [sheets] = recalculated(path)
    assert [sheets["Uji"][row + 1, 2] for row in range(len(expected))] == expected


def plan_of_cases():
    """One workbook in which every case is a row."""
    budget = [Budget(1, "1", "PROGRAM UJI SERAPAN"), Budget(2, "1.1", "Kegiatan Uji")]
    budget += [
        Budget(3, f"1.1.{i}", f"Sub Kegiatan {c['nama']}", after=c["anggaran"], spent=c["realisasi"])
        for i, c in enumerate(CASES["SERAPAN"], 1)
    ]
    start = len(budget)
    sasaran, contributions = [], []
    for i, c in enumerate(CASES["EFISIENSI"], 2):
        budget += [
            Budget(1, f"{i}", f"PROGRAM EFISIENSI {i}"),
            Budget(2, f"{i}.1", f"Kegiatan E{i}"),
            Budget(3, f"{i}.1.1", f"Sub Kegiatan E{i}", after="100", spent=c["serapan"]),
        ]
        sasaran.append(Indicator(f"Sasaran {i}", f"Indikator ke-{i}", target="100", realisasi=c["capaian"]))
        contributions.append((Activity(start + 3 * (i - 2)),))
    rows = tuple(
        Activity(None if i else 0, c["nama"], "", c["target"], c["realisasi"], c.get("arah", ""))
        for i, c in enumerate(CASES["CAPAIAN"])
    )
    labels = tuple(
        Indicator("Sasaran" if i == 0 else "", f"Nilai {c['nama']}", i == 0, target="100", realisasi=c["nilai"])
        for i, c in enumerate(CASES["PREDIKAT"])
    )
    return Plan(
        "Kecamatan Uji", "", 2025,
        Section((2021, 2026), tuple(sasaran), tuple(contributions)), Section((2025, 2029), labels, (rows,)), tuple(budget),
    )  # fmt: skip


def test_worksheet_formulas_give_the_same(tmp_path):
    path = tmp_path / "kasus.xlsx"
    lkip_xl.template(plan_of_cases(), path)
    [sheets] = recalculated(path)
    report = lkip_xl.read(path)

    def formula(number, key, row):
        table = report.table(number)
        return sheets[table.sheet][table.top + row, table.columns[key][0]]

    suite_holds(formula)


def suite_holds(cell):
    """Every case, where `cell` gives what a row of a table in the plan's workbook shows."""
    for i, c in enumerate(CASES["CAPAIAN"]):
        found = cell("3.9", "capaian", 1 + i)
        assert found == (float(c["hasil"]) if c["hasil"] else c["alasan"]), c["nama"]
    for i, c in enumerate(CASES["SERAPAN"]):
        assert cell("3.13", "serapan", 3 + i) == float(c["hasil"]), c["nama"]
    for i, c in enumerate(CASES["PREDIKAT"]):
        assert cell("3.8", "kriteria", 3 + i) == c["hasil"], c["nama"]
    for i, c in enumerate(CASES["EFISIENSI"]):
        assert cell("3.7", "efisiensi", 3 + 2 * i) == c["hasil"], c["nama"]
