"""What each row of a table is: a total, a mean, a sasaran or indicator, a program, kegiatan or sub kegiatan."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ..number import State
from ..params import Band, Scale, band_of_text, open_below
from ..report import Cell, Row, Table
from .trees import grow, numbered

__all__ = ["classify", "closes"]

_TOTAL = re.compile(
    r"(sub ?|grand ?)?(jumlah|total|jml)( ?(total|anggaran|belanja|keseluruhan|seluruhnya|semua|umum|capaian( realisasi)?( kinerja)?|(nilai )?(nrr|unsur)( tertimbang)?|tertimbang))?",
    re.I,
)
_BUDGET_TOTAL = re.compile(r"\W*(sub ?|grand ?)?(j\s?u\s?m\s?l\s?a\s?h|t\s?o\s?t\s?a\s?l|jml)\b", re.I)
_REST = re.compile(r"\W*(sisa|silpa|efisiensi|selisih)\b", re.I)
_NO_TOTAL = re.compile(r"\W*(jumlah|total)\b.*\b(di ?luar|tanpa|selain|kecuali|(di)?pindah(an|kan))\b", re.I)
"""Of some rows only, or carried over to the next page."""
_CHANGE = re.compile(r"\W*(kenaikan|penurunan|selisih|pertumbuhan|kekurangan|sisa)\W*", re.I)
_BALANCE = re.compile(r"\W*(surplus|defisit)\b", re.I)
_MEAN = re.compile(r"\W*(capaian\s+)?(rata\W*rata|rerata)", re.I)
_ONLY_MEAN = re.compile(r"\W*(rata\W*rata|rerata|tertinggi|terendah|maksimum|minimum)\W*", re.I)
_INDICATOR = re.compile(r"\W*(\d+[.)]\s*)?indikator\b", re.I)
_ENTRY = re.compile(r"^\W*(\d+[.)]\s*)?(indikator|sasaran)\s*(\d+(\.\d+)*)?\s*:?\s*", re.I)


def classify(table: Table) -> None:
    """Give each row its label and level, drop what is no row, and find each tree's parents."""
    kept: list[Row] = []
    closed = False
    for row in table.rows:
        total, mean = _total_or_mean(row, table)
        row.label = row.text(table.kind.key)
        figures = any(c.column.figures and c.filled for c in row.cells.values())
        if total is not None and table.kind.name != "ringkasan":
            row.level, row.label, closed = "jumlah", total, True
        elif mean is not None and table.kind.name != "ringkasan":
            row.level, row.label = "rata-rata", mean
        elif table.kind.name == "efisiensi":
            if closed and not figures:
                continue  # a note under the total is no sasaran
            own = row.text("indikator")
            row.label = own or row.text("sasaran")
            row.level = "indikator" if own or _INDICATOR.match(row.label) else "sasaran"
            row.label = _ENTRY.sub("", row.label)
        elif table.kind.tree and _says(row.label) in ({"sebagian", "selebihnya"} if closed else {"sebagian"}):
            continue  # what is left of the total is no part of it
        elif table.kind.tree and _says(row.label) == "sisa":
            row.level = "sisa"
        elif table.kind.tree:
            if not figures and not row.text("indikator") and not numbered(row) and kept:
                kept[-1].label = f"{kept[-1].label} {row.text('uraian')}".strip()  # a long name that runs on
                continue
        elif table.kind.name == "rincian" and _CHANGE.fullmatch(row.label):
            row.level = "sisa"
        elif not row.label and not figures:
            continue
        kept.append(row)
    table.rows[:] = kept
    if table.kind.name == "efisiensi":
        _group(table)
    elif table.kind.tree:
        for row in table.rows:
            row.label = row.label or row.text("uraian")
        grow(table)
    if table.kind.name == "skala":
        table.scale = _scale(table)


