"""Write a compound file (MS-CFB version 3): the small file system that a macro project is stored in.

Small streams share a stream of 64-byte blocks, larger ones have 512-byte sectors of their own; one table chains the
sectors, another the blocks, and a balanced tree of names leads to them. The same tree gives the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

__all__ = ["Tree", "compound_file"]

Tree: TypeAlias = "Mapping[str, bytes | Tree]"

_SECTOR: Final = 512
_BLOCK: Final = 64
_SMALL: Final = 4096
_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_HEADER_TABLES: Final = 109  # sectors of the chain table that the header itself can name


@dataclass(slots=True)
class _Entry:
    """One name in the directory; `left`, `right` and `child` are places in it."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    black: bool = True
    start: int = _END


@dataclass(slots=True)
class _Chains:
    """Contents cut into units of one size, each unit naming the next."""

    unit: int
    content: bytearray = field(default_factory=bytearray)
    next: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Where the content starts; an empty one is nowhere."""
        if not content:
            return _END
        first, count = len(self.next), -(-len(content) // self.unit)
        self.content += content.ljust(count * self.unit, b"\0")
        self.next += [*range(first + 1, first + count), _END]
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file with these storages (mappings) and streams (bytes).

    Raises ValueError beyond some 7 MB, where a header alone no longer names the chain table.
    """
    entries: list[_Entry] = []
    _enter("Root Entry", tree, _ROOT, entries)
    blocks, sectors = _Chains(_BLOCK), _Chains(_SECTOR)
    for e in entries:
        if e.kind == _STREAM:
            e.start = (blocks if len(e.content) < _SMALL else sectors).add(e.content)
    root = entries[0]
    root.content = bytes(blocks.content)
    root.start = sectors.add(root.content)
    block_table = _words(blocks.next)
    block_start = sectors.add(block_table.ljust(_up(len(block_table)), b"\xff"))
    directory = b"".join(map(_entry, entries))
    free = _entry(_Entry("", 0, start=0))
    directory_start = sectors.add(directory + free * ((_up(len(directory)) - len(directory)) // len(free)))
    per_sector = _SECTOR // 4
    tables = 1
    while -(-(len(sectors.next) + tables) // per_sector) > tables:
        tables += 1
    if tables > _HEADER_TABLES:
        raise ValueError("the project is too large for a compound file without further tables")
    first_table = len(sectors.next)
    chain = _words(sectors.next + [_TABLE] * tables).ljust(tables * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16s5H6s9I", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, tables,
        directory_start, 0, _SMALL, block_start, _up(len(block_table)) // _SECTOR, _END, 0,
    )  # fmt: skip
    named = [*range(first_table, first_table + tables)]
    return header + _words(named + [_NONE] * (_HEADER_TABLES - tables)) + bytes(sectors.content) + chain


def _enter(name: str, node: bytes | Tree, kind: int, entries: list[_Entry]) -> int:
    """Append a node and all below it; returns its place."""
    place = len(entries)
    entry = _Entry(name, kind)
    entries.append(entry)
    if isinstance(node, bytes):
        entry.content = node
        return place
    kids = {n: _enter(n, c, _STREAM if isinstance(c, bytes) else _STORAGE, entries) for n, c in node.items()}
    places = [kids[n] for n in sorted(kids, key=lambda n: (len(n), n.upper()))]  # the order that readers search by
    entry.child = _balance(places, entries, len(places).bit_length())
    if places:
        entries[entry.child].black = True
    return place


def _balance(places: list[int], entries: list[_Entry], depth: int) -> int:
    """A balanced search tree of entries; only its deepest level is red, which makes it a valid red-black tree."""
    if not places:
        return _NONE
    middle = len(places) // 2
    top = entries[places[middle]]
    top.black = depth > 1
    top.left = _balance(places[:middle], entries, depth - 1)
    top.right = _balance(places[middle + 1 :], entries, depth - 1)
    return places[middle]


def _entry(e: _Entry) -> bytes:
    name = e.name.encode("utf-16-le") + b"\0\0" if e.name else b""
    return struct.pack(
        "<64sHBB3I16sIQQIQ", name, len(name), e.kind, e.black, e.left, e.right, e.child, bytes(16), 0, 0, 0,
        0 if e.kind == _STORAGE else e.start, len(e.content),
    )  # fmt: skip


def _words(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _up(length: int) -> int:
    """A length rounded up to whole sectors."""
    return -(-length // _SECTOR) * _SECTOR
