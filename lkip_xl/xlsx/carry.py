"""Cells that only repeat others: `='2.7'!D5`, with text around it or blank where its source is blank.

A file saved by a program that does not calculate keeps the formula and loses its result. For these formulas
the result is known without calculating, so they are followed to their source, number format included.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..report import Raw, Sheet
from .package import split_ref

__all__ = ["follow"]

_REF = r"(?:'(?:[^']|'')+'!|[A-Za-z0-9_.]+!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TERM = re.compile(rf'\s*("(?:[^"]|"")*"|{_REF})\s*')
_GUARD = re.compile(rf'\s*IF\(\s*({_REF})\s*=\s*""\s*,\s*""\s*,(.*)\)\s*', re.S)
_DEPTH = 16


@lru_cache(maxsize=8192)
def _terms(formula: str) -> tuple[str, ...] | None:
    """The terms of a repeating formula, or None for any other formula."""
    text = formula.removeprefix("=")
    if m := _GUARD.fullmatch(text):
        text = m[2]
    out = []
    position = 0
    while True:
        t = _TERM.match(text, position)
        if t is None:
            return None
        out.append(t[1])
        position = t.end()
        if position == len(text):
            return tuple(out) if any(not t.startswith('"') for t in out) else None
        if text[position] != "&":
            return None
        position += 1


def follow(sheets: list[Sheet]) -> None:
    """Give every repeating formula the value of its source, marked `stale` where the stored one differs."""
    by_name = {s.name: s for s in sheets}
    done: dict[tuple[str, tuple[int, int]], Raw] = {}

    def resolve(sheet: Sheet, place: tuple[int, int], depth: int) -> Raw:
        key = (sheet.name, place)
        if key in done:
            return done[key]
        raw = sheet.cells.get(place)
        if raw is None:
            return Raw(None)
        terms = _terms(raw.formula) if raw.formula else None
        if terms is None or depth > _DEPTH:
            return raw
        parts = [term(t, sheet, depth) for t in terms]
        if len(parts) == 1:
            found = parts[0]
            code = found.format if raw.format in {"General", "@"} else raw.format
            value = "" if found.value is None else found.value  # a spreadsheet shows a blank source as no text
            new = Raw(
                value,
                code,
                raw.formula,
                found.error,
                _origin(terms[0], sheet),
                ("" if raw.value is None else raw.value) != value,
            )
        else:
            text = "" if all(p.value in (None, "") for p, t in zip(parts, terms, strict=True) if t[0] != '"') else "".join(
                _text(p.value) for p in parts
            )  # fmt: skip
            new = Raw(text, raw.format, raw.formula, stale=(raw.value or "") != text)
        done[key] = new
        return new

    def term(text: str, sheet: Sheet, depth: int) -> Raw:
        if text.startswith('"'):
            return Raw(text[1:-1].replace('""', '"'))
        name, place = _origin(text, sheet)
        return Raw(None) if name not in by_name else resolve(by_name[name], place, depth + 1)

    for sheet in sheets:
        for place, raw in list(sheet.cells.items()):
            if raw.formula:
                sheet.cells[place] = resolve(sheet, place, 0)


def _origin(term: str, sheet: Sheet) -> tuple[str, tuple[int, int]]:
    """The sheet and place that a reference names."""
    name, _, address = term.rpartition("!")
    return (name.strip("'").replace("''", "'") if name else sheet.name), split_ref(address)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
