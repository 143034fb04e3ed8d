"""Every rule, one file per family; importing this package registers them all."""

from __future__ import annotations

from ..report import Finding, Place, Report, ref
from ..suppressions import apply
from . import arithmetic, bands, crosstable, figures, structure  # noqa: F401 (each registers its rules)
from ._rule import RULES, Rule

__all__ = ["RULES", "Rule", "check"]

_UNUSED = "S112"  # can only be told when the others have run
_LEVELS = {"galat": 0, "peringatan": 1, "info": 2}


def check(report: Report, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[Finding]:
    """All findings of a report, by sheet in the order of the workbook, worst first within a sheet.

    `select` and `ignore` are code prefixes: `A` is the whole family, `A101` one rule.
    """
    wanted = [
        r for code, r in sorted(RULES.items())
        if (not select or code.startswith(select)) and not (ignore and code.startswith(ignore))
    ]  # fmt: skip
    order = {s.name: i for i, s in enumerate(report.sheets)}
    found = [f for r in wanted if r.code != _UNUSED for f in r.findings(report)]
    stated = [s for s in report.suppressions if any(r.code.startswith(s.code) for r in wanted)]
    found, report.quiet, report.unused = apply(found, stated)
    found += [f for r in wanted if r.code == _UNUSED for f in r.findings(report)]
    once: dict[tuple[str, Place, str], Finding] = {}
    for f in found:  # a row's label stands in one table for each of its years
        once.setdefault((f.code, f.place, f.message), f)
    sources = _sources(report) if len(once) > 1 else {}
    told = {(f.code, f.place) for f in once.values()}
    found = [f for f in once.values() if (f.code, sources.get(f.place)) not in told]
    found.sort(key=lambda f: (order.get(f.place.sheet or "", -1), _LEVELS[f.level], _row_of(f.place.cell), f.code))
    return found


def _sources(report: Report) -> dict[Place, Place]:
    """The cells that only repeat another one by a formula: what is wrong in that is told there."""
    return {
        Place(sheet.name, ref(*at)): Place(raw.source[0], ref(*raw.source[1]))
        for sheet in report.sheets
        for at, raw in sheet.cells.items()
        if raw.source is not None
    }


def _row_of(cell: str | None) -> tuple[int, str]:
    digits = "".join(ch for ch in cell or "" if ch.isdigit())
    return int(digits or 0), cell or ""
