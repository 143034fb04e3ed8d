"""Cells that only repeat others: `='2.7'!D5`, with text around it or blank where its source is blank.

A file saved by a program that does not calculate keeps the formula and loses its result. For these formulas
the result is known without calculating, so they are followed to their source, number format included.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..report import Raw, Sheet
from .cells import MAX_LETTERS, split_ref
from .files import Unreadable

__all__ = ["follow"]

_REF = r"(?:'(?:[^']|'')+'!|[A-Za-z0-9_.]+!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TERM = re.compile(rf'\s*("(?:[^"]|"")*"|{_REF})\s*')
_GUARD = re.compile(rf'\s*IF\(\s*({_REF})\s*=\s*""\s*,\s*""\s*,(.*)\)\s*', re.S)
_LONGEST: Final = 32_767
"""Letters that a cell can hold; a longer text is an error in a spreadsheet, and no known result."""

_NOTHING: Final = Raw(None)
_Key = tuple[str, tuple[int, int]]


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
            return tuple(out) if _names_cells(out) else None
        if text[position] != "&":
            return None
        position += 1


def _names_cells(terms: list[str]) -> bool:
    """At least one term is a reference, and all of those are to cells that can be."""
    try:
        return len([split_ref(t.rpartition("!")[2]) for t in terms if t[0] != '"']) > 0
    except ValueError:
        return False


def follow(sheets: list[Sheet]) -> None:
    """Give every repeating formula the value of its source, marked `stale` where the stored one differs.

    A circle of formulas starts from what is stored. Raises Unreadable where the results are too long.
    """
    by_name = {s.name: s for s in sheets}
    found: dict[_Key, Raw] = {}
    letters = MAX_LETTERS

    def stored(key: _Key) -> Raw:
        return by_name[key[0]].cells.get(key[1], _NOTHING) if key[0] in by_name else _NOTHING

    for sheet in sheets:
        for place, raw in sheet.cells.items():
            if not raw.formula or _terms(raw.formula) is None:
                continue
            waiting: list[_Key] = [(sheet.name, place)]
            open_: set[_Key] = set()
            while waiting:  # a chain may be as long as the sheet: no recursion
                key = waiting[-1]
                own = stored(key)
                terms = _terms(own.formula) if own.formula and key not in found else None
                if terms is None:
                    waiting.pop()
                    continue
                sources = [None if t[0] == '"' else _origin(t, key[0]) for t in terms]
                ahead = [] if key in open_ else [s for s in sources if s is not None and s not in found]
                open_.add(key)
                if ahead := [s for s in ahead if s not in open_ and stored(s).formula]:
                    waiting += ahead
                    continue
                parts = [
                    Raw(t[1:-1].replace('""', '"')) if s is None else found.get(s, stored(s))
                    for t, s in zip(terms, sources, strict=True)
                ]
                found[key] = new = _repeated(own, parts, sources)
                letters -= len(new.value) if isinstance(new.value, str) else 0
                if letters < 0:
                    raise Unreadable("Rumus pengulangan di buku kerja ini menghasilkan teks yang terlalu panjang.")
                waiting.pop()
    for name, place in found:
        by_name[name].cells[place] = found[name, place]


def _repeated(own: Raw, parts: list[Raw], sources: list[_Key | None]) -> Raw:
    """A repeating formula's cell with what its terms give."""
    if len(parts) == 1:
        [only] = parts
        code = only.format if own.format in {"General", "@"} else own.format
        value = "" if only.value is None else only.value  # a spreadsheet shows a blank source as no text
        stale = ("" if own.value is None else own.value) != value
        return Raw(value, code, own.formula, only.error, only.source or sources[0], stale)
    blank = all(p.value in (None, "") for p, s in zip(parts, sources, strict=True) if s is not None)
    texts = [] if blank else [_text(p.value) for p in parts]
    if sum(map(len, texts)) > _LONGEST:
        return own
    text = "".join(texts)
    return Raw(text, own.format, own.formula, stale=(own.value or "") != text)


def _origin(term: str, sheet: str) -> _Key:
    """The sheet and place that a reference on a sheet names."""
    name, _, address = term.rpartition("!")
    return (name.strip("'").replace("''", "'") if name else sheet), split_ref(address)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
