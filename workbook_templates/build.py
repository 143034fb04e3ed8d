"""Build the workbooks kept in this folder: python workbook_templates/build.py [FOLDER]."""

import sys
import tempfile
from pathlib import Path

import lkip_xl
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import blank, example

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
folder.mkdir(parents=True, exist_ok=True)
for old in folder.glob("*.xls?"):
    old.unlink()
for suffix in (".xlsx", ".xlsm"):
    lkip_xl.template(blank(), folder / f"buku_kerja_baku{suffix}")
    lkip_xl.template(example(), folder / f"contoh_kencong_2025{suffix}")
with tempfile.TemporaryDirectory() as scratch:
    typed = Path(scratch) / "tercetak.xlsx"
    typed.write_bytes(build(example(printed=True)))
    lkip_xl.fill(typed, typed)
    lkip_xl.mark(typed, folder / "contoh_kencong_2025_ditandai.xlsx")
