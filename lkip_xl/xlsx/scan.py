"""The cells of a worksheet as the usual programs spell them, read and replaced without building a tree.

A grammar says what that spelling is, and the whole block of cells must follow it to the last letter; then the same
few patterns give its cells. Any other spelling (prefixes, comments, rich text, absent addresses ...) is no business
of this room: `cells` reads it from a tree and `edits` changes it there, and both ways give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from .markup import MAIN

__all__ = ["SHARED", "WRITTEN", "Block", "parts", "scan"]


def _uncaptured(pattern: str) -> str:
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


_ADDRESS: Final = r'r="([A-Z]{1,3}[0-9]{1,7})"'
_STYLE: Final = r'(?: s="([0-9]{1,6})")?'
_TYPE: Final = r'(?: t="([a-zA-Z]{1,9})")?'
_KEEP: Final = r'(?: xml:space="preserve")?'
_ATTRIBUTES: Final = r'(?: [a-zA-Z0-9:]{1,20}="[^"<>&]*+")*+'
_FORMULA: Final = rf"(?:(<f{_ATTRIBUTES})(?:/>|>([^<]*+)</f>))?"
_VALUE: Final = rf"(?:(<v){_KEEP}(?:/>|>([^<]*+)</v>)|<is><t{_KEEP}>([^<]*+)</t></is>)?"
_CELL: Final = re.compile(rf"<c {_ADDRESS}{_STYLE}{_TYPE}>(?=<[fvi]){_FORMULA}{_VALUE}</c>")
_EMPTY: Final = re.compile(rf"<c {_ADDRESS}{_STYLE}{_TYPE}(?:/>|></c>)")
WRITTEN: Final = re.compile(
    rf"(<c {_uncaptured(_ADDRESS + _STYLE)}){_uncaptured(_TYPE)}(?:/>|>({_uncaptured(_FORMULA)}){_uncaptured(_VALUE)}</c>)"
)
"""A cell in such a block: its tag up to the style, and its formula."""
_HIDDEN: Final = re.compile(r'<row r="([0-9]{1,7})"[^<>]* hidden="(?:1|true)"')
SHARED: Final = re.compile(r'(?=.* t="shared").* si="([0-9]{1,9})"')
"""The number of the shared formula that a cell's formula belongs to."""


_BLOCK: Final = re.compile(
    rf"(?:\s*+<row{_ATTRIBUTES}(?:/>|>(?:\s*+(?:{_uncaptured(_EMPTY.pattern)}|{_uncaptured(_CELL.pattern)}))*+\s*+</row>))*+\s*+"
)
_NO_TEXT: Final = bytes({*range(32)} - {9, 10})
_FEW: Final = 20  # bytes; no cell that holds something is shorter
_QUOTED: Final = rb"(?:\"%b\"|'%b')"
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=%b(?: encoding=%b)?(?: standalone=%b)?\s*\?>)?\s*<worksheet xmlns=%b"
    % tuple(
        _QUOTED % (text, text)
        for text in (
            rb"1\.0",
            rb"(?i:utf-8)",
            rb"(?:yes|no)",
            b"(?:" + b"|".join(re.escape(ns.encode()) for ns in sorted(MAIN)) + b")",
        )
    )
)
_ENTITY: Final = re.compile("&(?:(lt|gt|quot|apos|amp);|#([0-9]{1,6});|#x([0-9A-Fa-f]{1,5});)?")
_LESS: Final = "\0"  # for a sign that would open a tag; no part of a workbook can hold it
_NAMED: Final = {"lt": _LESS, "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_CHARACTER: Final = re.compile("[^\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _OtherEntity(Exception):
    """A text has an entity that is neither one of the five usual ones nor a character's number."""


class Block(NamedTuple):
    """What a worksheet's cells are, however it spells them: those that hold something, the numbers of its hidden rows,
    and address and style of the empty ones.

    A cell is (address, style, type, formula's tag, formula, value's tag, value, text); what is not there is empty.
    """

    cells: Iterable[tuple[str, ...]]
    hidden: frozenset[int]
    styled: list[tuple[str, str]]


def parts(data: bytes) -> tuple[bytes, str, bytes] | None:
    """What stands before the cells of a worksheet part, the cells, and what stands behind them.

    None where they are spelled in another way.
    """
    start, end = data.find(b"<sheetData>") + len(b"<sheetData>"), data.find(b"</sheetData>")
    rest = data[:start] + data[end:]
    if end < start or not _START.match(rest) or b"<!" in rest or rest.count(b"<?") > 1 or rest.count(b"sheetData") != 2:
        return None
    stored = data[start:end]
    if len(stored.translate(None, _NO_TEXT)) < len(stored):
        return None
    try:
        block = stored.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\ufffe" in block or "\uffff" in block or not _BLOCK.fullmatch(block):
        return None
    return data[:start], block, data[end:]


def scan(data: bytes, most: int, *, blanks: bool = False) -> tuple[bytes, Block] | None:
    """A worksheet part without its cells, and its cells; with `blanks` the styled empty ones too.

    None where it is spelled in another way, or has more than `most` cells that may hold something.
    """
    if (len(data) > _FEW * most and data.count(b"</c>") > most) or (found := parts(data)) is None:
        return None
    before, block, after = found
    if "&" in block:  # the grammar allows it only in texts, so all of them are read at once
        try:
            block = _ENTITY.sub(_character, block)
        except _OtherEntity:
            return None
    cells: list[tuple[str, ...]] = _CELL.findall(block)
    if _LESS in block:
        cells = [
            tuple([part.replace(_LESS, "<") for part in c]) if _LESS in c[4] or _LESS in c[6] or _LESS in c[7] else c
            for c in cells
        ]
    hidden = frozenset(map(int, _HIDDEN.findall(block))) if " hidden=" in block else frozenset()
    styled = [(address, style) for address, style, _ in _EMPTY.findall(block) if style] if blanks else []
    return before + after, Block(cells, hidden, styled)


def _character(m: re.Match[str]) -> str:
    """The character that an entity stands for."""
    if m[1]:
        return _NAMED[m[1]]
    number = int(m[2]) if m[2] else int(m[3], 16) if m[3] else 0
    character = chr(number)
    if not _CHARACTER.match(character):  # none that a text may hold, or no entity at all
        raise _OtherEntity
    return _LESS if character == "<" else character
