"""B1xx: a label against the value it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..causes import causes
from ..equations import Group, equations, groups, polarity
from ..labels import efficiencies, label_key, labels_said, letter_scale, possible, reached, scales_for
from ..measures import MEASURES
from ..number import State, round_half_up, show
from ..report import Cell, Level, Report, Row, once
from ._rule import Violation, rule

__all__: list[str] = []

_EFFICIENT = re.compile(r"efisien|boros|hemat", re.I)
_NEGATED = re.compile(r"tidak|tdk|kurang|belum|in-?\s*efisien|boros", re.I)


@rule(
    "B101",
    level="galat",
    basis="Permendagri 86/2017",
    message="tertulis {tertulis}, capaian {nilai} adalah {seharusnya}",
)
def label_differs(report: Report) -> Iterator[Violation]:
    """Kriteria tidak sesuai dengan persentase capaiannya.

    Mengapa: kriteria dibaca sebagai kesimpulan kinerja indikator itu.
    Perbaiki: pakai kriteria yang disebut, atau betulkan persentasenya lebih dulu bila itu yang salah.
    Tidak ditandai: nilai di celah atau tumpang tindih skala yang tercetak; skala di buku kerja sendiri berlaku.
    Yang menentukan adalah nilai sebelum dibulatkan: 89,6% yang ditulis 90% masih Tinggi, dan hanya diperingatkan.
    Kata yang bukan jenjang skala mana pun juga hanya diperingatkan, begitu pula Sangat Baik, Baik, Cukup, dan Kurang
    bila buku kerja tidak memuat skalanya: batasnya berbeda di tiap daerah.
    """
    yield from _mislabelled(report).values()
    yield from _progress_labels(report)


@once
def _mislabelled(report: Report) -> dict[Cell, Violation]:
    """The kriteria cells that do not say what their percentage is."""
    return dict(_judged_labels(report))


def _judged_labels(report: Report) -> Iterator[tuple[Cell, Violation]]:
    doubted = {e.target for cause in causes(report) for e in cause.explains} | {c.cell for c in causes(report)}
    for table in report.of_kind("capaian"):
        if "kriteria" not in table.columns:
            continue
        scales, sure = scales_for(report, table)
        used = scales[0]
        if not any(labels_said(c.text, s) for c in table.cells("kriteria") for s in scales):
            continue  # Tercapai and Tidak Tercapai are no kriteria
        for row in table.rows:
            cell, percent = row.cells["kriteria"], row.cells["capaian"]
            values = possible(report, percent)
            if not cell.text or not values:
                continue
            by_value = [used.labels(v) for v in values]
            said = labels_said(cell.text, used)
            fits = [bool(said.intersection(labels)) for labels in by_value]
            if not by_value[0] or fits[0] or (any(fits) and percent in doubted):
                continue
            if any(labels_said(cell.text, other).intersection(other.labels(values[0])) for other in scales[1:]):
                continue
            facts = {"nilai": _precisely(percent, values[0])}
            open_ = any(fits) or not said or not sure  # a word of no scale: who can tell?
            level: Level | None = "peringatan" if open_ else None
            yield cell, Violation(cell, facts, cell.text, by_value[0][0], related=(percent,), level=level)


def _progress_labels(report: Report) -> Iterator[Violation]:
    """Older reports print the progress towards the Renstra's end as a predikat."""
    for table in report.of_kind("akhir_renstra"):
        scales, sure = scales_for(report, table)
        used = scales[0]
        for row in table.rows:
            done = row.get("realisasi_sd") or row.cells["realisasi"]  # as the measure is declared
            cell, operands = row.cells["kemajuan"], (row.cells["target_akhir"], done)
            target, realisasi = (c.value for c in operands)
            said = labels_said(cell.text, used) if cell.figure.state is State.TEXT else set()
            if not said or target is None or realisasi is None:
                continue
            value = MEASURES["KEMAJUAN"].compute(target, realisasi, polarity(report, row)[0], report.identity.policy)
            if isinstance(value, Decimal) and not any(said.intersection(s.labels(value)) for s in scales):
                facts = {"nilai": show(value, percent=True)}
                level: Level | None = None if sure else "peringatan"
                yield Violation(cell, facts, cell.text, used.label(value), related=operands, level=level)


def _precisely(cell: Cell, exact: Decimal) -> str:
    """A percentage as written, with its value before rounding where that is another."""
    written = cell.text or show(exact, percent=True)
    same = cell.value is None or cell.figure.seen == round_half_up(exact, max(2, cell.figure.decimals))
    return written if same else f"{written} (tepatnya {show(exact)}%)"


def _name(row: Row) -> str:
    """The indicator of a row, whatever its table calls rows by."""
    return row.text("indikator") or row.label


