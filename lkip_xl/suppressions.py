"""Findings that an office has looked at and keeps: stated in the workbook, each with its reason.

In a cell's note: `lkip-xl: abaikan A101 karena ditetapkan bupati`. On sheet Identitas, beside the label
`Abaikan`: `X102, X104 karena target dinegosiasikan`, or for one cell `A101 3.3!F12 karena ...`; several, each in a line of its own
or behind a semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .report import Finding, Place, Suppression

__all__ = ["apply", "of_note", "of_text"]

_NOTE = re.compile(r"lkip-?xl\s*:\s*abaikan\s+(.*)", re.I | re.S)
_CODE = r"\b[A-Z](?:\d{3})?\b"
_TEXT = re.compile(
    rf"\s*({_CODE}(?:\s*(?:[,;&/]|dan\b)\s*{_CODE})*)\s*(?:(?:'?([^!']+)'?!)?([A-Z]{{1,3}}\d+)\b)?"
    r"\s*[,;:]?\s*(?:karena\b)?\s*(.*)",
    re.I | re.S,
)


def of_note(text: str, at: Place) -> list[Suppression]:
    """The suppressions in a cell's note, for that cell; none where the note is about something else."""
    note = _NOTE.search(text)
    return of_text(note[1], at, at) if note else []


def of_text(text: str, at: Place, covers: Place | None = None) -> list[Suppression]:
    """Suppressions as stated: rule codes, perhaps a cell, and the reason; then others. What reads otherwise is one without a
    code."""
    return [s for one in _NEXT.split(text.strip()) for s in _of_one(one, at, covers)]


_NEXT = re.compile(r"\s*[;\n]\s*(?=[A-Za-z]\d{3}\b.*\bkarena\b)", re.S)


def _of_one(text: str, at: Place, covers: Place | None) -> list[Suppression]:
    m = _TEXT.fullmatch(text)
    if m is None:
        return [Suppression("", covers, "", at, text)]
    if covers is None and m[3]:
        covers = Place(m[2], m[3].upper())
    reason = " ".join(m[4].split())
    return [Suppression(code.upper(), covers, reason, at, text) for code in re.findall(_CODE, m[1], re.I)]


def apply(
    findings: Iterable[Finding], stated: Iterable[Suppression]
) -> tuple[list[Finding], list[Finding], list[Suppression]]:
    """The findings that remain, those that are kept quiet, and the suppressions that met none. One with a fault does
    nothing."""
    valid = [s for s in stated if s.fault is None]
    used: set[Suppression] = set()
    kept: list[Finding] = []
    quiet: list[Finding] = []
    for f in findings:
        met = [s for s in valid if f.code.startswith(s.code) and s.covers in (None, f.place)]
        used.update(met)
        (quiet if met else kept).append(f)
    return kept, quiet, [s for s in valid if s not in used]
