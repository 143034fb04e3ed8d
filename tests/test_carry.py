"""Formulas that repeat another cell: what a spreadsheet would show, and never anything else."""

import pytest

from lkip_xl.report import Raw, Sheet
from lkip_xl.xlsx.carry import follow


def shown(formula, stored, **source):
    """What a cell with a formula and a stored result holds, by the cells of sheet Data."""
    data = {(1, 1): source.get("a1"), (1, 2): source.get("b1")}
    cells = {at: Raw(value) for at, value in data.items() if value is not None}
    sheets = [Sheet("Data", cells), Sheet("A", {(5, 5): Raw(stored, "General", formula)})]
    follow(sheets)
    found = sheets[1].cells[5, 5]
    return found.value, found.stale


@pytest.mark.parametrize(
    ("formula", "stored", "source", "value", "stale"),
    [
        ("Data!B1", None, {"b1": 60}, 60, True),
        ("Data!B1", 59, {"b1": 60}, 60, True),
        ('IF(Data!B1="","",Data!B1)', None, {}, "", False),
        ('IF(Data!B1="","","Sasaran : "&Data!B1)', None, {"b1": "A"}, "Sasaran : A", True),
        ("Data!B1", 0, {}, 0, False),  # a spreadsheet shows a blank cell so
        ("Data!B1", None, {}, None, False),
        ('IF(Data!A1="","",Data!B1)', "", {"b1": 60}, "", False),  # what is asked for is another cell
        ('Data!B1&" Ha"', "12,345 Ha", {"b1": 12.345}, "12,345 Ha", False),  # with the marks of whoever stored it
        ('Data!B1&" Ha"', "12.345 Ha", {"b1": 12.345}, "12.345 Ha", False),
        ('Data!B1&" Ha"', None, {"b1": 12.5}, "12,5 Ha", True),
        ('Data!B1&" Ha"', "11 Ha", {"b1": 12.0}, "12 Ha", True),
    ],
)
def test_what_a_repeating_formula_shows(formula, stored, source, value, stale):
    assert shown(formula, stored, **source) == (value, stale)
