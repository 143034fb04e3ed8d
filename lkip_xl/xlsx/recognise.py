"""Find the declared tables in the sheets of a workbook, wherever they stand.

A table is known by its headings, never by its address: headings over up to three rows, a row of column
numbers under them, captions above them or none, several tables on a sheet, headings repeated at a page break.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import Final

from rapidfuzz import fuzz

from ..measures import MEASURES, Policy
from ..number import Figure, State, Verdict, judge, read, settle
from ..report import Cell, Identity, Place, Raw, Report, Row, Sheet, Suppression, Table, ref
from ..suppressions import of_note, of_text
from ..tables import Column, Kind, kinds
from .files import Unreadable
from .rows import classify, closes

__all__ = ["recognise"]

_CAPTION = re.compile(r"\W*tabel\s*\.?\s*(\d{1,2}|[IVX]{1,4})\s*[.,]\s*(\d{1,2})\b", re.I)
_CHAPTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_SIGNED = re.compile(
    r"\s*(mengetahui|camat\b.{0,40}$|pl[ht]\.?\s|nip\b|pembina\b|penata\b|"
    r"[a-z. ]{3,30},\s*\d{1,2}\s+(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b)",
    re.I,
)
_HEADING_WORD = re.compile(
    r"no$|nomor|indikator|target|realisasi|anggaran|program|kegiatan|sasaran|tujuan|interval|kriteria|keterangan|"
    r"capaian|kode|uraian|ringkasan|pk|sebelum|sesudah|pagu|kinerja|unsur|aspek|tahun|jawaban|nilai|nrr|mutu"
)
_PURE_FIGURE = re.compile(r"[(\-–]?\s*(rp\.?)?\s*\d[\d.,]*\s*%?\)?", re.I)
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:(\d{1,2})|([a-z]))\s*\)?\s*(?:=.*|\(.*\))?", re.I)
_COLUMN_FORMULA = re.compile(r"\d.*(times|[=x*/:]).*\d|\b[a-z]\b.*[=/:].*\b[a-z]\b", re.I)
_LARGE_UNIT = re.compile(r"\b(?:juta|ribu)(?:an)?\b|\bjt\b|rp\.?\s*(?:juta|ribu)", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SOURCE = re.compile(r"\s*(?:\*+\)?|(sumber|catatan|keterangan|ket|data)\b\s*(data|diolah)?\s*[:.,]?)(?=\W|$)", re.I)
_TOTAL = re.compile(
    r"(sub ?|grand ?)?(jumlah|total)( ?(total|anggaran|belanja|keseluruhan|seluruhnya|semua|umum))?", re.I
)
_MEAN = re.compile(r"\W*rata\W*rata", re.I)
_MAX_GAP: Final = 3
_MAX_COLUMNS: Final = 256
_MAX_FORMULA: Final = 60
_MAX_ROWS: Final = 5_000
"""Rows in all tables of one workbook; a large office has some 1.500. Some rules look along a column for every finding."""


@lru_cache(maxsize=8192)
def _compact(text: str) -> str:
    """A heading for matching: lower case, no spaces or punctuation but % / ( ) and |."""
    return re.sub(r"[^a-z0-9%/()|]", "", text.lower())


# --- headings --------------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _heading_words(text: str) -> bool | None:
    """Whether a text has a word that headings have; None where it can be no heading: a figure, or too long."""
    if len(text) > 90 or (_PURE_FIGURE.fullmatch(text.strip()) and not _YEAR.fullmatch(text.strip())):
        return None
    return bool(_HEADING_WORD.search(_compact(text)))


@dataclass(frozen=True, slots=True)
class _Match:
    kind: Kind
    columns: tuple[tuple[str, int, Column], ...]
    years: tuple[tuple[str, int], ...]
    strays: tuple[tuple[int, str], ...]
    score: float


@lru_cache(maxsize=2048)
def _match(paths: tuple[tuple[int, str], ...], number: str | None) -> _Match | None:
    """The kind whose columns these headings are, or None. `paths` are (column, compact heading path)."""
    best: _Match | None = None
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
            best = _Match(kind, columns, tuple(years.items()), tuple(missed), score)
    return best


_AFTER = re.compile(r"setelah|sesudah|perubahan")
_QUALIFIED = re.compile(
    r"tw(?:[1-4]|i{1,3}v?|iv)?$|triwulan|semester|bulan|lalu|sebelum|awal|induk|murni|dpa$|provinsi|nasional|regional|"
    r"akhirrenstra|rpjmd|rpjpd|s/d|sampaidengan"
)  # fmt: skip
"""Headings of a part of the year, an earlier budget, another year or place: they yield to a plain heading."""


def _column_for(
    kind: Kind,
    path: str,
    taken: dict[str, tuple[int, Column]],
    years: dict[str, int],
    paths: tuple[tuple[int, str], ...],
) -> tuple[str, Column, int | None] | None:
    """The column that a heading is: the first free one, or a taken one that it states for a later year or after a change."""
    found_years = _YEAR.findall(path)
    year = int(found_years[-1]) if found_years else None
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
        later = (years.get(name) or 0) < (year or 0) or bool(_AFTER.search(path) and not _AFTER.search(earlier))
        if second is None and not _QUALIFIED.search(path) and (later or _QUALIFIED.search(earlier)):
            second = name, column, year
    if second is None and len(last) >= _LONG_WORD:
        for column in kind.columns:
            if column.name not in taken and not column.name.endswith("@") and _misspelt(last, column):
                return column.name, column, year
    return second


_LONG_WORD: Final = 6


def _misspelt(text: str, column: Column) -> bool:
    """A heading one or two letters off: realiasi, indkator."""
    word = _compact(column.heading[-1].split("{")[0])
    return len(word) >= _LONG_WORD and abs(len(text) - len(word)) <= 2 and fuzz.ratio(text, word) >= 88


class _Grid:
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
        self.spans = {(r1, c1): c2 for r1, c1, _, c2 in sheet.merged if c2 > c1}
        self.merged: dict[int, list[tuple[int, int, int]]] = {}  # by first row: first column, last row, last column
        for r1, c1, r2, c2 in sheet.merged:
            if c1 <= _MAX_COLUMNS and len(self.merged.setdefault(r1, [])) < _MAX_COLUMNS:
                self.merged[r1].append((c1, r2, c2))

    def text(self, row: int) -> dict[int, str]:
        return {c: str(raw.value) for c, raw in self.rows.get(row, ()) if raw.value is not None}

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

    def paths(self, row: int, depth: int) -> tuple[tuple[int, str], ...]:
        """Each column's heading path over `depth` rows from `row`: `capaiantahun2025|target`."""
        layers = [self.text(r) for r in range(row, row + depth)]
        columns = sorted({c for layer in layers for c in layer})
        out = []
        for c in columns:
            parts: list[str] = []
            for i, layer in enumerate(layers):
                text = layer.get(c)
                if text is None and i < depth - 1 and any(c in low for low in layers[i + 1 :]):
                    text = self._above(row + i, layer, c)
                if text is not None:
                    parts.append(_compact(text.removesuffix(".0")))
            path = "|".join(parts)
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
        end = self.spans.get((row, nearest))
        return layer[nearest] if end is None or column <= end else None

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