@rule(
    "B102",
    level="galat",
    basis="PermenPANRB 88/2021, 14/2017, 29/2022",
    message="tertulis {tertulis}, nilai {nilai} adalah {seharusnya}",
)
def letter_differs(report: Report) -> Iterator[Violation]:
    """Huruf mutu tidak sesuai dengan angka di sampingnya.

    Mengapa: `A (80,41)` menyebut nilai yang sama dua kali; keduanya harus cocok menurut skalanya.
    Perbaiki: betulkan hurufnya, atau angkanya bila itu yang salah.
    Tidak ditandai: angka yang tepat di batas dua jenjang.
    """
    doubted = {c.cell for c in causes(report)}  # a figure that is wrong itself says nothing about its letter
    for table in report.tables:
        for row in table.rows:
            used = None
            for cell in row.cells.values():
                if not cell.figure.letter or cell.value is None or cell in doubted:
                    continue
                used = used or letter_scale(report, _name(row))
                if used is None:
                    break
                label = used.label(cell.value)
                edges = {b.label for b in used.bands if cell.value in (b.low, b.high)}
                if label is not None and cell.figure.letter not in {label, *edges}:
                    yield Violation(
                        cell, {"nilai": show(cell.value)}, cell.text, label, related=(row.cells[table.kind.key],)
                        if table.kind.key in row.cells else (),
                    )  # fmt: skip
    open_ = doubted | {c for cause in causes(report) for c in cause.equation.operands}
    yield from (v for v in _letters_beside(report) if open_.isdisjoint(v.related))


def _letters_beside(report: Report) -> Iterator[Violation]:
    """The mutu of each unsur of a survey, a letter in a column of its own beside the mean score."""
    used = letter_scale(report, "skm")
    for table in report.of_kind("survei"):
        for row in table.rows if used is not None and "kriteria" in table.columns else ():
            cell, score = row.cells["kriteria"], row.get("konversi") or row.get("nrr")
            said = _MUTU.match(cell.text)
            if said is None or used is None or score is None or score.value is None:
                continue
            value = score.value * 25 if score.value <= 4 else score.value
            label = used.label(value)
            edges = {b.label for b in used.bands if b.low is not None and abs(value - b.low) <= _AT_EDGE}
            if label is not None and said[1].upper() not in {label, *edges}:
                yield Violation(cell, {"nilai": score.text}, cell.text, label, related=(score,))


_MUTU = re.compile(r"\W*([A-D])\b(?!\w)", re.I)
_AT_EDGE = Decimal("0.2")
"""Of 100: scores of 1 to 4 are printed with two decimals."""


@rule(
    "B103",
    level="galat",
    basis="laporan kinerja 2025, tabel 3.7 dan 3.12",
    message="tertulis {tertulis}, padahal {alasan}: seharusnya {seharusnya}",
)
def efficiency_differs(report: Report) -> Iterator[Violation]:
    """Kategori efisiensi tidak sesuai dengan capaian dan serapannya.

    Mengapa: sasaran efisien bila targetnya tercapai (capaian 100% atau lebih) dengan serapan yang lebih kecil.
    Perbaiki: pakai kategori yang disebut, atau betulkan persentasenya lebih dulu bila itu yang salah.
    Tidak ditandai: capaian sama dengan serapan, kecuali sheet Identitas menyatakan aturannya. Yang menentukan adalah
    nilai sebelum dibulatkan; kategori yang hanya cocok dengan angka tercetak diperingatkan, begitu pula `Efisien` untuk
    capaian di bawah 100% yang melebihi serapannya, bila buku kerja tidak punya sheet Identitas.
    """
    yield from _by_their_difference(report)
    for table in report.of_kind("efisiensi"):
        if "efisiensi" not in table.columns:
            continue
        for group in groups(table):
            rows = [r for r in table.rows if r.group == group.number]
            cell = next((r.cells["efisiensi"] for r in rows if r.cells["efisiensi"].text), None)
            allowed = efficiencies(report, group)
            exact = efficiencies(report, group, lambda c: next(iter(possible(report, c)), None))
            if cell is None or not allowed or not _EFFICIENT.search(cell.text):
                continue
            negated = bool(_NEGATED.search(cell.text))
            if any(("tidak" in a.lower()) == negated for a in exact):
                continue
            if _rests_on(report, group) and any(("tidak" in a.lower()) == negated for a in allowed):
                continue
            printed = any(("tidak" in a.lower()) == negated for a in allowed)
            stated, share = group.capaian(), group.money.cells["serapan"]
            capaian = reached(group, lambda c: [] if c is None else possible(report, c))
            first = (
                f"rata-rata capaian {show(capaian[0], 2, percent=True)}"
                if stated is None
                else f"capaian {stated.text} ({stated.place.cell})"
            )
            reason = f"{first} dan serapan {share.text} ({share.place.cell})"
            percents = (*([r.cells["capaian"] for r in group.indicators] if stated is None else [stated]), share)
            cheaper = any(c > s for c in capaian for s in possible(report, share))
            if cheaper and not negated and "tingkat" in table.columns:
                continue  # it prints by how much, and that is what its label says
            own = cheaper and not negated and not report.identity.stated  # efficient though not reached: some count so
            level: Level | None = "peringatan" if printed or own else None
            yield Violation(cell, {"alasan": reason}, cell.text, allowed[0], related=percents, level=level)


