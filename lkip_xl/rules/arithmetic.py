"""A1xx: a figure written in a table against the same figure computed again from its own table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from ..causes import Cause, causes, doubted
from ..equations import Equation, pairs_of, polarity, printed_sum, show_like, tree_pairs, verdicts
from ..labels import scales_for
from ..measures import MEASURES, Policy
from ..number import State, Verdict, judge, show
from ..report import Cell, Level, Report, Row, Table, once
from ._rule import Violation, rule
from .diagnosis import CAPS, guess

__all__: list[str] = []

_AT_MOST = re.compile(r"\W*(?:≤|<|maks)", re.I)
_UNWANTED = re.compile(
    r"miskin|menganggur|pengangguran|kematian|stunting|kasus|pelanggaran|pengaduan|keluhan|temuan|konflik|gini|kekerasan|"
    r"sengketa|kecelakaan|kumuh|gangguan|rawan|ketimpangan|inflasi|putus sekolah|waktu tunggu|response time|jangka waktu|"
    r"\blama\b|kesakitan|prevalensi|kebocoran|kehilangan|keterlambatan", re.I,
)  # fmt: skip
_DEALT_WITH = re.compile(
    r"penanganan|ditangani|penyelesaian|diselesaikan|terselesaikan|tindak ?lanjut|penurunan|menurunnya", re.I
)
_PERMEN = "PermenPANRB 53/2014; laporan kinerja bab III.A"


def failures(report: Report, code: str) -> Iterator[Violation]:
    """The causes whose first equation a rule stands for, as violations."""
    for cause in causes(report):
        if cause.equation.rule == code and not (cause.equation.loose and cause.equation.same and guess(cause) is None):
            yield violation(report, cause)  # two amounts that may differ are told only where a slip explains it


def violation(report: Report, cause: Cause) -> Violation:
    """A cause in words: at the target its computation, at an operand the value that fits the rest."""
    cell, equation = cause.cell, cause.equation
    expected = _expected(cause)
    if cell is equation.target:
        reason = f"{equation.formula(equation.operands)} = {expected}"
    else:
        elsewhere = "" if equation.target.table is cell.table else f"{equation.target.table.name} "
        reason = f"yang cocok dengan {elsewhere}{equation.target.place.cell} adalah {expected}"
    consequences = len({e.target for e in cause.explains} - {cell, equation.target})
    if consequences:
        reason += f" (akibatnya {consequences} sel lain ikut tidak cocok)"
    moved = _moves_label(report, cause)
    why, level = next(((words, level) for applies, words, level in _DOUBTS if applies(report, cause)), (None, None))
    told = why if doubted(report, equation) else "; ".join(filter(None, (guess(cause), why))) or None
    return Violation(cell, {"alasan": reason + moved}, cell.text, expected, told, cause.related, level)


def _expected(cause: Cause) -> str | None:
    """What should stand in the cell: a copied figure as its source prints it, else the value in the cell's manner."""
    if cause.equation.same:
        return (cause.equation.operands[0] if cause.cell is cause.equation.target else cause.equation.target).text
    return None if cause.value is None else show_like(cause.cell.figure, cause.value)


def _moves_label(report: Report, cause: Cause) -> str:
    """Say so where the difference changes the predikat."""
    cell = cause.cell
    label = cell.row.get("kriteria")
    if cell.column.name != "capaian" or label is None or cause.value is None or cell.value is None:
        return ""
    scale = scales_for(report, cell.table)[0][0]
    before, after = scale.label(cell.value), scale.label(cause.value)
    return f"; predikatnya menjadi {after}" if before != after and after else ""


# --- where a person must decide: the finding is no galat, and says why ----------------------------------------------


def _is_one_of_many(report: Report, cause: Cause) -> bool:
    return doubted(report, cause.equation)


def _may_differ(report: Report, cause: Cause) -> bool:
    return cause.equation.loose


def _is_renegotiated(report: Report, cause: Cause) -> bool:
    """Only the Renstra says otherwise than the agreement."""
    return all(e.rule == "X102" for e in cause.explains)


def _is_baseline_from_target(report: Report, cause: Cause) -> bool:
    """A baseline compared with a target of the Renstra: many state what was reached instead."""
    e = cause.equation
    return (
        e.rule == "X104" and e.target.column.name == "baseline" and any(c.column.name == "target@" for c in e.operands)
    )


