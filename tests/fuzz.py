"""Mutated workbooks by the thousand: `python tests/fuzz.py 12000` prints what became of them.

Each input is a workbook changed at random: its bytes, its zip, the structure of its XML, the texts of its cells. It is
read, checked, filled and marked in a worker that is ended after SECONDS. Only Unreadable and OSError may come out, the
input must stay as it is, and what was written must be readable. An input is its number: `python tests/fuzz.py -n 123`.
"""

from __future__ import annotations

import functools
import io
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterable
from multiprocessing.connection import Connection, wait
from pathlib import Path

import corpus
import hostile
from lxml import etree

import lkip_xl
from lkip_xl import Unreadable

SECONDS = hostile.SECONDS
MEMORY = 2 * hostile.MEMORY  # of address space, which a process takes more of than of memory
GOOD = {"terbaca", "ditolak", "tidak dapat ditandai"}
NASTY = (
    "", " ", "0", "-1", "1", "99999999999", "1e400", "NaN", "INF", "-0", "1,5", "12.000", "A1", "XFD1048576", "XFE1", "A0",
    "A1:XFD1048576", "#REF!", "#DIV/0!", "true", "_x0000_", "_xD800_", "_x005F_x0041_", "\u202e", "\ufdfa" * 40, "é" * 300, "(" * 500,
    "1." * 300, "Rp" * 99, "- " * 200, "B (67)", "97,5%", "4 Dok", "2025", "1900-01-00", "\t\r\n", "'", '"', "&", "=1+1",
    "A1&A1", "IF(A1=\"\",\"\",A1)", "'3.2'!A1", "SUM(A1:XFD1048576)", "Tabel 3.2", "Target", "Realisasi", "Indikator Kinerja",
    "Capaian (%)", "No", "Jumlah", "Rata-rata", "Program A", "Kegiatan B", "Sub Kegiatan C", "90 - 100", "Sangat Baik",
    "shared", "array", "inlineStr", "s", "str", "b", "e", "d", "n", "hidden", "../../x.xml", "/xl/workbook.xml", "http://192.0.2.1/",
)  # fmt: skip


@functools.cache
def bases() -> tuple[bytes, ...]:
    makers = (
        corpus.every_kind_of_cell,
        corpus.by_openpyxl,
        corpus.shared_formulas,
        corpus.without_addresses,
        corpus.richly_made,
    )
    out = [hostile.plain(), hostile.package(hostile.table([[hostile.text("1"), hostile.text("Jalan mantap"), *map(hostile.number, (80, 60, 70))]] * 3))]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for make in makers:
            make(Path(folder) / "a.xlsx")
            out.append((Path(folder) / "a.xlsx").read_bytes())
    return (*out, hostile.standard())


def mutated(number: int) -> bytes:
    """The input of this number: one to four changes to one of the bases."""
    chance = random.Random(number)
    data = chance.choice(bases())
    if chance.random() < 0.1:
        return _bytes(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    for _ in range(chance.randint(1, 4)):
        kind = chance.choices((_texts, _tree, _tree, _xml_bytes, _zip), (4, 4, 4, 1, 1))[0]
        kind(chance, parts)
    data = hostile.zipped(parts.items())
    return _bytes(chance, data) if chance.random() < 0.02 else data


def _bytes(chance: random.Random, data: bytes) -> bytes:
    """Bytes flipped, cut out, doubled or cut off, anywhere in the file."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) or 1)
        end = min(len(out), at + chance.choice((1, 1, 2, 8, 200)))
        how = chance.randrange(5)
        if how == 0:
            out[at:end] = chance.randbytes(end - at)
        elif how == 1:
            del out[at:end]
        elif how == 2:
            out[at:at] = out[at:end]
        elif how == 3 and chance.random() < 0.2:
            del out[at:]
        else:
            out[at:end] = bytes(chance.choice((0, 255)) for _ in range(end - at))
    return bytes(out)


def _zip(chance: random.Random, parts: dict[str, bytes]) -> None:
    """A part left out, renamed, emptied, or given another's content."""
    a, b = (chance.choice(list(parts)) for _ in range(2))
    how = chance.randrange(4)
    if how == 0:
        del parts[a]
    elif how == 1:
        parts[chance.choice((a.upper(), f"../{a}", f"{a}x", a.replace("/", "\\")))] = parts.pop(a)
    elif how == 2:
        parts[a] = b""
    else:
        parts[a] = parts[b]


def _xml(chance: random.Random, parts: dict[str, bytes]) -> str:
    names = [n for n in parts if n.endswith((".xml", ".rels"))] or list(parts)
    sheets = [n for n in names if "worksheets/sheet" in n and n.endswith(".xml")]
    return chance.choice(sheets if sheets and chance.random() < 0.6 else names)


def _xml_bytes(chance: random.Random, parts: dict[str, bytes]) -> None:
    name = _xml(chance, parts)
    if parts[name]:
        parts[name] = _bytes(chance, parts[name])


def _texts(chance: random.Random, parts: dict[str, bytes]) -> None:
    """Texts, values and formulas of cells replaced."""
    name = _xml(chance, parts)
    spots = list(re.finditer(rb"(<(?:\w+:)?(?:t|v|f)(?: [^>]*)?>)([^<]*)", parts[name]))
    for m in sorted(chance.sample(spots, min(len(spots), chance.choice((1, 3, 20)))), key=lambda m: -m.start()):
        new = chance.choice(NASTY)
        if chance.random() < 0.3 and m[2]:
            old = m[2].decode("utf-8", "replace")
            cut = chance.randrange(len(old))
            new = old[:cut] + new + old[cut:]
        new = new.replace("&", "&amp;").replace("<", "&lt;")
        parts[name] = parts[name][: m.start(2)] + new.encode() + parts[name][m.end(2) :]


def _tree(chance: random.Random, parts: dict[str, bytes]) -> None:
    """Elements and attributes taken out, doubled, moved, renamed, or given absurd values."""
    name = _xml(chance, parts)
    try:
        root = etree.fromstring(parts[name])
    except etree.XMLSyntaxError:
        return
    for _ in range(chance.choice((1, 1, 2, 8))):
        every = list(root.iter("*"))
        e, other = chance.choice(every), chance.choice(every)
        parent = e.getparent()
        how = chance.randrange(9)
        if how == 0 and parent is not None:
            parent.remove(e)
        elif how == 1 and parent is not None:
            e.addnext(etree.fromstring(etree.tostring(e, with_tail=False)))
        elif how == 2 and parent is not None and other not in e.iter():
            other.append(e)
        elif how == 3:
            e.tag = other.tag
        elif how in (4, 5) and e.attrib:
            e.set(chance.choice(e.keys()), chance.choice(NASTY))
        elif how == 6 and e.attrib:
            del e.attrib[chance.choice(e.keys())]
        elif how == 7:
            e.insert(0, chance.choice((etree.Comment("k"), etree.ProcessingInstruction("a", "b"))))
        else:
            e.text = chance.choice(NASTY).replace("\0", "")
    encoding = chance.choices(("UTF-8", "UTF-16", "ISO-8859-1", "UTF-32"), (30, 2, 1, 1))[0]
    parts[name] = etree.tostring(root, xml_declaration=True, encoding=encoding)


# --- running ---------------------------------------------------------------------------------------------


def fate(data: bytes, folder: Path) -> str:
    """What became of one input: one of GOOD, or the end of a traceback."""
    source, target = folder / "masuk.xlsx", folder / "keluar.xlsx"
    source.write_bytes(data)
    try:
        try:
            lkip_xl.check(lkip_xl.read(source))
        except Unreadable as error:
            return "ditolak" if len(str(error).splitlines()) == 1 else f"bukan satu kalimat: {error}"
        for action in (lkip_xl.fill, lkip_xl.mark):
            target.unlink(missing_ok=True)
            try:
                action(source, target)
            except Unreadable:
                return "tidak dapat ditandai"
            lkip_xl.read(target)
        return "terbaca"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} di {Path(last.filename).name}:{last.lineno}: {str(error)[:80]}"
    finally:
        if source.read_bytes() != data:
            raise AssertionError("the input was changed")


