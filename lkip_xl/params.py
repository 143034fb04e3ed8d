"""Regulation values: scales with the date they apply from and their source, read from data/params."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from .number import round_half_up

__all__ = ["OFF_SCALE", "Band", "Scale", "band_of_text", "open_below", "scale"]

OFF_SCALE: Final = "di luar skala"
"""What a worksheet shows for a value that no band of a scale holds."""


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a scale: from `low` (excluded where `above`) up to the printed `high`.

    `also` is a lower bound that other printings of the same scale have.
    """

    label: str
    low: Decimal | None
    high: Decimal | None = None
    above: bool = False
    code: str = ""
    color: str = ""
    also: Decimal | None = None

    def reaches(self, x: Decimal) -> bool:
        """x lies at or over the lower bound."""
        return self.low is None or (x > self.low if self.above else x >= self.low)

    def prints(self, x: Decimal) -> bool:
        """x lies within the bounds as printed."""
        return self.reaches(x) and (self.high is None or x <= self.high)


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands in falling order. Only lower bounds decide; printed overlaps and gaps leave two labels open. No value lies
    above `top`, where there is one."""

    bands: tuple[Band, ...]
    source: str
    digits: int | None = None
    top: Decimal | None = None

    def label(self, x: Decimal) -> str | None:
        """The band of the exact value x; None below the lowest band and above the top."""
        x = x if self.digits is None else round_half_up(x, self.digits)
        if self.top is not None and x > self.top:
            return None
        return next((b.label for b in self.bands if b.reaches(x)), None)

    def labels(self, x: Decimal) -> tuple[str, ...]:
        """Every label that the printed bounds allow for x, the decided one first.

        More than one where printed bounds overlap at x, or where x falls in a gap between two bands.
        """
        first = self.label(x)
        x = x if self.digits is None else round_half_up(x, self.digits)
        found = [first] if first is not None else []
        found += [b.label for b in self.bands if b.prints(x) and b.label not in found and b.high is not None]
        found += [b.label for b in self.bands if b.also is not None and x >= b.also and b.label not in found]
        for upper, lower in pairwise(self.bands):
            in_gap = lower.high is not None and upper.low is not None and lower.high < x < upper.low
            if in_gap and first == lower.label:
                found.append(upper.label)
        return tuple(found)

    @property
    def printed(self) -> Scale:
        """The scale with the lower bounds that reports print (90, not 91), as the standard workbook states them."""
        return replace(self, bands=tuple(b if b.also is None else replace(b, low=b.also) for b in self.bands))

    def excel(self, cell: str) -> str:
        """The label of a cell's value as a native formula, rounded first as the scale is printed."""
        value = cell if self.digits is None else f"ROUND({cell},{self.digits})"
        out = f'"{OFF_SCALE}"'
        for band in reversed(self.bands):
            test = "" if band.low is None else f"{value}{'>' if band.above else '>='}{band.low.normalize():f}"
            out = f'IF({test},"{band.label}",{out})' if test else f'"{band.label}"'
        return out if self.top is None else f'IF({value}>{self.top.normalize():f},"{OFF_SCALE}",{out})'

    def faults(self) -> tuple[str, ...]:
        """Gaps and overlaps of the printed bounds, in words; a step of one printed unit is no gap."""
        out = []
        for upper, lower in pairwise(self.bands):
            if upper.low is None or lower.high is None:
                continue
            if lower.high > upper.low or (lower.high == upper.low and not upper.above):
                out.append(f"{upper.label} dan {lower.label} sama-sama memuat {_plain(upper.low)}")
            elif lower.high < upper.low:
                out.append(f"nilai antara {_plain(lower.high)} dan {_plain(upper.low)} tidak punya predikat")
        return tuple(out)


def _plain(x: Decimal) -> str:
    return f"{x.normalize():f}".replace(".", ",")


@cache
def _load(name: str) -> tuple[tuple[date, Scale], ...]:
    text = files("lkip_xl").joinpath(f"data/params/{name}.toml").read_text("utf-8")
    data: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    versions = []
    for v in data["versi"]:
        bands = tuple(_band(b) for b in v["jenjang"])
        lows = [b.low for b in bands if b.low is not None]
        if lows != sorted(lows, reverse=True):
            raise ValueError(f"{name} {v['mulai']}: jenjang harus menurun")
        top = bands[0].high
        if data["satuan"] == "persen":
            bands, top = open_below(bands), None
        versions.append((v["mulai"], Scale(bands, v["sumber"], data.get("desimal"), top)))
    return tuple(sorted(versions, key=lambda v: v[0], reverse=True))


def open_below(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    """The bands with the lowest, if it starts at 0, reaching below it: a negative capaian has a predikat too."""
    last = bands[-1]
    return (*bands[:-1], replace(last, low=None)) if last.low == 0 else bands


def _band(b: dict[str, Any]) -> Band:
    above = "lebih_dari" in b
    high = b.get("sampai")
    return Band(
        b["label"],
        Decimal(b["lebih_dari"] if above else b["dari"]),
        None if high is None else Decimal(high),
        above,
        b.get("kode", ""),
        b.get("warna", ""),
        Decimal(b["atau_dari"]) if "atau_dari" in b else None,
    )


def scale(name: str, on: date) -> Scale:
    """The scale in force on a date; before its first version that one, since older reports are read by it too."""
    versions = _load(name)
    return next((version for starts, version in versions if starts <= on), versions[-1][1])


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def band_of_text(text: str, label: str) -> Band | None:
    """A band as reports print it: `≥ 90`, `76 ≤ 90`, `76 % s/d 100 %`, `Kurang dari 55 %`; None if no bounds."""
    numbers = [Decimal(n.replace(",", ".")) for n in _NUMBER.findall(text)]
    low_words = text.lower()
    if len(numbers) == 2:
        return Band(label, min(numbers), max(numbers), above=bool(re.match(r"\s*>(?!=)", text)))
    if len(numbers) != 1:
        return None
    if re.search(r"≥|>|lebih|ke ?atas|di ?atas|minimal", low_words):
        strict = bool(re.search(r">(?!=)|lebih dari|di ?atas", low_words)) and "≥" not in text
        return Band(label, numbers[0], None, above=strict)
    if re.search(r"≤|<|kurang|ke ?bawah|di ?bawah|maksimal|s\.?\s?/?d|sampai", low_words):
        strict = bool(re.search(r"<(?!=)|kurang dari|di ?bawah", low_words)) and "≤" not in text
        return Band(label, None, None if strict else numbers[0])
    alone = re.fullmatch(r"=?\s*[\d.,]+\s*%?", text.strip())
    return Band(label, numbers[0], numbers[0]) if alone else None
