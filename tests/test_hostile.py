"""Each hostile workbook gets its sentence or is read, and stays as it was; fuzzed ones by the hundred."""

import re

import fuzz
import hostile
import pytest


@pytest.mark.parametrize("case", [c for c in hostile.CASES if not c.slow], ids=lambda c: c.name)
def test_hostile_workbook(case, tmp_path):
    assert re.search(case.says, hostile.outcome(case.make(), tmp_path / "hasil.xlsx"))


def test_every_case_has_a_name_of_its_own():
    assert len({c.name for c in hostile.CASES}) == len(hostile.CASES) > 80


@pytest.mark.parametrize("name", ["anggaran_30_ribu_baris.xlsx", "tigaratus_ribu_sel_kosong.xlsx"])
def test_memory_stays_below_the_limit(name, tmp_path):
    case = next(c for c in hostile.CASES if c.name == name)
    said, memory, _ = hostile.measured(case, tmp_path)
    assert re.search(case.says, said)
    assert 0 < memory <= hostile.MEMORY


def test_fuzzed_workbooks_give_no_traceback():
    fates, first, _ = fuzz.run(range(300))
    assert fates.total() == 300
    assert set(fates) <= fuzz.GOOD, first
    assert fates["terbaca"] > 60  # mutated, not destroyed
    assert fates["ditolak"] > 60
