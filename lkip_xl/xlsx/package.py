"""The cells of an .xlsx or .xlsm file: read all of them, change some of them, and nothing else.

Every part of the package that is not edited is written back byte for byte.
"""

from __future__ import annotations

import io
import os
import posixpath
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from lxml import etree

from ..report import Raw, Sheet, ref

__all__ = ["Package", "Unreadable", "Value", "load", "split_ref", "store"]

Value = Decimal | float | str | None


class Unreadable(Exception):
    """The file cannot be read as a workbook; the message is one sentence in Indonesian."""


MAX_UNPACKED: Final = 512 * 1024 * 1024
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PKG_REL: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORKSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
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


def load(path: Path) -> bytes:
    """The bytes of a workbook file; Unreadable with the reason where it cannot be one."""
    try:
        if path.is_dir():
            raise Unreadable(f"{path.name} adalah folder, bukan buku kerja.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"Berkas {path} tidak ada; periksa nama dan letaknya.") from None
    except OSError as error:
        raise Unreadable(f"Berkas {path} tidak dapat dibuka ({error.strerror}).") from None
    return data


def store(data: bytes, path: Path) -> None:
    """Write a file whole or not at all: to a temporary file beside it, then moved into place."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_REF = re.compile(r"([A-Z]{1,3})([0-9]+)")


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    n = 0
    for ch in letters:
        n = n * 26 + ord(ch) - 64
    return n


@lru_cache(maxsize=65536)
def split_ref(text: str) -> tuple[int, int]:
    """F12 is (12, 6); dollar signs are ignored. ValueError where it is no cell reference."""
    m = _REF.fullmatch(text.replace("$", ""))
    if m is None:
        raise ValueError(f"{text} bukan alamat sel")
    return int(m[2]), _column(m[1])


class Package:
    """A workbook package held in memory. Reading never changes it; `to_bytes` gives the edited file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._zip = _open(data)
        self._changed: dict[str, bytes] = {}
        self._names = set(self._zip.namelist())
        office = self._main_part()
        self._workbook_part = office
        root = self._xml(office)
        ns = etree.QName(root).namespace or ""
        rels = self._relations(office)
        self._sheet_parts: dict[str, str] = {}
        self._states: dict[str, str] = {}
        for s in root.iter(f"{{{ns}}}sheet"):
            target = rels.get(s.get(f"{{{_REL}}}id") or s.get(f"{{{_REL_STRICT}}}id") or "", "")
            if target in self._names:
                self._sheet_parts[str(s.get("name"))] = target
                self._states[str(s.get("name"))] = s.get("state", "visible")
        if not self._sheet_parts:
            raise Unreadable("Buku kerja ini tidak berisi lembar yang dapat dibaca.")
        date_root = root.find(f"{{{ns}}}workbookPr")
        self.date1904 = date_root is not None and date_root.get("date1904") in {"1", "true"}

    # --- parts

    def _main_part(self) -> str:
        for target in self._relations("").values():
            if target in self._names and target.endswith(".xml") and "docProps" not in target:
                return target
        if "xl/workbook.bin" in self._names:
            raise Unreadable("Ini berkas .xlsb; simpan ulang sebagai .xlsx lalu coba lagi.")
        if "mimetype" in self._names and b"opendocument" in self._zip.read("mimetype"):
            raise Unreadable("Ini berkas OpenDocument (.ods); simpan ulang sebagai .xlsx lalu coba lagi.")
        raise Unreadable("Ini bukan buku kerja Excel (.xlsx atau .xlsm).")

    def _relations(self, part: str) -> dict[str, str]:
        name = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
        if name not in self._names and name not in self._changed:
            return {}
        base = posixpath.dirname(part)
        out = {}
        for r in self._xml(name):
            if r.get("TargetMode") != "External" and (r.get("Type") or "").rpartition("/")[2] != "":
                target = str(r.get("Target"))
                full = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
                )
                if part or (r.get("Type") or "").endswith("/officeDocument"):
                    out[str(r.get("Id"))] = full
        return out

    def part(self, name: str) -> bytes:
        """The bytes of one part, as edited so far."""
        if name in self._changed:
            return self._changed[name]
        try:
            return self._zip.read(name)
        except (
            KeyError,
            zipfile.BadZipFile,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise Unreadable(f"Bagian {name} di dalam berkas ini rusak atau hilang.") from error
        except Exception as error:  # zlib.error has no public home: a damaged deflate stream
            raise Unreadable(f"Bagian {name} di dalam berkas ini rusak.") from error

    def _xml(self, name: str) -> etree._Element:
        try:
            return etree.fromstring(self.part(name), _PARSER)
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"Bagian {name} di dalam berkas ini rusak.") from error

    def _put(self, name: str, root: etree._Element) -> None:
        self._changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    # --- reading

    def sheets(self, *, blanks: bool = False) -> list[Sheet]:
        """Every worksheet's cells that hold something; with `blanks`, the formats of the styled empty ones too."""
        rels = set(self._relations(self._workbook_part).values())
        strings_part = next((p for p in rels if p.endswith("sharedStrings.xml")), None)
        styles_part = next((p for p in rels if posixpath.basename(p) == "styles.xml"), None)
        strings = _strings(self._xml(strings_part)) if strings_part in self._names else []
        formats = _formats(self._xml(styles_part)) if styles_part in self._names else []
        out = []
        for name, part in self._sheet_parts.items():
            root = self._xml(part)
            if etree.QName(root).localname == "worksheet":
                sheet = _sheet(name, root, strings, formats, self._states[name] == "visible")
                sheet.notes = self._notes(part)
                if blanks:
                    sheet.blanks = _blank_formats(root, formats)
                out.append(sheet)
        return out

    def _notes(self, part: str) -> dict[tuple[int, int], str]:
        """The notes (comments) of a sheet's cells."""
        name = next((p for p in self._relations(part).values() if "comments" in p and p.endswith(".xml")), None)
        if name not in self._names or name is None:
            return {}
        root = self._xml(name)
        q = f"{{{etree.QName(root).namespace}}}"
        found = ((c.get("ref", ""), c.find(f"{q}text")) for c in root.iter(f"{q}comment"))
        return {split_ref(at): _unescape(_rich(text)) for at, text in found if text is not None and _REF.fullmatch(at)}

    # --- editing

    def edit(self, edits: Mapping[str, Mapping[tuple[int, int], Value]]) -> None:
        """Set values: {sheet: {(row, column): value}}. A formula stays and gets the value as its cached result."""
        touched = False
        for name, cells in edits.items():
            if not cells:
                continue
            part = self._sheet_parts[name]
            root = self._xml(part)
            _set_cells(root, cells)
            self._put(part, root)
            touched = True
        if touched:
            self._recalculate_on_load()

    def _recalculate_on_load(self) -> None:
        root = self._xml(self._workbook_part)
        ns = f"{{{etree.QName(root).namespace}}}"
        calc = root.find(f"{ns}calcPr")
        if calc is None:
            calc = etree.Element(f"{ns}calcPr")
            before = ["fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"]
            before += ["functionGroups", "externalReferences", "definedNames"]
            after = [e for e in root if isinstance(e.tag, str) and etree.QName(e).localname in before]
            after[-1].addnext(calc)
        if calc.get("fullCalcOnLoad") != "1":
            calc.set("fullCalcOnLoad", "1")
            self._put(self._workbook_part, root)

    def sheet_xml(self, name: str) -> etree._Element:
        """A copy of a worksheet's XML, to be given back through `put_sheet`."""
        return self._xml(self._sheet_parts[name])

    def put_sheet(self, name: str, root: etree._Element) -> None:
        """Replace a worksheet's XML, or add the sheet at the end of the workbook where there is none."""
        if name in self._sheet_parts:
            self._put(self._sheet_parts[name], root)
            return
        folder = posixpath.dirname(self._workbook_part)
        n = 1
        while f"{folder}/worksheets/sheet{n}.xml" in self._names | set(self._changed):
            n += 1
        part = f"{folder}/worksheets/sheet{n}.xml"
        self._put(part, root)
        types = self._xml("[Content_Types].xml")
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=_WORKSHEET)
        self._put("[Content_Types].xml", types)
        rels_name = f"{folder}/_rels/{posixpath.basename(self._workbook_part)}.rels"
        rels = self._xml(rels_name)
        taken = {r.get("Id") for r in rels}
        rid = next(f"rId{i}" for i in range(1, len(taken) + 2) if f"rId{i}" not in taken)
        workbook = self._xml(self._workbook_part)
        ns = etree.QName(workbook).namespace or ""
        rel_ns = _REL_STRICT if "purl.oclc.org" in ns else _REL
        etree.SubElement(
            rels, f"{{{_PKG_REL}}}Relationship", Id=rid, Type=f"{rel_ns}/worksheet", Target=f"worksheets/sheet{n}.xml"
        )
        self._put(rels_name, rels)
        sheets = workbook.find(f"{{{ns}}}sheets")
        assert sheets is not None
        ids = [int(s.get("sheetId", "0")) for s in sheets]
        etree.SubElement(sheets, f"{{{ns}}}sheet", {"name": name, "sheetId": str(max(ids) + 1), f"{{{rel_ns}}}id": rid})
        self._put(self._workbook_part, workbook)
        self._sheet_parts[name] = part
        self._states[name] = "visible"

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self._sheet_parts)

    def styles_xml(self) -> tuple[str, etree._Element]:
        """The part name and a copy of the styles, to be given back through `put_part`."""
        parts = self._relations(self._workbook_part).values()
        name = next((p for p in parts if posixpath.basename(p) == "styles.xml"), None)
        if name is None:
            raise Unreadable("Buku kerja ini tidak punya bagian gaya (styles.xml).")
        return name, self._xml(name)

    def put_part(self, name: str, root: etree._Element) -> None:
        self._put(name, root)

    def to_bytes(self) -> bytes:
        """The package with the edited parts in place of the old ones, everything else as it was."""
        if not self._changed:
            return self._data
        out = io.BytesIO()
        left = dict(self._changed)
        with zipfile.ZipFile(out, "w") as target:
            for info in self._zip.infolist():
                content = left.pop(info.filename, None)
                entry = zipfile.ZipInfo(info.filename, info.date_time)
                entry.compress_type = info.compress_type
                entry.external_attr = info.external_attr
                entry.create_system = info.create_system
                target.writestr(entry, self._zip.read(info) if content is None else content)
            for name, content in left.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, content)
        return out.getvalue()


