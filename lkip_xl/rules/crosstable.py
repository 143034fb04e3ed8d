"""X1xx: one figure printed in several tables, and money that must follow its programs."""

from __future__ import annotations

from collections.abc import Iterator

from ..causes import causes
from ..equations import contributions, groups, same_branches, unclear, verdicts
from ..number import State, Verdict
from ..report import TREE, Cell, Place, Report, Row
from ._failures import failures
from ._rule import Violation, rule

__all__: list[str] = []

_SAKIP = "PermenPANRB 53/2014; PermenPANRB 88/2021"


@rule("X101", level="galat", basis=_SAKIP, message="target tertulis {tertulis}, {alasan}")
def target_differs_from_agreement(report: Report) -> Iterator[Violation]:
    """Target berbeda dari Perjanjian Kinerja.

    Mengapa: yang diukur adalah target yang diperjanjikan; target yang berubah mengubah capaian.
    Perbaiki: samakan dengan tabel 2.7 atau 2.8, atau betulkan tabel itu bila memang salah ketik.
    """
    yield from failures(report, "X101")


@rule("X102", level="galat", basis=_SAKIP, message="target tertulis {tertulis}, {alasan}")
def agreement_differs_from_renstra(report: Report) -> Iterator[Violation]:
    """Target Perjanjian Kinerja berbeda dari target Renstra tahun laporan.

    Mengapa: Perjanjian Kinerja menurunkan target Renstra tahun itu.
    Perbaiki: samakan dengan tabel 2.3 atau 2.4, atau abaikan dengan alasan bila target memang dinegosiasikan.
    Tingkat: peringatan bila hanya Renstra yang menyebut target lain.
    """
    yield from failures(report, "X102")


@rule("X103", level="galat", basis=_SAKIP, message="tertulis {tertulis}, {alasan}")
def realisasi_differs(report: Report) -> Iterator[Violation]:
    """Realisasi atau persentase satu indikator berbeda antara dua tabel.

    Mengapa: satu indikator hanya punya satu realisasi dalam satu tahun.
    Perbaiki: cari sumber datanya, lalu samakan semua tabel yang disebut.
    """
    yield from failures(report, "X103")


@rule("X104", level="galat", basis=_SAKIP, message="tertulis {tertulis}, {alasan}")
def renstra_figure_differs(report: Report) -> Iterator[Violation]:
    """Kondisi awal atau target akhir berbeda dari Renstra atau dari tabel capaian yang lain.

    Mengapa: kemajuan menuju akhir Renstra dihitung dari angka ini.
    Perbaiki: samakan dengan tabel 2.3 atau 2.4.
    """
    yield from failures(report, "X104")


@rule("X105", level="galat", basis="laporan kinerja 2025, tabel 3.7 dan 3.12", message="tertulis {tertulis}, {alasan}")
def sasaran_money_differs(report: Report) -> Iterator[Violation]:
    """Anggaran atau realisasi sasaran bukan jumlah program pendukungnya.

    Mengapa: efisiensi sasaran dihitung dari anggaran program yang mendukungnya.
    Perbaiki: salin dari tabel 3.13 baris program yang disebut.
    Tidak ditandai: sasaran yang programnya tidak ditemukan di tabel realisasi anggaran.
    """
    yield from failures(report, "X105")


@rule("X106", level="galat", basis="PP 12/2019", message="tertulis {tertulis}, {alasan}")
def budget_differs(report: Report) -> Iterator[Violation]:
    """Anggaran atau realisasi satu program, kegiatan, atau sub kegiatan berbeda antara dua tabel.

    Mengapa: anggaran sesudah perubahan di tabel 2.9, di Perjanjian Kinerja, dan di tabel 3.13 adalah angka yang sama.
    Perbaiki: cocokkan dengan DPPA, lalu samakan tabel yang salah.
    """
    yield from failures(report, "X106")


@rule("X107", level="galat", basis="laporan kinerja 2025, tabel 3.3 dan 3.13", message="tertulis {tertulis}, {alasan}")
def budget_indicator_differs(report: Report) -> Iterator[Violation]:
    """Realisasi indikator `persentase realisasi anggaran` berbeda dari serapan di tabel realisasi anggaran.

    Mengapa: indikator itu adalah serapan anggaran; kedua tabel menyebut hal yang sama.
    Perbaiki: tulis serapan program itu (atau serapan seluruh anggaran) dari tabel 3.13.
    Tidak ditandai: angka yang sama dengan serapan program maupun serapan seluruhnya.
    """
    yield from failures(report, "X107")


