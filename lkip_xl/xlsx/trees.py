"""Budget trees: which row is a program, kegiatan or sub kegiatan, and part of which.

Levels follow from words, then from numbering, and where both leave it open from the sums.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ..report import LEVELS, Row, Table

__all__ = ["grow", "numbered"]

_NUMBERING = re.compile(
    r"\s*(\d+(?:\.\d+)+\.?(?=\s)|\d{1,2}\s?[.)]|\d{1,2}(?=\s+[A-Z])|[IVXLC]+(?:[.)]|(?=\s+[A-Z]))|[A-Za-z][.)]|"
    r"[A-Za-z](?=\s+(?i:program|kegiatan|sub)\b)|[-–•](?=\s))\s*"
)
_SUB = re.compile(r"\W*sub\s*-?\s*(kegiatan|keg)\b", re.I)
_PROGRAM = re.compile(r"\W*program\b", re.I)
_KEGIATAN = re.compile(r"\W*kegiatan\b", re.I)
_PROGRAM_LEVEL: Final = LEVELS.index("program")


def _word(row: Row) -> str:
    """The level that a row's own name states."""
    return _level_said(row.text("uraian"))


@lru_cache(maxsize=8192)
def _level_said(label: str) -> str:
    if m := _NUMBERING.match(label):
        label = label[m.end() :]
    for level, pattern in (("sub", _SUB), ("program", _PROGRAM), ("kegiatan", _KEGIATAN)):
        if pattern.match(label):
            return level
    return ""


def numbered(row: Row) -> bool:
    return bool(_mark(row) or _word(row))


def _mark(row: Row) -> str:
    """What numbers a row: dotted codes by depth (c2, c3), n, n), roman, upper, lower, lower), dash; or nothing."""
    return _mark_of(row.text("no").strip(), row.text("uraian"))


@lru_cache(maxsize=8192)
def _mark_of(text: str, label: str) -> str:
    if not text:
        m = _NUMBERING.match(label)
        text = m[1].strip() if m else ""
    text = text.strip("( ").replace(",", ".").removesuffix(".0")
    closed = ")" if text.endswith(")") else ""
    text = text.strip(".)( ")
    if re.fullmatch(r"\d+(\.\d+)+", text):
        return f"c{text.count('.') + 1}"
    if text.isdigit():
        return f"n{closed}"
    if re.fullmatch(r"[IVX]{1,5}", text):
        return "roman"
    if re.fullmatch(r"[A-Z]", text):
        return f"upper{closed}"
    if re.fullmatch(r"[a-z]", text):
        return f"lower{closed}"
    return "dash" if text in {"-", "–", "•"} else ""


def grow(table: Table) -> None:
    """Levels from words, then numbering; a row without either is one under the last kegiatan.

    Where more than one reading is open, the one whose sums agree wins. A row is `sure` where its own name, or a
    dotted code, says its level.
    """
    rows = [r for r in table.rows if not r.level]
    marks = {r.number: _mark(r) for r in rows}
    if any(m.startswith("c") for m in marks.values()):
        marks = {n: "c1" if m == "n" else m for n, m in marks.items()}
    words = {r.number: w for r in rows if (w := _word(r))}
    known = _levels_of_marks(rows, marks, words)
    for row in rows:
        row.sure = bool(words.get(row.number)) or (marks[row.number] in known and marks[row.number].startswith("c"))
    readings = [
        _reading(rows, marks, words, known, "sub"),
        _reading(rows, marks, words, known, "kegiatan"),
        _reading(rows, marks, words, {}, "sub"),
    ]
    best = adopted = readings[0]
    least = _adopt(table, best)
    for reading in readings[1:]:
        if least == 0 or reading == best:
            continue
        wrong, adopted = _adopt(table, reading), reading
        if wrong < least:
            least, best = wrong, reading
    if not words and len({*marks.values()} - {""}) <= 1 and (least or not any(r.parent for r in rows)):
        best, adopted = _plain(table, rows), {}  # nothing but the sums tells of levels
    if adopted is not best:
        _adopt(table, best)


_LISTED: Final = 400  # rows; nobody types more without a number


def _plain(table: Table, rows: list[Row]) -> dict[int, str]:
    """A list without numbering: its rows side by side; but where only so the total is right, a row that is the sum of
    the rows behind it is their parent.

    The rows are `sure` where no hidden parent can be: counted twice, it would make the sum larger by a whole row.
    """
    flat = {r.number: "program" for r in rows}
    over = _over_total(table, rows)
    if any(over.values()) and len(rows) <= _LISTED:
        for least in (2, 1):
            levels = dict(flat)
            levels |= {r.number: "kegiatan" for r in _parts(table, rows, least)}
            tops = [r for r in rows if levels[r.number] == "program"]
            if len(tops) < len(rows) and not any(_over_total(table, tops).values()):
                return levels
    if over and all(x < min(_amount(r, name) for r in rows) for name, x in over.items()):
        for row in rows:
            row.sure = True
    return flat


