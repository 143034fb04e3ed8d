"""The zip that holds a workbook's parts: opened within limits, read part by part, written back with only some changed.

A part is never put on disk under its own name, and nothing it says about its size is believed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO, Final

from ..report import Unreadable
from .files import MAX_FILE

__all__ = ["MAX_PARTS", "MAX_UNPACKED", "Container"]

MAX_UNPACKED: Final = 256 * 2**20
MAX_PARTS: Final = 10_000
_DENSE: Final = 200
"""Bytes out of one byte in. Sheets of nothing but equal cells reach some 60; deflate itself ends at 1.032."""
_DENSE_FROM: Final = 16 * 2**20
_CHUNK: Final = 2**20
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_NO_WORKBOOK: Final = "Ini bukan buku kerja Excel (.xlsx atau .xlsm)"
_RESAVE: Final = "simpan ulang sebagai .xlsx lalu coba lagi"
_DAMAGE: Final = (
    KeyError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


class Container:
    """The parts of a package, by name. Reading never changes it. Raises Unreadable for what is no sound package."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._zip = _open(data)
        self.names = frozenset(i.filename for i in self._zip.infolist())

    def read(self, name: str, limit: int = MAX_UNPACKED) -> bytes:
        """The bytes of one part; Unreadable where it is missing, damaged or larger than `limit`."""
        try:
            info = self._zip.getinfo(name)
            if info.file_size > limit:
                raise Unreadable(f"Bagian {name} terlalu besar ({info.file_size // 2**20} MiB).")
            with self._zip.open(info) as stream:
                return stream.read(info.file_size + 1)  # never unpacks more, whatever is in there
        except _DAMAGE:
            raise Unreadable(f"Bagian {name} di dalam berkas ini rusak atau hilang.") from None

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with these parts in place of the old ones or behind them, every other part as it was."""
        if not changed:
            return self._data
        out = io.BytesIO()
        left = dict(changed)
        with zipfile.ZipFile(out, "w") as target:
            for info in self._zip.infolist():
                entry = zipfile.ZipInfo(info.filename, info.date_time)
                entry.compress_type = info.compress_type
                entry.external_attr = info.external_attr
                entry.create_system = info.create_system
                if info.filename in left:
                    target.writestr(entry, left.pop(info.filename))
                else:
                    entry.file_size = info.file_size
                    with target.open(entry, "w") as stream:
                        self._copy(info, stream)
            for name, content in left.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, content)
        return out.getvalue()

    def _copy(self, info: zipfile.ZipInfo, target: IO[bytes]) -> None:
        try:
            with self._zip.open(info) as source:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
        except _DAMAGE:
            raise Unreadable(f"Bagian {info.filename} di dalam berkas ini rusak atau hilang.") from None


def _open(data: bytes) -> zipfile.ZipFile:
    if not data.startswith(b"PK"):
        raise Unreadable(_what_else(data))
    if len(data) > MAX_FILE:
        raise Unreadable(f"Berkas ini {len(data) // 2**20} MiB; batasnya {MAX_FILE // 2**20} MiB.")
    if data.count(b"PK\x01\x02") > MAX_PARTS:  # before the list is read: it takes more memory than the file
        raise Unreadable(f"Berkas ini memuat lebih dari {MAX_PARTS:n} bagian; itu bukan buku kerja biasa.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        raise Unreadable(f"{_NO_WORKBOOK}, atau berkasnya terpotong.") from None
    entries = archive.infolist()
    if any(i.flag_bits & 1 for i in entries):
        raise Unreadable("Berkas ini dikunci dengan kata sandi; simpan ulang tanpa kata sandi.")
    if any(i.compress_type not in _METHODS for i in entries):
        raise Unreadable(f"Berkas ini dimampatkan dengan cara yang tidak dipakai Excel; {_RESAVE}.")
    seen: set[str] = set()
    for i in entries:
        name = i.orig_filename
        if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
            raise Unreadable("Berkas ini memuat nama bagian yang tidak sah; mintalah berkas asli dari pengirimnya.")
        if name.lower() in seen:
            raise Unreadable(f"Berkas ini memuat dua bagian bernama {name[:80]}; buka dan simpan ulang di Excel.")
        seen.add(name.lower())
    size = sum(i.file_size for i in entries)
    if size > MAX_UNPACKED or (size > _DENSE_FROM and size > _DENSE * len(data)):
        raise Unreadable(f"Isi berkas ini terlalu besar setelah dibuka ({size // 2**20} MiB).")
    return archive


def _what_else(data: bytes) -> str:
    """Why a file that is no zip is no workbook, and what to do."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = start[:1024].lower()
    if not data:
        return "Berkas ini kosong (0 byte)."
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "Berkas ini dikunci dengan kata sandi; simpan ulang tanpa kata sandi."
        return f"Ini berkas .xls (Excel 97-2003); {_RESAVE}."
    if start.startswith(b"%PDF"):
        return "Ini berkas PDF, bukan buku kerja Excel; mintalah buku kerjanya."
    if b"<html" in low or low.startswith((b"<!doctype html", b"<table")):
        return f"Ini halaman web (HTML) dengan nama buku kerja; buka di Excel, {_RESAVE}."
    if low.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096]:
        return f"Ini berkas XML Spreadsheet 2003; buka di Excel, {_RESAVE}."
    if _is_text(data[:4096]):
        return f"Ini berkas teks (misalnya .csv), bukan buku kerja Excel; buka di Excel, {_RESAVE}."
    return f"{_NO_WORKBOOK}, atau berkasnya terpotong."


def _is_text(start: bytes) -> bool:
    return all(b >= 32 or b in b"\t\r\n\f" for b in start)
