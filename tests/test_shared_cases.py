"""Real reports with the cells a reviewer must be told of, where they lie beside the checkout."""

import json
from pathlib import Path

import pytest

import lkip_xl

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
WORKBOOKS = sorted(CASES.glob("*.xlsx"))


@pytest.mark.skipif(not WORKBOOKS, reason="contoh laporan tidak ada di samping checkout")
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda p: p.stem)
def test_every_cell_of_the_list_is_reported_and_no_galat_beside_it(path):
    gold = json.loads((CASES / (path.name.split(".")[0] + ".gold.json")).read_text("utf-8"))
    report = lkip_xl.read(path)
    findings = lkip_xl.check(report)
    reported = {tuple(p) for f in findings for p in (f.place, *f.related)}
    by_sheet = {f.place.sheet for f in findings}
    for entry in gold:
        found = (entry["lembar"], entry["sel"]) in reported
        assert found or (entry["sel"] is None and entry["lembar"] in by_sheet), entry
        if entry["jenis"] == "pembulatan":
            levels = {f.level for f in findings if tuple(f.place) == (entry["lembar"], entry["sel"])}
            assert levels == {"info"}, entry
    listed = {(e["lembar"], e["sel"]) for e in gold}
    for f in findings:
        if f.level == "galat":
            assert {tuple(p) for p in (f.place, *f.related)} & listed, f
