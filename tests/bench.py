"""Ratios side by side in one run: python tests/bench.py.

Each figure is the median of several runs; only the ratios are meant to be quoted.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

import lkip_xl
from lkip_xl.xlsx.plan import example
from lkip_xl.xlsx.template import build

IN_PROCESS, PROCESSES = 25, 7


def median(action, runs):
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def unzip(path):
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            z.read(name)


def calamine(path):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def load_and_save(path, out):
    openpyxl.load_workbook(path).save(out)


def process(*arguments):
    return lambda: subprocess.run([sys.executable, *map(str, arguments)], stdout=subprocess.DEVNULL, check=False)


def table(title, rows, base):
    print(f"\n{title}")
    for name, seconds in rows.items():
        print(f"  {name:<44}{seconds * 1000:9.1f} ms   {seconds / rows[base]:6.2f} x {base}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        typed, path, out = (Path(folder) / n for n in ("typed.xlsx", "kencong.xlsx", "out.xlsx"))
        typed.write_bytes(build(example(printed=True)))
        lkip_xl.fill(typed, path)
        rows = {
            "unzip": median(lambda: unzip(path), IN_PROCESS),
            "calamine": median(lambda: calamine(path), IN_PROCESS),
            "openpyxl": median(lambda: openpyxl.load_workbook(path), IN_PROCESS),
            "lkip_xl.read": median(lambda: lkip_xl.read(path), IN_PROCESS),
            "lkip_xl.check(lkip_xl.read(...))": median(lambda: lkip_xl.check(lkip_xl.read(path)), IN_PROCESS),
        }
        table("Satu buku kerja baku, di dalam proses", rows, "openpyxl")
        rows = {
            "openpyxl load + save": median(lambda: load_and_save(typed, out), IN_PROCESS),
            "lkip_xl.fill": median(lambda: lkip_xl.fill(typed, out), IN_PROCESS),
        }
        table("Mengisi satu buku kerja", rows, "openpyxl load + save")
        rows = {
            "python -c 'import pandas'": median(process("-c", "import pandas"), PROCESSES),
            "python -c 'import openpyxl'": median(process("-c", "import openpyxl"), PROCESSES),
            "lkip-xl periksa": median(process("-m", "lkip_xl", "periksa", path), PROCESSES),
        }
        table("Satu buku kerja, seluruh proses", rows, "python -c 'import pandas'")


if __name__ == "__main__":
    main()
