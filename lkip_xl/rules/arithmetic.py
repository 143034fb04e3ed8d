"""A1xx: a figure written in a table against the same figure computed again from its own table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..causes import causes
from ..equations import polarity, printed_sum, show_like, verdicts
from ..measures import MEASURES
from ..number import State, Verdict, judge, show
from ..report import Cell, Report, Row
from ._failures import failures
from ._rule import Violation, rule

__all__: list[str] = []

_PERMEN = "PermenPANRB 53/2014; laporan kinerja bab III.A"


@rule("A101", level="galat", basis=_PERMEN, message="tertulis {tertulis}, {alasan}")
def percentage_differs(report: Report) -> Iterator[Violation]:
    """Persentase yang tertulis berbeda dari hasil hitung.

    Mengapa: pembaca menilai kinerja dan serapan dari angka ini, bukan dari target dan realisasinya.
    Perbaiki: tulis hasil hitungnya, atau kosongkan selnya lalu jalankan `lkip-xl isi`, atau betulkan target, anggaran,
    atau realisasi bila itu yang salah.
    Tidak ditandai: pembulatan yang benar; angka yang dipotong (A191) atau terjelaskan oleh pembulatan target
    dan realisasi (A192).
    Tingkat: peringatan bila angka cocok dengan batas atas 100/120 atau dengan rumus indikator negatif yang tidak
    dinyatakan.
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
    Perbaiki: periksa sel ini lebih dulu, yang paling mungkin salah ketik, lalu bagian-bagian yang disebut.
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
    """Nilai IKM atau NRR tertimbang bukan hasil dari unsurnya.

    Mengapa: IKM adalah jumlah nilai rata-rata sembilan unsur, masing-masing berbobot 1/9, dikali 25.
    Perbaiki: kalikan NRR dengan bobotnya (1/9), jumlahkan, lalu kalikan 25.
    Tidak ditandai: bobot 0,11 yang dipakai banyak unit, dan pembulatan tiap unsur.
    """
    yield from failures(report, "A106")


