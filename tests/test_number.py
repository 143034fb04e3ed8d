"""Figures as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkip_xl.measures import MEASURES
from lkip_xl.number import Interval, State, Verdict, judge, read, round_half_up, settle, show, truncate

NUMBERS = [
    ("81.45%", "81.45", 2, True),
    ("68.41", "68.41", 2, False),
    ("Rp3.920.691.860,40", "3920691860.40", 2, False),
    ("Rp. 17.968.000,-", "17968000", 0, False),
    ("Rp 3.067.535.140,00", "3067535140.00", 2, False),
    ("(8.091.400,00)", "-8091400.00", 2, False),
    ("71 %", "71", 0, True),
    ("90.%", "90", 0, True),
    ("B (67)", "67", 0, False),
    ("A (80,41)", "80.41", 2, False),
    ("B(67)", "67", 0, False),
    ("80,41 (A)", "80.41", 2, False),
    ("4 Dok", "4", 0, False),
    ("12.000 Pelayanan", "12000", 0, False),
    ("- 180 orang", "180", 0, False),
    ("-12,4", "-12.4", 1, False),
    ("0.00", "0.00", 2, False),
    ("92.761.368", "92761368", 0, False),
    ("1,234,567.89", "1234567.89", 2, False),
    ("33,333%", "33.333", 3, True),
    ("100\u00a0%", "100", 0, True),
    ("1 (satu) dokumen", "1", 0, False),
    ("Baik (85)", "85", 0, False),
    ("Sangat Baik (88,4)", "88.4", 1, False),
    ("minimal 80%", "80", 0, True),
    ("maks. 3 hari", "3", 0, False),
    ("paling lambat 14 hari", "14", 0, False),
    ("IDR 2.246.750.000", "2246750000", 0, False),
]


@pytest.mark.parametrize(("text", "value", "decimals", "percent"), NUMBERS)
def test_numbers(text, value, decimals, percent):
    figure = read(text)
    assert (figure.state, figure.value, figure.decimals, figure.percent) == (
        State.NUMBER,
        Decimal(value),
        decimals,
        percent,
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", State.MISSING),
        ("-", State.MISSING),
        ("n/a", State.MISSING),
        ("tidak tersedia", State.MISSING),
        ("Rp. -", State.MISSING),
        ("4.55.000,00", State.INVALID),
        ("1,2,3", State.INVALID),
        ("1OO", State.INVALID),
        ("l00", State.INVALID),
        ("5l", State.NUMBER),
        ("CO2", State.TEXT),
        ("Kawasan tinggi 3", State.TEXT),
        ("B", State.LETTER),
        ("80-90", State.RANGE),
        ("12.000", State.AMBIGUOUS),
        ("RPJMD 2021", State.TEXT),
        ("1.000%", State.AMBIGUOUS),
        ("- 8 kegiatan - 12 kegiatan", State.SEVERAL),
        ("#DIV/0!", State.ERROR),
        ("Tidak efisien", State.TEXT),
        ("Target Nilai AKIP Rata Rata Nasional : 71 (BB/ Sangat Baik", State.TEXT),
    ],
)
def test_what_is_no_single_number(text, state):
    assert read(text).state is state


def test_a_figure_that_became_a_day_is_shown_as_the_day():
    assert (read(45323, "d-mmm").state, read(45323, "d-mmm").text) == (State.INVALID, "01/02/2024")
    assert read(-1, "d-mmm").state is State.INVALID


def test_typed_cells():
    assert (read(0.8145, "0.00%").value, read(0.8145, "0.00%").text) == (Decimal("81.45"), "81,45%")
    assert read(84.5).value == Decimal("84.5")
    assert read(67.59999999999999).value == Decimal("67.6")  # Excel keeps 15 digits
    shown = read(99.8162162162, '0.00"%"')
    assert (shown.value, shown.seen, shown.percent) == (Decimal("99.8162162162"), Decimal("99.82"), True)
    assert read(2911311160.4, "#,##0.00;(#,##0.00)").text == "2.911.311.160,40"
    assert read(45123, "dd/mm/yyyy").state is State.INVALID
    assert read(True).state is State.TEXT


def test_the_column_decides_what_a_dot_means():
    sure_decimal = settle([read("12.000"), read("68.41")], "angka")
    assert sure_decimal[0].value == Decimal("12.000")
    sure_thousands = settle([read("12.000"), read("1.250.000")], "angka")
    assert sure_thousands[0].value == 12000
    assert settle([read("12.000")], "uang")[0].value == 12000
    assert settle([read("12.000")], "angka")[0].state is State.AMBIGUOUS
    both = settle([read("12.000"), read("1.250.000"), read("68.41")], "angka")
    assert both[0].state is State.AMBIGUOUS


def test_the_four_steps():
    assert judge(read("99,82%"), Decimal("99.8162")) is Verdict.EQUAL
    assert judge(read("99,81%"), Decimal("99.8162")) is Verdict.TRUNCATED
    allowed = Interval(Decimal("95.21"), Decimal("95.36"))
    assert judge(read("95,24"), Decimal("95.2857"), allowed) is Verdict.ROUNDING
    assert judge(read("95,24"), Decimal("95.2857")) is Verdict.WRONG
    assert judge(read("94%"), Decimal("93.5")) is Verdict.EQUAL  # half up, as a spreadsheet rounds


def test_round_half_up_is_not_pythons():
    assert round_half_up(Decimal("2.675"), 2) == Decimal("2.68")
    assert truncate(Decimal("-1.239"), 2) == Decimal("-1.23")


def test_a_negative_that_rounds_to_nothing_has_no_sign():
    assert (show(Decimal("-0.001"), 2), show(Decimal("-0.005"), 2)) == ("0,00", "-0,01")


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2))
def test_what_is_shown_with_decimals_reads_back(x):
    figure = read(show(x, 2))
    assert (figure.value, figure.decimals) == (x, 2)


@given(st.decimals(min_value=0, max_value=999, places=6), st.integers(0, 4))
def test_a_rounded_value_is_never_judged_wrong(x, digits):
    written = read(show(x, digits, percent=True))
    assert judge(written, x) is Verdict.EQUAL
    assert x in Interval(
        written.seen - round_half_up(Decimal(10) ** -digits, digits), written.seen + Decimal(10) ** -digits
    )


@given(st.decimals(min_value=0, max_value=999, places=6), st.integers(0, 4))
def test_a_cut_off_value_is_never_judged_wrong(x, digits):
    assert judge(read(show(truncate(x, digits), digits, percent=True)), x) in {Verdict.EQUAL, Verdict.TRUNCATED}


@given(st.integers(1, 10**11), st.integers(0, 10**11), st.sampled_from([(100, "General"), (1, "0.00%"), (1, "0%")]))
def test_what_excel_divides_is_never_judged_wrong(whole, part, shown):
    factor, code = shown
    computed = MEASURES["SERAPAN"].compute(Decimal(whole), Decimal(part))
    assert judge(read(part / whole * factor, code), computed) is not Verdict.WRONG


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=2, max_size=20))
def test_what_excel_adds_is_never_judged_wrong(amounts):
    total = 0.0
    for amount in amounts:
        total += float(amount)
    assert judge(read(total - float(amounts[0])), sum(amounts[1:])) is not Verdict.WRONG


@given(st.text(max_size=60))
def test_reading_never_raises(text):
    figure = read(text)
    assert (figure.value is not None) == (figure.state is State.NUMBER)
    settle([figure], "angka")
    settle([figure], "uang")


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["General", "0%", "0.00%", "#,##0.00", "@", "dd/mm"]),
)
def test_typed_values_never_raise(value, code):
    read(value, code)
