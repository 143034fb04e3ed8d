"""The measures of a performance report: one pure function each, with its Excel formula and its source.

Reference first, realisasi second. Percentages are percent points, and every measure that divides is
rounded half up to PRECISION decimals, so that Python, a worksheet formula and a macro give the same digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeVar

from .number import LARGE, Figure, Interval, State, read, round_half_up
from .params import Scale

__all__ = ["MEASURES", "PRECISION", "Arah", "Measure", "Policy", "interval_of"]

PRECISION: Final = 10
Arah = Literal["positif", "negatif"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What differs between offices, with the default; `declared` names what a workbook states itself."""

    cap: Decimal | None = None
    floor: bool = False
    negative: Literal["selisih", "kebalikan"] = "selisih"
    equal_is_efficient: bool = False
    declared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: how it is computed, its native Excel formula, and where the rule comes from.

    The formula has the operands' addresses in braces; blank and text operands are excluded before it. `{jenjang}`
    is what `Scale.excel` gives for the cell.
    """

    name: str
    compute: Callable[..., Decimal | str | None]
    excel: str
    basis: str


MEASURES: dict[str, Measure] = {}


F = TypeVar("F", bound=Callable[..., Decimal | str | None])


def _measure(*, excel: str, basis: str) -> Callable[[F], F]:
    def keep(f: F) -> F:
        MEASURES[f.__name__.upper()] = Measure(f.__name__.upper(), f, excel, basis)
        return f

    return keep


_CAPAIAN_EXCEL: Final = (
    'MAX(lantai_capaian,MIN(batas_capaian,ROUND(IF({arah}="negatif",IF(rumus_negatif=2,{target}*100/{realisasi},'
    "({target}-({realisasi}-{target}))*100/{target}),{realisasi}*100/{target}),10)))"
)


def _nilai_excel() -> str:
    """The figure is what stands in brackets behind a letter, negative where the brackets come first, else the first word; one
    dot that is not followed by exactly three digits, or stands in a percentage, is a decimal dot. A dash is blank, and a
    text without a figure, or with a word for thousands and more, says so."""
    c = "{teks}"
    inside = f'MID({c},FIND("(",{c})+1,FIND(")",{c}&")")-FIND("(",{c})-1)'
    bare = c
    for sign in ("Rp.", "Rp", "≥", "≤", ">", "<"):
        bare = f'SUBSTITUTE({bare},"{sign}","")'
    first = f'LEFT(TRIM({bare}),FIND(" ",TRIM({bare})&" ")-1)'
    token = f'SUBSTITUTE(IF(AND(ISNUMBER(FIND("(",{c})),ISERROR(--LEFT(TRIM({c})))),{inside},{first}),"%","")'
    solid = f'SUBSTITUTE(SUBSTITUTE({c},"%","x")," ","x")'  # "45%" and "41 " would count as numbers
    after = f'MID({solid},FIND(".",{c})+1,3)'
    thousands = f'AND(ISERROR(FIND("%",{c})),LEN({after})=3,ISNUMBER(--{after}),ISERROR(--MID({c},FIND(".",{c})+4,1)))'
    dotted = f'IF(AND(ISERROR(FIND(",",{c})),LEN({c})-LEN(SUBSTITUTE({c},".",""))=1),NOT({thousands}),FALSE)'
    digits = f"SUMPRODUCT(--ISNUMBER(FIND({{{{0,1,2,3,4,5,6,7,8,9}}}},{c})))"
    words = ",".join(f'" {word}"' for word in LARGE)
    large = f"SUMPRODUCT(--ISNUMBER(SEARCH({{{{{words}}}}},{c})))"
    return (
        f'IF({c}="","",IF(ISNUMBER({c}),{c}*IF(LEFT(CELL("format",{c}),1)="P",100,1),IF({digits}=0,'
        f'IF(OR(TRIM({c})="-",LOWER(TRIM({c}))="n/a"),"","periksa angka"),IF({large}>0,"periksa angka",'
        f'IFERROR(IF(LEFT({c})="(",-1,1)*_xlfn.NUMBERVALUE({token},'
        f'IF({dotted},".",","),IF({dotted},",",".")),"periksa angka")))))'
    )


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    return round_half_up(part * 100 / whole, PRECISION)


@_measure(
    excel=_CAPAIAN_EXCEL,
    basis="PermenPANRB 53/2014; laporan kinerja bab III.A",
)
def capaian(target: Decimal, realisasi: Decimal, arah: Arah = "positif", policy: Policy = Policy()) -> Decimal | None:
    """Percent points: R/T x 100, for a negative indicator (T - (R - T))/T x 100; None where the target is 0."""
    if target == 0:
        return None
    if arah == "positif":
        value = _ratio(realisasi, target)
    elif policy.negative == "selisih":
        value = _ratio(target - (realisasi - target), target)
    elif realisasi == 0:
        return None
    else:
        value = _ratio(target, realisasi)
    if policy.floor:
        value = max(value, Decimal(0))
    return value if policy.cap is None else min(value, policy.cap)


@_measure(
    excel=_CAPAIAN_EXCEL,
    basis="laporan kinerja 2025, tabel 3.2 kolom 13",
)
def kemajuan(target: Decimal, realisasi: Decimal, arah: Arah = "positif", policy: Policy = Policy()) -> Decimal | None:
    """Percent points of the Renstra's final target; None where that is 0."""
    return capaian(target, realisasi, arah, policy)