@rule("A107", level="galat", basis=_PERMEN, message="tertulis {tertulis}, {alasan}")
def summary_differs(report: Report) -> Iterator[Violation]:
    """Angka ringkasan tidak sama dengan tabelnya.

    Mengapa: ringkasan menyebut berapa indikator yang tercapai dan berapa serapannya; itulah yang dibaca pimpinan.
    Perbaiki: hitung ulang dari tabel capaian dan tabel efisiensi, atau kosongkan lalu jalankan `lkip-xl isi`.
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


@rule(
    "A108",
    level="peringatan",
    basis="PP 12/2019",
    message="realisasi {tertulis} melebihi anggarannya, {anggaran}",
)
def spent_too_much(report: Report) -> Iterator[Violation]:
    """Realisasi melebihi anggaran.

    Mengapa: belanja tidak boleh melampaui anggaran yang tersedia; biasanya salah satu angkanya salah ketik atau tertukar.
    Perbaiki: periksa kedua angkanya; bila memang melampaui, jelaskan di laporan.
    Tidak ditandai: pendapatan, baris yang memuat bagian-bagian, dan angka yang sudah dinyatakan salah.
    """
    settled = {c.cell for c in causes(report)}
    for table in report.of_kind("anggaran", "rincian_anggaran", "efisiensi"):
        spent = "realisasi_anggaran" if table.kind.name == "efisiensi" else "realisasi"
        heading = ""
        for row in table.rows:
            budget, money = row.cells["anggaran"], row.cells[spent]
            if not (budget.filled or money.filled):
                heading = row.label
            if budget.value is None or money.value is None or settled & {budget, money}:
                continue
            if table.kind.name == "efisiensi" and money.raw.formula is not None:
                continue  # told of the programs that it adds up
            within = row.children or row.level == "jumlah"
            if 0 < budget.value < money.value and not within and not _is_earned(table.title, heading, row):
                yield Violation(money, {"anggaran": budget.text}, money.text, related=(budget,))


def _is_earned(title: str, heading: str, row: Row) -> bool:
    """Revenue, which may well be more than expected: so says the title, the account, or the name of the row or of what it is
    part of."""
    names = [heading, *(r.label for r in (row, *_ancestors(row)))]
    return bool(_REVENUE.search(title)) or row.text("no").startswith("4.") or any(map(_EARNED.match, names))


def _ancestors(row: Row) -> Iterator[Row]:
    while row.parent is not None:
        row = row.parent
        yield row


_REVENUE = re.compile(r"pendapatan|penerimaan|retribusi|pajak|\bpad\b|\bpbb\b", re.I)
_EARNED = re.compile(
    r"\W*(?:\d+[.)]?\s*|[a-z][.)]\s*)?(?:pendapatan|penerimaan|(?:dana )?bagi hasil|hasil (?:pengelolaan|pajak|retribusi)|"
    r"retribusi|pajak|pad\b|pbb\b|surplus|defisit|pembiayaan|dana (?:alokasi|perimbangan)|lain-lain pad)", re.I,
)  # fmt: skip


@rule(
    "A109",
    level="peringatan",
    basis="opini BPK; PermenPANRB 88/2021",
    message="tertulis {tertulis}, padahal realisasinya {realisasi} {urutan} targetnya, {target}",
)
def grade_not_measured(report: Report) -> Iterator[Violation]:
    """Capaian yang tidak sesuai dengan opini atau predikat pada target dan realisasinya.

    Mengapa: WDP untuk target WTP belum mencapai target, dan B untuk target B tepat mencapainya.
    Perbaiki: betulkan capaiannya, atau targetnya atau realisasinya bila itu yang salah.
    Tidak ditandai: opini dan predikat yang disertai nilainya; nilainya yang dihitung.
    """
    for table in report.tables:
        if not {"target", "realisasi", "capaian"} <= table.columns.keys():
            continue
        for row in table.rows:
            target, realisasi, capaian = (row.cells[n] for n in ("target", "realisasi", "capaian"))
            ranks = _ranks(target.text, realisasi.text)
            if ranks is None or capaian.value is None:
                continue
            better = (ranks[1] < ranks[0]) - (ranks[1] > ranks[0])
            reached = (capaian.value > 100) - (capaian.value < 100)
            if better != reached and not (better > 0 and reached == 0):  # capped at 100
                order = "di bawah" if better < 0 else "melebihi" if better else "sama dengan"
                facts = {"realisasi": realisasi.text, "urutan": order, "target": target.text}
                yield Violation(capaian, facts, capaian.text, related=(target, realisasi))


@rule(
    "A110",
    level="peringatan",
    basis="-",
    message="{kolom} {tertulis} jauh di luar kewajaran: {dari}",
)
def implausible(report: Report) -> Iterator[Violation]:
    """Capaian atau serapan yang jauh di luar kewajaran.

    Mengapa: capaian 958% atau serapan 0,09% hampir selalu berarti titik, koma, nol, atau satuan yang salah tempat.
    Perbaiki: periksa titik, koma, dan satuan pada kedua angkanya; bila memang begitu, abaikan dengan alasannya.
    Tidak ditandai: angka yang sudah dinyatakan salah, dan realisasi nol.
    """
    settled = {c.cell for c in causes(report)} | {c for cause in causes(report) for c in cause.equation.operands}
    told: set[Cell] = set()
    for e, verdict in verdicts(report).items():
        cell = e.target
        if e.rule != "A101" or verdict is Verdict.WRONG or cell.value is None or not cell.column.operands:
            continue
        whole, part = e.operands
        if (cell.value >= _MOST or 0 < cell.value < _LEAST) and not (settled | told) & {cell, whole, part}:
            told |= {part}
            facts = {"kolom": cell.column.name, "dari": f"{part.text} dari {whole.text}"}
            yield Violation(cell, facts, cell.text, related=(whole, part))


_MOST, _LEAST = 500, 1
"""Per cent: beyond these a figure is rather misplaced than reached."""


_GRADES = (("wtp", "wdp", "tw", "tmp"), ("aa", "a", "bb", "b", "cc", "c", "d"))
"""What is given instead of a figure, the best first: the opinion of the BPK, the predikat of SAKIP."""


def _ranks(target: str, realisasi: str) -> tuple[int, int] | None:
    """The places of two grades in the order that both are of."""
    a, b = (re.sub(r"\W+|dpp", "", text.lower()) for text in (target, realisasi))
    return next(((g.index(a), g.index(b)) for g in _GRADES if a in g and b in g), None)


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
