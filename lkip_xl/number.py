"""Indonesian figures: read them as people write them, show them, round them, compare them.

A figure keeps what a comparison needs: its exact value, how many decimals a reader sees, and whether it
was written as a percentage. Percentages are percent points everywhere: 84.5 means 84,5%.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from math import isfinite
from typing import Final

__all__ = [
    "ERRORS",
    "LARGE",
    "MONTHS",
    "Figure",
    "Interval",
    "State",
    "Verdict",
    "judge",
    "read",
    "round_half_up",
    "settle",
    "show",
    "truncate",
]

ERRORS: Final = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)


class State(Enum):
    """What a cell turned out to hold."""

    NUMBER = "angka"
    MISSING = "kosong"
    TEXT = "teks"
    LETTER = "huruf"
    RANGE = "rentang"
    SEVERAL = "beberapa"
    AMBIGUOUS = "ambigu"
    INVALID = "bukan angka"
    ERROR = "galat rumus"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell's figure.

    `value` is exact (None unless `state` is NUMBER); `decimals` is what a reader sees; `others` holds the
    two readings of an ambiguous figure or the bounds of a range, `parts` each of several figures in one cell.
    """

    state: State
    text: str
    value: Decimal | None = None
    decimals: int = 0
    percent: bool = False
    money: bool = False
    unit: str = ""
    letter: str = ""
    others: tuple[Decimal, ...] = ()
    parts: tuple[Figure, ...] = ()

    @property
    def usual(self) -> Figure:
        """An ambiguous figure standing alone, as it is usually meant: a dot is for thousands except in a percentage,
        a comma for decimals. Any other figure is itself."""
        if self.state is not State.AMBIGUOUS:
            return self
        return self.settled(whole=not (self.percent or _DECIMAL_COMMA.search(self.text)))

    def settled(self, *, whole: bool) -> Figure:
        """An ambiguous figure as one of its two readings: a whole number, or one with decimals."""
        value, decimals = self.others[0 if whole else 1], 0 if whole else self.decimals
        return replace(self, state=State.NUMBER, value=value, decimals=decimals)

    @property
    def seen(self) -> Decimal:
        """The value as a reader sees it: rounded to the decimals shown."""
        assert self.value is not None
        return round_half_up(self.value, self.decimals)

    @property
    def interval(self) -> Interval:
        """The values this figure may stand for: an integer or an amount of money is exact, 66,7 is not."""
        assert self.value is not None
        if self.money or (self.decimals == 0 and self.value == self.seen):
            return Interval(self.value, self.value)
        printed = self.printed
        return Interval(min(printed.low, self.value), max(printed.high, self.value))

    @property
    def printed(self) -> Interval:
        """The values that are printed as this figure is: 92 stands for 91.5 to 92.5."""
        half = Decimal((0, (5,), -self.decimals - 1))
        return Interval(self.seen - half, self.seen + half)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of exact values."""

    low: Decimal
    high: Decimal

    def __contains__(self, x: Decimal) -> bool:
        return self.low <= x <= self.high

    def touches(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


_WIDE: Final = Context(prec=1000)  # a ratio of extreme figures has more digits than the default context


@lru_cache(maxsize=64)
def _unit_of(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def round_half_up(x: Decimal, digits: int = 2) -> Decimal:
    """Round as a spreadsheet's ROUND does: 2.675 gives 2.68, where Python's round gives 2.67."""
    return x.quantize(_unit_of(digits), ROUND_HALF_UP, _WIDE)


def truncate(x: Decimal, digits: int) -> Decimal:
    """Cut off after `digits` decimals."""
    return x.quantize(_unit_of(digits), ROUND_DOWN, _WIDE)


class Verdict(Enum):
    """How a written figure stands to the computed one."""

    EQUAL = "cocok"
    TRUNCATED = "dipotong"
    ROUNDING = "pembulatan operan"
    WRONG = "salah"


def judge(written: Figure, computed: Decimal, allowed: Interval | None = None) -> Verdict:
    """The four steps of the written figure against the computed one.

    `allowed` is what the operands' own rounding makes of the computed value. A written value is compared
    at the decimals it shows, so 99,82% stands for every value that rounds to it.
    """
    assert written.value is not None
    digits, seen = written.decimals, written.seen
    if round_half_up(computed, digits) == seen:
        return Verdict.EQUAL
    if truncate(computed, digits) == seen:
        return Verdict.TRUNCATED
    if allowed is not None and allowed.touches(written.printed):
        return Verdict.ROUNDING
    return Verdict.WRONG


# --- showing -------------------------------------------------------------------------------------------


_INDONESIAN: Final = str.maketrans(",.", ".,")


def show(x: Decimal, decimals: int | None = None, *, percent: bool = False) -> str:
    """The figure as an Indonesian reader writes it: 3920691860.4 with 2 decimals is 3.920.691.860,40.

    Without `decimals`, as many as the value has, at most two.
    """
    if decimals is None:
        decimals = min(2, max(0, -int(x.normalize().as_tuple().exponent)))
    text = f"{round_half_up(x, decimals) + 0:,.{decimals}f}"  # never -0,00
    return text.translate(_INDONESIAN) + ("%" if percent else "")


# --- reading -------------------------------------------------------------------------------------------

_MISSING = re.compile(
    r"(?:rp\.?)?[-–—.,\s]*|n\s*/\s*a\.?|n\.a\.?|(tidak|belum) (ada|tersedia)( data)?|nihil",
    re.I,
)
_LETTER = r"AA|BB|CC|[A-C]-?|[DEF]"
_GRADE_FIRST = re.compile(rf"({_LETTER})\s*[(:/=]?\s*([\d.,]+)\s*%?\s*\)?", re.I)
_GRADE_LAST = re.compile(rf"([\d.,]+)\s*\(\s*({_LETTER})\s*\)", re.I)
_GRADE_ONLY = re.compile(_LETTER)
_TOKEN = re.compile(
    r"(?<![\w.,])(?:rp\.?\s*(?=\())?\(?\s*[-+−–]?\s*(?:rp\.?\s*)?[-−–]?\s*\d[\d.,]*(?:\s*,?-(?=\s|\)|$))?\s*\)?", re.I
)
_SPACED = re.compile(r"(?:rp\.?\s?)?\d{1,3}(?: \d{3})+(?:,\d+)?", re.I)
_RANGE = re.compile(r"\s*(\d[\d.,]*)\s*%?\s*(?:-|–|s\.?/?d\.?|sampai)\s*(\d[\d.,]*)\s*(%?)\s*", re.I)
_MISREAD = re.compile(r"(?=.*\d)(?=.*(?:[Oo]|[lI][\d.,]))[\dOolI]+(?:[.,][\dOolI]+)*%?")
_SAID = re.compile(
    r"(?:(?:sangat|kurang|tidak|cukup)\s+)?(?:baik|memuaskan|tinggi|rendah|sedang|mandiri|maju|berkembang|tertinggal|cukup)"
    r"\s*[(:=]\s*([\d.,]+\s*%?)\s*\)?|"
    r"(?:min(?:imal|imum)?|maks(?:imal|imum)?|max|paling \w+|(?:kurang|lebih) dari)\.?\s+(\d.*)", re.I,
)  # fmt: skip
_LISTED = re.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s+(?=[-\d(])")
_MONEY = re.compile(r"\b(?:rp\.?|idr)(?![a-z])|\brupiah\b", re.I)
_PLAIN = re.compile(r"[-+]?\d{1,15}(?:,\d+)?%?")
_TOO_SMALL: Final = Decimal("1e-12")
_FLOAT: Final = 13  # significant digits; a stored number holds 15, of which zeros at the end do not show
_COMPUTED: Final = 4  # decimals of what a formula gives; more are noise where large amounts are taken from each other
_BY_HAND: Final = 8  # decimals; nobody writes more
MONTHS: Final = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "nopember",
    "desember",
)  # fmt: skip
_MONTH = re.compile(rf"({'|'.join(MONTHS)})\b", re.I)
LARGE: Final = ("ribu", "juta", "miliar", "milyar", "triliun")
_LARGE = re.compile(rf"(?:{'|'.join(LARGE)})\b", re.I)
_DIGIT = re.compile(r"\d")
_DECIMAL_COMMA = re.compile(r"\d,\d")
_TOO_LARGE: Final = 10**16  # more than any budget; a NIP of 18 digits is no amount


def _separate(token: str) -> tuple[State, tuple[Decimal, ...], int]:
    """Digits with dots and commas to values: one when certain, two (thousands, decimals) when it could be both."""
    digits = token.rstrip(".,")
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return State.NUMBER, (Decimal(digits),), 0
    if dots and commas:
        decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
        thousands = "." if decimal == "," else ","
        whole, _, part = digits.rpartition(decimal)
        if decimal not in whole and _grouped(whole, thousands):
            return State.NUMBER, (Decimal(whole.replace(thousands, "") + "." + part),), len(part)
        return State.INVALID, (), 0
    mark, count = (".", dots) if dots else (",", commas)
    whole, _, part = digits.rpartition(mark)
    if count > 1:
        if _grouped(digits, mark):
            return State.NUMBER, (Decimal(digits.replace(mark, "")),), 0
        return State.INVALID, (), 0
    as_decimal = Decimal(f"{whole or '0'}.{part}")
    if len(part) == 3 and 1 <= len(whole) <= 3 and whole.lstrip("0"):
        return State.AMBIGUOUS, (Decimal(whole + part), as_decimal), 3
    return State.NUMBER, (as_decimal,), len(part)


def _grouped(text: str, mark: str) -> bool:
    first, *rest = text.split(mark)
    return 1 <= len(first) <= 3 and first.isdigit() and all(len(g) == 3 and g.isdigit() for g in rest)


def _read_text(text: str) -> Figure:
    s = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if s.upper() in ERRORS:
        return Figure(State.ERROR, s)
    if _PLAIN.fullmatch(s):  # by far the most frequent form: 92,5 or 100%
        whole, _, part = s.rstrip("%").partition(",")
        if len(part) != 3 or s[-1] == "%":
            return Figure(State.NUMBER, s, Decimal(f"{whole}.{part}" if part else whole), len(part), s[-1] == "%")
    if _MISSING.fullmatch(s):
        return Figure(State.MISSING, s)
    if not _DIGIT.search(s):
        if _GRADE_ONLY.fullmatch(s):
            return Figure(State.LETTER, s, letter=s.upper())
        return Figure(State.TEXT, s)
    if _SPACED.fullmatch(s):
        s = s.replace(" ", ".")
    if _MISREAD.fullmatch(s):
        return Figure(State.INVALID, s, unit="huruf")
    percent = "%" in s or "persen" in s.lower()
    if m := _SAID.fullmatch(s):  # a predikat with its value, a limit in words
        return replace(_read_text(m[1] or m[2]), text=s)
    if m := _GRADE_FIRST.fullmatch(s):
        return _from_tokens(s, [m[2]], percent=percent, letter=m[1].upper())
    if m := _GRADE_LAST.fullmatch(s):
        return _from_tokens(s, [m[1]], percent=percent, letter=m[2].upper())
    if m := _RANGE.fullmatch(s):
        low, high = _separate(m[1]), _separate(m[2])
        if low[0] is high[0] is State.NUMBER and low[1][0] < high[1][0]:
            return Figure(State.RANGE, s, percent=percent, others=(low[1][0], high[1][0]))
    listed = _LISTED.sub(" ", s) if len(_LISTED.findall(s)) > 1 else s  # "1. 100% 2. 90%" holds two figures, not four
    tokens = [m.group() for m in _TOKEN.finditer(listed)]
    if not tokens:
        return Figure(State.TEXT, s)
    rest = _TOKEN.sub(" ", listed)
    unit = " ".join(_MONEY.sub(" ", rest).replace("%", " ").strip(" ()-–:.,;/≥≤<>=").split())
    money = bool(_MONEY.search(s))
    if _MONTH.match(unit):  # a date is no quantity
        return Figure(State.TEXT, s)
    if m := _LARGE.match(unit):
        return Figure(State.INVALID, s, unit=m[0].lower())
    if len(unit) > 60 or (unit and re.match(r"[^\W\d]", s) and not money):
        # a sentence that happens to hold a figure ("Target nilai nasional : 71") is text
        return Figure(State.TEXT, s)
    return _from_tokens(s, tokens, percent=percent, money=money, unit=unit)


def _from_tokens(
    s: str, tokens: list[str], *, percent: bool = False, money: bool = False, unit: str = "", letter: str = ""
) -> Figure:
    found: list[tuple[State, tuple[Decimal, ...], int]] = []
    for token in tokens:
        bare = re.sub(r"rp\.?|idr|\s|,?-(?=\)?$)", "", re.sub("[−–]", "-", token), flags=re.I)
        negative = (bare.startswith("(") and bare.endswith(")")) or bare.lstrip("(+").startswith("-")
        if re.match(r"\(?\s*[-–]\s", token) and unit:
            negative = False  # "- 180 orang": a bullet before a count, not a minus
        state, values, decimals = _separate(bare.strip("()+-"))
        found.append((state, tuple(-v for v in values) if negative else values, decimals))
    if len(found) > 1:
        sign = "%" if percent else ""
        parts = tuple(_from_tokens(t.strip() + sign, [t], percent=percent, money=money, unit=unit) for t in tokens)
        return Figure(State.SEVERAL, s, percent=percent, unit=unit, parts=parts)
    state, values, decimals = found[0]
    if state is State.AMBIGUOUS:
        comma = "," in tokens[0]
        if money or (unit and not percent and not comma):
            return Figure(State.NUMBER, s, values[0], 0, percent, money, unit, letter)
        if letter or ((percent or unit) and comma):
            return Figure(State.NUMBER, s, values[1], decimals, percent, money, unit, letter)
        return Figure(State.AMBIGUOUS, s, decimals=decimals, percent=percent, unit=unit, others=values)
    if state is State.INVALID or abs(values[0]) >= _TOO_LARGE:
        return Figure(State.INVALID, s, percent=percent, money=money, unit=unit)
    return Figure(State.NUMBER, s, values[0], decimals, percent, money, unit, letter)


@lru_cache(maxsize=512)
def _format(code: str) -> tuple[int | None, bool, bool]:
    """A number format to (decimals shown, None for General; scaled to percent; is a date)."""
    section = code.split(";")[0]
    literal_percent = '"%"' in section or "\\%" in section
    section = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", section)
    if section.strip().lower() in {"", "general", "standard", "@"}:
        return None, literal_percent, False
    if re.search(r"[ymdhs]", section, re.I) and not re.search(r"[0#?]", section):
        return None, False, True
    part = re.search(r"\.([0#?]+)", section)
    return (len(part[1]) if part else 0), "%" in section, False


@lru_cache(maxsize=4096)
def _read_number(value: float, code: str) -> Figure:
    if not isfinite(value):
        return Figure(State.INVALID, str(value))
    exact = Decimal(f"{value:.15g}")
    decimals, percent, is_date = _format(code)
    if is_date:
        return Figure(State.INVALID, _day(value), unit="tanggal")
    if percent and "%" in re.sub(r'"[^"]*"|\\.', "", code):
        exact *= 100
    if abs(exact) >= _TOO_LARGE or 0 < abs(exact) < _TOO_SMALL:
        return Figure(State.INVALID, f"{value:.15g}")
    if decimals is None:
        _, digits, exponent = exact.normalize().as_tuple()
        computed = len(digits) >= _FLOAT  # a quotient or difference, of which the last digits are the computer's own
        decimals = min(max(0, -int(exponent)), _COMPUTED if computed else _BY_HAND)
    sign = percent or '"%"' in code or "\\%" in code
    return Figure(State.NUMBER, show(exact, decimals, percent=sign), exact, decimals, sign)


def _day(serial: float) -> str:
    """The day that a date cell shows."""
    if not 1 <= serial <= 2_958_465:  # 31 December 9999
        return f"{serial:.15g}"
    return (date(1899, 12, 30) + timedelta(days=int(serial))).strftime("%d/%m/%Y")


@lru_cache(maxsize=8192)
def _read_text_cached(text: str) -> Figure:
    return _read_text(text)


_BLANK: Final = Figure(State.MISSING, "")


def read(value: object, code: str = "General") -> Figure:
    """A cell's value and its number format to a Figure; never raises.

    0.8145 under `0.00%` is 81.45 percent points with two decimals; 84.5 under General is 84.5; text is read
    as people write it. A float enters by its 15 significant digits.
    """
    if value is None:
        return _BLANK
    if isinstance(value, bool):
        return Figure(State.TEXT, "BENAR" if value else "SALAH")
    if isinstance(value, (int, float)):
        return _read_number(value, code)
    return _read_text_cached(str(value))


def settle(figures: list[Figure], kind: str) -> list[Figure]:
    """Decide the ambiguous figures of one column by the rest of it; those that stay open remain AMBIGUOUS.

    Money is always in thousands and exact. Elsewhere a sure thousands dot (1.234.567) or a sure decimal dot
    (68.41) anywhere in the column decides, if not both occur; a comma is a decimal comma unless the column
    has sure thousands commas.
    """
    if kind == "uang":
        return [_as_money(f) for f in figures]
    if not any(f.state is State.AMBIGUOUS for f in figures):
        return figures
    texts = [re.sub(r"[^\d.,]", "", f.text) for f in figures if f.state is State.NUMBER]
    thousands = any(t.count(".") > 1 or ("." in t and "," in t and t.find(".") < t.find(",")) for t in texts)
    decimal = any(t.count(".") == 1 and "," not in t and len(t.partition(".")[2]) != 3 for t in texts)
    english = any(t.count(",") > 1 or ("." in t and "," in t and t.find(",") < t.find(".")) for t in texts)

    def settled(f: Figure) -> Figure:
        if f.state is not State.AMBIGUOUS:
            return f
        if _DECIMAL_COMMA.search(f.text):
            whole = english
        elif thousands == decimal:
            return f
        else:
            whole = thousands
        return f.settled(whole=whole)

    return [settled(f) for f in figures]


def _as_money(f: Figure) -> Figure:
    if f.state is State.AMBIGUOUS:
        return Figure(State.NUMBER, f.text, f.others[0], 0, money=True, unit=f.unit)
    if f.state is not State.NUMBER or f.percent or f.money:
        return f
    return Figure(f.state, f.text, f.value, f.decimals, False, True, f.unit, f.letter)
