"""Runs killed at random moments, each resumed until it ends: python tests/killed.py [TIMES] [WORKBOOKS].

Every kill ends the process at once (SIGKILL), as a power cut would. The resumed run must give what an unbroken run
gives, the store must be sound, and no worker may live on.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass
class Outcome:
    """How many runs were killed, how many resumed ones differed, how many workers outlived their parent."""

    killed: int = 0
    different: int = 0
    left: int = 0
    kept: int = 0


def _command(folder: Path, store: Path, out: Path) -> tuple[list[str], dict[str, str]]:
    arguments = ["periksa", str(folder), "--format", "json", "-o", str(out), "--proses", "2"]
    return [sys.executable, "-m", "lkip_xl", *arguments], {**os.environ, "LKIP_XL_SIMPANAN": str(store)}


def _finish(folder: Path, store: Path, out: Path) -> bytes:
    command, env = _command(folder, store, out)
    subprocess.run(command, env=env, stderr=subprocess.DEVNULL, check=False)
    return out.read_bytes()


def killed_at_random(folder: Path, scratch: Path, times: int, seed: int | None = None) -> Outcome:
    """Kill `times` runs over a folder of workbooks, resume each, and compare."""
    rng = random.Random(seed)
    started = time.monotonic()
    whole = _finish(folder, scratch / "utuh", scratch / "utuh.json")
    length = time.monotonic() - started
    outcome = Outcome()
    for i in range(times):
        store, out = scratch / f"simpanan_{i}", scratch / f"hasil_{i}.json"
        while True:
            command, env = _command(folder, store, out)
            run = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.1, length))
            workers = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
            run.send_signal(signal.SIGKILL)
            if run.wait() == -signal.SIGKILL:
                break
            (store / "hasil.sqlite").unlink(missing_ok=True)  # it was done before the kill: once more
        outcome.killed += 1
        outcome.left += len(psutil.wait_procs(workers, timeout=20)[1])
        if (store / "hasil.sqlite").exists():
            with sqlite3.connect(store / "hasil.sqlite") as db:
                outcome.different += db.execute("PRAGMA integrity_check").fetchone() != ("ok",)
                outcome.kept += (
                    db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                    and (db.execute("SELECT count(*) FROM hasil").fetchone()[0])
                )
        outcome.different += _finish(folder, store, out) != whole
    return outcome


def main(times: int, count: int) -> int:
    from many import workbooks

    with tempfile.TemporaryDirectory() as scratch:
        workbooks(Path(scratch) / "kabupaten", count, bases=8)
        outcome = killed_at_random(Path(scratch) / "kabupaten", Path(scratch), times)
    print(f"{count} buku kerja, {outcome.killed} kali dihentikan di tengah jalan:")
    print(f"hasil yang sudah tersimpan saat dihentikan: rata-rata {outcome.kept / times:.0f}")
    print(f"hasil yang berbeda sesudah dilanjutkan: {outcome.different}; proses yang tertinggal: {outcome.left}")
    return bool(outcome.different or outcome.left)


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 20, arguments[1] if len(arguments) > 1 else 60))
