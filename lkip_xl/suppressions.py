"""Findings that an office has looked at and keeps: stated in the workbook, each with its reason.

In a cell's note: `lkip-xl: abaikan A101 karena ditetapkan bupati`. On sheet Identitas, beside the label
`Abaikan`: `X102 karena target dinegosiasikan`, or for one cell `A101 3.3!F12 karena ...`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .report import Finding, Place, Suppression

__all__ = ["apply", "of_note", "of_text"]

_NOTE = re.compile(r"lkip-?xl\s*:\s*abaikan\s+(.*)", re.I | re.S)
_TEXT = re.compile(
    r"\s*([A-Z](?:\d{3})?)\b\s*(?:(?:'?([^!']+)'?!)?([A-Z]{1,3}\d+))?\s*[,;:]?\s*(?:karena\b)?\s*(.*)", re.I | re.S
)


def of_note(text: str, at: Place) -> Suppression | None:
    """The suppression in a cell's note: of one rule, at that cell. None where the note is about something else."""
    note = _NOTE.search(text)
    return of_text(note[1], at, at) if note else None


def of_text(text: str, at: Place, covers: Place | None = None) -> Suppression | None:
    """A suppression as stated: a rule code, perhaps a cell, and the reason."""
    m = _TEXT.fullmatch(text)
    if m is None:
        return None
    if covers is None and m[3]:
        covers = Place(m[2], m[3].upper())
    return Suppression(m[1].upper(), covers, " ".join(m[4].split()), at)


def apply(findings: Iterable[Finding], stated: Iterable[Suppression]) -> tuple[list[Finding], list[Suppression]]:
    """The findings that remain, and the suppressions that met none. A suppression without a reason does nothing."""
    valid = [s for s in stated if s.reason]
    used: set[Suppression] = set()
    kept = []
    for f in findings:
        met = [s for s in valid if f.code.startswith(s.code) and s.covers in (None, f.place)]
        used.update(met)
        if not met:
            kept.append(f)
    return kept, [s for s in valid if s not in used]
