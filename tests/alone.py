"""One measure in a process that does nothing else, for bench.py: prints seconds, processor seconds, peak MiB.

What it compares with is imported only where it is measured, as a command would: workers begin by importing this file.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from pathlib import Path


def peak():
    """Peak memory of this process, MiB. Not getrusage: its figure begins with that of the parent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


def measure(action, *arguments):
    from lkip_xl.batch.one import Settings, checked
    from lkip_xl.batch.store import Store
    from lkip_xl.batch.workers import Here, local, run

    start = time.perf_counter()
    out = {}
    if action == "banyak":
        folder, count, processes, store = arguments
        files = sorted(map(str, Path(folder).glob("unit_*.xlsx")))[: int(count)]
        kept = Store(Path(store), Settings()) if store != "-" else None
        start = time.perf_counter()
        results = run(files, Settings(), local(int(processes)) if int(processes) else Here, kept)
        out["galat"] = sum(r.count("galat") for r in results)
        out["detik"] = time.perf_counter() - start
        for worker in multiprocessing.active_children():
            worker.join()
    elif action == "periksa":
        checked(arguments[0], Settings())
    elif action == "openpyxl":
        import openpyxl

        openpyxl.load_workbook(arguments[0])
    elif action == "calamine":
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(arguments[0])
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    out.setdefault("detik", time.perf_counter() - start)
    out["cpu"] = sum(os.times()[:4])  # user and system, of this process and of its ended workers
    out["mib"] = peak()
    print(json.dumps(out))


if __name__ == "__main__":
    measure(*sys.argv[1:])
