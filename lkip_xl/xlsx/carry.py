"""Cells that only repeat others: `='2.7'!D5`, with text around it or blank where its source is blank.

A file saved by a program that does not calculate keeps the formula and loses its result. For these formulas
the result is known without calculating, so they are followed to their source, number format included.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from ..report import Raw, Sheet, Unreadable
from .cells import MAX_LETTERS, split_ref

__all__ = ["follow"]

_REF = r"(?:'(?:[^']|'')+'!|[A-Za-z0-9_.]+!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TERM = re.compile(rf'\s*("(?:[^"]|"")*"|{_REF})\s*')
_GUARD = re.compile(rf'\s*IF\(\s*({_REF})\s*=\s*""\s*,\s*""\s*,(.*)\)\s*', re.S)
_LONGEST: Final = 32_767
"""Letters that a cell can hold; a longer text is an error in a spreadsheet, and no known result."""

_NOTHING: Final = Raw(None)
_Key = tuple[str, tuple[int, int]]
_Term = str | _Key
"""What a term of a formula is: a text, or the cell that it repeats."""


class _Repetition(NamedTuple):
    """What a formula repeats; `blank`: it says that a blank source gives no text, where a spreadsheet else shows 0."""

    terms: tuple[_Term, ...]
    blank: bool


@lru_cache(maxsize=8192)
def _repetition(formula: str, sheet: str) -> _Repetition | None:
    """What a formula on a sheet repeats, or None for any other formula."""
    text = formula.removeprefix("=")
    guard = _GUARD.fullmatch(text)
    if guard is not None:
        text = guard[2]
    out: list[_Term] = []
    position = 0
    try:
        while True:
            t = _TERM.match(text, position)
            if t is None:
                return None
            out.append(t[1][1:-1].replace('""', '"') if t[1][0] == '"' else _origin(t[1], sheet))
            position = t.end()
            if position == len(text):
                break
            if text[position] != "&":
                return None
            position += 1
        if all(isinstance(term, str) for term in out) or (guard is not None and _origin(guard[1], sheet) not in out):
            return None
    except ValueError:  # a cell that no sheet has
        return None
    return _Repetition(tuple(out), guard is not None)


def _origin(term: str, sheet: str) -> _Key:
    """The sheet and place that a reference on a sheet names."""
    name, _, address = term.rpartition("!")
    return (name.strip("'").replace("''", "'") if name else sheet), split_ref(address)


def follow(sheets: list[Sheet]) -> None:
    """Give every repeating formula the value of its source, marked `stale` where the stored one differs.

    A circle of formulas starts from what is stored. Raises Unreadable where the results are too long.
    """
    cells = {s.name: s.cells for s in sheets}
    repeating: dict[_Key, _Repetition] = {
        (s.name, place): found
        for s in sheets
        for place, raw in s.cells.items()
        if raw.formula and (found := _repetition(raw.formula, s.name)) is not None
    }
    known: dict[_Key, Raw] = {}

    def now(term: _Term) -> Raw:
        if isinstance(term, str):
            return Raw(term)
        return known.get(term) or (cells[term[0]].get(term[1], _NOTHING) if term[0] in cells else _NOTHING)

    letters = MAX_LETTERS
    opened: set[_Key] = set()
    for start in repeating:
        waiting = [start]
        while waiting:  # a chain may be as long as the sheet: no recursion
            key = waiting[-1]
            found = repeating[key]
            if key in known:
                waiting.pop()
            elif key not in opened:
                opened.add(key)
                waiting += [t for t in found.terms if not isinstance(t, str) and t in repeating and t not in opened]
            else:
                known[key] = new = _repeated(now(key), [now(t) for t in found.terms], found)
                letters -= len(new.value) if isinstance(new.value, str) else 0
                if letters < 0:
                    raise Unreadable("Rumus pengulangan di buku kerja ini menghasilkan teks yang terlalu panjang.")
                waiting.pop()
    for (name, place), raw in known.items():
        cells[name][place] = raw


def _repeated(own: Raw, parts: list[Raw], found: _Repetition) -> Raw:
    """A repeating formula's cell with what its terms give."""
    if len(found.terms) == 1 and not isinstance(source := found.terms[0], str):
        [only] = parts
        code = only.format if own.format in {"General", "@"} else own.format
        if only.value is None and not found.blank:
            return Raw(own.value, code, own.formula, own.error, only.source or source)
        value = "" if only.value is None else only.value
        stale = ("" if own.value is None else own.value) != value
        return Raw(value, code, own.formula, only.error, only.source or source, stale)
    blank = all(p.value in (None, "") for p, t in zip(parts, found.terms, strict=True) if not isinstance(t, str))
    if own.value is not None and any(isinstance(p.value, float) and not p.value.is_integer() for p in parts):
        return own  # with a comma or a dot, as the spreadsheet that stored it was set
    texts = [] if blank and found.blank else [_text(p.value) for p in parts]
    if sum(map(len, texts)) > _LONGEST:
        return own
    text = "".join(texts)
    return Raw(text, own.format, own.formula, stale=(own.value or "") != text)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)
