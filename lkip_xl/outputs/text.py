"""Findings as a person reads them on a terminal, sheet by sheet."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

import click

from ..report import Finding
from ..result import Result, Tally
from ..rules import RULES

__all__ = ["doubled", "plain", "render", "summary"]

_COLORS: Final = {"galat": "red", "peringatan": "yellow", "info": "cyan"}
_WIDTH: Final = 100
_NAMED: Final = 8


def render(results: Iterable[Result]) -> Iterator[str]:
    """Each file under its own heading, and a last line with the counts. Colours are ANSI codes."""
    tally = Tally()
    for result in tally.over(results):
        yield "\n".join(_file(result)) + "\n\n"
    yield from (line + "\n" for line in doubled(tally))
    yield summary(tally.counts()) + "\n"


def doubled(tally: Tally) -> Iterator[str]:
    """A line for each unit that more than one file is of."""
    for unit, n in tally.doubled():
        yield click.style(plain(f"{unit} ada di {n} berkas; pastikan hanya satu yang dipakai."), fg="yellow")


def summary(total: Mapping[str, int]) -> str:
    """One line with the counts."""
    text = f"{total['berkas']} berkas: {total['galat']} galat, {total['peringatan']} peringatan, {total['info']} info"
    if total["tidak_terbaca"]:
        text += f", {total['tidak_terbaca']} tidak terbaca"
    color = "red" if total["galat"] or total["tidak_terbaca"] else "green"
    return click.style(text + ".", fg=color, bold=True)


def plain(text: str) -> str:
    """A text of a workbook without what a terminal would obey: control characters become spaces."""
    return "".join(c if c.isprintable() else " " for c in text)


def _file(result: Result) -> Iterator[str]:
    if result.reason is not None:
        yield click.style(plain(f"{result.path}: tidak terbaca. {result.reason}"), fg="red", bold=True)
        return
    whose = ", ".join(str(x) for x in (result.unit, result.year) if x)
    yield click.style(plain(result.path), bold=True) + (f"  ({plain(whose)})" if whose else "")
    yield click.style(f"{len(result.tables)} tabel dikenali.", dim=True)
    if not result.findings:
        yield click.style("Tidak ada temuan baru." if result.known else "Tidak ada temuan.", fg="green")
    if result.known:
        yield f"{len(result.known)} temuan dari pemeriksaan yang lalu masih ada."
    if result.quiet:
        named = ", ".join(f"{f.code} {f.place}" for f in result.quiet[:_NAMED])
        more = f", dan {len(result.quiet) - _NAMED} lagi" if len(result.quiet) > _NAMED else ""
        yield plain(f"{len(result.quiet)} temuan diabaikan oleh buku kerja ini: {named}{more}.")
    for sheet, found in groupby(result.findings, key=lambda f: f.place.sheet):
        yield ""
        yield click.style("Buku kerja" if sheet is None else plain(f"Lembar {sheet}"), bold=True, underline=True)
        for f in found:
            yield from _finding(f)
    codes = sorted({f.code for f in result.findings if f.level != "info"})
    if codes:
        yield ""
        yield click.style("Cara memperbaiki", bold=True, underline=True)
    for code in codes:
        yield from textwrap.wrap(f"{code}  {RULES[code].mend}", _WIDTH, initial_indent="  ", subsequent_indent=" " * 8)


def _finding(f: Finding) -> Iterator[str]:
    head = f"  {f.place.cell or '':<6}"
    level = click.style(f"{f.level:<11}", fg=_COLORS[f.level], bold=f.level == "galat")
    first, *rest = textwrap.wrap(plain(f.message), _WIDTH - 26) or [""]
    yield f"{head}{level}{f.code}  {first}"
    indent = " " * 25
    yield from (indent + line for line in rest)
    if f.guess:
        yield from (indent + line for line in textwrap.wrap(plain(f"Dugaan: {f.guess}."), _WIDTH - 26))
    if f.related and f.level != "info":
        places = [str(p) if p.sheet != f.place.sheet else str(p.cell) for p in f.related]
        shown = ", ".join(places[:8]) + (f", dan {len(places) - 8} lagi" if len(places) > 8 else "")
        yield from (
            click.style(indent + line, dim=True) for line in textwrap.wrap(plain(f"Terkait: {shown}"), _WIDTH - 26)
        )