@_measure(
    excel="IF({anggaran}=0,0,ROUND({realisasi}*100/{anggaran},10))",
    basis="laporan kinerja 2025, tabel 3.13",
)
def serapan(anggaran: Decimal, realisasi: Decimal) -> Decimal | None:
    """Percent points of the budget spent; 0 of 0 is 0, spending without a budget has no value."""
    if anggaran == 0:
        return Decimal(0) if realisasi == 0 else None
    return _ratio(realisasi, anggaran)


@_measure(excel="ROUND({sesudah}-{sebelum},2)", basis="tabel 2.9 kolom 6=(5-4)")
def selisih(sebelum: Decimal, sesudah: Decimal) -> Decimal:
    """The change of an amount: after minus before."""
    return sesudah - sebelum


@_measure(
    excel="INDEX({label},MIN(ROWS({label}),SUMPRODUCT(--({batas}>{nilai}))+1))",
    basis="Permendagri 86/2017",
)
def predikat(nilai: Decimal, skala: Scale) -> str | None:
    """The label of the band that the exact value falls in."""
    return skala.label(nilai)


@_measure(
    excel=(
        "IF(AND({capaian}>=100,OR({capaian}>{serapan},AND(efisien_bila_sama=1,{capaian}={serapan}))),"
        '"Efisien","Tidak efisien")'
    ),
    basis="laporan kinerja 2025, tabel 3.7 dan 3.12",
)
def efisiensi(capaian: Decimal, serapan: Decimal, policy: Policy = Policy()) -> str:
    """Efisien where the target is reached with a smaller share of the budget; equal shares are a policy."""
    reached = capaian >= 100
    cheaper = capaian > serapan or (policy.equal_is_efficient and capaian == serapan)
    return "Efisien" if reached and cheaper else "Tidak efisien"


@_measure(excel="{jenjang}", basis="PermenPANRB 88/2021")
def sakip(nilai: Decimal, skala: Scale) -> str | None:
    """The letter of a SAKIP value, 0 to 100."""
    return skala.label(nilai)


@_measure(excel="{jenjang}", basis="PermenPANRB 14/2017")
def ikm(nilai: Decimal, skala: Scale) -> str | None:
    """The letter of an IKM value, 25 to 100."""
    return skala.label(nilai)


@_measure(excel="{jenjang}", basis="PermenPANRB 29/2022 dan 5/2023")
def ipp(nilai: Decimal, skala: Scale) -> str | None:
    """The letter of an IPP value, 0 to 5."""
    return skala.label(nilai)


@_measure(excel=_nilai_excel(), basis="-")
def nilai(teks: object) -> Decimal | None:
    """The figure inside a cell: `A (80,41)` is 80.41, `4 Dok` is 4; None where there is not exactly one."""
    figure: Figure = read(teks)
    return figure.value if figure.state is State.NUMBER else None


@_measure(excel="ROUND(SUM({nrr})*25/9,10)", basis="PermenPANRB 14/2017")
def skm(nrr: Sequence[Decimal]) -> Decimal | None:
    """IKM, 25 to 100, from the nine mean scores of the unsur (1 to 4), each weighted 1/9."""
    return round_half_up(sum(nrr, Decimal(0)) * 25 / 9, PRECISION) if len(nrr) == 9 else None


def interval_of(compute: Callable[[Decimal, Decimal], Decimal | None], a: Interval, b: Interval) -> Interval | None:
    """Every value that a measure of two figures can take when each stands for an interval of its own.

    The measures are monotone in each operand, so the four corners hold the extremes.
    """
    corners = [compute(x, y) for x in {a.low, a.high} for y in {b.low, b.high}]
    values = [c for c in corners if c is not None]
    return Interval(min(values), max(values)) if len(values) == len(corners) else None