def _heading_at(grid: _Grid, row: int, number: str | None) -> tuple[_Match, int] | None:
    """The match of the headings that start at a row, and how many rows they take: the fewest that match most."""
    best: tuple[_Match, int] | None = None
    for depth in (1, 2, 3):
        if depth > 1 and not _may_continue(grid, row + depth - 1):
            break
        if depth < 3 and grid.goes_on(row, depth) and _may_continue(grid, row + depth):
            continue
        match = _match(grid.paths(row, depth), number)
        if match is not None and match.kind.first_row is not None:
            match = _with_first_column(grid, row + depth, match)
        if match is not None and (best is None or match.score > best[0].score):
            best = match, depth
    return best


def _with_first_column(grid: _Grid, row: int, match: _Match) -> _Match | None:
    """The match with its unheaded first column, if the first row under the headings reads as its kind says."""
    cells = grid.rows.get(row, ())
    assert match.kind.first_row is not None
    if not cells or not match.kind.first_row.match(str(cells[0][1].value)):
        return None
    key = match.kind.key
    return replace(match, columns=((key, cells[0][0], match.kind.column(key)), *match.columns))


def _may_continue(grid: _Grid, row: int) -> bool:
    """A second or third heading row: short words or years, no figures."""
    if row not in grid.rows or grid.is_numbering(row):
        return False
    return all(
        (len(text) <= 60 and not _PURE_FIGURE.fullmatch(text.strip()))
        or _YEAR.fullmatch(text.removesuffix(".0").strip())
        for text in grid.text(row).values()
    )


# --- bodies ----------------------------------------------------------------------------------------------