def _rests_on(report: Report, group: Group) -> bool:
    """A percentage of the sasaran is wrong, or what it is computed from: its category follows from what is told there."""
    cells = {r.cells["capaian"] for r in group.indicators} | {group.money.cells["serapan"]}
    doubted = {c.cell for c in causes(report)}
    operands = {o for e in equations(report) if e.target in cells for o in e.operands}
    return not doubted.isdisjoint(cells | operands)


def _by_their_difference(report: Report) -> Iterator[Violation]:
    """A sasaran beside whose category stands by how much its capaian exceeds its serapan."""
    for table in report.of_kind("serapan_sasaran"):
        if not {"efisiensi", "tingkat", "capaian"} <= table.columns.keys():
            continue
        for row in table.rows:
            cell, capaian, share = (row.cells[n] for n in ("efisiensi", "capaian", "serapan"))
            if not _EFFICIENT.search(cell.text) or capaian.value is None or share.value is None:
                continue
            differences = {c - s for c in possible(report, capaian) for s in possible(report, share)}
            negated = bool(_NEGATED.search(cell.text))
            if all((d > 0) == negated and d for d in differences):
                reason = f"capaian {capaian.text} ({capaian.place.cell}) dan serapan {share.text} ({share.place.cell})"
                expected = "Efisien" if negated else "Tidak efisien"
                yield Violation(cell, {"alasan": reason}, cell.text, expected, related=(capaian, share))


@rule(
    "B105",
    level="peringatan",
    basis="PermenPANRB 53/2014",
    message="tertulis {tertulis}, padahal capaiannya {nilai}",
)
def reached_or_not(report: Report) -> Iterator[Violation]:
    """Keterangan Tercapai atau Tidak Tercapai tidak sesuai dengan capaiannya.

    Mengapa: target tercapai bila capaiannya 100% atau lebih; pembaca melihat keterangannya lebih dulu daripada angkanya.
    Perbaiki: betulkan keterangannya, atau capaiannya bila itu yang salah.
    Tidak ditandai: bila sebagian besar tabel memakai batas lain.
    """
    for table in report.tables:
        names = {"status", "kriteria"} & table.columns.keys() if "capaian" in table.columns else set()
        for name in names:
            found = [(row.cells[name], row.cells["capaian"]) for row in table.rows]
            judged = {c: _holds(c.text, possible(report, percent)) for c, percent in found}
            wrong = [pair for pair in found if judged[pair[0]] is False]
            right = sum(bool(v) for v in judged.values())
            for cell, percent in wrong if len(wrong) <= max(right, 1) else ():
                yield Violation(cell, {"nilai": percent.text}, cell.text, related=(percent,))


_STATUS = re.compile(
    r"\W*(?P<bawah>(?:tidak|tdk|belum|kurang) (?:mencapai|tercapai|memenuhi)(?: target)?)|"
    r"\W*(?P<atas>(?:melampaui|melebihi|terlampaui)(?: target)?)|\W*(?P<cukup>(?:target )?(?:ter|men)capai(?: target)?)", re.I
)  # fmt: skip


def _holds(text: str, values: list[Decimal]) -> bool | None:
    """Whether a capaian is what its status says, for any of the values that it may have; None where neither is told."""
    said = _STATUS.fullmatch(text.strip(" .!"))
    if said is None or not values:
        return None
    if said["bawah"]:
        return any(v < 100 for v in values)
    return any(v > 100 if said["atas"] else v >= 100 for v in values)


@rule(
    "B104",
    level="peringatan",
    basis="Permendagri 86/2017",
    message="capaian {nilai} di sini {tertulis}, di {lain} {seharusnya}",
)
def two_labels(report: Report) -> Iterator[Violation]:
    """Capaian yang sama diberi dua kriteria berbeda dalam satu tabel.

    Mengapa: pembaca tidak dapat tahu kriteria mana yang berlaku.
    Perbaiki: samakan dengan skala nilai peringkat kinerja.
    """
    for table in report.of_kind("capaian"):
        if "kriteria" not in table.columns:
            continue
        seen: dict[Decimal, Cell] = {}
        wrong = _mislabelled(report)
        for row in table.rows:
            cell, percent = row.cells["kriteria"], row.cells["capaian"]
            if not cell.text or percent.figure.state is not State.NUMBER or cell in wrong:
                continue
            exact = next(
                iter(possible(report, percent))
            )  # 75,6 and 76,2 are both printed 76%, and differ in their kriteria
            first = seen.setdefault(exact, cell)
            if first is not cell and label_key(first.text) != label_key(cell.text) and first not in wrong:
                yield Violation(
                    cell,
                    {"nilai": percent.text, "lain": str(first.place)},
                    cell.text,
                    first.text,
                    related=(first, percent),
                )
