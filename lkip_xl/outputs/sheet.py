"""Findings inside the workbook itself: sheet Temuan with links, and the wrong cells highlighted.

Highlights are conditional formats with a style of their own, so no cell's own format changes and taking the
rule away gives the sheet back as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

from ..report import TEMUAN, Finding, ref
from ..rules import RULES
from ..xlsx.edits import escape
from ..xlsx.marks import ADDRESSES, COLORS, FIRST, HEADINGS, WIDTHS, row_height
from ..xlsx.package import Package

__all__ = ["add_findings", "counted", "row_of"]

_MARK: Final = "1=1"  # the condition of our highlights: always so, in every language of Excel
_AFTER_FORMATS: Final = (
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_SKELETON: Final = (
    '<worksheet xmlns="{ns}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" '
    'workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView>'
    '</sheetViews><sheetFormatPr defaultRowHeight="15"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" '
    'header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)
_FORMATS: Final = ("conditionalFormatting", "cols")
_AFTER_LINKS: Final = _AFTER_FORMATS[2:]


def add_findings(package: Package, findings: Sequence[Finding]) -> None:
    """Write sheet Temuan (replacing what it held) and highlight the cells of the findings."""
    styles_part, styles = package.styles_xml()
    look = _Look(styles)
    looking = False
    for name in package.sheet_names:
        if name == TEMUAN:
            continue
        cells = {
            level: [f.place.cell for f in findings if f.place.sheet == name and f.place.cell and f.level == level]
            for level in COLORS
        }
        root = package.sheet_xml(name)
        if _looks_itself(root, look):  # its own formats show what sheet Temuan names, and its button takes that away
            looking = True
        elif any(cells.values()) or _marked(root, look):
            _highlight(root, cells, look)
            package.put_sheet(name, root)
    package.put_sheet(TEMUAN, _sheet(package, findings, look, looking=looking))
    package.put_part(styles_part, styles)


class _Look:
    """The styles that marking needs, added to a workbook's own; those of an earlier marking are used again."""

    def __init__(self, styles: etree._Element) -> None:
        self.q = f"{{{etree.QName(styles).namespace}}}"
        self.styles = styles
        self.dxf = {level: self._dxf(f"FF{color}") for level, color in COLORS.items()}
        head_font = self._add(
            "fonts", f'<font xmlns="{self.ns}"><b/><sz val="10"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>'
        )
        link_font = self._add(
            "fonts", f'<font xmlns="{self.ns}"><u/><sz val="10"/><color rgb="FF1F4E79"/><name val="Calibri"/></font>'
        )
        text_font = self._add("fonts", f'<font xmlns="{self.ns}"><sz val="10"/><name val="Calibri"/></font>')
        title_font = self._add(
            "fonts", f'<font xmlns="{self.ns}"><b/><sz val="14"/><color rgb="FF1F4E79"/><name val="Calibri"/></font>'
        )
        line = "".join(
            f'<{side} style="thin"><color rgb="FFA6B4C2"/></{side}>' for side in ("left", "right", "top", "bottom")
        )
        border = self._add("borders", f'<border xmlns="{self.ns}">{line}<diagonal/></border>')
        dark = self._solid("FF1F4E79")
        self.head = self._xf(head_font, dark, border, "center")
        self.text = self._xf(text_font, 0, border, "left")
        self.link = self._xf(link_font, 0, border, "left")
        self.level = {
            level: self._xf(text_font, self._solid(f"FF{color}"), border, "center") for level, color in COLORS.items()
        }
        self.title = self._xf(title_font, 0, 0, "left", wrap=False)

    @property
    def ns(self) -> str:
        return self.q[1:-1]

    def _list(self, name: str) -> etree._Element:
        found = self.styles.find(self.q + name)
        if found is None:  # only dxfs may be missing; they follow cellStyles
            found = etree.Element(self.q + name, count="0")
            anchor = self.styles.find(self.q + "cellStyles")
            (anchor if anchor is not None else self.styles.find(self.q + "cellXfs")).addnext(found)  # type: ignore[union-attr]
        return found

    def _add(self, name: str, xml: str) -> int:
        """The position of an element in a list of styles, appended where it is not there yet."""
        items = self._list(name)
        new = etree.fromstring(xml)
        for i, item in enumerate(items):
            if etree.tostring(item, method="c14n", exclusive=True) == etree.tostring(
                new, method="c14n", exclusive=True
            ):
                return i
        items.append(new)
        items.set("count", str(len(items)))
        return len(items) - 1

    def _solid(self, color: str) -> int:
        fill = f'<patternFill patternType="solid"><fgColor rgb="{color}"/><bgColor indexed="64"/></patternFill>'
        return self._add("fills", f'<fill xmlns="{self.ns}">{fill}</fill>')

    def _dxf(self, color: str) -> int:
        fill = f'<fill><patternFill patternType="solid"><fgColor rgb="{color}"/><bgColor rgb="{color}"/></patternFill></fill>'
        return self._add("dxfs", f'<dxf xmlns="{self.ns}"><font><b/></font>{fill}</dxf>')

    def _xf(self, font: int, fill: int, border: int, align: str, *, wrap: bool = True) -> int:
        return self._add(
            "cellXfs",
            f'<xf xmlns="{self.ns}" numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{align}" vertical="top" indent="{int(align == "left")}"{" wrapText=" + chr(34) + "1" + chr(34) if wrap else ""}/></xf>',
        )


