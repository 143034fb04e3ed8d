"""A workbook package: its sheets and what belongs to them, read, changed in some cells, and in nothing else.

Every part that is not edited is written back byte for byte.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from itertools import count
from typing import Final, NamedTuple

from lxml import etree

from ..report import Sheet, Unreadable
from .cells import MAX_CELLS, Budget, block_of, formats_of, notes_of, sheet_of, split_ref, strings_of
from .container import Container
from .edits import Value, calculate_on_load, set_cells, spliced
from .files import load, store
from .markup import MAIN, MAX_XML, marks, parse, serialise, whole
from .scan import scan

__all__ = ["Package", "Value", "load", "split_ref", "store"]

_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PKG_REL: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORKSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MAX_MARKS: Final = 4_000_000
"""Elements and attributes of all parts that are read: some three seconds of parsing."""
_NO_WORKBOOK: Final = "Ini bukan buku kerja Excel (.xlsx atau .xlsm)."
_OTHERS: Final = {
    "document": "Ini dokumen Word, bukan buku kerja Excel; mintalah buku kerjanya.",
    "presentation": "Ini presentasi PowerPoint, bukan buku kerja Excel; mintalah buku kerjanya.",
}


class _Relation(NamedTuple):
    """An internal relation of a part: its id, the last word of its type, the part it leads to."""

    id: str
    kind: str
    target: str


def _first(relations: list[_Relation], kind: str) -> str | None:
    """The first part of a kind among those that belong to a part."""
    return next((r.target for r in relations if r.kind == kind), None)


class Package:
    """A workbook package held in memory. Reading never changes it; `to_bytes` gives the edited file.

    Every method that reads raises Unreadable, in one Indonesian sentence, where a part is damaged or too large.
    """

    def __init__(self, data: bytes) -> None:
        self._container = Container(data)
        self._names = {n.lower(): n for n in self._container.names}  # part names differ by more than case
        self._changed: dict[str, bytes] = {}
        self._marks: dict[str, int] = {}
        self._marked = 0
        self._workbook_part = self._main_part()
        root = self._xml(self._workbook_part)
        name = etree.QName(root)
        if name.localname != "workbook" or name.namespace not in MAIN:
            raise Unreadable(_OTHERS.get(name.localname, _NO_WORKBOOK))
        self._relations_of_workbook = self._relations(self._workbook_part)
        targets = {r.id: r.target for r in self._relations_of_workbook}
        self._sheet_parts: dict[str, str] = {}
        self._states: dict[str, str] = {}
        taken: set[str] = set()
        for s in root.iterfind(f"{{{name.namespace}}}sheets/{{{name.namespace}}}sheet"):
            title, target = (
                s.get("name", ""),
                targets.get(s.get(f"{{{_REL}}}id") or s.get(f"{{{_REL_STRICT}}}id") or ""),
            )
            if target is None or target not in self._container.names:
                raise Unreadable(f"Lembar {title} tidak ada di dalam berkas ini; buka dan simpan ulang di Excel.")
            if title in self._sheet_parts or target in taken:
                raise Unreadable(
                    f"Lembar {title} tercatat dua kali di dalam berkas ini; buka dan simpan ulang di Excel."
                )
            taken.add(target)
            self._sheet_parts[title] = target
            self._states[title] = s.get("state", "visible")
        if not self._sheet_parts:
            raise Unreadable("Buku kerja ini tidak berisi lembar yang dapat dibaca.")

    # --- parts

    def _main_part(self) -> str:
        for relation in self._relations(""):
            if relation.kind == "officeDocument" and relation.target in self._container.names:
                if relation.target.endswith(".bin"):
                    raise Unreadable("Ini berkas .xlsb; simpan ulang sebagai .xlsx lalu coba lagi.")
                return relation.target
        if "mimetype" in self._names and b"opendocument" in self._container.read("mimetype", 1024):
            raise Unreadable("Ini berkas OpenDocument (.ods); simpan ulang sebagai .xlsx lalu coba lagi.")
        raise Unreadable(_NO_WORKBOOK)

    def _relations(self, part: str) -> list[_Relation]:
        """The relations of a part, or of the package, to parts inside it; one to elsewhere is never followed."""
        base, _, leaf = part.rpartition("/")
        name = f"{base}/_rels/{leaf}.rels" if base else f"_rels/{leaf}.rels"
        if name not in self._changed and name.lower() not in self._names:
            return []
        out = []
        for r in self._xml(self._names.get(name.lower(), name)):
            target = posixpath.normpath(posixpath.join("/", base, r.get("Target", ""))).strip("/")
            if r.get("TargetMode") != "External":
                kind = r.get("Type", "").rpartition("/")[2]
                out.append(_Relation(r.get("Id", ""), kind, self._names.get(target.lower(), target)))
        return out

    def part(self, name: str) -> bytes:
        """The bytes of one part, as edited so far."""
        return self._changed[name] if name in self._changed else self._container.read(name, MAX_XML)

    def _xml(self, name: str, *, editing: bool = False) -> etree._Element:
        return self._parsed(name, self.part(name), editing=editing)

    def _parsed(self, name: str, data: bytes, *, editing: bool = False) -> etree._Element:
        count = marks(data)
        self._marked += count - self._marks.get(name, 0)
        self._marks[name] = count
        if self._marked > _MAX_MARKS:
            raise Unreadable("Buku kerja ini memuat terlalu banyak sel atau format; pecah buku kerjanya.")
        return parse(data, name, editing=editing)

    def _put(self, name: str, root: etree._Element) -> None:
        self._changed[name] = serialise(root)

    # --- reading

    def sheets(self, *, blanks: bool = False) -> list[Sheet]:
        """Every worksheet's cells that hold something; with `blanks`, the formats of the styled empty ones too."""
        strings_part = _first(self._relations_of_workbook, "sharedStrings")
        styles_part = _first(self._relations_of_workbook, "styles")
        strings = strings_of(self._xml(strings_part)) if strings_part in self._container.names else {}
        formats = formats_of(self._xml(styles_part)) if styles_part in self._container.names else {}
        budget = Budget()
        out = []
        for name, part in self._sheet_parts.items():
            data = self.part(part)
            scanned = scan(data, MAX_CELLS, blanks=blanks)
            root = self._parsed(part, data) if scanned is None else parse(scanned[0], part)
            kind = etree.QName(root)
            if kind.localname == "worksheet" and kind.namespace in MAIN:
                block = scanned[1] if scanned is not None else block_of(root, blanks=blanks)
                visible = self._states[name] == "visible"
                sheet = sheet_of(name, root, block, strings, formats, budget, visible=visible)
                notes = _first(self._relations(part), "comments")
                if notes in self._container.names:
                    sheet.notes = notes_of(self._xml(notes))
                out.append(sheet)
        return out

    # --- editing

    def edit(self, edits: Mapping[str, Mapping[tuple[int, int], Value]]) -> None:
        """Set values: {sheet: {(row, column): value}}. A formula stays and gets the value as its cached result."""
        touched = {name: cells for name, cells in edits.items() if cells}
        for name, cells in touched.items():
            part = self._sheet_parts[name]
            data = spliced(self.part(part), cells)
            if data is not None:
                self._changed[part] = data
            else:
                root = self.sheet_xml(name)
                set_cells(root, cells)
                self.put_sheet(name, root)
        if touched:
            workbook = self._xml(self._workbook_part, editing=True)
            if calculate_on_load(workbook):
                self._put(self._workbook_part, workbook)

    def sheet_xml(self, name: str) -> etree._Element:
        """A copy of a worksheet's XML, to be given back through `put_sheet`."""
        return self._xml(self._sheet_parts[name], editing=True)

    def put_sheet(self, name: str, root: etree._Element) -> None:
        """Replace a worksheet's XML, or add the sheet at the end of the workbook where there is none."""
        if name in self._sheet_parts:
            self._put(self._sheet_parts[name], root)
            return
        folder = posixpath.dirname(self._workbook_part)
        leaves = (f"worksheets/sheet{n}.xml" for n in count(1))
        leaf = next(leaf for leaf in leaves if posixpath.join(folder, leaf).lower() not in self._names)
        part = posixpath.join(folder, leaf)
        self._put(part, root)
        self._names[part.lower()] = part
        types = self._xml(_CONTENT_TYPES, editing=True)
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=_WORKSHEET)
        self._put(_CONTENT_TYPES, types)
        rels_name = posixpath.join(folder, f"_rels/{posixpath.basename(self._workbook_part)}.rels")
        rels = self._xml(self._names.get(rels_name.lower(), rels_name), editing=True)
        taken = {r.get("Id") for r in rels.iterchildren("*")}
        rid = next(f"rId{i}" for i in range(1, len(taken) + 2) if f"rId{i}" not in taken)
        workbook = self._xml(self._workbook_part, editing=True)
        ns = etree.QName(workbook).namespace or ""
        rel_ns = _REL_STRICT if "purl.oclc.org" in ns else _REL
        etree.SubElement(rels, f"{{{_PKG_REL}}}Relationship", Id=rid, Type=f"{rel_ns}/worksheet", Target=leaf)
        self._put(self._names.get(rels_name.lower(), rels_name), rels)
        last = workbook.findall(f"{{{ns}}}sheets/{{{ns}}}sheet")[-1]
        new = max(whole(s, "sheetId", 0) for s in workbook.iter(f"{{{ns}}}sheet")) + 1
        last.addnext(etree.Element(f"{{{ns}}}sheet", {"name": name, "sheetId": str(new), f"{{{rel_ns}}}id": rid}))
        self._put(self._workbook_part, workbook)
        self._sheet_parts[name] = part
        self._states[name] = "visible"

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self._sheet_parts)

    def styles_xml(self) -> tuple[str, etree._Element]:
        """The part name and a copy of the styles, to be given back through `put_part`.

        Without comments: styles are known by their position, and lxml crashes on the canonical form of a comment.
        """
        name = _first(self._relations_of_workbook, "styles")
        if name is None:
            raise Unreadable("Buku kerja ini tidak punya bagian gaya (styles.xml).")
        root = self._xml(name)
        ns = etree.QName(root).namespace
        if ns not in MAIN or any(root.find(f"{{{ns}}}{n}") is None for n in ("fonts", "fills", "borders", "cellXfs")):
            raise Unreadable("Bagian gaya (styles.xml) buku kerja ini tidak lengkap; buka dan simpan ulang di Excel.")
        return name, root

    def put_part(self, name: str, root: etree._Element) -> None:
        self._put(name, root)

    def to_bytes(self) -> bytes:
        """The package with the edited parts in place of the old ones, everything else as it was."""
        return self._container.rewritten(self._changed)