def _has_unsure_parts(report: Report, cause: Cause) -> bool:
    """Which rows are its parts was told by the order of the numbering, and no other column says the same."""
    e, tree = cause.equation, cause.cell.table.kind.tree
    return e.rule == "A102" and tree and not all(c.row.sure for c in e.operands) and not _adds_up_elsewhere(report, e)


def _capaian(cause: Cause) -> tuple[Decimal, Decimal, Decimal] | None:
    """Target, realisasi and the written figure of a wrong capaian; None for any other cause."""
    cell, e = cause.cell, cause.equation
    if e.rule != "A101" or cell is not e.target or cell.column.measure not in {"CAPAIAN", "KEMAJUAN"}:
        return None
    values = e.values(lambda c: c.value)
    return None if values is None or cell.value is None else (values[0], values[1], cell.value)


def _is_capped(report: Report, cause: Cause) -> bool:
    if (found := _capaian(cause)) is None or "batas" in report.identity.policy.declared:
        return False
    computed = cause.equation.compute(found[:2])
    return computed is not None and found[2] in CAPS and computed > found[2]


def _is_negative(report: Report, cause: Cause) -> bool:
    """It fits one of the formulas for an indicator of which less is better, and the workbook states no arah."""
    if (found := _capaian(cause)) is None or polarity(report, cause.cell.row)[1]:
        return False
    target, realisasi, written = found
    for formula in ("selisih", "kebalikan"):
        other = MEASURES["CAPAIAN"].compute(target, realisasi, "negatif", Policy(negative=formula))
        if isinstance(other, Decimal) and judge(cause.cell.figure, other) is not Verdict.WRONG:
            return True
    return written in CAPS and realisasi <= target and _less_is_better(cause.cell.row)  # met, and capped


def _adds_up_elsewhere(report: Report, equation: Equation) -> bool:
    """Another column of the same row is the sum of the same parts."""
    return (equation.target.row, len(equation.operands)) in _added_up(report)


@once
def _added_up(report: Report) -> set[tuple[Row, int]]:
    """The rows with a sum that holds, and of how many parts."""
    equal = (e for e, verdict in verdicts(report).items() if e.rule == "A102" and verdict is Verdict.EQUAL)
    return {(e.target.row, len(e.operands)) for e in equal}


def _agreed_elsewhere(report: Report, cause: Cause) -> Iterator[Table]:
    """The other agreements of the workbook that have the written target, or the other budgets that have the amount."""
    e = cause.equation
    if e.rule not in {"X101", "X106"}:
        return
    target, compared, budget = e.target, e.operands[0], e.rule == "X106"
    kinds, columns = (("struktur", "anggaran"), ("sesudah", "anggaran")) if budget else (("pk",), ("target",))
    for other in (t for t in report.of_kind(*kinds) if t is not target.table):
        pairs = tree_pairs(report, target.table, other) if budget else pairs_of(report, target.table, other)[0]
        found = [origin.get(n) for row, origin in pairs if row is target.row for n in columns]
        if any(c is not None and c is not compared and c.value == target.value for c in found):
            yield other


def _is_of_another_agreement(report: Report, cause: Cause) -> bool:
    """The written target is the one of the agreement before or after a change."""
    section = cause.equation.operands[0].table.section if cause.equation.rule == "X101" else None
    return any(t.section != section for t in _agreed_elsewhere(report, cause)) if section else False


def _is_of_another_table(report: Report, cause: Cause) -> bool:
    """The written target is that of a Kasi's agreement or the camat's; the amount that of the other budget."""
    return any(_agreed_elsewhere(report, cause))


def _less_is_better(row: Row) -> bool:
    """The target says at most, or the indicator counts what nobody wants."""
    target = row.get("target")
    unwanted = _UNWANTED.search(row.label) and not _DEALT_WITH.search(row.label)
    return target is not None and bool(_AT_MOST.match(target.text) or unwanted)


_DOUBTS: Final[tuple[tuple[Callable[[Report, Cause], bool], str, Level], ...]] = (
    (
        _is_one_of_many,
        "banyak sel sejenis juga tidak cocok, mungkin kolom atau tabel ini punya arti lain",
        "peringatan",
    ),
    (_is_renegotiated, "target boleh dinegosiasikan; bila memang begitu, abaikan dengan alasannya", "peringatan"),
    (_may_differ, "kedua angka ini boleh berbeda bila dasarnya memang berbeda", "peringatan"),
    (_is_of_another_agreement, "sama dengan target perjanjian lain, sebelum atau sesudah perubahan", "peringatan"),
    (_is_of_another_table, "sama dengan perjanjian atau anggaran lain di buku kerja ini", "info"),
    (_is_baseline_from_target, "kondisi awal boleh berupa realisasi, bukan target", "peringatan"),
    (_has_unsure_parts, "bagian-bagiannya hanya terbaca dari susunan barisnya", "peringatan"),
    (_is_capped, "", "peringatan"),  # which the guess tells
    (_is_negative, "benar bila makin rendah makin baik; nyatakan arah indikatornya", "peringatan"),
)