def worker(inbox: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        while (number := inbox.recv()) is not None:
            data = mutated(number)
            start = time.perf_counter()
            try:
                said = fate(data, Path(folder))
            except AssertionError:
                said = "BERKAS ASAL BERUBAH"
            inbox.send((said, time.perf_counter() - start))


class Worker:
    def __init__(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=worker, args=(other,), daemon=True)
        self.process.start()
        other.close()
        self.number = -1
        self.deadline = float("inf")

    def give(self, number: int) -> None:
        self.number, self.deadline = number, time.monotonic() + SECONDS
        self.pipe.send(number)

    def end(self) -> None:
        self.process.kill()
        self.process.join()


def run(numbers: Iterable[int], workers: int = 2) -> tuple[Counter[str], dict[str, int], float]:
    """How many inputs met each fate, an input of each, and the longest time of one in seconds."""
    left = iter(numbers)
    fates: Counter[str] = Counter()
    first: dict[str, int] = {}
    longest = 0.0
    busy: dict[Connection, Worker] = {}

    def next_for(w: Worker) -> None:
        number = next(left, None)
        if number is None:
            w.end()
        else:
            w.give(number)
            busy[w.pipe] = w

    bases()
    for _ in range(workers):
        next_for(Worker())
    while busy:
        ready = wait(list(busy), timeout=1)
        for pipe in [p for p, w in busy.items() if p in ready or time.monotonic() > w.deadline]:
            w = busy.pop(pipe)
            try:
                said, seconds = w.pipe.recv() if pipe in ready else ("MACET", float(SECONDS))
            except EOFError:
                said, seconds = "PROSES MATI", 0.0
            fates[said] += 1
            first.setdefault(said, w.number)
            longest = max(longest, seconds)
            if said in {"MACET", "PROSES MATI"}:
                w.end()
                w = Worker()
            next_for(w)
    return fates, first, longest


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["-n"]:
        Path("masukan.xlsx").write_bytes(mutated(int(arguments[1])))
        lkip_xl.check(lkip_xl.read("masukan.xlsx"))
        lkip_xl.fill("masukan.xlsx", "keluaran.xlsx")
        lkip_xl.read("keluaran.xlsx")
        lkip_xl.mark("masukan.xlsx", "keluaran.xlsx")
        lkip_xl.read("keluaran.xlsx")
        return 0
    count = int(arguments[0]) if arguments else 12_000
    start = int(arguments[1]) if len(arguments) > 1 else 0
    begun = time.perf_counter()
    fates, first, longest = run(range(start, start + count), multiprocessing.cpu_count())
    bad = {f: n for f, n in fates.items() if f not in GOOD}
    print(f"{fates.total()} masukan dalam {time.perf_counter() - begun:.0f} detik; yang terlama {longest:.2f} detik")
    for said in sorted(GOOD):
        print(f"  {fates[said]:6} {said}")
    print(f"  {sum(n for f, n in bad.items() if f == 'MACET'):6} macet")
    print(f"  {sum(n for f, n in bad.items() if 'BERUBAH' in f):6} berkas asal berubah")
    print(f"  {sum(n for f, n in bad.items() if f != 'MACET' and 'BERUBAH' not in f):6} kesalahan program")
    for said, n in sorted(bad.items(), key=lambda item: -item[1]):
        print(f"    {n} x {said} (masukan {first[said]})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