def _tables(sheet: Sheet, order: int) -> tuple[list[Table], list[tuple[int, int]]]:
    """The tables of one sheet, and the rows (first, last) of blocks with figures that are in none."""
    grid = _Grid(sheet)
    tables: list[Table] = []
    loose: list[int] = []
    caption: tuple[str | None, str] | None = None
    caption_row = 0
    lines: list[str] = []  # what stands above a table without a caption
    position = 0
    while position < len(grid.numbers):
        row = grid.numbers[position]
        found_caption = grid.caption(row)
        if found_caption is not None:
            caption, caption_row, lines = found_caption, row, []
            position += 1
            continue
        number = caption[0] if caption else None
        heading = _heading_at(grid, row, number) if grid.may_head(row) else None
        if heading is None:
            if sum(_is_figure(raw) for _, raw in grid.rows[row]) >= 2:
                loose.append(row)
            lines += [" ".join(raw.value.split()) for _, raw in grid.rows[row][:2] if isinstance(raw.value, str)]
            position += 1
            continue
        match, depth = heading
        if number is None:
            number = _number_of_name(sheet.name, match.kind)
        title = " ".join([caption[1], *lines[-2:]] if caption else lines[-3:])
        table = Table(
            kind=match.kind, number=number, title=title, sheet=sheet.name,
            top=row, left=min(i for _, i, _ in match.columns), bottom=row + depth - 1,
            right=max(i for n, i, _ in match.columns if n != "no"), section="", years=dict(match.years),
            columns={n: (i, c) for n, i, c in match.columns}, order=order + len(tables), heading=caption_row or row,
            year=_only_year(title),
            rounded=bool(_LARGE_UNIT.search(" ".join([title, *(t for r in range(row, row + depth) for t in grid.text(r).values())]))),
        )  # fmt: skip
        position = _body(grid, table, grid.numbers.index(row, position) + depth, match)
        tables.append(table)
        caption, caption_row, lines = None, 0, []
    return tables, _blocks(loose)


def _only_year(title: str) -> int | None:
    """The year that a title names, if it names exactly one and no period."""
    years = set(_YEAR.findall(title))
    return int(years.pop()) if len(years) == 1 else None


def _number_of_name(name: str, kind: Kind) -> str | None:
    m = re.match(r"\s*(?:tabel\s*)?(\d)[.,](\d{1,2})\b", name, re.I)
    number = f"{m[1]}.{m[2]}" if m else None
    return number if number in kind.standard else None


def _is_figure(raw: Raw) -> bool:
    return (isinstance(raw.value, (int, float)) and not isinstance(raw.value, bool)) or (
        isinstance(raw.value, str) and bool(_PURE_FIGURE.fullmatch(raw.value.strip()))
    )


