"""Whose report a workbook is: the unit and the year, as sheet Identitas states them or as the titles do."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Final

from ..measures import Policy
from ..number import read
from ..report import OFFICES, STATED_YEAR, Identity, Raw, Sheet, Table
from .wording import YEAR

__all__ = ["identity_of_sheet", "identity_of_titles"]

_NO_NAME: Final = "dan|di|yang|dalam|menurut|ini|tersebut|atau|untuk|pada|terhadap|se"
_UNIT = re.compile(rf"\b((?:{OFFICES})\s+(?!(?:{_NO_NAME})\b)[A-Za-z' .]{{3,40}}?)\s*(?:,|\btahun\b|$)", re.I)
_TITLE_LENGTH: Final = 120
_TITLE_WORD = re.compile(rf"(?i:tahun|{OFFICES})\s")
_LABELS: Final = {
    "unit": re.compile(r"^(nama )?(unit( kerja)?|perangkat daerah|kecamatan|opd)\b", re.I),
    "kabupaten": re.compile(r"^(kabupaten|kota)\b", re.I),
    "tahun": re.compile(r"^tahun( laporan| anggaran)?\b", re.I),
    "batas": re.compile(r"^batas atas capaian", re.I),
    "lantai": re.compile(r"^capaian negatif", re.I),
    "negatif": re.compile(r"^rumus indikator negatif", re.I),
    "sama": re.compile(r"^capaian sama dengan serapan", re.I),
}


def identity_of_sheet(sheet: Sheet) -> Identity | None:
    """Sheet Identitas: a label in one cell, its value in the next; None where the sheet is no such one."""
    if "identitas" not in sheet.name.lower():
        return None
    found: dict[str, str] = {}
    cap: Decimal | None = None
    by_row: dict[int, list[tuple[int, Raw]]] = {}
    for (r, c), raw in sorted(sheet.cells.items()):
        if raw.value is not None:
            by_row.setdefault(r, []).append((c, raw))
    for cells in by_row.values():
        label = str(cells[0][1].value)
        for key, pattern in _LABELS.items():
            beside = next((raw for c, raw in cells if c == cells[0][0] + 1), None)
            if key not in found and pattern.match(label.strip()) and beside is not None:
                found[key] = str(beside.value).strip().removesuffix(".0")
                if key == "batas":
                    cap = _cap(beside)
    if not found:
        return None
    year = YEAR.fullmatch(found.get("tahun", ""))
    declared = frozenset(k for k in ("batas", "lantai", "negatif", "sama") if k in found)
    policy = Policy(
        cap=cap,
        floor=found.get("lantai", "").lower().startswith("ya"),
        negative="kebalikan" if "T/R" in found.get("negatif", "").upper().replace(" ", "") else "selisih",
        equal_is_efficient=found.get("sama", "").lower() == "efisien",
        declared=declared,
    )
    return Identity(found.get("unit"), found.get("kabupaten"), int(year[0]) if year else None, policy, stated=True)


def _cap(raw: Raw) -> Decimal | None:
    """The percentage that a capaian may reach at most: 120, 120% or `maksimal 120%`; none where no figure is stated."""
    found = read(raw.value, raw.format).value
    said = re.search(r"\d+", str(raw.value)) if found is None else None
    return Decimal(said[0]) if said else found


def identity_of_titles(sheets: list[Sheet], tables: list[Table]) -> Identity:
    """Unit and year as most title lines state them: above the first table of a sheet, and above every table."""
    units: Counter[str] = Counter()
    years: Counter[int] = Counter(t.year for t in tables if t.year is not None)
    tops = {t.sheet: t.top - 1 for t in reversed(tables)}
    for sheet in sheets:
        for (r, _), raw in sheet.cells.items():
            title = r <= tops.get(sheet.name, 6) and isinstance(raw.value, str) and len(raw.value) < _TITLE_LENGTH
            if title and isinstance(raw.value, str) and _TITLE_WORD.search(raw.value + " "):
                if m := _UNIT.search(raw.value):
                    units[" ".join(m[1].split())] += 1
                if y := STATED_YEAR.search(raw.value):
                    years[int(y[1])] += 1
    if not years:  # no title says it: the last year that anything was realised
        compared = (t for t in tables if t.kind.name == "perbandingan")
        years.update(int(n.partition("@")[2]) for t in compared for n in t.columns if n.startswith("realisasi@"))
    year = max(years, key=lambda y: (years[y], y), default=None)  # of two stated as often, the later
    return Identity(units.most_common(1)[0][0] if units else None, None, year)
