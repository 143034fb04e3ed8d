"""Which agreement a table belongs to: the Perjanjian Kinerja, the changed one, both, or neither."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from ..number import MONTHS
from ..report import Table
from .headings import compact

__all__ = ["assign_sections"]

_PART = re.compile(
    r"\b(?:triwulan|semester|tw)[\s.]*(?:[1-4]|i{1,3}|iv)\b|"
    r"(?:\bbulan|\bs[./]?d\.?|\bsampai(?: dengan)?)\s+(?:\d{1,2}\s+)?"
    rf"(?:{'|'.join(m for m in MONTHS if m != 'desember')})\b",  # up to then it is the whole year
    re.I,
)
_PLAN = re.compile(r"rencana (?:kinerja|aksi|kerja)|\brk[tp]\b|\brenja\b|indikator kinerja utama|\biku\b", re.I)
_BEFORE = re.compile(r"^(?!.*(?:banding|dengan|tahun ini)).*\b(?:tahun|thn?)\.?\s*(?:lalu|sebelumnya)\b", re.I | re.S)
_SO_FAR = re.compile(r"realisasi\s+(?:s[./]?d\b|sampai)", re.I)


_WITHIN = re.compile(r"\b(?i:kelurahan|kel\.|seksi|kasi|sub ?bag(?:ian)?\.?)\s+[A-Z]")
"""A unit within a kecamatan, by its name."""


def assign_sections(tables: list[Table], unit: str | None) -> None:
    """Give every table its section, in the order of the workbook; one that stands beside another has its own already."""
    so_far = _SoFar(unit)
    for table in tables:
        if not table.section:
            table.section = so_far.section_of(table)
            so_far.note(table)


class _SoFar:
    """What the tables before a table tell of its section."""

    def __init__(self, unit: str | None) -> None:
        self.unit = (unit or "").lower()
        self.current = "pk"
        self.seen: Counter[str] = Counter()
        self.changed = False  # a table of the changed agreement was there
        self.measured: defaultdict[str, set[str]] = defaultdict(set)  # the indicators of the tables of each kind
        self.agreed: dict[str, set[str]] = {}  # the indicators of each section's Perjanjian Kinerja
        self.periods: dict[int, str] = {}  # the last year of a Renstra, and the section it belongs to

    def section_of(self, table: Table) -> str:
        """By the printed number, else by the title, else by the Perjanjian Kinerja with its indicators, else in order.

        Contribution tables and budgets per program belong to the table before them. The second of a kind is of the
        changed agreement; a third one is not told apart.
        """
        name, title = table.kind.name, table.title.lower()
        declared = table.kind.standard.get(table.number or "")
        if declared is not None:
            return declared.section
        plan = name == "pk" and _PLAN.search(f"{title} {table.sheet}") and "perjanjian kinerja" not in title
        where = f"{title} {table.sheet}"
        if plan or _PART.search(where) or _BEFORE.search(where) or (name == "akhir_renstra" and _SO_FAR.search(title)):
            return "sebagian"  # of the year, a plan beside the agreement, or more than the year
        if (m := _WITHIN.search(f"{table.title} {table.sheet}")) and m[0].split()[0].lower() not in self.unit:
            return "sebagian"  # of the unit: one kelurahan of the kecamatan, one seksi
        if name in {"struktur", "anggaran", "skala"} or not (table.kind.standard or name == "pk_anggaran"):
            return "umum"
        if "perubahan" in title:
            return "perubahan"
        if name == "pk" and "perjanjian kinerja" in title:
            return "pk"
        if name in {"kontribusi", "pk_anggaran"}:
            return self.current
        if name == "renstra" and _last_year(table) in self.periods:
            return self.periods[_last_year(table)]
        if name in {"capaian", "efisiensi"}:  # also the second and third of a report with one for each sasaran
            own = [section for section, labels in self.agreed.items() if not labels.isdisjoint(_labels(table))]
            if len(own) == 1:
                return own[0]
            if not self.changed and _labels(table) <= self.measured[name]:
                return "pk"  # once more, for one sasaran
        return ("pk", "perubahan", "lain")[min(self.seen[name], 2)]

    def note(self, table: Table) -> None:
        """Remember a table for those behind it."""
        if table.section not in {"pk", "perubahan"}:
            return
        self.current = table.section
        self.seen[table.kind.name] += 1
        self.changed = self.changed or table.section == "perubahan"
        self.measured[table.kind.name] |= _labels(table)
        if table.kind.name == "pk":
            self.agreed.setdefault(table.section, set()).update(_labels(table))
        if table.kind.name == "renstra":
            self.periods.setdefault(_last_year(table), table.section)


def _last_year(table: Table) -> int:
    return max(table.years.values(), default=0)


def _labels(table: Table) -> set[str]:
    return {compact(row.label) for row in table.indicators()}
