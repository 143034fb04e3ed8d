"""What a percentage is called: the scales of a report, the label of a value, and the efficiency of a sasaran."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from rapidfuzz import fuzz

from .causes import causes
from .equations import Group, equations
from .measures import MEASURES, PRECISION
from .number import round_half_up
from .params import Scale, scale
from .report import Cell, Report, Table, once

__all__ = ["efficiencies", "label_key", "labels_said", "letter_scale", "possible", "reached", "scales_for"]

_OTHER_SCALE = re.compile(r"kepuasan|\bs?akip\b|\bikm\b|\bskm\b|\bipp\b|mutu|pelayanan|efisien", re.I)
_MISSPELT: Final = 80.0


# --- kriteria ------------------------------------------------------------------------------------------------


def label_key(text: str) -> str:
    """A label for comparing: letters only, without what stands in brackets."""
    return re.sub(r"[^a-z]", "", re.sub(r"\([^)]*\)", "", text.lower()))


@once
def scales_for(report: Report, table: Table) -> tuple[list[Scale], bool]:
    """The scales that a table may be measured by, the likeliest first, and whether it is surely that one.

    The workbook's own scale is sure where it has the table's labels; Baik and Cukup stand for other bounds in every
    office, and a scale of which one row cannot be read tells that the office has its own.
    """
    used = {label_key(c.text) for name in ("kriteria", "kemajuan") for c in table.cells(name)} - {""}
    printed = [t for t in report.of_kind("skala") if not _OTHER_SCALE.search(f"{t.title} {t.sheet}")]
    for own in (t.scale for t in printed):
        if own is not None and used <= {label_key(w) for b in own.bands for w in (b.label, b.code, _initials(b.label))}:
            return [own], True
    for own in (t.scale for t in printed):  # with a word that it does not have
        if own is not None and used & {label_key(b.label) for b in own.bands}:
            return [own], True
    if used & {"baik", "cukup", "kurang", "sangatbaik"}:
        return [scale(name, _day(report)) for name in ("predikat_ordinal", "predikat_ordinal_lain")], False
    return [scale("predikat", _day(report))], all(t.scale is not None for t in printed)


def _day(report: Report) -> date:
    return date(report.identity.year or 2017, 12, 31)


def possible(report: Report, cell: Cell) -> list[Decimal]:
    """The values a percentage may stand for: computed from exact and from printed parts, as corrected, as written."""
    values = list(_computed(report).get(cell, ()))
    if cell.value is not None:
        values += [cell.value, cell.figure.seen]
    return list(dict.fromkeys(values))


@once
def _computed(report: Report) -> dict[Cell, list[Decimal]]:
    """The values of every percentage that do not rest on how it is written."""
    found: dict[Cell, list[Decimal]] = {}
    for e in equations(report):
        if e.target.column.type == "persen" and not e.same and not e.otherwise:
            exact = e.computed(lambda c: found[c][0] if c in found else c.value)
            values = [v for v in (exact, e.computed(lambda c: c.value)) if v is not None]
            if values:
                found.setdefault(e.target, []).extend(values)
    for cause in causes(report):
        if cause.value is not None:
            found.setdefault(cause.cell, []).append(cause.value)
            for e in cause.explains:
                if e.target.column.type == "persen" and e.same and e.operands[0].value is not None:
                    found.setdefault(e.target, []).append(e.operands[0].value)
    return found


def labels_said(text: str, used: Scale) -> set[str]:
    """The labels of a scale that a kriteria cell names: in words, misspelt too (`Sangat Tingi`), by their initials
    (`ST`), or by colour (`Sangat Tinggi / Biru muda`)."""
    parts = {label_key(p) for p in (text, *re.split(r"[/,;()–-]+", text))} - {""}
    names = {b.label: {label_key(b.label), label_key(b.code), _initials(b.label)} - {""} for b in used.bands}
    said = {label for label, words in names.items() if words & parts}
    if said:
        return said
    likeness = {label: max((fuzz.ratio(label_key(label), p) for p in parts), default=0.0) for label in names}
    return {label for label, score in likeness.items() if score == max(likeness.values()) >= _MISSPELT}


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.lower().split())


def letter_scale(report: Report, label: str) -> Scale | None:
    text = label.lower()
    if re.search(r"\bs?akip\b", text):
        return scale("sakip", _day(report))
    if re.search(r"kepuasan masyarakat|\bikm\b|\bskm\b", text):
        return scale("ikm", _day(report))
    if re.search(r"indeks pelayanan publik|\bipp\b", text):
        return scale("ipp", _day(report))
    return None


# --- efficiency ----------------------------------------------------------------------------------------------


def reached(group: Group, values: Callable[[Cell | None], list[Decimal]]) -> list[Decimal]:
    """The values that the capaian of a sasaran may have: as it is stated, else the mean of its indicators."""
    stated = group.capaian()
    if stated is not None:
        return values(stated)
    parts = [values(r.cells["capaian"]) for r in group.indicators]
    if not parts or not all(parts):
        return []
    return [round_half_up(sum((p[0] for p in parts), Decimal(0)) / len(parts), PRECISION)]


def efficiencies(report: Report, group: Group, settled: Callable[[Cell], Decimal | None] | None = None) -> list[str]:
    """The categories that a sasaran's percentages allow, the computed one first; empty where one is missing.

    With `settled`, the one value each percentage has; without, all that it may stand for.
    """

    def values(cell: Cell | None) -> list[Decimal]:
        if cell is None:
            return []
        if settled is None:
            return possible(report, cell)
        value = settled(cell)
        return [] if value is None else [value]

    capaian, spent = reached(group, values), values(group.money.get("serapan"))
    policy = report.identity.policy
    compute = MEASURES["EFISIENSI"].compute
    out = [str(compute(c, s, policy)) for c in capaian for s in spent]
    if "sama" not in policy.declared and any(c == s for c in capaian for s in spent):
        out += ["Efisien", "Tidak efisien"]
    return list(dict.fromkeys(out))
