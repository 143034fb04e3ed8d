"""Headings in other words: what offices write, in the words of the declared tables, and the time that a heading is of.

A path is the compact headings over one column, from the top down: `capaiantahun2025|target`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from ..tables import QUARTER

__all__ = ["GOES_ON", "LARGE_UNIT", "YEAR", "Paths", "in_declared_words", "is_last", "quarter_of", "year_of"]

Paths = tuple[tuple[int, str], ...]
"""(column, heading path) from left to right."""

GOES_ON: Final = re.compile(r"\b(?:lanjutan|sambungan)\b", re.I)
"""A title of what goes on with the table above, or with that of another sheet."""
LARGE_UNIT: Final = re.compile(r"\b(?:juta|ribu)(?:an)?\b|\bjt\b|rp\.?\s*(?:juta|ribu)", re.I)
"""Money printed in thousands or millions."""
YEAR: Final = re.compile(r"(?:19|20)\d\d")
_QUARTER: Final = re.compile(rf"(s/d|sd|sampai(?:dengan)?)?({QUARTER})(?=$|[|(]|tahun|20\d\d)")

_LAST: Final = ("iv", "4", "semesterii", "semester2")
_PLAN: Final = re.compile(r"rencana(?:tingkatcapaian|capaian|kinerja)?(?:\(target\))?")
_OF_THE_YEAR: Final = re.compile(
    r"(?<=^target)(?:tahunan|pk)(?=$|\()|(?<=^realisasi)(?:tahunan|capaian|(?:s/?d|sampai(?:dengan)?)(?:tw|triwulan|bulan)?(?:iv|4|desember))(?=$|\()|(?<=^capaian)tahunan(?=$|\()"
)
_MEASURED: Final = re.compile(r"^(?:uraianindikator|tolokukur)(?:kinerja)?")
_LETTERS: Final = {"t": "target", "r": "realisasi", "c": "capaian", "c(%)": "capaian(%)", "%c": "capaian(%)"}
_REACHED: Final = re.compile(r"capaian(?=(?:kinerja)?(?:tahun)?(?:20\d\d)?$)")
_PERCENTAGE: Final = re.compile(
    r"\(?%\)?|(?:%|p(?:er|r?[eo])sen(?:tase)?|tingkat)(?:(?:pen)?capaian|kinerja|realisasi|target|tahun|20\d\d|\(?%\)?)*|"
    r"(?:pen)?capaian(?:kinerja)?\(?%\)?"
)
_TOTAL: Final = re.compile(r"(?:jumlah|total)(?:\(?rp\.?\)?)?")
_SPLIT: Final = re.compile(
    r"(?P<target>target|rencana)|(?P<realisasi>realisasi)|(?P<capaian>%|persen|tingkat|(?:pen)?capaian|rasio)"
)
_EITHER: Final = {
    "target": ("target", "anggaran"),
    "realisasi": ("realisasi", "realisasianggaran"),
    "capaian": ("%capaian", "%serapan"),
}
"""What a group is called where it is of kinerja, and where it is of money."""
_KINERJA: Final = re.compile(r"kinerja|fisik|k|output|keluaran|volume")
_MONEY: Final = re.compile(r"(?:keuangan|anggaran|dana|rp|rupiah)(?:\(?rp\.?\)?)?")
_WHAT: Final = re.compile(
    r"target|rencana|realisasi|persentase|persen|tingkat|(?:pen)?capaian|rasio|kinerja|anggaran|keuangan|fisik|dan|&|\(?%\)?|\|"
)
_YEAR_ALONE: Final = re.compile(r"(?:tahun(?:ke)?\|)?(?:tahun|th)?20\d\d")
_OF_TARGETS: Final = re.compile(
    r"^(?!.*(?:realisasi|capaian|anggaran|dana)).*(?:target|renstra|rencana strategis)", re.I | re.S
)
_OF_RESULTS: Final = re.compile(r"^(?!.*(?:target|capaian|anggaran|dana)).*realisasi", re.I | re.S)


@lru_cache(maxsize=8192)
def year_of(path: str) -> int | None:
    """The year that a heading states; of several the last."""
    found = YEAR.findall(path)
    return int(found[-1]) if found else None


@lru_cache(maxsize=8192)
def quarter_of(path: str) -> str:
    """The quarter or half that a heading is of, as it is spelled; nothing where it is of the year, as up to its last is."""
    m = _QUARTER.search(path)
    return "" if m is None or (m[1] and is_last(m[2])) else m[2]


def is_last(quarter: str) -> bool:
    """It ends the year, so that what was reached up to it is what was reached in the year."""
    return quarter.endswith(_LAST)


@lru_cache(maxsize=2048)
def in_declared_words(paths: Paths, title: str) -> Paths:
    """Headings as the declared tables call them.

    A plan (`Rencana Tingkat Capaian`) is a target. `T | R | C` are target, realisasi, capaian. `Capaian` between a target
    and a percentage is what was reached: realisasi. `Jumlah` behind a group of columns is the group's. Years alone are of what
    the title says.
    """
    named = [(i, *path.rpartition("|")) for i, path in _with_their_totals(paths)]
    under = _under(named)
    named = [(i, *_of_either(head, bar, last, under[head])) for i, head, bar, last in named]
    under = _under(named)
    out = tuple((i, head + bar + _usual(last, bool(head), under[head])) for i, head, bar, last in named)
    alone = {i for i, path in out if _YEAR_ALONE.fullmatch(path)}
    topic = "target" if _OF_TARGETS.match(title) else "realisasi" if _OF_RESULTS.match(title) else ""
    if topic and len(alone) > 1 and not any("target" in path or "realisasi" in path for _, path in out):
        return tuple((i, f"{topic}|{path}" if i in alone else path) for i, path in out)
    return out


def _under(named: Iterable[tuple[int, str, str, str]]) -> dict[str, set[str]]:
    """The last headings below each group."""
    under: defaultdict[str, set[str]] = defaultdict(set)
    for _, head, _, last in named:
        under[head].add(last)
    return under


def _of_either(head: str, bar: str, last: str, beside: set[str]) -> tuple[str, str, str]:
    """A heading of a group that is split in kinerja and money (Target | K | Rp) as the one of the two that it is."""
    group = _SPLIT.match(head)
    if group is None or not any(map(_KINERJA.fullmatch, beside)) or not any(map(_MONEY.fullmatch, beside)):
        return head, bar, last
    of_kinerja, of_money = _EITHER[group.lastgroup or ""]
    when = _WHAT.sub("", head)
    if _KINERJA.fullmatch(last):
        return "", "", of_kinerja + when
    return ("", "", of_money + when) if _MONEY.fullmatch(last) else (head, bar, last)


def _with_their_totals(paths: Paths) -> Iterator[tuple[int, str]]:
    group = ""
    for i, path in paths:
        yield i, f"{group}|{path}" if group and _TOTAL.fullmatch(path) else path
        group = path.partition("|")[0] if "|" in path else ""


def _usual(word: str, grouped: bool, beside: set[str]) -> str:
    """The last heading over a column as it is usually called, by those that stand beside it."""
    if grouped and beside >= {"t", "r"}:
        return _LETTERS.get(word, word)
    if _PLAN.fullmatch(word):
        return "target"
    word = _MEASURED.sub("indikator", _OF_THE_YEAR.sub("", word))
    plan = any(w.startswith("target") or _PLAN.fullmatch(w) for w in beside)
    if plan and not any("realisasi" in w for w in beside) and any(_PERCENTAGE.fullmatch(w) for w in beside):
        return _REACHED.sub("realisasi", word) if _REACHED.match(word) else word
    return word
