"""Setting cells in a worksheet: the touched cells change, and what must follow them, and nothing else.

Where the part is spelled as usual and holds the cells already, they are replaced in its text, and every other byte
stays. Otherwise they are set in its tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final, cast
from xml.sax.saxutils import escape as marked_up

from lxml import etree

from ..report import Unreadable, ref
from .cells import box, place_all, split_ref
from .markup import whole
from .scan import WRITTEN, parts

__all__ = ["Value", "calculate_on_load", "escape", "set_cells", "spliced"]

Value = Decimal | float | str | None

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BEFORE_CALC: Final = frozenset(
    {"fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
     "externalReferences", "definedNames"}
)  # fmt: skip


def escape(text: str) -> str:
    """A text as a file stores it: what only looks escaped, and characters that XML cannot hold, as _xHHHH_."""
    if text.isprintable() and "_x" not in text:
        return text
    return _NO_CHARACTER.sub(lambda m: f"_x{ord(m[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))


def spliced(data: bytes, cells: Mapping[tuple[int, int], Value]) -> bytes | None:
    """A worksheet part with these values by (row, column); a formula stays and gets the value as its cached result.

    None where the part is spelled in an unusual way, or lacks one of the cells.
    """
    found = parts(data)
    if found is None:
        return None
    before, block, after = found
    out: list[str] = []
    at = 0
    for place, value in sorted(cells.items()):
        start = block.find(f'<c r="{ref(*place)}"', at)
        cell = WRITTEN.match(block, start) if start >= 0 else None
        if cell is None:
            return None
        formula = cell[2] or ""
        kind, text = _stored(value, beside_formula=bool(formula))
        content = formula
        if text is not None:
            keep = ' xml:space="preserve"' if text != text.strip() else ""
            before_text, after_text = ("<is><t", "</t></is>") if kind == "inlineStr" else ("<v", "</v>")
            content += f"{before_text}{keep}>{marked_up(text)}{after_text}"
        kind = f' t="{kind}"' if kind else ""
        out += block[at:start], cell[1], f"{kind}>{content}</c>" if content else f"{kind}/>"
        at = cell.end()
    return before + "".join([*out, block[at:]]).encode() + after


def set_cells(root: etree._Element, cells: Mapping[tuple[int, int], Value]) -> None:
    """Set values by (row, column). A formula stays and gets the value as its cached result."""
    ns = etree.QName(root).namespace or ""
    q = f"{{{ns}}}"
    place_all(root)
    data = root.find(f"{q}sheetData")
    if data is None:
        raise Unreadable("Lembar ini rusak: bagian selnya tidak ada.")
    rows = _rows(data, q)
    touched = {row for row, _ in cells}
    found = {c.get("r"): c for n, row in rows.items() if n in touched for c in row.iterchildren(f"{q}c")}
    for place, value in sorted(cells.items()):
        cell = found.get(ref(*place))
        if cell is None:
            cell = _new_cell(rows, data, q, place)
        _set(cell, q, value)
    _grow_dimension(root, q, cells)


def _rows(data: etree._Element, q: str) -> dict[int, etree._Element]:
    """The rows by number, in the order of the file, which must be that of the numbers for a new one to find its place."""
    numbered = [(whole(r, "r", 0), r) for r in data.iterchildren(f"{q}row")]
    if any(a >= b for (a, _), (b, _) in pairwise(numbered)):
        raise Unreadable("Baris di dalam berkas ini tidak urut; buka dan simpan ulang di Excel lebih dulu.")
    return dict(numbered)


def _new_cell(rows: dict[int, etree._Element], data: etree._Element, q: str, place: tuple[int, int]) -> etree._Element:
    number, column = place
    row = rows.get(number)
    if row is None:
        row = etree.Element(f"{q}row", r=str(number))
        later = min((n for n in rows if n > number), default=None)
        if later is None:
            data.append(row)
        else:
            rows[later].addprevious(row)
        rows[number] = row
    cell = etree.Element(f"{q}c", r=ref(*place))
    after = next((c for c in row.iterchildren(f"{q}c") if split_ref(c.get("r", "A1"))[1] > column), None)
    if after is not None:
        after.addprevious(cell)
    else:
        row.append(cell)
    row.attrib.pop("spans", "")
    return cell


def _set(cell: etree._Element, q: str, value: Value) -> None:
    formula, tag = None, f"{q}f"
    for child in list(cell):
        if child.tag == tag:
            formula = child
        else:
            cell.remove(child)
    for attribute in ("t", "vm") if formula is not None else ("t", "vm", "cm"):
        if cell.get(attribute) is not None:
            del cell.attrib[attribute]
    kind, text = _stored(value, beside_formula=formula is not None)
    if text is None:
        return
    if kind:
        cell.set("t", kind)
    parent = etree.SubElement(cell, f"{q}is") if kind == "inlineStr" else cell
    content = etree.SubElement(parent, f"{q}t" if kind == "inlineStr" else f"{q}v")
    content.text = text
    if text != text.strip():
        content.set(_SPACE, "preserve")


def _stored(value: Value, *, beside_formula: bool) -> tuple[str, str | None]:
    """A value as a cell stores it: its type, if it needs one, and its text, if it has one."""
    if value is None:
        return "", None
    if isinstance(value, str):
        return "str" if beside_formula else "inlineStr", escape(value)
    return "", f"{value.normalize():f}" if isinstance(value, Decimal) else repr(value)


def _grow_dimension(root: etree._Element, q: str, places: Iterable[tuple[int, int]]) -> None:
    dimension = root.find(f"{q}dimension")
    if dimension is None:
        return
    r1, c1, r2, c2 = box(dimension.get("ref", "A1"))
    rows, columns = zip((r1, c1), (r2, c2), *places, strict=True)
    r1, c1, r2, c2 = min(rows), min(columns), max(rows), max(columns)
    new = f"{ref(r1, c1)}:{ref(r2, c2)}" if (r1, c1) != (r2, c2) else ref(r1, c1)
    if dimension.get("ref") != new:
        dimension.set("ref", new)


def calculate_on_load(workbook: etree._Element) -> bool:
    """Have a spreadsheet program calculate the workbook anew when it opens it; whether that changed anything."""
    ns = f"{{{etree.QName(workbook).namespace}}}"
    calc = workbook.find(f"{ns}calcPr")
    if calc is None:
        calc = etree.Element(f"{ns}calcPr")
        elements = cast(list[etree._Element], [e for e in workbook if isinstance(e.tag, str)])
        [e for e in elements if etree.QName(e).localname in _BEFORE_CALC][-1].addnext(calc)
    if calc.get("fullCalcOnLoad") == "1":
        return False
    calc.set("fullCalcOnLoad", "1")
    return True