def _total_or_mean(row: Row, table: Table) -> tuple[str | None, str | None]:
    """The text that makes a row a total, or a mean."""
    budget = table.kind.tree and bool(table.kind.sums)
    for c in row.cells.values():
        if c.column.figures:
            continue
        says = _says(c.text)
        if says == "jumlah" or (budget and says == "jumlah anggaran" and c.column.name != "indikator"):
            return c.text, None
        if says == "rata-rata" and (_ONLY_MEAN.fullmatch(c.text) or not _may_be_indicator(row, c)):
            return None, c.text
    return None, None


def _may_be_indicator(row: Row, cell: Cell) -> bool:
    """Rata-rata lama sekolah: with a target of its own, or beside a sasaran where the table has no targets."""
    named = cell.column.name == "indikator" != cell.table.kind.key
    return row.holds("target") or row.holds("realisasi") or (named and "target" not in row.cells)


def closes(text: str) -> bool:
    """A text that makes its row a total or a mean."""
    return _says(text) in {"jumlah", "jumlah anggaran", "rata-rata"}


@lru_cache(maxsize=8192)
def _says(text: str) -> str:
    """What a text makes of its row: a total, a total where it stands in a budget, a mean; in a budget a total of some rows
    (`sebagian`), a surplus or deficit (`sisa`), or what a total leaves over (`selebihnya`); or nothing of these."""
    if len(text) > 60:
        return ""
    if _NO_TOTAL.match(text):
        return "sebagian"
    if _TOTAL.fullmatch(text.strip(" :.")):
        return "jumlah"
    if _BUDGET_TOTAL.match(text):
        return "jumlah anggaran"
    if _MEAN.match(text) or _ONLY_MEAN.fullmatch(text):
        return "rata-rata"
    return "sisa" if _BALANCE.match(text) else "selebihnya" if _REST.match(text) else ""


# --- sasaran ---------------------------------------------------------------------------------------------


def _group(table: Table) -> None:
    """Number the sasaran of an efficiency table: a row headed Sasaran opens one, its indicators follow."""
    group = 0
    headed = any(r.level == "sasaran" and not _has_kinerja(r) for r in table.rows)
    for row in table.rows:
        if "indikator" in table.columns:
            opens = row.text("sasaran") or row.holds("anggaran")  # with money of its own it is judged by itself
            group += row.level in {"sasaran", "indikator"} and bool(opens)
        elif row.level == "sasaran" and (not headed or not _has_kinerja(row) or row.text("no")):
            group += 1
        elif row.level == "sasaran":
            row.level = "indikator"
        row.group = 0 if row.level == "jumlah" else group
    means = [row for row in table.rows if row.level == "rata-rata"]
    if means and means[-1] is next(row for row in reversed(table.rows) if row.level != "jumlah"):
        sizes = Counter(r.group for r in table.rows if r.level in {"sasaran", "indikator"} and r.measured)
        without = sizes.keys() - {row.group for row in means}
        if len(sizes) > 1 and (sizes[means[-1].group] < 2 or any(sizes[g] > 1 for g in without)):
            means[-1].group = 0  # not of its sasaran: of all


def _has_kinerja(row: Row) -> bool:
    """It is measured itself; a sasaran may state the mean of its indicators all the same."""
    return any(row.holds(k) for k in ("target", "realisasi")) or (row.holds("capaian") and "target" not in row.cells)


# --- scales ------------------------------------------------------------------------------------------------


def _scale(table: Table) -> Scale | None:
    bands: list[Band] = []
    for row in table.rows:
        text, label, lower = row.text("interval"), row.text("kriteria"), row.get("batas")
        if not label:
            continue
        if lower is not None and lower.figure.state is State.NUMBER and lower.value is not None:
            band: Band | None = Band(label, lower.value)
        else:
            band = band_of_text(text, label)
        if band is None:
            return None
        bands.append(replace(band, code=row.text("kode")))
    if len(bands) < 2:
        return None
    bands.sort(key=lambda b: Decimal(-1) if b.low is None else b.low, reverse=True)
    return Scale(open_below(tuple(bands)), f"skala pada {table.name}")