def _blocks(rows: list[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for r in rows:
        if out and r - out[-1][1] <= 2:
            out[-1] = out[-1][0], r
        else:
            out.append((r, r))
    return [b for b in out if b[1] > b[0]]


def _body(grid: _Grid, table: Table, position: int, match: _Match) -> int:
    """Read the rows under a heading into the table; returns the position of the first row that is not its."""
    body: list[int] = []
    last = table.bottom
    while position < len(grid.numbers):
        row = grid.numbers[position]
        caption = grid.caption(row)
        if caption is not None and (table.title.startswith(caption[1]) or "lanjutan" in caption[1].lower()):
            last = row  # the caption again, at a page break
            position += 1
            continue
        if row - last > _MAX_GAP or caption is not None or _signed(grid, row):
            break
        if not body and grid.is_numbering(row):
            last = row
            position += 1
            continue
        if grid.may_head(row):
            again = _heading_at(grid, row, table.number)
            if _titled_anew(grid, body, row):
                body.pop()
                position -= 1
                break
            if again is None and row - last > 1:
                break  # the headings of another table, of no kind that we know
            if again is not None:
                if again[0].columns != match.columns or again[0].kind is not match.kind:
                    break
                position += again[1]  # the same heading again: a page break
                last = row + again[1] - 1
                while position < len(grid.numbers) and grid.is_numbering(grid.numbers[position]):
                    last = grid.numbers[position]
                    position += 1
                continue
        last = row
        position += 1
        body.append(row)
    _fill_rows(grid, table, body, match.strays)
    return position


def _titled_anew(grid: _Grid, body: list[int], row: int) -> bool:
    """The row above repeated headings is a title: a single text behind a blank row, or behind a total or mean."""
    if len(body) < 2 or len(grid.rows[body[-1]]) > 1 or _is_figure(grid.rows[body[-1]][0][1]):
        return False
    title, before = body[-1], body[-2]
    closed = any(isinstance(raw.value, str) and closes(raw.value) for _, raw in grid.rows[before])
    return closed or title - before > 1 or row - title > 1


def _signed(grid: _Grid, row: int) -> bool:
    """A row of the signature block under a table."""
    texts = [raw.value for _, raw in grid.rows[row] if raw.value is not None]
    return len(texts) <= 2 and any(isinstance(t, str) and _SIGNED.match(t) for t in texts)


_TRIED: Final = 60  # rows and readings


def _fitting_columns(grid: _Grid, table: Table, body: list[int], strays: Sequence[tuple[int, str]]) -> None:
    """Where several headings can be one column, the one with which most rows hold.

    `Target 2023, Realisasi 2023, %, Target 2024` or `Anggaran Induk, Anggaran PAK, Realisasi, %`: the percentages say
    which of them they were computed from.
    """
    for name, (_, column) in list(table.columns.items()):
        roles = (*column.operands, name)
        if column.measure not in {"CAPAIAN", "KEMAJUAN", "SERAPAN"} or not all(r in table.columns for r in roles):
            continue
        other = [
            [i for i, path in strays if c.pattern.search(path) and not (c.type == "uang" and "%" in path)]
            for _, c in (table.columns[r] for r in roles)
        ]
        if not any(other):
            continue
        compute = MEASURES[column.measure].compute
        choices = [[table.columns[r][0], *some] for r, some in zip(roles, other, strict=True)]
        best, most = None, 0
        for choice in islice(product(*choices), _TRIED):
            held = sum(_holds(grid, row, choice, compute) for row in body[:_TRIED]) if len(set(choice)) == 3 else 0
            if held > most:
                best, most = choice, held
        if best is not None:
            for role, index in zip(roles, best, strict=True):
                table.columns[role] = (index, table.columns[role][1])


def _holds(grid: _Grid, row: int, choice: Sequence[int], compute: Callable[..., Decimal | str | None]) -> bool:
    """Whether the third of three cells is what a measure gives for the first two."""
    cells = grid.sheet.cells
    found = [read(cell.value, cell.format).usual for i in choice if (cell := cells.get((row, i))) is not None]
    values = [f.value for f in found if f.value is not None]
    if len(values) < 3:
        return False
    computed = compute(values[0], values[1])
    return isinstance(computed, Decimal) and judge(found[2], computed) is not Verdict.WRONG


def _fill_rows(grid: _Grid, table: Table, body: list[int], strays: Sequence[tuple[int, str]]) -> None:
    _fitting_columns(grid, table, body, strays)
    by_index = {i: (n, c) for n, (i, c) in table.columns.items()}
    drafts: list[tuple[Row, dict[str, tuple[int, Column, Raw]]]] = []
    for number in body:
        content = {}
        first_text = ""
        for index, raw in grid.rows[number]:
            if isinstance(raw.value, str) and not first_text:
                first_text = raw.value
            if index in by_index:
                name, column = by_index[index]
                content[name] = (index, column, raw)
        if not content or _SOURCE.match(first_text):
            continue
        drafts.append((Row(number), content))
    for name, (index, column) in table.columns.items():
        raws = [content[name][2] if name in content else _blank(grid, row, index) for row, content in drafts]
        figures = [_figure(raw, column) for raw in raws]
        if column.type == "angka" and "satuan" in table.columns:
            figures = [_by_unit(f, content) for f, (_, content) in zip(figures, drafts, strict=True)]
        for (row, _), raw, figure in zip(drafts, raws, settle(figures, column.type), strict=True):
            row.cells[name] = Cell(table, row, column, index, raw, figure)
    table.rows += [row for row, _ in drafts]
    classify(table)
    if table.rows:
        table.bottom = table.rows[-1].number
    table.strays = tuple(
        (index, path)
        for index, path in strays
        if path
        and index not in grid.sheet.hidden_columns
        and index not in by_index
        and sum(_is_figure(raw) for row in table.rows for c, raw in grid.rows[row.number] if c == index) > 1
    )


_SHARES: Final = ("%", "persen", "indeks", "nilai", "skor", "angka", "rasio")


def _by_unit(figure: Figure, content: dict[str, tuple[int, Column, Raw]]) -> Figure:
    """12.000 in a row counted in `orang` is twelve thousand; in a row measured in % it is twelve."""
    unit = str(content["satuan"][2].value).strip().lower() if "satuan" in content else ""
    if figure.state is not State.AMBIGUOUS or not unit:
        return figure
    whole = not unit.startswith(_SHARES)
    value = figure.others[0 if whole else 1]
    return replace(figure, state=State.NUMBER, value=value, decimals=0 if whole else figure.decimals)


_BLANK: Final = Raw(None)


def _blank(grid: _Grid, row: Row, index: int) -> Raw:
    code = grid.sheet.blanks.get((row.number, index))
    return _BLANK if code is None else Raw(None, code)


def _figure(raw: Raw, column: Column) -> Figure:
    if raw.error:
        return Figure(State.ERROR, str(raw.value))
    if raw.value is None:
        return read(None)
    if column.figures:
        return read(raw.value, raw.format)
    return _words(raw.value if isinstance(raw.value, str) else read(raw.value, raw.format).text)


@lru_cache(maxsize=8192)
def _words(text: str) -> Figure:
    """What a column of texts holds, its spaces as a reader sees them."""
    text = " ".join(text.split())
    return Figure(State.TEXT if text else State.MISSING, text)


# --- the whole workbook ----------------------------------------------------------------------------------

_UNIT = re.compile(
    r"\b((?:kecamatan|dinas|badan|kelurahan|inspektorat|sekretariat)\s+[A-Za-z' .]{3,40}?)\s*(?:,|\btahun\b|$)", re.I
)
_TITLE_LENGTH: Final = 120
_TITLE_WORD = re.compile(r"(?i:tahun|kecamatan|dinas|badan|kelurahan|inspektorat|sekretariat)\s")
_YEAR_WORD = re.compile(r"\btahun\s*(?:anggaran\s*)?(20\d\d)\b(?!\s*[-–])", re.I)


def recognise(sheets: list[Sheet], name: str, sha256: str = "") -> Report:
    """All tables of a workbook's sheets, and whose report it is. Raises Unreadable where they have too many rows."""
    tables: list[Table] = []
    unknown: list[tuple[str, str]] = []
    identity = Identity()
    for sheet in sheets:
        stated = _identity_sheet(sheet)
        if stated is not None:
            identity = stated
            continue
        if sheet.name == "Temuan":
            continue
        found, loose = _tables(sheet, len(tables))
        tables += found
        if sum(max(len(t.rows), 1) for t in tables) > _MAX_ROWS:
            raise Unreadable(f"Tabel-tabel di buku kerja ini memuat lebih dari {_MAX_ROWS} baris; pecah buku kerjanya.")
        unknown += [(sheet.name, f"{ref(a, 1)}:{ref(b, 1)}") for a, b in loose]
    if not identity.stated:
        identity = _identity_of_titles(sheets, tables)
    _assign_sections(tables)
    return Report(name, sheets, tables, identity, sha256, unknown, _suppressions(sheets))


def _suppressions(sheets: list[Sheet]) -> list[Suppression]:
    """What the workbook's notes and its sheet Identitas ask to be left alone."""
    found = [of_note(text, Place(s.name, ref(*at))) for s in sheets for at, text in s.notes.items()]
    for sheet in sheets:
        if "identitas" in sheet.name.lower():
            for (r, c), raw in sheet.cells.items():
                beside = sheet.cells.get((r, c + 1))
                if str(raw.value).strip().lower() == "abaikan" and beside is not None and beside.value:
                    found.append(of_text(str(beside.value), Place(sheet.name, ref(r, c + 1))))
    return [s for s in found if s is not None]


def _labels(table: Table) -> set[str]:
    return {_compact(row.label) for row in table.indicators()}


def _agreeing(table: Table, agreed: dict[str, set[str]]) -> list[str]:
    """The sections in whose Perjanjian Kinerja indicators of a table stand."""
    return [section for section, labels in agreed.items() if not labels.isdisjoint(_labels(table))]


_PLAN = re.compile(r"rencana (?:kinerja|aksi|kerja)|\brk[tp]\b|\brenja\b", re.I)


def _assign_sections(tables: list[Table]) -> None:
    """`pk` or `perubahan` by the printed number, else by the title, else the second of its kind is `perubahan`.

    Contribution tables and budgets per program belong to the table before them.
    """

    def last_year(table: Table) -> int:
        return max(table.years.values(), default=0)

    current = "pk"
    seen: Counter[str] = Counter()
    agreed: dict[str, set[str]] = {}  # the indicators of each section's Perjanjian Kinerja
    periods: dict[int, str] = {}  # the last year of a Renstra, and the section it belongs to
    for table in tables:
        name = table.kind.name
        declared = table.kind.standard.get(table.number or "")
        if declared is not None:
            table.section = declared.section
        elif name in {"struktur", "anggaran", "skala"} or not (table.kind.standard or name == "pk_anggaran"):
            table.section = "umum"
        elif "perubahan" in table.title.lower():
            table.section = "perubahan"
        elif name == "pk" and _PLAN.search(table.title):
            table.section = "lain"
        elif name == "pk" and "perjanjian kinerja" in table.title.lower():
            table.section = "pk"
        elif name in {"kontribusi", "pk_anggaran"}:
            table.section = current
        elif name == "renstra" and last_year(table) in periods:
            table.section = periods[last_year(table)]
        elif name in {"capaian", "efisiensi"} and len(own := _agreeing(table, agreed)) == 1:
            [table.section] = own  # also the second and third table of a report with one for each sasaran
        else:  # a third one is not told apart, and compared with nothing
            table.section = ("pk", "perubahan", "lain")[min(seen[name], 2)]
        if table.section in {"pk", "perubahan"}:
            current = table.section
            seen[name] += 1
            if name == "pk":
                agreed.setdefault(table.section, set()).update(_labels(table))
            if name == "renstra":
                periods.setdefault(last_year(table), table.section)


_LABELS: Final = {
    "unit": re.compile(r"^(nama )?(unit( kerja)?|perangkat daerah|kecamatan|opd)\b", re.I),
    "kabupaten": re.compile(r"^(kabupaten|kota)\b", re.I),
    "tahun": re.compile(r"^tahun( laporan| anggaran)?\b", re.I),
    "batas": re.compile(r"^batas atas capaian", re.I),
    "lantai": re.compile(r"^capaian negatif", re.I),
    "negatif": re.compile(r"^rumus indikator negatif", re.I),
    "sama": re.compile(r"^capaian sama dengan serapan", re.I),
}


def _identity_sheet(sheet: Sheet) -> Identity | None:
    """Sheet Identitas: a label in one cell, its value in the next cell that holds something."""
    if "identitas" not in sheet.name.lower():
        return None
    found: dict[str, str] = {}
    by_row: dict[int, list[tuple[int, Raw]]] = {}
    for (r, c), raw in sorted(sheet.cells.items()):
        if raw.value is not None:
            by_row.setdefault(r, []).append((c, raw))
    for cells in by_row.values():
        label = str(cells[0][1].value)
        for key, pattern in _LABELS.items():
            beside = next((raw for c, raw in cells if c == cells[0][0] + 1), None)
            if key not in found and pattern.match(label.strip()) and beside is not None:
                found[key] = str(beside.value).strip().removesuffix(".0")
    year = _YEAR.fullmatch(found.get("tahun", ""))
    cap = re.search(r"\d+", found.get("batas", ""))
    declared = frozenset(k for k in ("batas", "lantai", "negatif", "sama") if k in found)
    policy = Policy(
        cap=Decimal(cap[0]) if cap else None,
        floor=found.get("lantai", "").lower().startswith("ya"),
        negative="kebalikan" if "T/R" in found.get("negatif", "").upper().replace(" ", "") else "selisih",
        equal_is_efficient=found.get("sama", "").lower() == "efisien",
        declared=declared,
    )
    return Identity(found.get("unit"), found.get("kabupaten"), int(year[0]) if year else None, policy, bool(found))


def _identity_of_titles(sheets: list[Sheet], tables: list[Table]) -> Identity:
    """Unit and year as most title lines state them: above the first table of a sheet, and above every table."""
    units: Counter[str] = Counter()
    years: Counter[int] = Counter(t.year for t in tables if t.year is not None)
    tops = {t.sheet: t.top - 1 for t in reversed(tables)}
    for sheet in sheets:
        for (r, _), raw in sheet.cells.items():
            title = r <= tops.get(sheet.name, 6) and isinstance(raw.value, str) and len(raw.value) < _TITLE_LENGTH
            if title and isinstance(raw.value, str) and _TITLE_WORD.search(raw.value + " "):
                if m := _UNIT.search(raw.value):
                    units[" ".join(m[1].split())] += 1
                if y := _YEAR_WORD.search(raw.value):
                    years[int(y[1])] += 1
    return Identity(units.most_common(1)[0][0] if units else None, None, years.most_common(1)[0][0] if years else None)
