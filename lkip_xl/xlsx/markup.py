"""XML from strangers: parsed without entities, network or surprises, and within limits."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from ..report import Unreadable

__all__ = ["MAIN", "MAX_MARKS", "MAX_XML", "marks", "parse", "serialise", "whole"]

MAX_XML: Final = 32 * 2**20
"""Bytes of one part."""
MAX_MARKS: Final = 1_000_000
"""Elements and attributes of one part, counted by `<` and `=`; each takes up to 250 bytes once parsed."""

MAIN: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
"""The namespaces of spreadsheets: transitional and strict."""


def _parser(*, comments: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=not comments,
        remove_pis=not comments,
    )  # fmt: skip


_READING: Final = _parser(comments=False)
_EDITING: Final = _parser(comments=True)
_DECLARATION: Final = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)[\"'][^>]*>")
_ENCODINGS: Final = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
"""Encodings in which `<` is the byte `<`, so that what is counted is what is parsed. UTF-16 is turned into UTF-8."""


def parse(data: bytes, name: str, *, editing: bool = False) -> etree._Element:
    """The root of a part; for editing with its comments. Unreadable names the part and what is wrong."""
    data = _as_bytes_of_ascii(data, name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable(f"Bagian {name} memuat definisi dokumen (DTD), yang tidak boleh ada di buku kerja.")
    if marks(data) > MAX_MARKS:
        raise Unreadable(
            f"Bagian {name} memuat terlalu banyak sel atau format; hapus baris dan kolom kosong yang berformat, "
            "atau pecah buku kerjanya."
        )
    try:
        return etree.fromstring(data, _EDITING if editing else _READING)
    except etree.XMLSyntaxError:
        raise Unreadable(f"Bagian {name} di dalam berkas ini rusak.") from None


def marks(data: bytes) -> int:
    """How many elements and attributes a part has at most; counted where it matters, since counting takes time."""
    return data.count(b"<") + data.count(b"=") if len(data) > MAX_MARKS else len(data) // 4  # <a/> is the shortest


def serialise(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def whole(element: etree._Element, name: str, default: int) -> int:
    """A whole number that an attribute states, at most that of a 32-bit field; Unreadable where it states none."""
    text = element.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"\s*\+?[0-9]{1,10}\s*", text):
        raise Unreadable(f"Berkas ini rusak: {etree.QName(element).localname} {name} berisi {text[:20]!r}.")
    return int(text)


def _as_bytes_of_ascii(data: bytes, name: str) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")):
        code = "utf-16" if data[:1] not in b"<\0" else "utf-16-le" if data[:1] == b"<" else "utf-16-be"
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            raise Unreadable(f"Bagian {name} di dalam berkas ini rusak.") from None
        return re.sub(r"\A<\?xml[^>]*\?>", "", text).encode("utf-8", "surrogatepass")
    start = data.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARATION.match(start)
    if not start.lstrip().startswith(b"<") or (declared and declared[1].lower() not in _ENCODINGS):
        raise Unreadable(f"Bagian {name} di dalam berkas ini rusak.")
    return data
