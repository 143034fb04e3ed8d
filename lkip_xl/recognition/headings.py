"""Headings: which row opens a table, of which kind, and which column each heading is.

A sheet is looked at by rows. Which of several like columns belong together, `columns` finds out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from ..number import Figure, read
from ..report import Raw, Sheet
from ..tables import Column, Kind, kinds
from .wording import YEAR, Paths, in_declared_words, year_of

__all__ = ["Grid", "Match", "compact", "heading_at", "is_figure", "match_of", "may_continue"]

_CAPTION = re.compile(r"\W*tabel\s*\.?\s*(\d{1,2}|[IVX]{1,4})\s*[.,]\s*(\d{1,2})\b", re.I)
_CHAPTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_HEADING_WORD = re.compile(
    r"no$|nomor|indikator|target|realisasi|anggaran|program|kegiatan|sasaran|tujuan|interval|kriteria|keterangan|"
    r"capaian|kode|uraian|ringkasan|pk|sebelum|sesudah|setelah|pagu|apbd|dpa|bertambah|kinerja|unsur|aspek|tahun|jawaban|nilai|nrr|mutu"
)
_PURE_FIGURE = re.compile(r"[(\-–]?\s*(rp\.?)?\s*\d[\d.,]*\s*%?\)?", re.I)
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:(\d{1,2})|([a-z]))\s*\)?\s*(?:=.*|\(.*\))?", re.I)
_COLUMN_FORMULA = re.compile(r"\d.*(times|[=x*/:]).*\d|\b[a-z]\b.*[=/:].*\b[a-z]\b", re.I)
_ALIKE: Final = 88
_COUNTED_IN = re.compile(r"\(?\s*(?:rp\.?|rupiah|%|persen)\s*\)?", re.I)
_MAX_COLUMNS: Final = 256
_MAX_FORMULA: Final = 60
_LOOKED_AT: Final = 8
"""Rows in which a blank column parts two tables."""


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """A heading for matching: lower case, its frequent words as they are spelled, no spaces or punctuation but % / ( ) |."""
    return re.sub(r"[^a-z0-9%/()|]", "", _LONG_WORD.sub(_spelled, text.lower()))


_LONG_WORD = re.compile(r"[a-z]{7,}")
_WORDS: Final = ("realisasi", "indikator", "anggaran", "capaian", "kegiatan", "kriteria")


def _spelled(m: re.Match[str]) -> str:
    """A word one or two letters off as it is meant: relisasi, angaran, indikataor."""
    return next((w for w in _WORDS if w != m[0] and w[0] == m[0][0] and fuzz.ratio(w, m[0]) >= _ALIKE), m[0])


@lru_cache(maxsize=8192)
def _heading_words(text: str) -> bool | None:
    """Whether a text has a word that headings have; None where it can be no heading: a figure, or too long."""
    if len(text) > 90 or (_PURE_FIGURE.fullmatch(text.strip()) and not YEAR.fullmatch(text.strip())):
        return None
    return bool(_HEADING_WORD.search(compact(text)))


@dataclass(frozen=True, slots=True)
class Match:
    """What headings are: the kind of table, its columns (name, index), and the years that they state.

    `strays`: headings (index, path) that are no column of the kind; `paths`: all of them.
    """

    kind: Kind
    columns: tuple[tuple[str, int, Column], ...]
    years: tuple[tuple[str, int], ...]
    strays: tuple[tuple[int, str], ...]
    paths: Paths
    score: float


@lru_cache(maxsize=2048)
def match_of(paths: Paths, number: str | None) -> Match | None:
    """The kind whose columns these headings are, or None. `paths` are (column, compact heading path)."""
    best: Match | None = None
    for kind in kinds().values():
        found: dict[str, tuple[int, Column]] = {}
        years: dict[str, int] = {}
        missed: list[tuple[int, str]] = []
        for index, path in paths:
            named = _column_for(kind, path, found, years, paths)
            if named is None:
                missed.append((index, path))
                continue
            name, column, year = named
            if name in found:
                missed.append((found[name][0], dict(paths)[found[name][0]]))
            found[name] = (index, column)
            if year is not None:
                years[name] = year
        if "realisasi" in kind.required and "realisasi" not in found:
            latest = max((n for n in found if n.startswith("tren@")), default=None)
            if latest is not None:  # "Realisasi 2025" beside "Realisasi 2024": the last year is the report's own
                found["realisasi"] = found.pop(latest)[0], kind.column("realisasi")
                years["realisasi"] = years.pop(latest)
        bases = {n.partition("@")[0] + "@" if "@" in n else n for n in found}
        if not bases.issuperset(kind.required) or (kind.one_of and bases.isdisjoint(kind.one_of)):
            continue
        if not bases.isdisjoint(kind.without):
            continue
        score = len(found) - len(missed) / 2 + (1 if number in kind.standard else 0)
        if best is None or score > best.score:
            columns = tuple((n, i, c) for n, (i, c) in found.items())
            best = Match(kind, columns, tuple(years.items()), tuple(missed), paths, score)
    return best


_AFTER = re.compile(r"setelah|sesudah|perubahan")
_QUALIFIED = re.compile(
    r"tw(?:[1-4]|i{1,3}v?|iv)?$|triwulan|semester|bulan|lalu|sebelum|awal|induk|murni|dpa$|provinsi|nasional|regional|"
    r"akhirrenstra|rpjmd|rpjpd|s/d|sampaidengan|(?:realisasi|\|)(?:ls|gu|up|tu|bok|blud|apbd|apbn|dak|dau|pad)$"
)  # fmt: skip
"""Headings of a part of the year or of the money, an earlier budget, another year or place: they yield to a plain one."""


def _column_for(
    kind: Kind,
    path: str,
    taken: dict[str, tuple[int, Column]],
    years: dict[str, int],
    paths: Paths,
) -> tuple[str, Column, int | None] | None:
    """The declared column that a heading names, with the year it states. A column that another heading has taken is taken
    over when this one is for a later year, or after a change of the budget."""
    year = year_of(path)
    last = path.rpartition("|")[2]
    second: tuple[str, Column, int | None] | None = None
    for column in kind.columns:
        m = column.pattern.search(path)
        if m is None or (column.type == "uang" and "%" in last):
            continue
        name = column.name
        if name.endswith("@"):
            name += next(g for g in m.groupdict().values() if g)
        if name not in taken:
            return name, column, year
        earlier = dict(paths)[taken[name][0]]
        later = years.get(name, year or 0) < (year or 0) or bool(_AFTER.search(path) and not _AFTER.search(earlier))
        if second is None and not _QUALIFIED.search(path) and (later or _QUALIFIED.search(earlier)):
            second = name, column, year
    return second


class Grid:
    """A sheet's cells by row, for the search."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        rows: dict[int, list[tuple[int, Raw]]] = {}
        for (r, c), raw in sheet.cells.items():
            if raw.value is None and raw.formula is None:
                continue
            if isinstance(raw.value, str) and raw.formula is None and not raw.value.strip():
                continue
            rows.setdefault(r, []).append((c, raw))
        for cells in rows.values():
            cells.sort(key=lambda cell: cell[0])
        self.rows = rows
        self.numbers = sorted(rows)
        self.merged: dict[int, list[tuple[int, int, int]]] = {}  # by first row: first column, last row, last column
        for r1, c1, r2, c2 in sheet.merged:
            if c1 <= _MAX_COLUMNS and len(self.merged.setdefault(r1, [])) < _MAX_COLUMNS:
                self.merged[r1].append((c1, r2, c2))

    def part(self, first: int, end: int, left: int, right: int) -> Grid:
        """The rows from `first` to before `end` in the columns from `left` to `right`, as if nothing else were on the sheet."""
        part = copy(self)
        within = {
            r: [cell for cell in self.rows[r] if left <= cell[0] <= right] for r in self.numbers if first <= r < end
        }
        part.rows = {r: cells for r, cells in within.items() if cells}
        part.numbers = sorted(part.rows)
        part.merged = {r: [m for m in found if left <= m[0] <= right] for r, found in self.merged.items()}
        return part

    def blocks(self, row: int) -> list[tuple[int, int]]:
        """The columns that a person sees used in the rows from here on, (first, last), apart where a blank column is between
        them that no merged heading reaches over."""
        rows = [r for r in self.numbers[bisect_left(self.numbers, row) :][:_LOOKED_AT] if r < row + _LOOKED_AT]
        used = sorted({c for r in rows for c, _ in self.rows[r]} - self.sheet.hidden_columns)
        reached = {
            c for r in rows for c1, _, c2 in self.merged.get(r, ()) if len(self.rows[r]) > 1 for c in range(c1, c2 + 1)
        }
        out: list[tuple[int, int]] = []
        for c in used:
            if out and reached.issuperset(range(out[-1][1] + 1, c)):
                out[-1] = out[-1][0], c
            else:
                out.append((c, c))
        return out

    def text(self, row: int) -> dict[int, str]:
        return {c: str(raw.value) for c, raw in self.rows.get(row, ()) if raw.value is not None}

    def figure(self, row: int, column: int) -> Figure:
        """What a cell says as a figure, ambiguous ones as they are usually meant."""
        cell = self.sheet.cells.get((row, column))
        return read(None) if cell is None else read(cell.value, cell.format).usual

    def caption(self, row: int) -> tuple[str | None, str] | None:
        """The number and text of a caption in this row."""
        for _, raw in self.rows.get(row, ())[:3]:
            if (
                isinstance(raw.value, str)
                and (raw.value[:1] in "Tt*" or raw.value[:1].isspace())
                and (m := _CAPTION.match(raw.value))
            ):
                chapter = int(m[1]) if m[1].isdigit() else _CHAPTERS.get(m[1].upper(), 0)
                return f"{chapter}.{int(m[2])}", " ".join(raw.value.split())
        return None

    def names_columns(self, row: int) -> bool:
        """A cheap look whether a row has headings, whatever else stands in it."""
        texts = (raw.value for _, raw in self.rows[row][:_MAX_COLUMNS])
        return sum(bool(_heading_words(text)) for text in texts if isinstance(text, str)) >= 2

    def may_head(self, row: int) -> bool:
        """A cheap look whether a row can be the first row of headings."""
        if len(self.rows[row]) > _MAX_COLUMNS:
            return False
        hits = 0
        for _, raw in self.rows[row]:
            if isinstance(raw.value, str):
                words = _heading_words(raw.value)
                if words is None:
                    return False
                hits += words
            elif not (isinstance(raw.value, (int, float)) and 1990 <= raw.value <= 2100):
                return False
        return hits >= 2

    def headings(self, row: int, depth: int) -> dict[int, list[str]]:
        """The headings over each column from left to right, from the top down over `depth` rows from `row`."""
        layers = [self.text(r) for r in range(row, row + depth)]
        out: dict[int, list[str]] = {}
        for c in sorted({c for layer in layers for c in layer}):
            out[c] = []
            for i, layer in enumerate(layers):
                text = layer.get(c)
                if text is None and i < depth - 1 and any(c in low for low in layers[i + 1 :]):
                    text = self._above(row + i, layer, c)
                if text is not None:
                    out[c].append(text.removesuffix(".0"))
        return out

    def paths(self, row: int, depth: int) -> Paths:
        """Each column's heading path over `depth` rows from `row`: `capaiantahun2025|target`."""
        out = []
        for c, headings in self.headings(row, depth).items():
            path = "|".join(map(compact, headings))
            if path == "bantuno":
                out.append((c, "no"))
            elif not path.startswith("bantu"):
                out.append((c, path))
        return tuple(out)

    def goes_on(self, row: int, depth: int) -> bool:
        """Whether the headings from `row` must take more than `depth` rows: a cell of theirs is merged further down,
        or the next row stands under one that is merged across, or only names columns that are blank above."""
        last = row + depth - 1
        under = {c for c, _ in self.rows.get(last + 1, ())}
        for c1, r2, c2 in (m for r in range(row, last + 1) for m in self.merged.get(r, ())):
            if r2 > last or (c2 > c1 and any(c1 < c <= c2 for c in under)):
                return True
        first = self.rows[row][0][0]
        above = {c for r in range(row, last + 1) for c, _ in self.rows.get(r, ())}
        return bool(under) and first not in under and len(under - above) >= 2

    def _above(self, row: int, layer: dict[int, str], column: int) -> str | None:
        """The heading of a group reaches right over the blank cells beside it, as far as its merged range goes."""
        left = [c for c in layer if c < column]
        if not left:
            return None
        nearest = max(left)
        end = next((c2 for c1, _, c2 in self.merged.get(row, ()) if c1 == nearest and c2 > c1), None)
        return layer[nearest] if end is None or column <= end else None

    def names_units(self, row: int) -> bool:
        """A row that only says what the columns are counted in: (Rp) (Rp) (%)."""
        return all(_COUNTED_IN.fullmatch(text.strip()) for text in self.text(row).values())

    def is_numbering(self, row: int) -> bool:
        """A row of column numbers: 1, 2, 3, or (1), with formulas among them: `7= 6/5*100`."""
        found = []
        for _, raw in self.rows.get(row, ()):
            text = str(raw.value).strip().removesuffix(".0").lstrip("-")  # Excel makes -4 of a typed (4)
            m = _COLUMN_NUMBER.fullmatch(text)
            if m is not None:
                found.append(int(m[1]) if m[1] else ord(m[2].lower()) - 96)
            elif len(text) > _MAX_FORMULA or not _COLUMN_FORMULA.search(text):
                return False
        return len(found) >= 3 and found[0] <= 2 and all(1 <= b - a <= 2 for a, b in pairwise(found))


