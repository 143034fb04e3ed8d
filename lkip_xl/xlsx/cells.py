"""The cells of a worksheet as a file stores them: values, formulas and number formats by address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import Final, cast

from lxml import etree

from ..report import Raw, Sheet, Unreadable, ref
from .markup import whole
from .scan import SHARED, Block

__all__ = ["MAX_CELLS", "MAX_LETTERS", "Budget", "block_of", "box", "formats_of", "notes_of", "place_all", "sheet_of", "split_ref", "strings_of"]  # fmt: skip

MAX_CELLS: Final = 250_000
"""Cells with content in one workbook; each takes some 600 bytes, and a report has a few thousand."""
MAX_LETTERS: Final = 16_000_000
"""Letters in the texts and formulas of all cells, each counted where it stands; a report has some 300.000."""
_ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
_UNPLACED: Final = "boolean(x:sheetData/x:row[not(@r)]) or boolean(x:sheetData/x:row/x:c[not(@r)])"
_SEEN_COLUMNS: Final = 1024

_BUILTIN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)', 42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
}  # fmt: skip


@dataclass(slots=True)
class Budget:
    """What the sheets of one workbook may still hold together."""

    cells: int = MAX_CELLS
    letters: int = MAX_LETTERS


# --- addresses -------------------------------------------------------------------------------------------

_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    n = 0
    for ch in letters:
        n = n * 26 + ord(ch) - 64
    return n


@lru_cache(maxsize=65536)
def split_ref(text: str) -> tuple[int, int]:
    """F12 is (12, 6); dollar signs are ignored. ValueError where it is no cell of a worksheet."""
    m = _REF.fullmatch(text.replace("$", ""))
    if m is None or not 1 <= (row := int(m[2])) <= _ROWS or (column := _column(m[1])) > _COLUMNS:
        raise ValueError(f"{text} bukan alamat sel")
    return row, column


def _place(text: str) -> tuple[int, int]:
    try:
        return split_ref(text)
    except ValueError:
        raise Unreadable(f"Berkas ini rusak: {text[:20]!r} bukan alamat sel.") from None


def box(text: str) -> tuple[int, int, int, int]:
    """A1:C3 is (1, 1, 3, 3). Unreadable where it is no range."""
    first, _, last = text.partition(":")
    return *_place(first), *_place(last or first)


def place_all(root: etree._Element) -> None:
    """Give every row and cell the address it has by position, where the file leaves it out."""
    if not _path(etree.QName(root).namespace or "", _UNPLACED)(root):
        return
    q = f"{{{etree.QName(root).namespace}}}"
    row_number = 0
    for row in root.iterfind(f"{q}sheetData/{q}row"):
        row_number = whole(row, "r", row_number + 1)
        row.set("r", str(row_number))
        column = 0
        for c in row.iterchildren(f"{q}c"):
            at = c.get("r")
            column = _place(at)[1] if at else column + 1
            c.set("r", ref(row_number, column))


# --- texts -----------------------------------------------------------------------------------------------

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_CHARACTER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _unescape(text: str) -> str:
    """The text that an escaped one stands for; what no XML can hold becomes the sign for an unknown character."""
    if "_x" not in text:
        return text
    return _NO_CHARACTER.sub("\ufffd", _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text))


def _rich(element: etree._Element) -> str:
    """The text of a string item: its runs joined, phonetic readings left out, and so the raised mark of a footnote behind a
    figure."""
    out = ""
    for child in element:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            out += child.text or ""
        elif local == "r":
            text = "".join(t.text or "" for t in child if t.tag.rpartition("}")[2] == "t")
            raised = any(e.get("val") == "superscript" for e in child.iter() if e.tag.rpartition("}")[2] == "vertAlign")
            out += "" if raised and out.rstrip()[-1:] in _FIGURE_ENDS else text
    return out


_FIGURE_ENDS: Final = frozenset("0123456789%)")


def strings_of(root: etree._Element) -> dict[str, str]:
    """The shared texts of a workbook, by the text's number as cells write it."""
    ns = f"{{{etree.QName(root).namespace}}}"
    out = {}
    for i, si in enumerate(root.iterchildren(f"{ns}si")):
        first = si[0] if len(si) else None
        text = (first.text or "") if len(si) == 1 and first is not None and first.tag == f"{ns}t" else _rich(si)
        out[str(i)] = _unescape(text)
    return out


