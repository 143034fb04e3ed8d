"""What a standard workbook holds: whose it is, its sasaran, indicators and programs, and what is typed in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

__all__ = ["Activity", "Budget", "Indicator", "Plan", "Printed", "Section", "blank", "example"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a section. Figures are texts as people type them; blank where still to be typed."""

    goal: str = ""
    name: str = ""
    opens: bool = True
    sasaran: bool = True
    targets: tuple[str, ...] = ()
    baseline: str = ""
    target: str = ""
    realisasi: str = ""
    trend: tuple[str, ...] = ()
    benchmark: str = ""
    arah: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of a contribution table: which budget row it is of (None continues the row above)."""

    budget: int | None
    indicator: str = ""
    unit: str = ""
    target: str = ""
    realisasi: str = ""
    arah: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """One row of the budget: level 1 program, 2 kegiatan, 3 sub kegiatan; amounts in rupiah at level 3."""

    level: int
    code: str
    name: str = ""
    before: str = ""
    shifted: str = ""
    after: str = ""
    spent: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A Perjanjian Kinerja and its Renstra: `period` is the first and last year of the Renstra."""

    period: tuple[int, int]
    indicators: tuple[Indicator, ...]
    contributions: tuple[tuple[Activity, ...], ...]
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure typed over a computed cell: the row counts from 1 within the table's rows."""

    table: str
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A standard workbook to build. `printed` are cells typed over what the workbook would compute."""

    unit: str
    kabupaten: str
    year: int
    pk: Section
    perubahan: Section
    budget: tuple[Budget, ...]
    printed: tuple[Printed, ...] = ()

    def section(self, name: str) -> Section:
        return self.pk if name == "pk" else self.perubahan


def blank(
    unit: str = "",
    year: int = 2025,
    *,
    kabupaten: str = "",
    sasaran: int = 4,
    sasaran_perubahan: int = 2,
    indikator: int = 1,
    program: int | None = None,
    kegiatan: int = 2,
    sub: int = 2,
) -> Plan:
    """An empty workbook for a unit: so many sasaran, indicators each, programs, kegiatan and sub kegiatan each.

    The k-th sasaran is given the k-th program; programs that are left over go to the last sasaran. Without a
    number of programs there are four, or as many as sasaran. Raises ValueError, with a sentence in Indonesian, where the
    budget would have more rows than a report that can be checked.
    """
    if program is None:
        program = max(4, sasaran, sasaran_perubahan)
    if program < max(sasaran, sasaran_perubahan):
        raise ValueError("Tiap sasaran perlu sedikitnya satu program; naikkan --program, atau kurangi --sasaran.")
    if (rows := program * (1 + kegiatan * (1 + sub))) > _MOST_ROWS:
        raise ValueError(
            f"Susunan ini memuat {rows} program, kegiatan, dan sub kegiatan, paling banyak {_MOST_ROWS}; "
            "kurangi --program, --kegiatan, atau --sub."
        )
    budget: list[Budget] = []
    for p in range(1, program + 1):
        budget.append(Budget(1, f"{p}"))
        for k in range(1, kegiatan + 1):
            budget.append(Budget(2, f"{p}.{k}"))
            budget += [Budget(3, f"{p}.{k}.{s}") for s in range(1, sub + 1)]

    def section(count: int, period: tuple[int, int]) -> Section:
        indicators = tuple(Indicator(opens=i == 0) for _ in range(count) for i in range(indikator))
        owned: list[list[Activity]] = [[] for _ in range(count)]
        for i, row in enumerate(budget):
            owned[min(int(row.code.split(".")[0]), count) - 1].append(Activity(i))
        return Section(period, indicators, tuple(tuple(o) for o in owned), ("",) * program)

    old, new = periods(year)
    return Plan(
        unit, kabupaten, year,
        section(sasaran, old), section(sasaran_perubahan, new),
        tuple(budget),
    )  # fmt: skip


_MOST_ROWS = 1_200
"""Rows of a budget; a large office has some 300. Each is printed in four tables, and a workbook of more than 5.000 is refused."""


def periods(year: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The Renstra periods that a report's two agreements rest on: 2021-2026 and 2025-2029 overlap in 2025 and 2026."""
    old, new = (2021, 2026), (2025, 2029)
    if year < new[0]:
        return old, old
    if year <= old[1]:
        return old, new
    start = new[0] + (year - new[0]) // 5 * 5
    return (start, start + 4), (start, start + 4)


def example(name: str = "kencong_2025", *, printed: bool = False) -> Plan:
    """The example that ships with the package; with `printed`, also what its office typed over computed cells."""
    data: dict[str, Any] = tomllib.loads(files("lkip_xl").joinpath("data/contoh", f"{name}.toml").read_text("utf-8"))
    budget = tuple(Budget(**row) for row in data["anggaran"])
    codes = {b.code: i for i, b in enumerate(budget)}

    def section(d: dict[str, Any]) -> Section:
        indicators = tuple(_indicator(row) for row in d["indikator"])
        contributions = tuple(
            tuple(Activity(codes[row[0]] if row[0] else None, *row[1:]) for row in table) for table in d["kontribusi"]
        )
        return Section(tuple(d["periode"]), indicators, contributions, tuple(d["pk_anggaran"]))

    return Plan(
        data["unit"], data["kabupaten"], data["tahun"], section(data["pk"]), section(data["perubahan"]), budget,
        tuple(Printed(*row) for row in data["tercetak"]) if printed else (),
    )  # fmt: skip


def _indicator(row: dict[str, Any]) -> Indicator:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Indicator(**fields)
