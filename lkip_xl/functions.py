"""The measures as worksheet functions: they take what people type and never give a false 0.

Nothing written gives nothing, what cannot be computed gives its reason in words. One value gives one value, a block
of cells (rows of cells) a block. The macro functions in `macros/` are their twins: same names, same answers; only those follow
the policies that a workbook states on its sheet Identitas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from .measures import MEASURES, interval_of
from .number import Figure, State, Verdict, judge, read, show
from .params import OFF_SCALE, Scale

__all__ = [
    "Answer",
    "Written",
    "capaian",
    "cek_persen",
    "cek_serapan",
    "each",
    "efisiensi",
    "letter",
    "nilai",
    "predikat",
    "serapan",
    "skm",
]

Answer = float | str
UNREADABLE: Final = "periksa angka"


class Written(NamedTuple):
    """What a cell holds: its value and its number format."""

    value: object
    format: str = "General"


NOTHING: Final = Written(None)
Block = Sequence[Sequence[Written]]
"""Rows of cells, all equally long."""


def each(measure: Callable[..., Answer], *blocks: Block) -> Answer | list[list[Answer]]:
    """A measure of cells that stand at the same place; one row or one column stands for all.

    Gives one answer for single cells, else a block as large as the largest; beyond a block's own size stands nothing.
    """
    height, width = max(map(len, blocks)), max(len(b[0]) for b in blocks)

    def at(block: Block, row: int, column: int) -> Written:
        row = 0 if len(block) == 1 else row
        column = 0 if len(block[0]) == 1 else column
        return block[row][column] if row < len(block) and column < len(block[0]) else NOTHING

    answers = [[measure(*(at(b, r, c) for b in blocks)) for c in range(width)] for r in range(height)]
    return answers[0][0] if height == width == 1 else answers


def _figure(cell: Written) -> Figure:
    return read(cell.value, cell.format).usual


def _missing(*figures: Figure) -> bool:
    return any(f.state is State.MISSING for f in figures)


def _unreadable(*figures: Figure) -> bool:
    return any(f.state not in {State.NUMBER, State.MISSING} for f in figures)


def _answer(value: Decimal | str | None, otherwise: str = UNREADABLE) -> Answer:
    """A measure's value as a cell shows it, or what stands where it has none."""
    return otherwise if value is None else value if isinstance(value, str) else float(value)


def capaian(target: Written, realisasi: Written, arah: Written) -> Answer:
    """Percent points of a target; `arah` is positif (or nothing) or negatif."""
    return _ratio(_figure(target), _figure(realisasi), str(arah.value or "").strip().lower())


def _ratio(target: Figure, realisasi: Figure, arah: str) -> Answer:
    if _missing(realisasi):
        return ""
    if _missing(target):
        return "target kosong"
    if _unreadable(target, realisasi):
        return UNREADABLE
    if target.value == 0:
        return "target nol"
    if arah not in {"", "positif", "negatif"}:
        return "periksa arah"
    return _answer(MEASURES["CAPAIAN"].compute(target.value, realisasi.value, arah or "positif"))


def serapan(anggaran: Written, realisasi: Written) -> Answer:
    """Percent points of a budget."""
    return _share(_figure(anggaran), _figure(realisasi))


def _share(anggaran: Figure, realisasi: Figure) -> Answer:
    if _missing(anggaran, realisasi):
        return ""
    if _unreadable(anggaran, realisasi):
        return UNREADABLE
    return _answer(MEASURES["SERAPAN"].compute(anggaran.value, realisasi.value), "anggaran nol")


def efisiensi(capaian: Written, serapan: Written) -> Answer:
    """Efisien or Tidak efisien; nothing where a percentage is missing."""
    reached, spent = _figure(capaian), _figure(serapan)
    if _missing(reached, spent) or _unreadable(reached, spent):
        return ""
    return _answer(MEASURES["EFISIENSI"].compute(reached.value, spent.value))


def predikat(value: Written, used: Scale) -> Answer:
    """The label of a percentage; nothing where it is missing or a reason stands in its place."""
    figure = _figure(value)
    return "" if figure.value is None else _answer(used.label(figure.value), "")


def letter(value: Written, used: Scale) -> Answer:
    """The letter of a value on a scale."""
    figure = _figure(value)
    if _missing(figure):
        return ""
    return UNREADABLE if figure.value is None else _answer(used.label(figure.value), OFF_SCALE)


def nilai(text: Written) -> Answer:
    """The figure inside a cell."""
    figure = _figure(text)
    if _missing(figure):
        return ""
    return _answer(figure.value)


def skm(unsur: Sequence[Written]) -> Answer:
    """IKM, 25 to 100, from nine mean scores (1 to 4)."""
    figures = [f for f in map(_figure, unsur) if f.state is not State.MISSING]
    if _unreadable(*figures):
        return UNREADABLE
    values = [f.value for f in figures]
    return _answer(MEASURES["SKM"].compute(values), "unsur harus sembilan" if values else "")


def cek_persen(tertulis: Written, target: Written, realisasi: Written, arah: Written) -> Answer:
    """OK where a written percentage agrees with its target and realisasi, or the reason why not."""
    direction = str(arah.value or "").strip().lower()
    return _checked(_figure(tertulis), _figure(target), _figure(realisasi), lambda t, r: _ratio(t, r, direction))


def cek_serapan(tertulis: Written, anggaran: Written, realisasi: Written) -> Answer:
    """OK where a written serapan agrees with its anggaran and realisasi, or the reason why not."""
    return _checked(_figure(tertulis), _figure(anggaran), _figure(realisasi), _share)


def _checked(written: Figure, x: Figure, y: Figure, measure: Callable[[Figure, Figure], Answer]) -> Answer:
    if _missing(written):
        return ""
    if _unreadable(written):
        return UNREADABLE
    computed = measure(x, y)
    if isinstance(computed, str):
        return computed

    def at(a: Decimal, b: Decimal) -> Decimal | None:
        found = measure(Figure(State.NUMBER, "", a), Figure(State.NUMBER, "", b))
        return None if isinstance(found, str) else Decimal(repr(found))

    exact = Decimal(repr(computed))
    verdict = judge(written, exact, interval_of(at, x.interval, y.interval))
    if verdict is Verdict.TRUNCATED:
        return "dipotong, bukan dibulatkan"
    if verdict is not Verdict.WRONG:
        return "OK"
    result = show(exact, max(2, written.decimals), percent=True)
    return f"tertulis {written.text}, hasil hitung {y.text}/{x.text} = {result}"