def notes_of(root: etree._Element) -> dict[tuple[int, int], str]:
    """The notes (comments) of a sheet's cells."""
    q = f"{{{etree.QName(root).namespace}}}"
    found = ((c.get("ref", ""), c.find(f"{q}text")) for c in root.iter(f"{q}comment"))
    return {_place(at): _unescape(_rich(text)) for at, text in found if text is not None}


# --- number formats --------------------------------------------------------------------------------------


def formats_of(root: etree._Element) -> dict[str, str]:
    """The number format of each cell style, by the style's number as cells write it."""
    ns = f"{{{etree.QName(root).namespace}}}"
    codes = dict(_BUILTIN)
    for n in root.iterfind(f"{ns}numFmts/{ns}numFmt"):
        codes[whole(n, "numFmtId", 0)] = n.get("formatCode", "General")
    styles = root.iterfind(f"{ns}cellXfs/{ns}xf")
    return {str(i): codes.get(whole(x, "numFmtId", 0), "General") for i, x in enumerate(styles)}


# --- sheets ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _path(ns: str, expression: str) -> etree.XPath:
    return etree.XPath(expression, namespaces={"x": ns})


def _find(root: etree._Element, expression: str) -> list[etree._Element]:
    return cast(list[etree._Element], _path(etree.QName(root).namespace or "", expression)(root))


def block_of(root: etree._Element, *, blanks: bool = False) -> Block:
    """The cells of a worksheet from its tree, however it spells them."""
    place_all(root)
    hidden = frozenset(
        whole(r, "r", 0) for r in _find(root, "x:sheetData/x:row[@hidden]") if r.get("hidden") in {"1", "true"}
    )
    empty = _find(root, "x:sheetData/x:row/x:c[@s and not(x:v or x:f or x:is)]") if blanks else []
    return Block(_spelled(root), hidden, [(c.get("r", ""), c.get("s", "")) for c in empty])


def _spelled(root: etree._Element) -> Iterator[tuple[str, ...]]:
    q = f"{{{etree.QName(root).namespace}}}"
    tag_v, tag_f, tag_is = f"{q}v", f"{q}f", f"{q}is"
    for c in _find(root, "x:sheetData/x:row/x:c[x:v or x:f or x:is]"):
        opened = formula = valued = value = text = ""
        for child in c:
            if child.tag == tag_v:
                valued, value = child.tag, child.text or ""
            elif child.tag == tag_f:
                opened, formula = f'<f t="{child.get("t")}" si="{child.get("si")}"', child.text or ""
            elif child.tag == tag_is:
                text = _rich(child)
        yield c.get("r", ""), c.get("s", ""), c.get("t", ""), opened, formula, valued, value, text


def sheet_of(
    name: str,
    root: etree._Element,
    block: Block,
    strings: dict[str, str],
    formats: dict[str, str],
    budget: Budget,
    *,
    visible: bool = True,
) -> Sheet:
    """A worksheet: its cells from a block, the rest from its tree."""
    q = f"{{{etree.QName(root).namespace}}}"
    merged = tuple(box(m.get("ref", "")) for m in root.iterfind(f"{q}mergeCells/{q}mergeCell"))
    columns: set[int] = set()
    for c in islice(root.iterfind(f"{q}cols/{q}col"), _COLUMNS):
        if c.get("hidden") in {"1", "true"}:
            columns.update(range(whole(c, "min", 1), min(whole(c, "max", 1), _SEEN_COLUMNS) + 1))
    sheet = Sheet(
        name, _cells(name, block, strings, formats, budget), merged, block.hidden, frozenset(columns), visible
    )
    for address, style in block.styled:
        code = formats.get(style, "General")
        if code != "General":
            sheet.blanks[_place(address)] = code
    return sheet


