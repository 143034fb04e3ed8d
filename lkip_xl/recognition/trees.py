"""Budget trees: which row is a program, kegiatan or sub kegiatan, and part of which.

Levels follow from words, then from numbering, and where both leave it open from the sums.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ..report import TREE, Row, Table

__all__ = ["grow", "numbered"]

_NUMBERING = re.compile(
    r"\s*(\d+(?:\.\d+)+\.?(?=\s)|\d{1,2}\s?[.)]|\d{1,2}(?=\s+[A-Z])|[IVXLC]+(?:[.)]|(?=\s+[A-Z]))|[A-Za-z][.)]|"
    r"[A-Za-z](?=\s+(?i:program|kegiatan|sub)\b)|[-–•](?=\s))\s*"
)
_SUB = re.compile(r"\W*sub\s*-?\s*(kegiatan|keg)\b", re.I)
_PROGRAM = re.compile(r"\W*program\b", re.I)
_KEGIATAN = re.compile(r"\W*kegiatan\b", re.I)
_PROGRAM_LEVEL: Final = TREE.index("program")
_ACTIVITIES: Final = TREE.index("sub") + 1
"""The levels of what is done; below them stands what is bought for it."""
_CODE = re.compile(r"\d+(?:\.\d+)+")
_ACCOUNT = re.compile(r"5(?:\.\d(?:\.\d\d)?(?:\.\d+)*)?")
_OF_A_UNIT = re.compile(r"(?![456]\.\d\.)\d{1,2}\.\d{1,2}\.\d\d(?:\.|$)")
"""The code of a program or of what is below it: urusan, bidang urusan, program."""
_BOUGHT = re.compile(r"\W*belanja\b", re.I)
_DAY = re.compile(r"(\d\d)/(\d\d)/\d{4}")
_ANY_OFFICE = re.compile(r"^[Xx]+\.[Xx]+(?=\.|$)")
_AGAIN = re.compile(r"\W*\blanjutan\W*$", re.I)
_Wrong = tuple[int, int]
"""In how many columns sums do not hold, and how many."""


def _word(row: Row) -> str:
    """The level that a row's column or its own name states."""
    return row.stated or _level_said(row.text("uraian"))


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


def _code(row: Row) -> str:
    """What stands before a row's name, or begins it; the X.XX of a code that any office may use counts as digits."""
    return _written_mark(row.text("no").strip(), row.text("uraian")).strip(".)( ")


@lru_cache(maxsize=8192)
def _written_mark(text: str, label: str) -> str:
    if not text:
        m = _NUMBERING.match(label)
        text = m[1].strip() if m else ""
    if m := _DAY.fullmatch(text):  # Excel makes a day of a typed 1-2
        text = f"{int(m[1])}.{int(m[2])}"
    text = text.strip("( ").replace(",", ".").removesuffix(".0")
    return _ANY_OFFICE.sub("0.0", text)


@lru_cache(maxsize=8192)
def _mark_of(text: str, label: str) -> str:
    text = _written_mark(text, label)
    closed = ")" if text.endswith(")") else ""
    text = text.strip(".)( ")
    if _CODE.fullmatch(text):
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
    for row in table.rows:
        if not row.level and _AGAIN.search(row.text("uraian")) and not any(row.holds(n) for n in table.kind.sums):
            row.level = "lanjutan"
    rows = [r for r in table.rows if not r.level]
    marks = {r.number: _mark(r) for r in rows}
    if any(m.startswith("c") for m in marks.values()):
        marks = {n: "c1" if m == "n" else m for n, m in marks.items()}
    codes = {r.number: _code(r) for r in rows if marks[r.number].startswith("c")}
    accounts = {n: code for n, code in codes.items() if _ACCOUNT.fullmatch(code)}
    others = {code for n, code in codes.items() if n not in accounts}
    if any(map(_OF_A_UNIT.match, others)):
        marks |= dict.fromkeys(accounts, "akun")  # below sub kegiatan, which have codes of their own
    else:
        accounts, others = {}, set(codes.values())
    words = {r.number: w for r in rows if (w := _word(r))}
    known = _levels_of_marks(rows, marks, words)
    nested = _hang_together(others)
    for row in rows:
        coded = marks[row.number] in known and marks[row.number].startswith("c")
        row.sure = bool(words.get(row.number)) or (coded and nested)
    plain = not words and len({*marks.values()} - {""}) <= 1  # nothing but the sums tells of levels
    flat = {r.number: "program" for r in rows}

    def readings() -> Iterator[dict[int, str] | None]:
        if plain:
            yield flat
        yield _reading(rows, marks, words, known, "sub")
        yield _reading(rows, marks, words, known, "kegiatan")
        yield _reading(rows, marks, words, {}, "sub")
        if (heading := _above_the_known(known)) is not None:
            yield _reading(rows, marks, words, known | {"": heading}, "sub")
        if not nested:
            yield _nested(table, rows, words)

    best: dict[int, str] | None = None
    adopted: dict[int, str] | None = None
    least = (0, 0)
    for reading in readings():
        if reading is None or reading == best:
            continue
        wrong, adopted = _adopt(table, reading, accounts), reading
        if best is None or wrong < least:
            best, least = reading, wrong
        if not any(least):
            break
    if best is not None and adopted is not best:
        _adopt(table, best, accounts)
    if plain and best == flat and _is_surely_flat(table, rows):
        for row in rows:
            row.sure = True