def _marked(root: etree._Element, look: _Look) -> list[etree._Element]:
    """The conditional formats that an earlier marking put on a sheet."""
    ours = {str(i) for i in look.dxf.values()}
    return [
        c for c in root.iterfind(f"{look.q}conditionalFormatting")
        if len(c) == 1 and c[0].get("dxfId") in ours and c[0].findtext(f"{look.q}formula") == _MARK
    ]  # fmt: skip


def _looks_itself(root: etree._Element, look: _Look) -> bool:
    """A sheet of the standard workbook with macros: its cells look for their address on sheet Temuan."""
    formulas = root.iterfind(f"{look.q}conditionalFormatting/{look.q}cfRule/{look.q}formula")
    return any(ADDRESSES in (f.text or "") for f in formulas)


def _highlight(root: etree._Element, cells: dict[str, list[str]], look: _Look) -> None:
    for old in _marked(root, look):
        root.remove(old)
    rules = root.findall(f"{look.q}conditionalFormatting/{look.q}cfRule")
    rules.sort(key=lambda rule: int(rule.get("priority", "1")))
    for priority, rule in enumerate(rules, len(COLORS) + 1):  # ours come first
        rule.set("priority", str(priority))
    for priority, (level, places) in enumerate(cells.items(), 1):
        if not places:
            continue
        block = etree.Element(f"{look.q}conditionalFormatting", sqref=" ".join(dict.fromkeys(places)))
        rule = etree.SubElement(
            block, f"{look.q}cfRule", type="expression", dxfId=str(look.dxf[level]), priority=str(priority)
        )
        etree.SubElement(rule, f"{look.q}formula").text = _MARK
        _insert(root, block, look.q, ("conditionalFormatting", *_AFTER_FORMATS))  # LibreOffice goes by the order


def _insert(root: etree._Element, element: etree._Element, q: str, later: Sequence[str]) -> None:
    """Put an element before the first of those that must follow it."""
    for child in root:
        if child.tag in {q + name for name in later}:
            child.addprevious(element)
            return
    root.append(element)


def _sheet(package: Package, findings: Sequence[Finding], look: _Look, *, looking: bool) -> etree._Element:
    """Sheet Temuan; where the workbook is `looking` there for addresses, with them and with its own formats."""
    q = look.q
    kept = looking and TEMUAN in package.sheet_names
    if TEMUAN in package.sheet_names:
        root = package.sheet_xml(TEMUAN)
        for name in (
            "sheetData",
            "hyperlinks",
            "mergeCells",
            "autoFilter",
            "sheetProtection",
            *(() if kept else _FORMATS),
        ):
            for old in root.findall(q + name):
                root.remove(old)
    else:
        root = etree.fromstring(_SKELETON.format(ns=look.ns))
    dimension = root.find(f"{q}dimension")
    if dimension is not None:
        dimension.set("ref", f"A1:{ref(FIRST - 1 + len(findings), len(HEADINGS))}")
    cols = etree.Element(f"{q}cols")
    for i, width in enumerate(WIDTHS, 1):
        etree.SubElement(cols, f"{q}col", min=str(i), max=str(i), width=str(width), customWidth="1")
    data = etree.Element(f"{q}sheetData")
    _row(data, q, 1, [(f"Temuan: {counted(findings)}", look.title)])
    _row(data, q, FIRST - 1, [(text, look.head) for text in HEADINGS], 20)
    links = etree.Element(f"{q}hyperlinks")
    for r, f in enumerate(findings, FIRST):
        values = row_of(r - FIRST + 1, f)
        look_of = [look.text] * len(values)
        look_of[1], look_of[3] = look.level[f.level], look.link if f.place.cell else look.text
        if kept and f.place.cell:
            values, look_of = (*values, f"{f.place.sheet}!{f.place.cell}"), [*look_of, look.text]
        _row(data, q, r, list(zip(values, look_of, strict=True)), row_height(zip(values, WIDTHS, strict=False)))
        if f.place.sheet and f.place.cell:
            quoted = f.place.sheet.replace("'", "''")
            etree.SubElement(
                links, f"{q}hyperlink", ref=ref(r, 4), location=f"'{quoted}'!{f.place.cell}", display=f.place.cell
            )
    before_cols = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")
    position = sum(1 for child in root if child.tag in {q + n for n in before_cols})
    if kept and (own := root.find(f"{q}cols")) is not None:
        own.addnext(data)
    else:
        root.insert(position, cols)
        cols.addnext(data)
    if len(links):
        _insert(root, links, q, _AFTER_LINKS)
    return root


def counted(findings: Sequence[Finding]) -> str:
    """How many findings of each level, in words."""
    return ", ".join(f"{sum(f.level == level for f in findings)} {level}" for level in COLORS)


def row_of(number: int, f: Finding) -> tuple[str, ...]:
    """A finding as a row of sheet Temuan, in the order of its headings; empty texts for what it does not have."""
    return (
        str(number), f.level, f.place.sheet or "", f.place.cell or "", f.written or "", f.expected or "", f.message,
        f.guess or "", RULES[f.code].mend, f.code,
    )  # fmt: skip


def _row(
    data: etree._Element, q: str, number: int, cells: Sequence[tuple[str, int]], height: float | None = None
) -> None:
    row = etree.SubElement(data, f"{q}row", r=str(number))
    if height is not None:
        row.set("ht", str(height))
        row.set("customHeight", "1")
    for i, (text, style) in enumerate(cells, 1):
        c = etree.SubElement(row, f"{q}c", r=ref(number, i), s=str(style))
        if text:
            c.set("t", "inlineStr")
            t = etree.SubElement(etree.SubElement(c, f"{q}is"), f"{q}t")
            t.text = escape(text)
            if text != text.strip():
                t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