def heading_at(grid: Grid, row: int, number: str | None, title: str) -> tuple[Match, int] | None:
    """The match of the headings that start at a row under a title, and how many rows they take: the fewest that match most."""
    best: tuple[Match, int] | None = None
    for depth in (1, 2, 3):
        if depth > 1 and not may_continue(grid, row + depth - 1):
            break
        if depth < 3 and grid.goes_on(row, depth) and may_continue(grid, row + depth):
            continue
        match = match_of(in_declared_words(grid.paths(row, depth), title), number)
        if match is not None and match.kind.first_row is not None:
            match = _with_first_column(grid, row + depth, match)
        if match is not None and (best is None or match.score > best[0].score):
            best = match, depth
    return best


def _with_first_column(grid: Grid, row: int, match: Match) -> Match | None:
    """The match with its unheaded first column, if the first row under the headings reads as its kind says."""
    cells = grid.rows.get(row, ())
    assert match.kind.first_row is not None
    if not cells or not match.kind.first_row.match(str(cells[0][1].value)):
        return None
    key = match.kind.key
    return replace(match, columns=((key, cells[0][0], match.kind.column(key)), *match.columns))


def may_continue(grid: Grid, row: int) -> bool:
    """A second or third heading row: short words or years, no figures."""
    if row not in grid.rows or grid.is_numbering(row):
        return False
    return all(
        (len(text) <= 60 and not _PURE_FIGURE.fullmatch(text.strip()))
        or YEAR.fullmatch(text.removesuffix(".0").strip())
        for text in grid.text(row).values()
    )


def is_figure(raw: Raw) -> bool:
    return (isinstance(raw.value, (int, float)) and not isinstance(raw.value, bool)) or (
        isinstance(raw.value, str) and bool(_PURE_FIGURE.fullmatch(raw.value.strip()))
    )
