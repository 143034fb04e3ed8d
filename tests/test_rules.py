"""Every rule against the cases a civil servant can read: tests/cases/*.toml."""

import tomllib
from pathlib import Path

import pytest
from grids import line, report_of

from lkip_xl.rules import RULES, check

CASES = Path(__file__).parent / "cases"


def cases():
    for path in sorted(CASES.glob("*.toml")):
        for code, found in tomllib.loads(path.read_text("utf-8")).items():
            for case in found:
                yield pytest.param(code, case, id=f"{code}: {case['nama']}")


@pytest.mark.parametrize(("code", "case"), list(cases()))
def test_case(code, case):
    report = report_of(case)
    findings = check(report, select=tuple(case.get("aturan", (code,))))
    assert [line(report, f) for f in findings] == case["temuan"]
    for finding in findings:
        if "tingkat" in case:
            assert finding.level == case["tingkat"]
        if "dugaan" in case:
            assert finding.guess == case["dugaan"]


@pytest.mark.parametrize(
    ("code", "case"), [p for p in cases() if not p.values[1]["temuan"] and "aturan" not in p.values[1]]
)
def test_a_clean_case_has_no_galat_of_any_rule(code, case):
    assert [f for f in check(report_of(case)) if f.level == "galat"] == []


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_a_flagged_and_a_clean_case(code):
    stated = [p.values[1]["temuan"] for p in cases() if p.values[0] == code]
    assert any(stated)
    assert not all(stated)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_a_page(code):
    rule = RULES[code]
    assert rule.title.endswith(".")
    assert "Mengapa:" in rule.page
    assert "Perbaiki:" in rule.page