def _hang_together(codes: Set[str]) -> bool:
    """Each code but the shortest ones begins with another one: then they tell the levels."""
    shortest = min((c.count(".") for c in codes), default=0)
    return bool(codes) and all(
        c.count(".") == shortest or any(c.startswith(f"{other}.") for other in codes) for c in codes
    )


# --- rows of which only the sums tell the levels -----------------------------------------------------------------

_LISTED: Final = 400  # rows; nobody types more without numbers


def _nested(table: Table, rows: list[Row], words: dict[int, str]) -> dict[int, str] | None:
    """The one reading in which every parent is the sum of its children, and the total the sum of the tops.

    In all columns, else in one of them: a wrong amount in another does not hide it. None where there is none, or where
    a row's own words say otherwise.
    """
    listed = [r for r in rows if r.text("uraian")]
    names = [n for n in table.kind.sums if n in table.columns]
    with_amounts = [r for r in listed if any(r.holds(n) for n in names)]
    whole = [n for n in names if all(r.holds(n) for r in with_amounts)]
    total = _one_total(table)
    if total is None or len(listed) > _LISTED:
        return None
    for some in (whole or names, *([n] for n in whole or names)):
        for fewest in (2, 1):
            depths = _depths([_amounts(r, some) for r in listed], _amounts(total, some), fewest)
            deepest = max(depths, default=0)
            first = min(_PROGRAM_LEVEL, _ACTIVITIES - 1 - deepest)
            if deepest == 0 or first < 0:
                continue
            levels = {r.number: TREE[first + d] for r, d in zip(listed, depths, strict=True)}
            if all(levels.get(n) == word for n, word in words.items()):
                return levels
    return None


def _depths(amounts: list[tuple[Decimal, ...]], total: tuple[Decimal, ...], fewest: int) -> list[int]:
    """How deep each amount lies in the nesting by sums, a parent before its children; nothing where there is none.

    A parent has at least `fewest` children.
    """
    ends = list(range(1, len(amounts) + 1))  # where the children of each end

    def filled(at: int, whole: tuple[Decimal, ...]) -> tuple[int, int]:
        """Where the rows that make up a whole end, and how many they are; none where they go beyond it."""
        count = 0
        while any(whole):
            if at == len(amounts) or any(a > w for a, w in zip(amounts[at], whole, strict=True)):
                return at, 0
            whole = tuple(w - a for a, w in zip(amounts[at], whole, strict=True))
            at, count = ends[at], count + 1
        return at, count

    for i in reversed(range(len(amounts))):
        end, count = filled(i + 1, amounts[i])
        if count >= fewest:
            ends[i] = end
    end, count = filled(0, total)
    if not count or any(any(a) for a in amounts[end:]):
        return []
    return [sum(j < i < ends[j] for j in range(i)) for i in range(len(amounts))]


def _is_surely_flat(table: Table, rows: list[Row]) -> bool:
    """No parent can be hidden among the rows: counted twice, it would make their sum larger than the total by a row."""
    total = _one_total(table)
    if total is None or not rows:
        return False
    names = [n for n in table.kind.sums if (c := total.get(n)) is not None and c.value is not None]
    if not names:
        return False
    columns = zip(*(_amounts(r, names) for r in rows), strict=True)
    return all(sum(c) - whole < min(c) for c, whole in zip(columns, _amounts(total, names), strict=True))


def _one_total(table: Table) -> Row | None:
    totals = [r for r in table.rows if r.level == "jumlah"]
    return totals[0] if len(totals) == 1 else None


def _amounts(row: Row, names: Sequence[str]) -> tuple[Decimal, ...]:
    values = ((c.value if (c := row.get(n)) is not None else None) for n in names)
    return tuple(Decimal(0) if v is None else v for v in values)