@rule("A101", level="galat", basis=_PERMEN, message="tertulis {tertulis}, {alasan}")
def percentage_differs(report: Report) -> Iterator[Violation]:
    """Persentase yang tertulis berbeda dari hasil hitung.

    Mengapa: pembaca menilai kinerja dan serapan dari angka ini, bukan dari target dan realisasinya.
    Perbaiki: tulis hasil hitungnya (atau kosongkan selnya dan jalankan `lkip-xl isi`), atau betulkan target, anggaran,
    atau realisasi bila itu yang salah.
    Tidak ditandai: pembulatan yang benar; angka yang dipotong (A191) atau terjelaskan oleh pembulatan target
    dan realisasi (A192). Bila angka cocok dengan batas atas 100/120 atau dengan rumus indikator negatif yang
    tidak dinyatakan, tingkatnya peringatan.
    """
    yield from failures(report, "A101")
    for target, realisasi, capaian in several(report):
        for i, (t, r, c) in enumerate(
            zip(target.figure.parts, realisasi.figure.parts, capaian.figure.parts, strict=True), 1
        ):
            if t.value is None or r.value is None or c.value is None:
                continue
            arah, _ = polarity(report, target.row)
            computed = MEASURES["CAPAIAN"].compute(t.value, r.value, arah, report.identity.policy)
            if isinstance(computed, Decimal) and judge(c, computed) is Verdict.WRONG:
                expected = show_like(c, computed)
                reason = f"hasil hitung {r.text}/{t.text} = {expected} (angka ke-{i} dalam sel)"
                yield Violation(capaian, {"alasan": reason}, c.text, expected, related=(target, realisasi))


@rule(
    "A102",
    level="galat",
    basis="PP 12/2019; struktur program-kegiatan-sub kegiatan",
    message="tertulis {tertulis}, {alasan}",
)
def total_differs(report: Report) -> Iterator[Violation]:
    """Jumlah tidak sama dengan penjumlahan bagiannya.

    Mengapa: program adalah jumlah kegiatan, kegiatan adalah jumlah sub kegiatan, dan total jumlah program.
    Perbaiki: periksa bagian yang disebut; sel yang ditandai adalah yang paling mungkin salah ketik.
    Tidak ditandai: jumlah yang cocok setelah dibulatkan ke rupiah penuh bila ditulis tanpa desimal.
    """
    yield from failures(report, "A102")


@rule("A103", level="galat", basis="tabel 2.9 kolom 6=(5-4)", message="tertulis {tertulis}, {alasan}")
def difference_differs(report: Report) -> Iterator[Violation]:
    """Selisih tidak sama dengan kedua angkanya: bertambah/berkurang, sisa anggaran, atau tingkat efisiensi.

    Mengapa: kolom ini menjelaskan perubahan anggaran, atau apa yang tersisa, kepada pembaca.
    Perbaiki: hitung ulang sesudah dikurangi pergeseran, anggaran dikurangi realisasi, atau capaian dikurangi serapan; angka
    berkurang ditulis dalam kurung.
    Tidak ditandai: tingkat efisiensi sebagai 100% dikurangi serapan, atau capaian dibagi serapan.
    """
    yield from failures(report, "A103")


@rule("A104", level="galat", basis="laporan kinerja 2025, tabel 3.12", message="tertulis {tertulis}, {alasan}")
def mean_differs(report: Report) -> Iterator[Violation]:
    """Rata-rata sasaran tidak sama dengan rata-rata indikatornya.

    Mengapa: kategori efisiensi sasaran ditentukan oleh rata-rata ini.
    Perbaiki: hitung rata-rata sederhana dari persentase semua indikator sasaran itu.
    Tidak ditandai: rata-rata dari angka tercetak maupun dari angka yang belum dibulatkan.
    """
    yield from failures(report, "A104")


