"""Ratios side by side in one run: python tests/bench.py [WORKBOOKS].

Times are medians of several runs, or totals over many different workbooks; only the ratios are meant to be quoted.
Peak memory is of a process of its own that does nothing else.
"""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from pathlib import Path

import naive
import openpyxl
import pandas as pd
import xlsxwriter
from many import workbooks
from office import opened
from python_calamine import CalamineWorkbook

import lkip_xl
from lkip_xl.batch.one import Settings, checked
from lkip_xl.measures import MEASURES
from lkip_xl.standard import macros
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import example
from lkip_xl.vba.project import project

IN_PROCESS, PROCESSES = 25, 7
HERE = Path(__file__).parent


def median(action, runs):
    action()
    times = []
    for _ in range(runs):
        gc.collect()
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


def pandas_read(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def load_and_save(path, out):
    openpyxl.load_workbook(path).save(out)


def process(*arguments):
    return lambda: subprocess.run([sys.executable, *map(str, arguments)], stdout=subprocess.DEVNULL, check=False)


def table(title, rows, *bases):
    print(f"\n{title}")
    for name, seconds in rows.items():
        ratios = "".join(f"   {seconds / rows[base]:7.2f} x {base}" for base in bases)
        print(f"  {name:<38}{seconds * 1000:10.1f} ms{ratios}", flush=True)


# --- files ------------------------------------------------------------------------------------------------


def empty_styled(path, cells=300_000):
    """The standard workbook's budget table beside cells that are styled and hold nothing."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("3.13")
    style = book.add_format({"bg_color": "#FFF8DC", "border": 1})
    sheet.write_row(0, 0, ["Tabel 3.13 Realisasi Anggaran tahun 2025"])
    sheet.write_row(1, 0, ["Program/ Kegiatan/ Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "% Serapan Anggaran"])
    sheet.write_row(2, 0, ["PROGRAM A", 1000, 500, "50%"])
    for row in range(3, 3 + cells // 30):
        for column in range(30):
            sheet.write_blank(row, column, None, style)
    book.close()


def sub_kegiatan(path, rows=100_000):
    """A budget table of a hundred thousand sub kegiatan, ten to a kegiatan, a hundred kegiatan to a program."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("3.13")
    sheet.write_row(0, 0, ["Tabel 3.13 Realisasi Anggaran tahun 2025"])
    sheet.write_row(1, 0, ["Program/ Kegiatan/ Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "% Serapan Anggaran"])
    row, programs = 2, rows // 1000
    for p in range(programs):
        sheet.write_row(row, 0, [f"PROGRAM urusan {p}", 1_000_000, 500_000, "50%"])
        row += 1
        for k in range(100):
            sheet.write_row(row, 0, [f"Kegiatan {p} {k}", 10_000, 5_000, "50%"])
            row += 1
            for s in range(10):
                sheet.write_row(row, 0, [f"Sub Kegiatan {p} {k} {s}", 1_000, 500, "50%"])
                row += 1
    sheet.write_row(row, 0, ["JUMLAH", 1_000_000 * programs, 500_000 * programs, "50%"])
    book.close()


# --- measures in a process of their own ---------------------------------------------------------------------


def alone(action, *arguments):
    """What a process of its own measures: a dictionary with seconds and MiB."""
    command = [sys.executable, str(HERE / "alone.py"), action, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env={**os.environ, "PYTHONPATH": _path()})
    return json.loads(done.stdout)


def _path():
    return os.pathsep.join([str(HERE.parent), str(HERE), os.environ.get("PYTHONPATH", "")])


# --- the parts ----------------------------------------------------------------------------------------------


def one(folder):
    typed, path, out = (folder / n for n in ("typed.xlsx", "kencong.xlsx", "out.xlsx"))
    typed.write_bytes(build(example(printed=True)))
    lkip_xl.fill(typed, path)
    rows = {
        "unzip": median(lambda: unzip(path), IN_PROCESS),
        "calamine": median(lambda: calamine(path), IN_PROCESS),
        "openpyxl": median(lambda: openpyxl.load_workbook(path), IN_PROCESS),
        "pandas.read_excel": median(lambda: pandas_read(path), IN_PROCESS),
        "pemeriksa naif (pandas, openpyxl)": median(lambda: naive.check(path), IN_PROCESS),
        "lkip_xl.read": median(lambda: lkip_xl.read(path), IN_PROCESS),
        "lkip_xl.check(lkip_xl.read(...))": median(lambda: lkip_xl.check(lkip_xl.read(path)), IN_PROCESS),
    }
    table("Satu buku kerja baku, di dalam proses", rows, "calamine", "openpyxl")
    rows = {
        "openpyxl load + save": median(lambda: load_and_save(typed, out), IN_PROCESS),
        "lkip_xl.fill": median(lambda: lkip_xl.fill(typed, out), IN_PROCESS),
    }
    table("Mengisi satu buku kerja", rows, "openpyxl load + save")
    rows = {
        "import pandas": median(process("-c", "import pandas"), PROCESSES),
        "import openpyxl": median(process("-c", "import openpyxl"), PROCESSES),
        "lkip-xl periksa": median(process("-m", "lkip_xl", "periksa", path), PROCESSES),
    }
    table("Satu buku kerja, seluruh proses", rows, "import pandas")


def large(folder):
    """Far more cells than any report has; 100.000 rows are more than is admitted, so what counts is how soon it says so."""
    for title, make, name, rows in (
        ("300.000 sel kosong bergaya", empty_styled, "kosong.xlsx", 300_000),
        ("4.900 baris sub kegiatan", sub_kegiatan, "banyak.xlsx", 4_900),
        ("100.000 baris sub kegiatan", sub_kegiatan, "besar.xlsx", 100_000),
    ):
        path = folder / name
        make(path, rows)
        times = {
            "calamine": median(lambda p=path: calamine(p), 3),
            "periksa": median(lambda p=path: checked(str(p), Settings()), 3),
            "openpyxl": median(lambda p=path: openpyxl.load_workbook(p), 1),
        }
        table(title, times, "calamine", "openpyxl")
        print(f"  {checked(str(path), Settings()).reason or 'terbaca'}")
        peaks = {action: alone(action, path)["mib"] for action in ("calamine", "periksa", "openpyxl")}
        print("  memori puncak: " + ", ".join(f"{action} {mib:.0f} MiB" for action, mib in peaks.items()))


def macros_and_formulas(folder, cells=5_000):
    """The same capaian of two texts in every cell: as a macro function, and as the template's native formulas."""
    paths = [folder / "makro.xlsm", folder / "rumus.xlsx"]
    for path in paths:
        book = xlsxwriter.Workbook(path)
        ws = book.add_worksheet("Uji")
        for row, value in enumerate((1e99, -1e99, 1, 0)):
            ws.write(row, 10, value)
        for row, name in enumerate(("batas_capaian", "lantai_capaian", "rumus_negatif")):
            book.define_name(name, f"=Uji!$K${row + 1}")
        if path.suffix == ".xlsm":
            book.define_name("kebijakan_capaian", "=Uji!$K$1:$K$4")
            book.set_vba_name("ThisWorkbook")
            ws.set_vba_name("Sheet1")
            book.add_vba_project(io.BytesIO(project(macros.modules(2025, ["Sheet1"]))), is_stream=True)
        for row in range(cells):
            target, realisasi, n = f"A{row + 1}", f"B{row + 1}", row + 1
            ws.write_string(row, 0, f"{row % 97 + 1},5%")
            ws.write_string(row, 1, f"B ({row % 89 + 1},25)")
            if path.suffix == ".xlsm":
                ws.write_formula(row, 4, f"=CAPAIAN({target},{realisasi})")
            else:
                for column, operand in ((2, target), (3, realisasi)):
                    ws.write_formula(row, column, "=" + MEASURES["NILAI"].excel.format(teks=operand))
                core = MEASURES["CAPAIAN"].excel.format(target=f"C{n}", realisasi=f"D{n}", arah="F1")
                ws.write_formula(row, 4, "=" + core)
        book.close()
    seconds = [result["seconds"][0] for result in opened(*({"path": p} for p in paths))]
    table(
        f"{cells} sel capaian dihitung ulang di LibreOffice",
        dict(zip(("makro", "rumus"), seconds, strict=True)),
        "rumus",
    )


def many(folder, count):
    """Processor time says how work grows even where other programs are busy; seconds and ratios of processes need
    a machine of which all cores are free."""
    files = workbooks(folder / "banyak", count, bases=20)
    print(f"\n{len(files)} buku kerja yang berbeda; inti: {os.cpu_count()}, beban saat ini: {os.getloadavg()[0]:.1f}")
    print(
        f"  {'berkas':>8}{'proses':>9}{'detik':>9}{'per detik':>11}{'ms prosesor/berkas':>20}{'memori induk':>14}{'galat':>8}"
    )
    sizes = [n for n in (10, 100, 1000, 10000) if n < count] + [count]
    start_up = alone("banyak", folder / "banyak", 0, 0, "-")["cpu"]
    found = {}
    for size in sizes:
        for processes in (0, 1, 2):
            m = found[size, processes] = alone("banyak", folder / "banyak", size, processes, "-")
            m["tiap"] = (m["cpu"] - start_up) / size
            print(
                f"  {size:>8}{processes or 'sendiri':>9}{m['detik']:>9.2f}{size / m['detik']:>11.1f}{m['tiap'] * 1000:>20.1f}"
                f"{m['mib']:>10.0f} MiB{m['galat']:>8}",
                flush=True,
            )
    first, last = sizes[0], {p: found[count, p] for p in (0, 1, 2)}
    print(f"  dua proses: {last[1]['detik'] / last[2]['detik']:.2f} x secepat satu proses")
    print(
        f"  waktu prosesor per berkas pada {count} berkas: {last[0]['tiap'] / found[first, 0]['tiap']:.2f} x pada {first}"
    )
    for p in (0, 2):
        ratio = last[p]["mib"] / found[first, p]["mib"]
        print(f"  memori induk pada {count} berkas ({p or 'sendiri'}): {ratio:.2f} x pada {first}")
    sample = files[:: max(1, count // 30)][:30]
    times = {}
    for name, action in (("naif", naive.check), ("lkip_xl", lambda p: lkip_xl.check(lkip_xl.read(p)))):
        action(sample[0])
        start = time.process_time()
        said = sum(len(action(p)) for p in sample)
        times[name] = (time.process_time() - start) / len(sample)
        print(f"  {name}: {times[name] * 1000:.0f} ms prosesor/berkas ({len(sample)} berkas, {said} temuan)")
    print(f"  naif / lkip_xl: {times['naif'] / times['lkip_xl']:.1f} x dalam satu proses")
    store = folder / "simpanan"
    first, again = (alone("banyak", folder / "banyak", count, 2, store)["detik"] for _ in range(2))
    print(
        f"  dilanjutkan dari simpanan: {first:.1f} detik pertama kali, {again:.2f} detik kedua kali ({count / again:.0f} per detik)"
    )
    shutil.rmtree(folder / "banyak")


def main(count):
    with tempfile.TemporaryDirectory() as scratch:
        one(Path(scratch))
        if shutil.which("soffice"):
            macros_and_formulas(Path(scratch))
        large(Path(scratch))
        many(Path(scratch), count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