def _parts(table: Table, rows: list[Row], least: int) -> Iterator[Row]:
    """The rows, at least so many on end, whose sum is in every column the row before them."""
    at = 0
    while at < len(rows):
        size = _size(table, rows, at, least)
        yield from rows[at + 1 : at + 1 + size]
        at += 1 + size


def _size(table: Table, rows: list[Row], at: int, least: int) -> int:
    """How many rows right behind one add up to it; none where there are fewer than `least`."""
    left = {n: _amount(rows[at], n) for n in table.kind.sums}
    for size, row in enumerate(rows[at + 1 :], 1):
        left = {n: x - _amount(row, n) for n, x in left.items()}
        if any(x < 0 for x in left.values()):
            return 0
        if size >= least and not any(left.values()):
            return size
    return 0


def _over_total(table: Table, rows: Sequence[Row]) -> dict[str, Decimal]:
    """By how much the rows are together more than the table's one total, in each column that has both."""
    totals = [r for r in table.rows if r.level == "jumlah"]
    if len(totals) != 1:
        return {}
    return {
        name: sum((_amount(r, name) for r in rows), Decimal(0)) - value
        for name in table.kind.sums
        if (cell := totals[0].get(name)) is not None and (value := cell.value) is not None
    }


def _amount(row: Row, name: str) -> Decimal:
    cell = row.get(name)
    return Decimal(0) if cell is None or cell.value is None else cell.value


def _levels_of_marks(rows: Sequence[Row], marks: dict[int, str], words: dict[int, str]) -> dict[str, str]:
    """The level that each kind of numbering stands for: as the words beside it say, else by order of appearance."""
    order = [m for m in dict.fromkeys(marks.values()) if m]
    if all(m.startswith("c") for m in order):
        order.sort(key=lambda m: int(m[1:]))
    said: dict[str, Counter[str]] = {}
    for row in rows:
        if words.get(row.number) and marks[row.number]:
            said.setdefault(marks[row.number], Counter())[words[row.number]] += 1
    known = {m: c.most_common(1)[0][0] for m, c in said.items()}
    anchor = next((m for m in order if m in known), None)
    unnamed = max(0, min(_PROGRAM_LEVEL, len(LEVELS) - len(order)))  # four kinds and more begin above the program
    shift = LEVELS.index(known[anchor]) - order.index(anchor) if anchor is not None else unnamed
    for i, mark in enumerate(order):
        if mark not in known and 0 <= i + shift < len(LEVELS):
            known[mark] = LEVELS[i + shift]
    return known


def _reading(
    rows: Sequence[Row], marks: dict[int, str], words: dict[int, str], known: dict[str, str], default: str
) -> dict[int, str]:
    """A level for each row; `default` is that of rows without evidence under a kegiatan."""
    out: dict[int, str] = {}
    carried = ""
    for row in rows:
        level = words.get(row.number) or known.get(marks[row.number], "")
        if not level and not row.text("uraian"):
            out[row.number] = "lanjutan"  # a blank first cell continues the row above
            continue
        if not level:
            level = default if carried in {"kegiatan", "sub"} else "kegiatan" if carried else "program"
        out[row.number] = carried = level
    return out


def _adopt(table: Table, levels: dict[int, str]) -> int:
    """Set levels, parents and children; how many parents are then not the sum of their children."""
    last: dict[str, Row] = {}
    for row in table.rows:
        row.children, row.parent = [], None
        row.level = levels.get(row.number, row.level)
        if row.level not in LEVELS:
            continue
        depth = LEVELS.index(row.level)
        row.parent = next((last[LEVELS[d]] for d in range(depth - 1, -1, -1) if LEVELS[d] in last), None)
        if row.parent is not None:
            row.parent.children.append(row)
        for deeper in LEVELS[depth:]:
            last.pop(deeper, None)
        last[row.level] = row
    return sum(_differs(row, name) for row in table.rows for name in table.kind.sums if row.children)


def _differs(row: Row, name: str) -> bool:
    cell = row.get(name)
    if cell is None or cell.value is None:
        return False
    parts = [c.value for child in row.children if (c := child.get(name)) is not None and c.value is not None]
    return sum(parts, Decimal(0)) != cell.value
