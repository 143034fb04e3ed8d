"""Which way an indicator counts: whether more or less is better, as the workbook says, or as its name makes one think."""

from __future__ import annotations

import re
from functools import lru_cache

from ..measures import Arah
from ..pairing import pair
from ..report import APART, Report, Row, Table, once

__all__ = ["less_is_better", "polarity"]

_NEGATIVE = re.compile(
    r"\W*(?:neg|min|menurun|turun|(?:se)?makin (?:rendah|kecil|sedikit|turun|cepat))|\W*rendah\W*$", re.I
)
_POSITIVE = re.compile(
    r"\W*(?:pos|ma[xk]|meningkat|naik|(?:se)?makin (?:tinggi|besar|banyak|naik))|\W*tinggi\W*$", re.I
)
_SAID = re.compile(r"\b(?:se)?makin (?:rendah|kecil|sedikit|turun)\b.{0,20}\bbaik\b", re.I)
_AT_MOST = re.compile(r"\W*(?:≤|<|maks|max|paling (?:lama|lambat|banyak|tinggi)|kurang dari)", re.I)
_UNWANTED = re.compile(
    r"miskin|menganggur|pengangguran|kematian|stunting|kasus|pelanggaran|pengaduan|keluhan|temuan|konflik|gini|kekerasan|"
    r"sengketa|kecelakaan|kumuh|gangguan|rawan|ketimpangan|inflasi|putus sekolah|waktu tunggu|response time|jangka waktu|"
    r"\blama\b|kesakitan|prevalensi|kebocoran|kehilangan|keterlambatan", re.I,
)  # fmt: skip
_DEALT_WITH = re.compile(
    r"penanganan|ditangani|penyelesaian|diselesaikan|terselesaikan|tindak ?lanjut|penurunan|menurunnya", re.I
)


def polarity(report: Report, row: Row) -> tuple[Arah, bool]:
    """Whether more is better for a row's indicator, and whether the workbook says so itself: in its row, in the row of
    another table that prints the same indicator, or in its name."""
    stated = _stated(row) or _stated_elsewhere(report).get(row)
    return ("positif", False) if stated is None else (stated, True)


def less_is_better(row: Row) -> bool:
    """The target says at most, or the indicator counts what nobody wants."""
    target = row.get("target")
    return target is not None and (bool(_AT_MOST.match(target.text)) or _is_unwanted(row.label))


@lru_cache(maxsize=8192)
def _is_unwanted(label: str) -> bool:
    return bool(_UNWANTED.search(label)) and not _DEALT_WITH.search(label)


@lru_cache(maxsize=8192)
def _says_so(label: str) -> bool:
    return bool(_SAID.search(label))


def _stated(row: Row) -> Arah | None:
    text = row.text("arah")
    if _NEGATIVE.match(text) or _says_so(row.label):
        return "negatif"
    return "positif" if _POSITIVE.match(text) else None


@once
def _stated_elsewhere(report: Report) -> dict[Row, Arah]:
    """What the agreement or another table of its section says of the same indicator."""
    found: dict[Row, Arah] = {}
    tables = [
        t for t in report.of_kind("capaian", "efisiensi", "pengukuran", "akhir_renstra") if t.section not in APART
    ]
    for source in report.of_kind("pk", "capaian", "pengukuran"):
        stated = any(_stated(r) for r in source.rows)
        for table in (t for t in tables if stated and _of_one_agreement(t, source)):
            for row, origin in pair(table.indicators(), source.indicators())[0]:
                if (arah := _stated(origin)) is not None:
                    found.setdefault(row, arah)
    return found


def _of_one_agreement(table: Table, source: Table) -> bool:
    return table.section == source.section or "umum" in {table.section, source.section}
