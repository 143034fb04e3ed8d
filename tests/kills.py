"""A filling in place killed again and again: `python tests/kills.py 240` prints what was left on disk.

The kill falls either at a system call that changes the folder (by a tracing hook on every one of them in turn) or at a
random moment. Whatever the moment, the workbook is the old one or the new one, whole, and so is its backup.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import corpus

import lkip_xl

_CHILD = """
import os, signal, sys
import lkip_xl, lkip_xl.outputs.sheet, lkip_xl.xlsx.files as files, lkip_xl.filling, lkip_xl.rules, hashlib
step = int(sys.argv[2])
count = 0
def tick(*_):
    global count
    count += 1
    if count == step:
        os.kill(os.getpid(), signal.SIGKILL)
def before_and_after(name):
    real = getattr(files.os, name)
    def called(*arguments, **named):
        tick()
        done = real(*arguments, **named)
        tick()
        return done
    setattr(files.os, name, called)
class Dribble:  # writes a block at a time, so that a kill can fall inside a write
    def __init__(self, f): self.f = f
    def __enter__(self): return self
    def __exit__(self, *a): self.f.close()
    def __getattr__(self, name): return getattr(self.f, name)
    def write(self, data):
        for i in range(0, len(data), 1024):
            self.f.write(data[i:i + 1024]); self.f.flush(); tick()
if step:
    for name in ("fsync", "chmod", "link", "replace", "rename"):
        before_and_after(name)
    real = os.fdopen
    files.os.fdopen = lambda *a: Dribble(real(*a))
print("siap", flush=True)
lkip_xl.fill(sys.argv[1], sys.argv[1])
print("selesai", count, flush=True)
"""


def kill_at(folder: Path, old: bytes, step: int, delay: float) -> bool:
    """Fill a fresh copy in place and kill it at that step (0: after that delay); whether it came to its end first."""
    for p in folder.iterdir():
        p.unlink()
    path = folder / "laporan.xlsx"
    path.write_bytes(old)
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(path), str(step)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    if not step:
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
    finished = b"selesai" in child.stdout.read()
    child.wait()
    child.stdout.close()
    return finished


def left_on_disk(folder: Path, old: bytes, new: bytes) -> str:
    path, backup = folder / "laporan.xlsx", folder / "laporan.xlsx.bak"
    content = path.read_bytes() if path.exists() else None
    state = {old: "berkas lama", new: "berkas baru"}.get(content or b"", "RUSAK")
    if backup.exists() and backup.read_bytes() != old:
        return "CADANGAN RUSAK"
    if state == "berkas baru" and not backup.exists():
        return "TANPA CADANGAN"
    return state


def run(count: int, seed: int = 0) -> Counter[str]:
    """Kills at every step in turn, then at random moments; how often each state was left."""
    chance = random.Random(seed)
    left: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kerja"
        folder.mkdir()
        source = Path(name) / "asal.xlsx"
        corpus.richly_made(source)
        old = source.read_bytes()
        target = Path(name) / "baru.xlsx"
        lkip_xl.fill(source, target)
        new = target.read_bytes()
        step = 1
        for _ in range(count):
            if step and kill_at(folder, old, step, 0):
                step = 0  # every step has been killed at
            elif not step:
                kill_at(folder, old, 0, chance.uniform(0, 0.05))
            left[left_on_disk(folder, old, new)] += 1
            step += 1 if step else 0
    return left


if __name__ == "__main__":
    found = run(int(sys.argv[1]) if len(sys.argv) > 1 else 240)
    print(f"{found.total()} kali dimatikan: " + ", ".join(f"{n} {state}" for state, n in found.most_common()))
    sys.exit(0 if set(found) <= {"berkas lama", "berkas baru"} else 1)
