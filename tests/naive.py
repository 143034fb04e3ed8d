"""The checks as one would write them in an afternoon with pandas and openpyxl, for `make bench` to compare with.

Straightforward rather than slow: each sheet is a DataFrame, openpyxl tells the number formats, difflib pairs the
names. It knows the sheets and columns of the standard workbook by heart, takes every figure as exact, and tells
neither the cause of a mistake nor what follows from it.
"""

from __future__ import annotations

import difflib
import re
import warnings
from pathlib import Path

import openpyxl
import pandas as pd

# sheet: where the name, target, realisasi and capaian stand
MEASURED = {"3.2": (2, 4, 5, 6), "3.8": (2, 4, 5, 6), "3.7": (1, 2, 3, 4), "3.12": (1, 2, 3, 4)} | dict.fromkeys(
    ("3.3", "3.4", "3.5", "3.6", "3.9", "3.10", "3.11"), (0, 3, 4, 5)
)
# sheet: where the name stands, and the columns that add up
TREES = {"3.13": (0, (1, 2)), "2.9": (1, (2, 3, 4))}
LABELS = [(91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Sedang"), (51, "Rendah"), (-1e9, "Sangat Rendah")]


class Workbook:
    """All sheets as frames, with the number formats beside them."""

    def __init__(self, path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.frames = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
            self.book = openpyxl.load_workbook(path, data_only=True)
        self.found = []

    def text(self, sheet, row, column):
        value = self.frames[sheet].iat[row, column] if column < self.frames[sheet].shape[1] else None
        return "" if value is None or pd.isna(value) else str(value).strip()

    def number(self, sheet, row, column):
        frame = self.frames[sheet]
        if column >= frame.shape[1] or pd.isna(value := frame.iat[row, column]):
            return None
        if isinstance(value, (int, float)):
            code = re.sub(r'"[^"]*"', "", self.book[sheet].cell(row + 1, column + 1).number_format)
            return value * 100 if "%" in code else float(value)
        found = re.search(r"-?\d[\d.]*(?:,\d+)?", str(value))
        if found is None:
            return None
        text = found.group()
        return float(text if re.fullmatch(r"-?\d+\.\d{1,2}", text) else text.replace(".", "").replace(",", "."))

    def rows(self, sheet):
        """The rows below the first row of headings, without the row of column numbers."""
        for row in range(4, len(self.frames[sheet])) if sheet in self.frames else ():
            if not re.search("=", "".join(self.text(sheet, row, c) for c in range(9))):
                yield row

    def say(self, sheet, row, column, stated, expected):
        self.found.append((sheet, row, column, f"tertulis {stated}, seharusnya {expected}"))

    def named(self, sheet, column):
        return {self.text(sheet, r, column).lower(): r for r in self.rows(sheet) if self.text(sheet, r, column)}

    # --- within a table -----------------------------------------------------------------------------------

    def percent(self, sheet, row, target, realisasi, percent):
        t, r, p = (self.number(sheet, row, c) for c in (target, realisasi, percent))
        if None in (t, r, p) or not t:
            return
        positive, negative = r * 100 / t, (2 * t - r) * 100 / t
        if min(abs(positive - p), abs(negative - p)) > 0.51:
            self.say(sheet, row, percent, p, round(positive, 2))

    def percentages(self):
        for sheet, (_, target, realisasi, capaian) in MEASURED.items():
            for row in self.rows(sheet):
                self.percent(sheet, row, target, realisasi, capaian)
        for sheet in ("3.7", "3.12"):
            for row in self.rows(sheet):
                self.percent(sheet, row, 5, 6, 7)
        for row in self.rows("3.13"):
            self.percent("3.13", row, 1, 2, 3)
        for sheet, last, progress in (("3.2", 11, 12), ("3.8", 8, 9)):
            for row in self.rows(sheet):
                self.percent(sheet, row, last, 5, progress)

    def labels(self):
        for sheet in ("3.2", "3.8"):
            for row in self.rows(sheet):
                value, stated = self.number(sheet, row, 6), self.text(sheet, row, 7)
                if value is not None and stated:
                    expected = next(label for low, label in LABELS if value >= low)
                    if stated != expected:
                        self.say(sheet, row, 7, stated, expected)

    def sums(self):
        for sheet, (name, columns) in TREES.items():
            levels = []
            for row in self.rows(sheet):
                text = self.text(sheet, row, name).lower()
                for level, start in ((0, "program"), (1, "kegiatan"), (2, "sub"), (-1, "jumlah")):
                    if text.startswith(start) or (level == -1 and self.text(sheet, row, 0).lower().startswith(start)):
                        levels.append((row, level))
                        break
            for column in columns:
                for i, (row, level) in enumerate(levels):
                    stated, parts = self.number(sheet, row, column), []
                    for r, below in levels[i + 1 :] if level >= 0 else levels:
                        if level >= 0 and below <= level:
                            break
                        if below == level + 1:
                            parts.append(self.number(sheet, r, column) or 0)
                    if parts and stated is not None and abs(sum(parts) - stated) > 0.005:
                        self.say(sheet, row, column, stated, sum(parts))
        for row in self.rows("2.9"):
            before, after, change = (self.number("2.9", row, c) for c in (3, 4, 5))
            if None not in (before, after, change) and abs(after - before - change) > 0.005:
                self.say("2.9", row, 5, change, after - before)

    # --- across tables ------------------------------------------------------------------------------------

    def pairs(self, one, name, other, other_name):
        """The same name in two tables."""
        names = self.named(other, other_name) if other in self.frames else {}
        for row in self.rows(one):
            close = difflib.get_close_matches(self.text(one, row, name).lower(), names, 1, 0.85)
            if close:
                yield row, names[close[0]]

    def same(self, one, other, name, other_name, columns):
        for row, found in self.pairs(one, name, other, other_name):
            for column, source in columns:
                a, b = self.number(one, row, column), self.number(other, found, source)
                if None not in (a, b) and abs(a - b) > 0.005:
                    self.say(one, row, column, a, b)

    def across(self):
        for table, agreement, plan, efficiency in (("3.2", "2.7", "2.3", "3.7"), ("3.8", "2.8", "2.4", "3.12")):
            self.same(table, agreement, 2, 2, [(4, 3)])
            self.same(table, plan, 2, 2, [(11 if table == "3.2" else 8, self.frames[plan].shape[1] - 1)])
            self.same(efficiency, table, 1, 2, [(2, 4), (3, 5), (4, 6)])
        self.same("3.8", "3.2", 2, 2, [(3, 10)])
        self.same("2.8", "2.9", 1, 1, [(2, 4)])
        self.same("2.7", "2.9", 1, 1, [(2, 2)])
        self.same("3.13", "2.9", 0, 1, [(1, 4)])

    def contributions(self):
        """The money of a sasaran is that of the programs in its contribution table."""
        for efficiency, sheets in (("3.7", ("3.3", "3.4", "3.5", "3.6")), ("3.12", ("3.9", "3.10", "3.11"))):
            sasaran = [r for r in self.rows(efficiency) if self.text(efficiency, r, 1).lower().startswith("sasaran")]
            for row, sheet in zip(sasaran, (s for s in sheets if s in self.frames), strict=False):
                found = [b for a, b in self.pairs(sheet, 0, "3.13", 0) if self.text(sheet, a, 0).startswith("PROGRAM")]
                for column, source in ((5, 1), (6, 2)):
                    stated = self.number(efficiency, row, column)
                    expected = sum(self.number("3.13", b, source) or 0 for b in set(found))
                    if found and stated is not None and abs(stated - expected) > 0.005:
                        self.say(efficiency, row, column, stated, expected)


def check(path: Path) -> list[tuple[str, int, int, str]]:
    """Sheet, row and column (from 0) and message of everything that does not hold."""
    workbook = Workbook(path)
    for step in (workbook.percentages, workbook.labels, workbook.sums, workbook.across, workbook.contributions):
        step()
    return workbook.found
