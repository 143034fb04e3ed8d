"""The worksheet functions of the add-in, for any workbook: CAPAIAN, SERAPAN, PREDIKAT and their sisters.

Excel shows the docstrings in its function wizard. An argument is one cell, a range or a value typed into the formula;
a range gives a range of answers. A number is read with its number format, so that 92% is 92 percent points.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final, TypeVar

import xlwings
from xlwings.conversion import Accessor, Pipeline

from .. import functions
from ..functions import Answer, Block, Written, each
from ..number import read
from ..params import Band, Scale, scale
from .cells import uniform, values

__all__ = ["CATEGORY", "FUNCTIONS", "Cells", "block"]

CATEGORY: Final = "LKIP"
FUNCTIONS: dict[str, Callable[..., Any]] = {}
"""Every worksheet function by its name."""

_ARGUMENTS: Final = {
    "target": "Target: 92,5 atau 97,5% atau B (67) atau 4 Dok",
    "target_akhir": "Target akhir Renstra",
    "realisasi": "Realisasi, ditulis seperti targetnya",
    "arah": "positif (atau kosong): makin tinggi makin baik; negatif: makin rendah makin baik",
    "anggaran": "Anggaran dalam rupiah",
    "capaian": "Persentase capaian",
    "serapan": "Persentase serapan anggaran",
    "nilai": "Angka atau sel yang memuatnya, misalnya A (80,41)",
    "skala": "Rentang skala: kolom pertama predikat, kolom terakhir batas bawah; kosong: Permendagri 86/2017",
    "teks": "Sel dengan satu angka di dalamnya",
    "unsur": "Sembilan nilai rata-rata unsur, 1 sampai 4",
    "tertulis": "Persentase yang tertulis",
}

Argument = Any
F = TypeVar("F", bound=Callable[..., Any])


class Cells(Accessor):
    """Hands a range to a function as it is, so that its number formats are at hand, and any other value as it is."""

    @classmethod
    def reader(cls, options: dict[str, Any]) -> Any:
        return Pipeline().append_stage(cls.keep)  # type: ignore[no-untyped-call]

    @staticmethod
    def keep(context: Any) -> None:
        context.value = context.value if context.range is None else context.range


def _worksheet(f: F) -> F:
    """Register a worksheet function under its name, with the help texts of its arguments."""
    f.__annotations__.pop("return", None)  # xlwings would look for a converter of that name
    for name in inspect.signature(f).parameters:
        f = xlwings.arg(name, Cells, doc=_ARGUMENTS[name])(f)
    FUNCTIONS[f.__name__] = f
    wrapped: F = xlwings.func(category=CATEGORY)(f)
    return wrapped


def block(argument: Argument) -> Block:
    """The cells of an argument: of a range, of rows of values, or of one value."""
    if isinstance(argument, xlwings.Range):
        cells = values(argument)
        top, left = argument.row, argument.column
        numbers = [
            (top + i, left + j) for i, row in enumerate(cells) for j, v in enumerate(row) if isinstance(v, float)
        ]
        formats = uniform(argument.sheet, numbers, lambda r: r.number_format)
        return [
            [Written(v, formats.get((top + i, left + j)) or "General") for j, v in enumerate(row)]
            for i, row in enumerate(cells)
        ]
    if isinstance(argument, (list, tuple)):
        rows = argument if argument and isinstance(argument[0], (list, tuple)) else [[v] for v in argument]
        return [[Written(v) for v in row] for row in rows]
    return [[Written(argument)]]


def _scale(name: str) -> Scale:
    return scale(name, date.today()).printed


def _own_scale(cells: Block) -> Scale:
    """A scale as a sheet states it, in any order: the label in the first column, the lower bound in the last.

    A first row without a bound is a heading. The lowest band takes everything below: a later row without a bound, else
    the one with the lowest.
    """
    stated = [(str(row[0].value or ""), read(row[-1].value, row[-1].format).value) for row in cells]
    bands = sorted((Band(t, low) for t, low in stated if low is not None), key=lambda b: b.low or 0, reverse=True)
    bands += [Band(t, None) for t, low in stated[1:] if low is None and t][-1:]
    return Scale((*bands[:-1], *(replace(b, low=None) for b in bands[-1:])), "")


@_worksheet
def CAPAIAN(target: Argument, realisasi: Argument, arah: Argument = None) -> Answer | list[list[Answer]]:
    """Capaian kinerja dalam persen: realisasi / target x 100, atau (T-(R-T))/T x 100 untuk arah negatif."""
    return each(functions.capaian, block(target), block(realisasi), block(arah))


@_worksheet
def KEMAJUAN(target_akhir: Argument, realisasi: Argument, arah: Argument = None) -> Answer | list[list[Answer]]:
    """Kemajuan dalam persen menuju target akhir Renstra."""
    return each(functions.capaian, block(target_akhir), block(realisasi), block(arah))


@_worksheet
def SERAPAN(anggaran: Argument, realisasi: Argument) -> Answer | list[list[Answer]]:
    """Serapan anggaran dalam persen: realisasi / anggaran x 100."""
    return each(functions.serapan, block(anggaran), block(realisasi))


@_worksheet
def EFISIENSI(capaian: Argument, serapan: Argument) -> Answer | list[list[Answer]]:
    """Efisien bila capaian mencapai 100% dengan serapan yang lebih kecil, selain itu Tidak efisien."""
    return each(functions.efisiensi, block(capaian), block(serapan))


@_worksheet
def PREDIKAT(nilai: Argument, skala: Argument = None) -> Answer | list[list[Answer]]:
    """Predikat sebuah persentase menurut skala nilai peringkat kinerja."""
    used = _scale("predikat") if skala is None else _own_scale(block(skala))
    return each(lambda cell: functions.predikat(cell, used), block(nilai))


@_worksheet
def SAKIP(nilai: Argument) -> Answer | list[list[Answer]]:
    """Huruf dari nilai SAKIP, 0 sampai 100 (PermenPANRB 88/2021)."""
    return each(lambda cell: functions.letter(cell, _scale("sakip")), block(nilai))


@_worksheet
def IKM(nilai: Argument) -> Answer | list[list[Answer]]:
    """Huruf mutu dari nilai IKM, 25 sampai 100 (PermenPANRB 14/2017)."""
    return each(lambda cell: functions.letter(cell, _scale("ikm")), block(nilai))


@_worksheet
def IPP(nilai: Argument) -> Answer | list[list[Answer]]:
    """Huruf dari Indeks Pelayanan Publik, 0 sampai 5 (PermenPANRB 29/2022 dan 5/2023)."""
    return each(lambda cell: functions.letter(cell, _scale("ipp")), block(nilai))


@_worksheet
def NILAI(teks: Argument) -> Answer | list[list[Answer]]:
    """Angka di dalam sel: A (80,41) adalah 80,41; 4 Dok adalah 4."""
    return each(functions.nilai, block(teks))


@_worksheet
def SKM(unsur: Argument) -> Answer:
    """IKM, 25 sampai 100, dari sembilan nilai rata-rata unsur (1 sampai 4)."""
    return functions.skm([cell for row in block(unsur) for cell in row])


@_worksheet
def CEKPERSEN(
    tertulis: Argument, target: Argument, realisasi: Argument, arah: Argument = None
) -> Answer | list[list[Answer]]:
    """OK bila persentase yang tertulis cocok dengan target dan realisasinya, selain itu alasannya."""
    return each(functions.cek_persen, block(tertulis), block(target), block(realisasi), block(arah))


@_worksheet
def CEKSERAPAN(tertulis: Argument, anggaran: Argument, realisasi: Argument) -> Answer | list[list[Answer]]:
    """OK bila serapan yang tertulis cocok dengan anggaran dan realisasinya, selain itu alasannya."""
    return each(functions.cek_serapan, block(tertulis), block(anggaran), block(realisasi))
