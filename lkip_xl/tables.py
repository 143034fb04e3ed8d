"""The declared tables: what every reader, writer, template and rule knows of them, read from data/tables.

A kind (`capaian`, `kontribusi`, ...) says how its columns are headed and recognised, what they hold, which
measure fills them, which columns add up, and which figures must equal those of another kind.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["QUARTER", "Column", "Kind", "Link", "Standard", "kind_of", "kinds", "number_key", "standard_numbers"]


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column. A name ending in @ stands for one column per year or answer (`target@2025`).

    `measure` computes it from `operands`, or where a table lacks one of these from `fallback`. `figures`: it holds
    figures, not text, a choice or a label.
    """

    name: str
    heading: tuple[str, ...]
    pattern: re.Pattern[str]
    type: str
    width: int = 12
    measure: str | None = None
    operands: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The figures of `column` equal those of the first of `sources` (`kind.column`) that a workbook has.

    With a kind in `loose` they may differ for good reasons: compared only where most are equal.
    """

    column: str
    sources: tuple[tuple[str, str], ...]
    rule: str
    section: str | None = None
    fills: bool = False
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """A numbered table of the standard workbook."""

    number: str
    section: str
    title: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table. `first_row`: its first column has no heading and its first row reads like this."""

    name: str
    title: str
    key: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    one_of: tuple[str, ...]
    without: tuple[str, ...]
    tree: bool
    sums: tuple[str, ...]
    links: tuple[Link, ...]
    layout: tuple[str, ...]
    numbered: bool
    first_row: re.Pattern[str] | None
    standard: Mapping[str, Standard]

    @property
    def declared(self) -> bool:
        """What its columns are is declared; of any other list the figures tell it."""
        return bool(self.columns)

    def column(self, name: str) -> Column:
        """The declared column of a name, `target@2025` included; KeyError where there is none."""
        declared = name.partition("@")[0] + "@" if "@" in name else name
        for c in self.columns:
            if c.name == declared:
                return c
        raise KeyError(f"{self.name} tidak punya kolom {name}")


_PERCENT: Final = r"p(?:er|r?[eo])sen"
QUARTER: Final = r"(?:triwulan|tw|semester)(?:ke)?\|?(?:iv|i{1,3}|[1-4])"
"""A quarter or a half of the year in a heading."""
_SHORTHAND: Final = {
    "nomor": "^(n[o0]|nomor)$",
    "persen": _PERCENT,  # also as it is misspelled: prosen, presen
    "persen capaian": rf"(%?(tingkat)?(pen)?capaian|%$|{_PERCENT}|%realisasi|realisasi\(?%\)?$)",
    "triwulan": QUARTER,
    "pada tahun": rf"(^|^(capaian|kinerja|pengukuran|indikator)?(kinerja)?(pada)?(tahun)?(20\d\d)?({QUARTER}(tahun)?(20\d\d)?)?\|)",
    "kelompok anggaran": r"(realisasi)?(anggaran|keuangan|dana)(dan(realisasi|penyerapan)(anggaran)?)?(\(?rp\.?\)?)?\|",
    "di bawah anggaran": r"^(?!(capaian)?kinerja|indikator)[^|]*(anggaran|keuangan|pagu|program)[^|]*\|",
}
"""What `<...>` in a declared pattern stands for. `<pada tahun>`: the heading alone, or under one such as Capaian Kinerja Tahun
2024 or Triwulan II."""


def _pattern(declared: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\?P)<([a-z ]+)>", lambda m: _SHORTHAND[m[1]], declared))


def _column(c: dict[str, Any]) -> Column:
    return Column(
        name=c["nama"],
        heading=tuple(c["judul"]),
        pattern=_pattern(c["kenali"]),
        type=c["tipe"],
        width=c.get("lebar", 12),
        measure=c.get("ukuran"),
        operands=tuple(c.get("dari", ())),
        fallback=tuple(c.get("atau", ())),
        choices=tuple(c.get("pilihan", ())),
        figures=c["tipe"] in {"angka", "persen", "uang"},
    )


def _link(link: dict[str, Any]) -> Link:
    sources = tuple((s.split(".")[0], s.split(".")[1]) for s in link["dengan"])
    return Link(
        link["kolom"],
        sources,
        link["aturan"],
        link.get("hanya"),
        link.get("isi", False),
        tuple(link.get("longgar", ())),
    )


@cache
def kinds() -> Mapping[str, Kind]:
    """Every declared kind by name."""
    out = {}
    for f in sorted(files("lkip_xl").joinpath("data/tables").iterdir(), key=lambda f: f.name):
        d: dict[str, Any] = tomllib.loads(f.read_text("utf-8"))
        name = f.name.removesuffix(".toml")
        standard = {
            n: Standard(n, t["bagian"], t["judul"], tuple(t.get("tanpa", ()))) for n, t in d.get("tabel", {}).items()
        }
        out[name] = Kind(
            name=name,
            title=d["judul"],
            key=d["kunci"],
            columns=tuple(_column(c) for c in d["kolom"]),
            required=tuple(d["wajib"]),
            one_of=tuple(d.get("salah_satu", ())),
            without=tuple(d.get("tanpa", ())),
            tree=d.get("pohon", False),
            sums=tuple(d.get("jumlah", ())),
            links=tuple(_link(link) for link in d.get("sama", ())),
            layout=tuple(d.get("tata", ())),
            numbered=d.get("bernomor", False),
            first_row=re.compile(d["baris_awal"], re.I) if "baris_awal" in d else None,
            standard=standard,
        )
    return out


@cache
def standard_numbers() -> Mapping[str, Standard]:
    """Every numbered table of the standard workbook, in the order of their numbers."""
    found = {n: s for k in kinds().values() for n, s in k.standard.items()}
    return dict(sorted(found.items(), key=lambda item: number_key(item[0])))


def number_key(number: str) -> tuple[int, ...]:
    """Printed numbers in their order: 3.2 before 3.11."""
    return tuple(int(p) for p in number.split("."))


def kind_of(number: str) -> Kind:
    """The kind of a numbered standard table; KeyError where there is none."""
    for k in kinds().values():
        if number in k.standard:
            return k
    raise KeyError(number)