def _open(data: bytes) -> zipfile.ZipFile:
    if not data:
        raise Unreadable("Berkas ini kosong (0 byte).")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("Berkas ini dikunci dengan kata sandi; simpan ulang tanpa kata sandi.")
        raise Unreadable("Ini berkas .xls (Excel 97-2003); simpan ulang sebagai .xlsx lalu coba lagi.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise Unreadable("Ini bukan buku kerja Excel (.xlsx atau .xlsm), atau berkasnya terpotong.") from None
    size = sum(i.file_size for i in archive.infolist())
    if size > MAX_UNPACKED:
        raise Unreadable(f"Isi berkas ini terlalu besar setelah dibuka ({size // 2**20} MiB).")
    if any(i.flag_bits & 1 for i in archive.infolist()):
        raise Unreadable("Berkas ini dikunci dengan kata sandi; simpan ulang tanpa kata sandi.")
    return archive


def _rich(element: etree._Element) -> str:
    """The text of a string item: its runs joined, phonetic readings left out."""
    out = []
    for child in element:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            out.append(child.text or "")
        elif local == "r":
            out += [t.text or "" for t in child if t.tag.rpartition("}")[2] == "t"]
    return "".join(out)


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _strings(root: etree._Element) -> list[str]:
    ns = f"{{{etree.QName(root).namespace}}}"
    out = []
    for si in root.iterchildren(f"{ns}si"):
        first = si[0] if len(si) else None
        text = (first.text or "") if len(si) == 1 and first is not None and first.tag == f"{ns}t" else _rich(si)
        out.append(_unescape(text))
    return out


def _formats(root: etree._Element) -> list[str]:
    ns = f"{{{etree.QName(root).namespace}}}"
    codes = dict(_BUILTIN)
    for n in root.iter(f"{ns}numFmt"):
        codes[int(n.get("numFmtId", "0"))] = n.get("formatCode", "General")
    xfs = root.find(f"{ns}cellXfs")
    return [] if xfs is None else [codes.get(int(x.get("numFmtId", "0")), "General") for x in xfs]


@lru_cache(maxsize=8)
def _filled(ns: str) -> etree.XPath:
    return etree.XPath("x:sheetData/x:row/x:c[x:v or x:f or x:is]", namespaces={"x": ns})


def _blank_formats(root: etree._Element, formats: list[str]) -> dict[tuple[int, int], str]:
    ns = etree.QName(root).namespace or ""
    empty = etree.XPath("x:sheetData/x:row/x:c[@r and @s and not(x:v or x:f or x:is)]", namespaces={"x": ns})
    out = {}
    for c in cast(list[etree._Element], empty(root)):
        style = int(c.get("s", "0"))
        if style < len(formats) and formats[style] != "General":
            out[split_ref(c.get("r", "A1"))] = formats[style]
    return out


@lru_cache(maxsize=8)
def _unplaced(ns: str) -> etree.XPath:
    return etree.XPath("boolean(x:sheetData/x:row[not(@r)] | x:sheetData/x:row/x:c[not(@r)])", namespaces={"x": ns})


def _place_all(root: etree._Element, ns: str) -> None:
    """Give every row and cell the address it has by position, where the file leaves it out."""
    data = root.find(f"{{{ns}}}sheetData")
    row_number = 0
    for row in data if data is not None else ():
        row_number = int(row.get("r", row_number + 1))
        row.set("r", str(row_number))
        column = 0
        for c in row:
            column = split_ref(str(c.get("r")))[1] if c.get("r") else column + 1
            c.set("r", ref(row_number, column))


@lru_cache(maxsize=8)
def _hidden(ns: str) -> etree.XPath:
    return etree.XPath("x:sheetData/x:row[@hidden]", namespaces={"x": ns})


def _sheet(name: str, root: etree._Element, strings: list[str], formats: list[str], visible: bool) -> Sheet:
    ns = etree.QName(root).namespace or ""
    q = f"{{{ns}}}"
    cells = _cells(root, ns, strings, formats)
    if cells is None:
        _place_all(root, ns)
        cells = _cells(root, ns, strings, formats) or {}
    merged = tuple(_box(m.get("ref", "A1")) for m in root.iterfind(f"{q}mergeCells/{q}mergeCell"))
    hidden = frozenset(
        int(r.get("r", "0")) for r in cast(list[etree._Element], _hidden(ns)(root)) if r.get("hidden") in {"1", "true"}
    )
    columns = frozenset(
        i
        for c in root.iterfind(f"{q}cols/{q}col")
        if c.get("hidden") in {"1", "true"}
        for i in range(int(c.get("min", "1")), min(int(c.get("max", "1")), 1024) + 1)
    )
    return Sheet(name, cells, merged, hidden, columns, visible)


def _cells(root: etree._Element, ns: str, strings: list[str], formats: list[str]) -> dict[tuple[int, int], Raw] | None:
    """The cells that hold something; None where one has no address.

    This loop runs once for every cell of every workbook, so it spells out the frequent kinds.
    """
    q = f"{{{ns}}}"
    tag_v, tag_f, tag_t = f"{q}v", f"{q}f", f"{q}t"
    cells: dict[tuple[int, int], Raw] = {}
    shared: dict[str, tuple[str, int, int]] = {}
    for c in cast(list[etree._Element], _filled(ns)(root)):
        get = c.get
        address = get("r")
        if address is None:
            return None
        place = split_ref(address)
        kind = get("t")
        value = formula = None
        content: str | float | bool | None = None
        for child in c:
            tag = child.tag
            if tag == tag_v:
                value = child.text or ""
            elif tag == tag_f:
                formula = _formula(child, place, shared)
            elif kind == "inlineStr":
                plain = child[0] if len(child) == 1 else None
                content = (plain.text or "") if plain is not None and plain.tag == tag_t else _rich(child)
                if "_x" in content:
                    content = _unescape(content)
        if value is not None:
            if kind == "s":
                content = strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
            elif kind is None or kind == "n":
                content = _number(value) if value else "" if formula is not None else None  # an empty result is one
            elif kind == "b":
                content = value.strip() in {"1", "true"}
            else:
                content = _unescape(value) if "_x" in value else value
        if content is not None or formula is not None:
            style = get("s")
            code = "General"
            if style is not None and int(style) < len(formats):
                code = formats[int(style)]
            cells[place] = Raw(content, code, formula, kind == "e")
    return cells


def _number(text: str) -> float | str:
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        return text


def _box(text: str) -> tuple[int, int, int, int]:
    first, _, last = text.partition(":")
    r1, c1 = split_ref(first)
    r2, c2 = split_ref(last or first)
    return r1, c1, r2, c2


def _formula(f: etree._Element, place: tuple[int, int], shared: dict[str, tuple[str, int, int]]) -> str:
    text = f.text or ""
    if f.get("t") == "shared":
        key = f.get("si", "")
        if text:
            shared[key] = (text, *place)
        elif key in shared:
            master, row, column = shared[key]
            return _shift(master, place[0] - row, place[1] - column)
    return text


_SHIFT = re.compile(r"\"[^\"]*\"|'[^']*'!|(?<![A-Za-z0-9_.])(\$?)([A-Z]{1,3})(\$?)([0-9]+)(?![A-Za-z0-9_(!])")


def _shift(formula: str, rows: int, columns: int) -> str:
    """A shared formula as it reads in another cell: relative references moved, texts and sheet names kept."""

    def move(m: re.Match[str]) -> str:
        if m[2] is None:
            return m[0]
        column = m[2] if m[1] else ref(1, _column(m[2]) + columns)[:-1]
        row = m[4] if m[3] else str(int(m[4]) + rows)
        return f"{m[1]}{column}{m[3]}{row}"

    return _SHIFT.sub(move, formula)


# --- setting cells ---------------------------------------------------------------------------------------


def _set_cells(root: etree._Element, cells: Mapping[tuple[int, int], Value]) -> None:
    ns = etree.QName(root).namespace or ""
    q = f"{{{ns}}}"
    if _unplaced(ns)(root):
        _place_all(root, ns)
    data = root.find(f"{q}sheetData")
    assert data is not None
    rows = {int(r.get("r", "0")): r for r in data}
    for (row_number, column), value in sorted(cells.items()):
        row = rows.get(row_number)
        if row is None:
            row = etree.Element(f"{q}row", r=str(row_number))
            later = [n for n in rows if n > row_number]
            if later:
                rows[min(later)].addprevious(row)
            else:
                data.append(row)
            rows[row_number] = row
        _set_cell(row, q, row_number, column, value)
    _grow_dimension(root, q, cells)


def _set_cell(row: etree._Element, q: str, row_number: int, column: int, value: Value) -> None:
    address = ref(row_number, column)
    after = None
    cell = None
    for c in row:
        position = split_ref(c.get("r", "A1"))[1]
        if position == column:
            cell = c
            break
        if position > column:
            after = c
            break
    if cell is None:
        cell = etree.Element(f"{q}c", r=address)
        if after is not None:
            after.addprevious(cell)
        else:
            row.append(cell)
        row.attrib.pop("spans", "")
    formula = cell.find(f"{q}f")
    for child in list(cell):
        if child is not formula:
            cell.remove(child)
    for attribute in ("t", "vm") if formula is not None else ("t", "vm", "cm"):
        cell.attrib.pop(attribute, "")
    if value is None:
        return
    if isinstance(value, str):
        if formula is None:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{q}is"), f"{q}t")
        else:
            cell.set("t", "str")
            text = etree.SubElement(cell, f"{q}v")
        text.text = value
        if value != value.strip():
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    else:
        etree.SubElement(cell, f"{q}v").text = f"{value.normalize():f}" if isinstance(value, Decimal) else repr(value)


def _grow_dimension(root: etree._Element, q: str, places: Iterable[tuple[int, int]]) -> None:
    dimension = root.find(f"{q}dimension")
    if dimension is None:
        return
    r1, c1, r2, c2 = _box(dimension.get("ref", "A1"))
    for r, c in places:
        r1, c1, r2, c2 = min(r1, r), min(c1, c), max(r2, r), max(c2, c)
    new = f"{ref(r1, c1)}:{ref(r2, c2)}" if (r1, c1) != (r2, c2) else ref(r1, c1)
    if dimension.get("ref") != new:
        dimension.set("ref", new)