# --- words and numbering ---------------------------------------------------------------------------------------


def _levels_of_marks(rows: Sequence[Row], marks: dict[int, str], words: dict[int, str]) -> dict[str, str]:
    """The level that each kind of numbering stands for: as the words beside it say, else by order of appearance."""
    order = [m for m in dict.fromkeys(marks.values()) if m not in {"", "akun"}]
    if all(m.startswith("c") for m in order):
        order.sort(key=lambda m: int(m[1:]))
    said: dict[str, Counter[str]] = {}
    for row in rows:
        if words.get(row.number) and marks[row.number]:
            said.setdefault(marks[row.number], Counter())[words[row.number]] += 1
    known = {m: c.most_common(1)[0][0] for m, c in said.items()}
    anchor = next((m for m in order if m in known), None)
    if anchor is not None:
        shift = TREE.index(known[anchor]) - order.index(anchor)
    elif (above := _word_above(rows, marks, words)) is not None:
        shift = TREE.index(above) + 1
    else:
        shift = max(0, min(_PROGRAM_LEVEL, _ACTIVITIES - len(order)))  # four kinds and more begin above the program
    for i, mark in enumerate(order):
        if mark not in known and 0 <= i + shift < len(TREE):
            known[mark] = TREE[i + shift]
    return known | ({"akun": "belanja"} if "akun" in marks.values() else {})


def _above_the_known(known: Mapping[str, str]) -> str | None:
    """The level above all that numbers stand for: that of headings without a number, Belanja Langsung above its programs."""
    highest = min((TREE.index(level) for level in known.values()), default=0)
    return TREE[highest - 1] if highest else None


def _word_above(rows: Sequence[Row], marks: dict[int, str], words: dict[int, str]) -> str | None:
    """The level that the last words before the first numbered row state: unnumbered programs with their numbered kegiatan."""
    said = None
    for row in rows:
        if marks[row.number]:
            return said
        said = words.get(row.number, said)
    return None


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
        if not level and carried in {"sub", "belanja"} and _BOUGHT.match(row.text("uraian")):
            level = "belanja"
        elif not level and carried in {"kegiatan", "sub", "belanja"}:
            level = default
        elif not level:
            level = "kegiatan" if carried else "program"
        out[row.number] = carried = level
    return out


def _adopt(table: Table, levels: dict[int, str], accounts: Mapping[int, str]) -> _Wrong:
    """Set levels, parents and children; how many sums then do not hold, of children and of the whole table.

    An account is part of the one that its code begins with.
    """
    last: dict[str, Row] = {}
    spent: list[tuple[str, Row]] = []  # the accounts that are open
    named: dict[str, dict[str, Row]] = {}  # what was open at each name, where a page goes on with one
    goes_on = any(row.level == "lanjutan" for row in table.rows)
    roots: list[Row] = []
    for row in table.rows:
        row.children, row.parent = [], None
        row.level = levels.get(row.number, row.level)
        if row.level == "jumlah" and not any(_differs(row, roots, name) for name in table.kind.sums):
            last.clear()  # all above is told, and what follows stands beside it
        if row.level == "lanjutan":
            last = dict(named.get(_AGAIN.sub("", row.text("uraian")), last))
        if row.level not in TREE:
            continue
        depth = TREE.index(row.level)
        if row.opens:
            last.clear()
        row.parent = next((last[TREE[d]] for d in range(depth - 1, -1, -1) if TREE[d] in last), None)
        code = accounts.get(row.number)
        while spent and (code is None or not code.startswith(f"{spent[-1][0]}.")):
            spent.pop()
        if code is not None:
            row.parent = spent[-1][1] if spent else row.parent
            spent.append((code, row))
        (roots if row.parent is None else row.parent.children).append(row)
        for deeper in TREE[depth:]:
            last.pop(deeper, None)
        last[row.level] = row
        if goes_on:
            named[row.text("uraian")] = dict(last)
    total = _one_total(table)
    parents = [(row, row.children) for row in table.rows if row.children]
    wrong = [
        sum(_differs(row, parts, name) for row, parts in parents) + (total is not None and _differs(total, roots, name))
        for name in table.kind.sums
    ]
    return sum(w > 0 for w in wrong), sum(wrong)


def _differs(row: Row, parts: Sequence[Row], name: str) -> bool:
    cell = row.get(name)
    if cell is None or cell.value is None:
        return False
    counted = (c for part in parts for c in part.counted(name))
    return sum((a for part in counted for a in _amounts(part, [name])), Decimal(0)) != cell.value
