"""A macro project from text modules (MS-OVBA), on any machine, without Excel: the same modules give the same bytes.

Only the compressed sources are stored; Excel and LibreOffice compile them when the workbook is opened.
"""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal

from .compound import compound_file

__all__ = ["Module", "class_module", "code_module", "document", "project", "source"]

_PAGE: Final = 1252
_ENCODING: Final = f"cp{_PAGE}"
_CHUNK: Final = 4096
_BASES: Final = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}
_LIBRARIES: Final = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    ("Office", r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Module:
    """One module: of code, of a class, or the code behind the workbook or a sheet (`document`)."""

    name: str
    kind: Literal["code", "class", "document"]
    text: str


def source(name: str) -> str:
    """The text of a file in `macros/`, which the wheel carries inside the package and a checkout beside it."""
    inside: Traversable = files("lkip_xl").joinpath("macros", name)
    found = inside if inside.is_file() else Path(__file__).parents[2] / "macros" / name
    return found.read_text("utf-8")


def code_module(text: str) -> Module:
    """A module of code as exported: its first line names it. ValueError where it does not."""
    m = re.match(r'Attribute VB_Name = "(\w+)"', text)
    if m is None:
        raise ValueError("a module starts with its Attribute VB_Name")
    return Module(m[1], "code", text)


def class_module(text: str) -> Module:
    """A class module as exported, its header left out. ValueError where it does not name itself."""
    text = re.sub(r"\AVERSION 1\.0 CLASS\s*BEGIN.*?^END\s*", "", text, flags=re.S | re.M)
    m = re.search(r'^Attribute VB_Name = "(\w+)"', text, re.M)
    if m is None:
        raise ValueError("a module has its Attribute VB_Name")
    if "VB_Base" not in text:
        text = text.replace(m[0], f'{m[0]}\nAttribute VB_Base = "{_BASES["class"]}"', 1)
    return Module(m[1], "class", text)


def document(name: str, of: Literal["workbook", "sheet"], text: str = "") -> Module:
    """The code behind the workbook or one of its sheets, under the code name that the workbook gives it."""
    attributes = {
        "VB_Name": f'"{name}"', "VB_Base": f'"{_BASES[of]}"', "VB_GlobalNameSpace": False, "VB_Creatable": False,
        "VB_PredeclaredId": True, "VB_Exposed": True, "VB_TemplateDerived": False, "VB_Customizable": True,
    }  # fmt: skip
    return Module(name, "document", "".join(f"Attribute {k} = {v}\n" for k, v in attributes.items()) + text)


def project(modules: Sequence[Module], name: str = "VBAProject") -> bytes:
    """The vbaProject.bin of these modules. UnicodeEncodeError where a module has a character outside cp1252."""
    streams = {m.name: _compress(re.sub(r"\r?\n", "\r\n", m.text).encode(_ENCODING)) for m in modules}
    streams["dir"] = _compress(_directory(modules, name))
    streams["_VBA_PROJECT"] = bytes.fromhex("cc61ffff000000")  # no compiled code: compile from the sources
    names = b"".join(m.name.encode(_ENCODING) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return compound_file({"VBA": streams, "PROJECT": _project_text(modules, name), "PROJECTwm": names + b"\0\0"})


# --- the directory of modules ------------------------------------------------------------------------------


def _directory(modules: Sequence[Module], name: str) -> bytes:
    """The `dir` stream: records of (number, length, content) in the order that MS-OVBA 2.3.4.2 gives."""
    out = _record(0x01, _long(3)) + _record(0x02, _long(0x409)) + _record(0x14, _long(0x409))
    out += _record(0x03, struct.pack("<H", _PAGE)) + _record(0x04, name.encode(_ENCODING))
    out += (
        b"".join(_record(n, b"") for n in (0x05, 0x40, 0x06, 0x3D)) + _record(0x07, _long(0)) + _record(0x08, _long(0))
    )
    out += struct.pack("<HIIH", 0x09, 4, 0x6901E03F, 2) + _record(0x0C, b"") + _record(0x3C, b"")
    for library, path in _LIBRARIES:
        content = path.encode(_ENCODING)
        out += _record(0x16, library.encode(_ENCODING)) + _record(0x3E, library.encode("utf-16-le"))
        out += _record(0x0D, _long(len(content)) + content + bytes(6))
    out += _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    for m in modules:
        narrow, wide = m.name.encode(_ENCODING), m.name.encode("utf-16-le")
        out += _record(0x19, narrow) + _record(0x47, wide) + _record(0x1A, narrow) + _record(0x32, wide)
        out += _record(0x1C, b"") + _record(0x48, b"") + _record(0x31, _long(0)) + _record(0x1E, _long(0))
        out += _record(0x2C, b"\xff\xff") + _record(0x21 if m.kind == "code" else 0x22, b"") + _record(0x2B, b"")
    return out + _record(0x10, b"")


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _long(value: int) -> bytes:
    return struct.pack("<I", value)


def _project_text(modules: Sequence[Module], name: str) -> bytes:
    """The `PROJECT` stream: neither locked nor protected."""
    own = uuid.uuid5(uuid.NAMESPACE_URL, "lkip_xl/" + ",".join(m.name for m in modules))
    identity = "{" + str(own).upper() + "}"
    written = {"code": "Module={}", "class": "Class={}", "document": "Document={}/&H00000000"}
    lines = [f'ID="{identity}"', *(written[m.kind].format(m.name) for m in modules)]
    lines += [f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    protection = (("CMG", bytes(4), 0xA7), ("DPB", bytes(1), 0xA2), ("GC", bytes([0xFF]), 0x9D))
    lines += [f'{key}="{_obscured(identity, content, seed)}"' for key, content, seed in protection]
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{m.name}=0, 0, 0, 0, C" for m in modules)]
    return ("\r\n".join(lines) + "\r\n").encode(_ENCODING)


def _obscured(identity: str, content: bytes, seed: int) -> str:
    """A protection value as the format obscures it (MS-OVBA 2.4.3.2)."""
    key = sum(identity.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    before, last, older = key, out[2], out[1]
    for plain in bytes([7] * ((seed & 6) // 2)) + _long(len(content)) + content:
        value = plain ^ ((older + before) & 0xFF)
        out.append(value)
        before, older, last = plain, last, value
    return bytes(out).hex().upper()


# --- compression (MS-OVBA 2.4.1) -----------------------------------------------------------------------------


def _compress(data: bytes) -> bytes:
    """A signature byte, then each 4096 bytes as one chunk: compressed, or as it is where that is no shorter."""
    out = bytearray(b"\x01")
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        body = _compressed_chunk(chunk)
        if len(body) < _CHUNK:
            out += struct.pack("<H", 0xB000 | (len(body) - 1)) + body
        else:
            out += struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
    return bytes(out)


def _compressed_chunk(chunk: bytes) -> bytes:
    """Groups of eight tokens behind a byte of flags: a literal byte, or a copy of what came before."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    place = indexed = 0
    while place < len(chunk):
        flags, flags_at = 0, len(out)
        out.append(0)
        for bit in range(8):
            if place >= len(chunk):
                break
            while indexed < place:
                seen.setdefault(chunk[indexed : indexed + 3], []).append(indexed)
                indexed += 1
            bits = max((place - 1).bit_length(), 4)  # how many of the 16 bits hold the distance grows with the place
            length, distance = _longest(chunk, place, seen.get(chunk[place : place + 3], []), (0xFFFF >> bits) + 3)
            if length:
                out += struct.pack("<H", (distance - 1) << (16 - bits) | (length - 3))
                flags |= 1 << bit
                place += length
            else:
                out.append(chunk[place])
                place += 1
        out[flags_at] = flags
    return bytes(out)


def _longest(chunk: bytes, place: int, candidates: Sequence[int], limit: int) -> tuple[int, int]:
    """The longest earlier occurrence of what stands at a place: (length, distance), (0, 0) below three bytes."""
    best = distance = 0
    for earlier in reversed(candidates):
        length = 3
        while length < limit and place + length < len(chunk) and chunk[earlier + length] == chunk[place + length]:
            length += 1
        if length > best and place + 3 <= len(chunk):
            best, distance = length, place - earlier
    return best, distance