def _cells(
    name: str, block: Block, strings: dict[str, str], formats: dict[str, str], budget: Budget
) -> dict[tuple[int, int], Raw]:
    """The cells of a block by address.

    This loop runs once for every cell of every workbook, so it spells out the frequent kinds.
    """
    cells: dict[tuple[int, int], Raw] = {}
    shared: dict[str, tuple[str, int, int]] = {}
    stored, letters = 0, budget.letters
    for address, style, kind, opened, text, valued, value, inline in block.cells:
        try:
            place = split_ref(address)
        except ValueError:
            raise Unreadable(f"Lembar {name} rusak: {address[:20]!r} bukan alamat sel.") from None
        content: str | float | bool | None = None
        formula = None
        if opened:
            formula = text if len(opened) == 2 else _formula(opened, text, place, shared)
            letters -= len(formula)
        if valued:
            if kind == "s":
                content = strings.get(value)
                if content is None:
                    raise Unreadable(f"Lembar {name} rusak: teks sel {address} tidak ada di berkas ini.")
            elif not kind or kind == "n":
                content = _number(value) if value else "" if formula is not None else None  # an empty result is one
            elif kind == "b":
                content = value.strip() in {"1", "true"}
            else:
                content = _unescape(value) if "_x" in value else value
        elif kind == "inlineStr":
            content = _unescape(inline) if "_x" in inline else inline
        if content is not None or formula is not None:
            if isinstance(content, str):
                letters -= len(content)
            if letters < 0:
                raise Unreadable(
                    "Teks dan rumus di buku kerja ini terlalu panjang untuk diperiksa; pecah buku kerjanya."
                )
            cells[place] = Raw(content, formats.get(style, "General") if style else "General", formula, kind == "e")
            stored += 1
    budget.cells, budget.letters = budget.cells - stored, letters
    if budget.cells < 0:
        raise Unreadable(f"Buku kerja ini memuat lebih dari {MAX_CELLS} sel terisi; pecah buku kerjanya.")
    if stored != len(cells):
        raise Unreadable(f"Lembar {name} rusak: ada sel yang tercatat dua kali; buka dan simpan ulang di Excel.")
    return cells


def _number(text: str) -> float | str:
    """A stored number; what is none, or beyond what a cell can hold, stays text."""
    try:
        number = int(text) if len(text) < 16 and text.isdigit() else float(text)
    except ValueError:
        return text
    return number if isfinite(number) else text


# --- formulas --------------------------------------------------------------------------------------------


def _formula(opened: str, text: str, place: tuple[int, int], shared: dict[str, tuple[str, int, int]]) -> str:
    """A formula by its tag and text: its own, or the shared one that it belongs to as it reads here."""
    belongs = SHARED.match(opened)
    if belongs is not None:
        if text:
            shared[belongs[1]] = (text, *place)
        elif belongs[1] in shared:
            master, row, column = shared[belongs[1]]
            return _shift(master, place[0] - row, place[1] - column)
    return text


_SHIFT = re.compile(r"\"[^\"]*\"|'[^']*'!|(?<![A-Za-z0-9_.])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![A-Za-z0-9_(!])")


def _shift(formula: str, rows: int, columns: int) -> str:
    """A shared formula as it reads in another cell: relative references moved, texts and sheet names kept."""

    def move(m: re.Match[str]) -> str:
        if m[2] is None:
            return m[0]
        column = _column(m[2]) if m[1] else _column(m[2]) + columns
        row = int(m[4]) if m[3] else int(m[4]) + rows
        if not (1 <= column <= _COLUMNS and 1 <= row <= _ROWS):
            return "#REF!"  # as a spreadsheet shows it
        return f"{m[1]}{ref(1, column)[:-1]}{m[3]}{row}"

    return _SHIFT.sub(move, formula)
