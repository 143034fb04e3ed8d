"""What must hold in a survey: answers that add up, the mean of each unsur, its weight, and the IKM."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

from ..measures import MEASURES
from ..number import Figure, Interval
from ..report import Row, Table
from .equation import Equation, mean_of, printed_sum, sum_interval, sum_of

__all__ = ["survey"]


_FINAL = re.compile(r"\W*(nilai\s+)?(ikm|skm|indeks kepuasan|nilai indeks)", re.I)
_UNSUR: Final = 9


def survey(table: Table) -> Iterator[Equation]:
    """Answers that add up, the mean of the unsur, each weighted, and the IKM of nine unsur.

    A weight is 1/9, or just as right that as it is rounded; a table may state its own.
    """
    answers = [n for n in table.columns if n.startswith("jawaban@")]
    end = next((r.number for r in table.rows if r.level), table.bottom + 1)  # below the first total stand final values
    unsur = [r for r in table.rows if r.level == "" and r.number < end and not _FINAL.match(r.label)]
    if len(answers) > 1 and "jumlah" in table.columns and not table.strays:
        for row in unsur:
            yield sum_of("A102", row.cells["jumlah"], [row.cells[n] for n in answers])
    if {"nrr", "tertimbang"} <= table.columns.keys():
        for row in unsur:
            yield _weighted(row)
    if {"nrr", "konversi"} <= table.columns.keys():
        converted = [v for r in unsur if (v := r.cells["konversi"].value) is not None]
        for row in (r for r in table.rows if r.level != "jumlah"):
            mean = [sum(converted, Decimal(0)) / len(converted)] if row.level == "rata-rata" and converted else []
            yield Equation(
                "A106", row.cells["konversi"], (row.cells["nrr"],), lambda v: v[0] * 25, lambda c: f"{c[0].text} x 25",
                others=lambda _, mean=mean: mean, fills=row.level != "rata-rata",  # type: ignore[misc]
                bounds=lambda f: Interval(f[0].printed.low * 25, f[0].printed.high * 25),
            )  # fmt: skip
    for name in ("nrr", "tertimbang"):
        if name not in table.columns:
            continue
        parts = [r.cells[name] for r in unsur if r.holds("nrr") or r.holds(name)]
        for row in table.rows:
            target = row.cells[name]
            fills = not any(row.holds(n) for n in ("nrr", "tertimbang") if n != name)  # stated once, below either
            once = fills and (name == "tertimbang" or "tertimbang" not in table.columns)
            if row.level == "rata-rata" and parts:
                yield replace(mean_of("A104", target, parts), fills=fills)
            elif row.level == "jumlah" and parts and not (table.strays or (name == "nrr" and "bobot" in table.columns)):
                yield replace(sum_of("A102", target, parts), fills=fills)
            elif row.level == "" and _FINAL.match(row.label) and len(parts) == _UNSUR and name == "nrr":
                yield Equation(
                    "A106", target, tuple(parts), MEASURES["SKM"].compute,  # type: ignore[arg-type]
                    lambda c: f"jumlah {len(c)} NRR x 25/9", bounds=_survey_interval,
                    others=lambda v: [sum(v, Decimal(0)) * 25 * w for w in _WEIGHTS], fills=once,
                )  # fmt: skip
            elif row.level == "" and _FINAL.match(row.label) and len(parts) == _UNSUR:
                yield Equation(
                    "A106", target, tuple(parts), lambda v: sum(v, Decimal(0)) * 25,
                    lambda c: f"jumlah {len(c)} NRR tertimbang x 25", bounds=_weighted_interval, fills=once,
                )  # fmt: skip


_WEIGHTS: Final = (Decimal("0.11"), Decimal("0.111"))
"""One of nine unsur, as offices round its weight."""


def _weighted(row: Row) -> Equation:
    """What an unsur adds to the IKM: its mean score times the weight beside it, or one ninth of it."""
    target, nrr, weight = row.cells["tertimbang"], row.cells["nrr"], row.get("bobot")
    if weight is not None and weight.value is not None:
        whole = 100 if weight.figure.percent else 1
        return Equation(
            "A106", target, (nrr, weight), lambda v: v[0] * v[1] / whole, lambda c: f"{c[0].text} x {c[1].text}",
            bounds=partial(_product_interval, whole), others=lambda v: [v[0] / _UNSUR],
        )  # fmt: skip
    return Equation(
        "A106", target, (nrr,), lambda v: v[0] / _UNSUR, lambda c: f"{c[0].text}/{_UNSUR}",
        bounds=lambda f: Interval(f[0].printed.low / _UNSUR, f[0].printed.high / _UNSUR),
        others=lambda v: [v[0] * w for w in _WEIGHTS],
    )  # fmt: skip


def _product_interval(whole: int, figures: Sequence[Figure]) -> Interval:
    a, b = (f.printed for f in figures)
    return Interval(a.low * b.low / whole, a.high * b.high / whole)


def _weighted_interval(figures: Sequence[Figure]) -> Interval:
    total = printed_sum(figures)
    return Interval(total.low * 25, total.high * 25)


def _survey_interval(figures: Sequence[Figure]) -> Interval:
    total = sum_interval(figures)
    return Interval(total.low * 25 / _UNSUR, total.high * 25 / _UNSUR)