@rule("X108", level="peringatan", basis="-", message="anggaran dan realisasi sama persis dengan sasaran lain di {lain}")
def copied_money_row(report: Report) -> Iterator[Violation]:
    """Dua sasaran memakai anggaran dan realisasi yang sama persis.

    Mengapa: biasanya baris di atasnya tersalin dan lupa diganti.
    Perbaiki: isi dengan anggaran program pendukung sasaran itu sendiri.
    Tidak ditandai: bila sel itu sudah dinyatakan salah, atau memang jumlah program pendukungnya.
    """
    settled = {c.cell for c in causes(report)}
    settled |= {e.target for e, verdict in verdicts(report).items() if e.rule == "X105" and verdict is Verdict.EQUAL}
    for table in report.of_kind("efisiensi"):
        seen: dict[tuple[object, object], Row] = {}
        for group in groups(table):
            cells = [group.money.cells[n] for n in table.kind.sums]
            values = tuple(c.value for c in cells)
            if any(not v for v in values):
                continue
            first = seen.setdefault((values[0], values[1]), group.money)
            if first is not group.money and not settled & set(cells):
                others = [first.cells[n] for n in table.kind.sums]
                yield Violation(cells[0], {"lain": str(others[0].place)}, cells[0].text, related=(cells[1], *others))


@rule(
    "X109",
    level="peringatan",
    basis=_SAKIP,
    message="tertulis {tertulis}, di {lain} {seharusnya}; sama hanya bila dibulatkan",
)
def rounded_copy(report: Report) -> Iterator[Violation]:
    """Angka yang sama ditulis dengan ketelitian berbeda.

    Mengapa: 92,80 di satu tabel dan 93 di tabel lain bisa pembulatan, bisa juga dua data yang berbeda.
    Perbaiki: pakai angka yang sama persis di semua tabel; bila memang dua data, abaikan dengan alasannya.
    """
    for e, verdict in verdicts(report).items():
        if e.same and verdict is Verdict.ROUNDING:
            source = e.operands[0]
            yield Violation(e.target, {"lain": str(source.place)}, e.target.text, source.text, related=(source,))


@rule(
    "X110",
    level="peringatan",
    basis="-",
    message="realisasi {tertulis} mencapai target, padahal anggarannya di {lain} nol",
)
def met_without_budget(report: Report) -> Iterator[Violation]:
    """Target sub kegiatan tercapai padahal anggarannya nol.

    Mengapa: keluaran tanpa anggaran perlu dijelaskan, atau angkanya tersalin dari tahun lalu.
    Perbaiki: periksa apakah sub kegiatan itu memang dilaksanakan, dan dengan biaya apa; bila memang begitu, abaikan dengan
    alasannya.
    """

    for contribution in contributions(report):
        for program, budget in contribution.programs:
            for row, money in same_branches(program.children, budget.children):
                target, realisasi = row.cells["target"].value, row.cells["realisasi"].value
                amount = money.cells["anggaran"]
                if row.children or money.children or target is None or realisasi is None or amount.value is None:
                    continue
                if amount.value == 0 and target > 0 and realisasi >= target:
                    cell = row.cells["realisasi"]
                    yield Violation(cell, {"lain": str(amount.place)}, cell.text, related=(row.cells["target"], amount))


@rule(
    "X111",
    level="info",
    basis="-",
    message="indikator ini mirip dengan lebih dari satu indikator di {lain}, jadi tidak dibandingkan",
)
def unclear_pair(report: Report) -> Iterator[Violation]:
    """Indikator tidak dapat dipasangkan dengan pasti antara dua tabel.

    Mengapa: dua nama yang terlalu mirip tidak dibandingkan, supaya tidak ada tuduhan yang keliru.
    Perbaiki: tulis nama indikator sama persis di semua tabel.
    """
    for table, row, other in unclear(report):
        cell: Cell | Place = row.cells[table.kind.key] if table.kind.key in row.cells else Place(table.sheet, None)
        if isinstance(cell, Cell) and cell.figure.state is State.MISSING:
            cell = row.cells.get("sasaran", cell)
        yield Violation(cell, {"lain": other.name})


@rule("X112", level="peringatan", basis="-", message="baris ini sama persis dengan {lain}: nomor, nama, dan angkanya")
def listed_twice(report: Report) -> Iterator[Violation]:
    """Satu program, kegiatan, atau sub kegiatan tercatat dua kali.

    Mengapa: baris yang tercatat dua kali ikut dijumlahkan dua kali.
    Perbaiki: hapus salah satunya, atau betulkan nama dan angkanya bila memang dua hal yang berbeda.
    Tidak ditandai: nama yang sama di bawah kegiatan lain, baris tanpa anggaran, dan rincian menurut apa saja selain program.
    """
    for table in report.of_kind("anggaran", "struktur", "pk_anggaran"):
        sums = [n for n in table.kind.sums if n in table.columns]
        words = [n for n, (_, c) in table.columns.items() if not c.figures]
        seen: dict[tuple[object, ...], list[Row]] = {}
        for row in (r for r in table.rows if r.level in TREE and r.label):
            amounts = tuple(row.cells[n].value for n in sums)
            if not any(amounts) or table.strays or table.finer:
                continue
            alike = seen.setdefault((row.parent, *amounts), [])
            said = [row.text(n).lower() for n in words]
            first = next((r for r in alike if [r.text(n).lower() for n in words] == said), None)
            alike.append(row)
            if first is not None:
                cell, other = row.cells[table.kind.key], first.cells[table.kind.key]
                yield Violation(cell, {"lain": str(other.place)}, related=(other,))