@rule("A105", level="galat", basis="PermenPANRB 14/2017", message="bagian jawaban berjumlah {tertulis}, bukan 100%")
def shares_do_not_add_up(report: Report) -> Iterator[Violation]:
    """Bagian jawaban survei tidak berjumlah 100%.

    Mengapa: setiap responden memilih satu jawaban, jadi semua bagian bersama-sama 100%.
    Perbaiki: periksa banyaknya responden tiap jawaban, lalu hitung ulang persentasenya.
    Tidak ditandai: selisih yang terjelaskan oleh pembulatan tiap bagian; jawaban yang ditulis sebagai banyaknya orang.
    """
    for table in report.of_kind("survei"):
        answers = [n for n in table.columns if n.startswith("jawaban@")]
        for row in table.rows:
            figures = [row.cells[n].figure for n in answers if row.cells[n].figure.state is State.NUMBER]
            if row.level or len(figures) < 2 or table.strays or not all(f.percent for f in figures):
                continue
            if Decimal(100) not in printed_sum(figures):
                cells = [row.cells[n] for n in answers]
                total = sum((f.seen for f in figures), Decimal(0))
                yield Violation(cells[0], {}, show(total, percent=True), "100%", related=tuple(cells[1:]))


@rule("A106", level="galat", basis="PermenPANRB 14/2017", message="tertulis {tertulis}, {alasan}")
def survey_index_differs(report: Report) -> Iterator[Violation]:
    """Nilai IKM bukan hasil dari sembilan unsurnya.

    Mengapa: IKM adalah jumlah nilai rata-rata sembilan unsur, masing-masing berbobot 1/9, dikali 25.
    Perbaiki: jumlahkan kesembilan NRR, kalikan 25, bagi 9.
    Tidak ditandai: bobot 0,11 yang dipakai banyak unit, dan pembulatan tiap unsur.
    """
    yield from failures(report, "A106")


@rule("A107", level="galat", basis=_PERMEN, message="tertulis {tertulis}, {alasan}")
def summary_differs(report: Report) -> Iterator[Violation]:
    """Angka ringkasan tidak sama dengan tabelnya.

    Mengapa: ringkasan menyebut berapa indikator yang tercapai dan berapa serapannya; itulah yang dibaca pimpinan.
    Perbaiki: hitung ulang dari tabel capaian dan tabel efisiensi, atau kosongkan agar terisi sendiri.
    """
    yield from failures(report, "A107")


def several(report: Report) -> Iterator[tuple[Cell, Cell, Cell]]:
    """Target, realisasi and capaian of rows that hold as many figures in each: two indicators in one cell."""
    for table in report.tables:
        if not {"target", "realisasi", "capaian"} <= table.columns.keys():
            continue
        for row in table.rows:
            cells = (row.cells["target"], row.cells["realisasi"], row.cells["capaian"])
            if len({len(c.figure.parts) for c in cells}) == 1 and cells[0].figure.parts:
                yield cells


def _rounded(report: Report, verdict: Verdict) -> Iterator[Violation]:
    tied = {e for cause in causes(report) for e in cause.explains}
    for e, found in verdicts(report).items():
        if found is verdict and not e.same and e not in tied:
            computed = e.computed(lambda c: c.value)
            if computed is not None:
                expected = show_like(e.target.figure, computed)
                facts = {"alasan": f"{e.formula(e.operands)} = {expected}"}
                yield Violation(e.target, facts, e.target.text, expected, related=e.operands)


@rule("A191", level="info", basis=_PERMEN, message="tertulis {tertulis}, dipotong, bukan dibulatkan: {alasan}")
def truncated(report: Report) -> Iterator[Violation]:
    """Angka dipotong, bukan dibulatkan.

    Mengapa: 99,816 dibulatkan menjadi 99,82; menulis 99,81 membuat angka sedikit terlalu kecil.
    Perbaiki: bila ingin rapi, kosongkan sel agar terisi sendiri. Ini bukan kesalahan isi.
    """
    yield from _rounded(report, Verdict.TRUNCATED)


@rule(
    "A192",
    level="info",
    basis=_PERMEN,
    message="tertulis {tertulis}, terjelaskan oleh pembulatan angka asalnya: {alasan}",
)
def operand_rounding(report: Report) -> Iterator[Violation]:
    """Selisih kecil yang terjelaskan oleh pembulatan target, realisasi, atau bagian-bagiannya.

    Mengapa: 66,7 dapat berarti 66,65 sampai 66,75, sehingga 66,7/70 boleh tertulis 95,24%.
    Perbaiki: tidak perlu; tulis target dan realisasi dengan desimal lebih banyak bila ingin angka yang tepat sama.
    """
    yield from _rounded(report, Verdict.ROUNDING)
