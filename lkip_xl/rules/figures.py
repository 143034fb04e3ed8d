"""N1xx: what a cell holds, before anything is computed with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..equations import equations
from ..number import LARGE, State, show
from ..report import PART, Cell, Level, Place, Report, once
from ._failures import not_added
from ._rule import Violation, rule
from .arithmetic import several

__all__: list[str] = []

_DIGIT = re.compile(r"\d")
_MAY_BE_NEGATIVE = re.compile(r"surplus|defisit|pembiayaan|pengembalian|silpa|selisih|koreksi|contra", re.I)


@once
def _unusual(report: Report) -> list[Cell]:
    """Every cell that a rule of this family may report: what is no plain number, text or blank, words for money, formulas
    without a result, negative money."""
    plain = (State.NUMBER, State.TEXT, State.MISSING)
    return [
        cell
        for table in report.tables
        for row in table.rows
        for cell in row.cells.values()
        if cell.figure.state not in plain
        or (cell.column.type == "uang" and cell.figure.state is State.TEXT)
        or (cell.raw.formula is not None and cell.raw.value is None)
        or (cell.figure.money and cell.value is not None and cell.value < 0)
    ]


def _in_state(report: Report, state: State) -> list[Cell]:
    declared = [c for c in _unusual(report) if c.table.kind.declared or state is State.ERROR]
    return [c for c in declared if c.figure.state is state]


@rule("N101", level="galat", basis="-", message="`{tertulis}` bukan angka yang sah{sebab}")
def not_a_number(report: Report) -> Iterator[Violation]:
    """Angka tidak dapat dibaca.

    Mengapa: titik dan koma yang salah tempat membuat angka tidak berarti, dan semua hitungan dengannya terlewat.
    Perbaiki: tulis titik untuk ribuan dan koma untuk desimal, misalnya 4.355.000,00; sel yang tersimpan sebagai tanggal diubah
    dulu formatnya menjadi Teks, lalu diketik lagi.
    """
    for cell in _written_out(report):
        cause = "; tulis dengan angka"
        yield Violation(cell, {"sebab": cause}, cell.text)
    for cell in _unusual(report):
        words = cell.column.type == "uang" and cell.figure.state in {State.TEXT, State.SEVERAL}
        if cell.figure.state is not State.INVALID and not (words and cell.column.figures):
            continue
        likely = _fitting(report, cell)
        unit, cause = cell.figure.unit, ""
        level: Level | None = None
        if unit == "tanggal":
            cause = "; tersimpan sebagai tanggal"
        elif unit == "huruf":
            cause = "; ada huruf O, l, atau I di antara angkanya"
        elif unit in LARGE:  # right, but not to be computed with
            cause, level = f"; tulis angkanya lengkap, tanpa kata {unit}", "peringatan"
        elif words and not _DIGIT.search(cell.text):  # `tidak dianggarkan`
            level = "peringatan"
        guess = None if likely is None else f"mungkin {show(likely, 2)}, karena itu yang cocok dengan jumlahnya"
        yield Violation(
            cell, {"sebab": cause}, cell.text, None if likely is None else show(likely, 2), guess, level=level
        )


def _written_out(report: Report) -> Iterator[Cell]:
    """A target or realisasi in words, beside one in figures: sebelas, dua puluh."""
    for table in report.tables:
        for row in table.rows if {"target", "realisasi"} <= table.columns.keys() else ():
            cells = row.cells["target"], row.cells["realisasi"]
            if any(c.value is not None for c in cells):
                yield from (c for c in cells if c.figure.state is State.TEXT and _COUNTED.fullmatch(c.text))


_COUNTED = re.compile(
    r"(?:(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\s*(?:belas|puluh|ratus|ribu)?\s*)+|sepuluh|nol",
    re.I,
)


def _fitting(report: Report, cell: Cell) -> Decimal | None:
    """The value that the sums ask for, where the digits written are close to its digits."""
    for e in equations(report):
        value = e.solved(cell) if e.sums else None
        if value is not None and _close(re.sub(r"\D", "", cell.text), f"{value:.2f}".replace(".", "")):
            return value
    return None


def _close(written: str, wanted: str) -> bool:
    """The same digits but for one that is lost, too many or different; trailing zeros (decimals) do not count."""
    a, b = written.rstrip("0"), wanted.rstrip("0")
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:]


@rule(
    "N102",
    level="peringatan",
    basis="-",
    message="`{tertulis}` dapat berarti {pertama} atau {kedua}, jadi tidak dihitung",
)
def ambiguous(report: Report) -> Iterator[Violation]:
    """Titik pada angka dapat berarti ribuan atau desimal.

    Mengapa: 12.000 tanpa satuan dapat berarti dua belas ribu atau dua belas; kolomnya pun tidak memberi petunjuk.
    Perbaiki: tulis 12.000,00 atau 12,000 sesuai maksudnya, atau tambahkan satuannya.
    """
    for cell in _in_state(report, State.AMBIGUOUS):
        whole, part = cell.figure.others
        yield Violation(cell, {"pertama": show(whole, 0), "kedua": show(part)}, cell.text)


@rule("N103", level="galat", basis="-", message="sel ini{lain} berisi galat rumus {tertulis}")
def error_value(report: Report) -> Iterator[Violation]:
    """Sel berisi galat rumus seperti #DIV/0! atau #REF!.

    Mengapa: angka ini tidak terhitung, dan semua rumus yang memakainya ikut galat.
    Perbaiki: betulkan rumusnya; #DIV/0! berarti pembaginya kosong atau nol, #REF! berarti sel atau lembarnya terhapus,
    #VALUE! berarti ada teks di antara angkanya, #NAME? berarti nama fungsinya tidak dikenal.
    """
    broken: dict[tuple[str, str], list[Cell]] = {}
    texts = {c for cells in not_added(report).values() for c in cells}
    follows = {e.target for e in equations(report) if not texts.isdisjoint(e.operands)} if texts else set()
    for cell in (c for c in _in_state(report, State.ERROR) if c not in follows):
        broken.setdefault((cell.table.sheet, cell.text), []).append(cell)
    for cells in broken.values():
        others = f" dan {len(cells) - 1} sel lain di lembar ini" if len(cells) > 1 else ""
        yield Violation(cells[0], {"lain": others}, cells[0].text, related=tuple(cells[1:8]))


@rule(
    "N104",
    level="peringatan",
    basis="-",
    message="{banyak} rumus belum dihitung, misalnya {contoh}; selama belum, hasil pemeriksaan ini tidak lengkap",
)
def not_calculated(report: Report) -> Iterator[Violation]:
    """Rumus di buku kerja ini belum pernah dihitung.

    Mengapa: berkas dari program lain sering tidak menyimpan hasil rumus, sehingga angkanya belum ada untuk diperiksa.
    Perbaiki: buka dan simpan di Excel atau LibreOffice agar rumusnya terhitung, atau jalankan `lkip-xl isi`.
    Tidak ditandai: rumus yang hasilnya memang kosong karena angkanya belum diketik.
    """
    open_ = {c for c in _unusual(report) if c.column.figures and c.raw.formula is not None and c.raw.value is None}
    by_formula = [e for e in equations(report) if e.fills and e.target.raw.formula is not None and not e.partial]
    if not any(e.target.value is not None for e in by_formula):  # none has ever been computed
        open_ |= {e.target for e in by_formula if not e.target.text and e.computed(lambda c: c.value) is not None}
    if open_:
        first, *others = sorted(open_, key=lambda c: (c.table.order, c.row.number, c.index))
        yield Violation(
            Place(None, None), {"banyak": str(len(open_)), "contoh": str(first.place)}, related=(first, *others[:7])
        )


@rule(
    "N106", level="galat", basis="-", message="{tertulis} negatif; anggaran dan realisasi tidak dapat kurang dari nol"
)
def negative_money(report: Report) -> Iterator[Violation]:
    """Anggaran atau realisasi bernilai negatif.

    Mengapa: hanya kolom selisih yang boleh negatif.
    Perbaiki: hapus tanda kurang atau tanda kurungnya, atau pindahkan angka ke kolom yang benar.
    Tidak ditandai: surplus/defisit, pembiayaan, dan pengembalian.
    """
    for cell in _unusual(report):
        amount = cell.column.type == "uang" and cell.column.measure is None and not cell.column.name.startswith(PART)
        if (
            amount
            and cell.table.kind.declared
            and cell.value is not None
            and cell.value < 0
            and not _MAY_BE_NEGATIVE.search(cell.row.label)
        ):
            yield Violation(cell, {}, cell.text)


@rule(
    "N107",
    level="info",
    basis="-",
    message="`{tertulis}` tersimpan sebagai teks{akibat}",
)
def text_number(report: Report) -> Iterator[Violation]:
    """Angka tersimpan sebagai teks di kolom yang lainnya angka.

    Mengapa: SUM dan rumus lain di Excel melewati teks, sehingga jumlahnya bisa kurang.
    Perbaiki: ubah format selnya menjadi angka, lalu ketik ulang angkanya tanpa titik ribuan.
    Tingkat: galat bila jumlah di bawahnya memang kurang sebesar angka ini.
    """
    missed = {c: sums for sums, texts in not_added(report).items() for c in texts}
    for cell, total in missed.items():
        result = f", jadi tidak ikut dijumlahkan di {total.place}"
        yield Violation(cell, {"akibat": result}, cell.text, related=(total,), level="galat")
    for table in report.tables:
        for name, (_, column) in table.columns.items():
            if not column.figures:
                continue
            cells = [c for c in table.cells(name) if c.figure.state is State.NUMBER]
            typed = [c for c in cells if not isinstance(c.raw.value, str)]
            if len(typed) * 2 <= len(cells):
                continue
            for cell in (c for c in cells if c not in missed):
                if isinstance(cell.raw.value, str) and not (cell.raw.formula or cell.figure.unit or cell.figure.letter):
                    yield Violation(cell, {"akibat": " di antara angka; rumus Excel tidak menghitungnya"}, cell.text)


@rule("N108", level="info", basis="-", message="`{tertulis}` memuat lebih dari satu angka, jadi tidak dihitung")
def several_figures(report: Report) -> Iterator[Violation]:
    """Satu sel memuat beberapa angka atau rentang.

    Mengapa: dua indikator dalam satu sel, atau target 80-90, tidak dapat dipasangkan dengan satu realisasi.
    Tidak ditandai: target, realisasi, dan capaian dengan banyak angka yang sama; angka-angkanya diperiksa satu per satu.
    Perbaiki: beri tiap indikator barisnya sendiri; tulis batas yang diperjanjikan bila targetnya rentang.
    """
    told_apart = {cell for cells in several(report) for cell in cells}
    for cell in _unusual(report):
        if cell.column.type != "uang" and cell.figure.state in {State.SEVERAL, State.RANGE} and cell not in told_apart:
            yield Violation(cell, {}, cell.text)
