"""S1xx: which tables there are, and whether they are whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ..equations import equations, groups
from ..labels import scales_for
from ..number import State, round_half_up, show
from ..report import OFFICES, STATED_YEAR, Cell, Place, Report, Table, ref
from ..tables import kind_of, number_key, standard_numbers
from ._rule import RULES, Violation, rule

__all__: list[str] = []

_PERMEN = "PermenPANRB 53/2014"
_YEAR = re.compile(r"\s*(?:Tahun\s*)?\{\w+\}")


@rule("S101", level="peringatan", basis=_PERMEN, message="{alasan}")
def missing_table(report: Report) -> Iterator[Violation]:
    """Tabel baku tidak ada, atau nomor tabel terlompat.

    Mengapa: pembaca mencari tabel menurut nomornya, dan tabel yang hilang tidak dapat diperiksa.
    Perbaiki: tambahkan tabelnya, atau urutkan ulang nomornya.
    Tingkat: info bila tabel itu tidak selalu ada; tabel kontribusi cukup sebanyak sasarannya, Renstra cukup satu, dan
    tidak setiap tahun ada perubahan anggaran.
    """
    present = {t.number for t in report.tables if t.number in standard_numbers() and t.number in t.kind.standard}
    if len(present) < 4 or not report.of_kind("capaian"):
        return
    numbers = list(standard_numbers())
    sections = {t.section for t in report.tables if t.kind.name in {"capaian", "efisiensi", "pk", "renstra"}}
    for number in numbers:
        section, kind = standard_numbers()[number].section, kind_of(number)
        wanted = sum(s.section == section for s in kind.standard.values())
        if number in present or len(report.of_kind(kind.name, section=section)) >= wanted:
            continue  # it is there, if under another number
        if section not in {*sections, "umum"}:
            continue  # a report on one agreement has no second set of tables
        chapter = [n for n in present if n is not None and number_key(n)[0] == number_key(number)[0]]
        before = [n for n in chapter if number_key(n) < number_key(number)]
        after = [n for n in chapter if number_key(n) > number_key(number)]
        if before and after:
            text = f"Tabel {number} tidak ada di antara tabel {max(before, key=number_key)} dan {min(after, key=number_key)}"
        else:
            text = f"Tabel {number} ({kind_of(number).title.lower()}) tidak ada"
        optional = (
            (kind.name == "kontribusi" and _enough_contributions(report, number))
            or (kind.name == "renstra" and bool(report.of_kind("renstra")))  # one Renstra for both agreements
            or kind.name == "struktur"
        )
        yield Violation(Place(None, None), {"alasan": text}, level="info" if optional else None)


def _enough_contributions(report: Report, number: str) -> bool:
    """As many contribution tables as the section's efficiency table has sasaran."""
    section = standard_numbers()[number].section
    wanted = sum(len(groups(t)) for t in report.of_kind("efisiensi", section=section))
    return len(report.of_kind("kontribusi", section=section)) >= wanted


@rule("S102", level="peringatan", basis=_PERMEN, message="nomor tabel {nomor} sudah dipakai di {lain}")
def doubled_table(report: Report) -> Iterator[Violation]:
    """Satu nomor tabel baku dipakai dua kali.

    Mengapa: pemeriksa tidak tahu tabel mana yang berlaku.
    Perbaiki: hapus tabel yang lama atau beri nomor yang benar.
    """
    seen: dict[str, Place] = {}
    for table in report.tables:
        if (
            table.number is None
            or table.number not in table.kind.standard
            or table.kind.name == "kontribusi"
            or table.before
        ):
            continue
        place = Place(table.sheet, f"{table.range.split(':')[0]}")
        first = seen.setdefault(table.number, place)
        if first is not place:
            yield Violation(place, {"nomor": table.number, "lain": str(first)}, related=(first,))


@rule("S103", level="info", basis="-", message="judul kolom `{tertulis}` tidak dikenali, jadi angkanya tidak diperiksa")
def unknown_heading(report: Report) -> Iterator[Violation]:
    """Judul kolom tidak dikenali.

    Mengapa: angka di kolom itu tidak ikut diperiksa, dan itu harus diketahui.
    Perbaiki: pakai judul kolom seperti pada buku kerja baku bila kolom itu bagian dari tabelnya.
    """
    for table in report.tables:
        for index, heading in table.strays:
            yield Violation(Place(table.sheet, ref(table.top, index)), {}, heading)


@rule("S104", level="peringatan", basis="-", message="{kolom} kosong, padahal baris ini sudah diisi")
def empty_cell(report: Report) -> Iterator[Violation]:
    """Sel wajib kosong.

    Mengapa: tanpa target, realisasi, atau anggaran, capaian dan serapan tidak dapat dihitung.
    Perbaiki: isi selnya; tulis - bila datanya memang tidak tersedia.
    """
    wanted = {
        "capaian": ("target", "realisasi"), "kontribusi": ("target", "realisasi"), "pk": ("target",),
        "pengukuran": ("target", "realisasi"), "anggaran": ("anggaran", "realisasi"),
    }  # fmt: skip
    for table in report.tables:
        names = wanted.get(table.kind.name, ())
        if not any(c.figure.state is not State.MISSING for n in names for c in table.cells(n)):
            continue
        alone = set(table.indicators()) if table.kind.name == "pk" else set()  # there the target is the only figure
        for row in (r for r in table.rows if r.level not in {"rata-rata", "jumlah"}):
            others = [c for c in row.cells.values() if c.column.figures and c.figure.state is not State.MISSING]
            if len(names) > 1 and not any(row.cells[n].filled or row.cells[n].text for n in names):
                continue  # a percentage alone: of a sasaran, or of what the rows below add up to
            for name in names:
                cell = row.cells[name]
                if not cell.filled and not cell.text and row.label and (others or row in alone):
                    heading = _YEAR.sub("", cell.column.heading[-1])
                    yield Violation(cell, {"kolom": heading}, related=tuple(others[:1]))


@rule("S115", level="peringatan", basis="-", message="{kolom} kosong{banyak}, padahal dapat dihitung{hasil}")
def not_filled(report: Report) -> Iterator[Violation]:
    """Sel hitungan kosong.

    Mengapa: angka yang menjadi dasarnya sudah ada, jadi capaian, serapan, jumlah, atau rata-ratanya tinggal diisi.
    Perbaiki: isi sendiri, atau jalankan `lkip-xl isi` pada berkas ini.
    Tidak ditandai: sel yang boleh dihitung dengan lebih dari satu cara.
    Tingkat: info bila hampir seluruh kolomnya kosong.
    """
    found: dict[tuple[Table, str], dict[Cell, Decimal]] = {}
    held: Counter[tuple[Table, str]] = Counter()
    for e in equations(report):
        cell = e.target
        of = cell.table, cell.column.name
        if cell.filled:
            held[of] += 1
        elif e.fills and not (e.same or e.loose or cell.text) and (value := e.solved(cell)) is not None:
            found.setdefault(of, {}).setdefault(cell, value)
    yield from _no_label(report)
    for (table, name), blank in found.items():
        declared = any(c.name == name for c in table.kind.columns)
        heading = name.replace("_", " ").capitalize() if declared else table.columns[name][1].heading[-1]
        if len(blank) > held[table, name]:
            first = next(iter(blank))
            yield Violation(first, {"kolom": heading, "banyak": f" di {len(blank)} baris", "hasil": ""}, level="info")
            continue
        for cell, value in blank.items():
            result = show(round_half_up(value, 2), None if cell.column.type != "persen" else 2)
            yield Violation(cell, {"kolom": heading, "banyak": "", "hasil": f": {result}"}, expected=result)


def _no_label(report: Report) -> Iterator[Violation]:
    """A kriteria that is blank where most are not."""
    for table in report.of_kind("capaian"):
        measured = [r for r in table.rows if r.level == "" and r.cells["capaian"].value is not None]
        blank = [c for r in measured if (c := r.get("kriteria")) is not None and not c.text and c.raw.formula is None]
        if not 0 < 2 * len(blank) < len(measured):
            continue
        [used, *_], sure = scales_for(report, table)
        for cell in blank:
            label = used.label(cell.row.cells["capaian"].value or Decimal(0)) if sure else None
            result = f": {label}" if label else ""
            yield Violation(cell, {"kolom": "Kriteria", "banyak": "", "hasil": result}, expected=label)


@rule("S113", level="peringatan", basis="-", message="buku kerja ini belum berisi angka, jadi belum ada yang diperiksa")
def nothing_typed(report: Report) -> Iterator[Violation]:
    """Buku kerja belum diisi.

    Mengapa: buku kerja kosong tidak punya kesalahan, tetapi juga bukan laporan yang sudah benar.
    Perbaiki: isi target, realisasi, dan anggarannya; mungkin berkas yang dikirim bukan berkas yang diisi.
    """
    cells = (c for t in report.tables if t.kind.name != "skala" for r in t.rows for c in r.cells.values())
    if report.tables and not any(c.column.figures and c.figure.state is not State.MISSING for c in cells):
        yield Violation(Place(None, None), related=())


@rule(
    "S114",
    level="peringatan",
    basis="-",
    message="tidak ada tabel laporan di buku kerja ini yang dikenali, jadi belum ada yang diperiksa",
)
def no_table(report: Report) -> Iterator[Violation]:
    """Tidak ada tabel yang dikenali.

    Mengapa: buku kerja yang tidak dapat diperiksa bukan buku kerja yang sudah benar.
    Perbaiki: beri tabelnya judul kolom seperti pada buku kerja baku; mungkin berkas yang dikirim bukan laporan kinerja.
    """
    if not report.tables:
        yield Violation(Place(None, None))


@rule(
    "S105",
    level="peringatan",
    basis="-",
    message="{apa} di {sini} {tertulis}, di {lain} {seharusnya}",
)
def other_identity(report: Report) -> Iterator[Violation]:
    """Unit atau tahun pada judul lembar berbeda dari lembar Identitas, atau dari judul tabel lain.

    Mengapa: biasanya tabel tersalin dari laporan tahun lalu atau dari kecamatan lain.
    Perbaiki: periksa apakah isi tabelnya memang milik laporan ini, lalu betulkan judulnya, atau sheet Identitas bila itu yang salah.
    """
    identity = report.identity
    if not identity.stated:
        yield from _odd_one_out(report)
        return
    found = [*_other_titles(report)]
    years = [v.written for v in found if v.facts["apa"] == "tahun"]
    if len(years) > 2 and len(set(years)) == 1:  # rather the sheet is wrong than all of these
        place = next((Place(s.name, None) for s in report.sheets if s.name.lower() == "identitas"), Place(None, None))
        facts = {"apa": "tahun", "sini": "lembar ini", "lain": f"judul {len(years)} lembar"}
        yield Violation(place, facts, str(identity.year), years[0])
        found = [v for v in found if v.facts["apa"] != "tahun"]
    yield from found


def _other_titles(report: Report) -> Iterator[Violation]:
    """Each title that states another year or office than sheet Identitas."""
    identity = report.identity
    tops = {(t.sheet, t.heading, t.top) for t in report.tables}
    by_name = {s.name: s for s in report.sheets}
    for sheet_name, heading, top in sorted(tops):
        for (r, c), raw in by_name[sheet_name].cells.items():
            if not heading <= r < top or not isinstance(raw.value, str):
                continue
            where = Place(sheet_name, ref(r, c))
            years = set(STATED_YEAR.findall(raw.value))
            if identity.year and len(years) == 1 and str(identity.year) not in years:
                yield Violation(
                    where,
                    {"apa": "tahun", "sini": "judul lembar ini", "lain": "lembar Identitas"},
                    years.pop(),
                    str(identity.year),
                )
            unit = identity.unit and _other_office(raw.value, identity.unit)
            if unit:
                yield Violation(
                    where, {"apa": "unit", "sini": "judul lembar ini", "lain": "lembar Identitas"}, unit, identity.unit
                )


def _odd_one_out(report: Report) -> Iterator[Violation]:
    """Without sheet Identitas: the one table whose title names another kecamatan than all the others, two or more."""
    named = [(t, m[0]) for t in report.tables if (m := _KECAMATAN.search(t.title)) and not _SEVERAL.search(t.title)]
    counts = Counter(name.lower() for _, name in named)
    if len(counts) != 2 or min(counts.values()) != 1 or max(counts.values()) < 2:
        return
    usual = next(name for _, name in named if counts[name.lower()] > 1)
    table, name = next((t, name) for t, name in named if counts[name.lower()] == 1)
    cells = next(s.cells for s in report.sheets if s.name == table.sheet)
    said = [at for at, raw in cells.items() if at[0] < table.top and isinstance(raw.value, str) and name in raw.value]
    facts = {"apa": "unit", "sini": "judul lembar ini", "lain": "judul tabel lain"}
    yield Violation(Place(table.sheet, ref(*max(said, default=(table.heading, table.left)))), facts, name, usual)


_KECAMATAN = re.compile(r"\b(?i:kecamatan) [A-Z][A-Za-z'’]+")
_SEVERAL = re.compile(r"banding|antar|lain\b|kabupaten ini", re.I)
_OFFICE = re.compile(rf"({OFFICES})\s+(.+)", re.I)
_PLACES = r"(?i:tahun|kabupaten|kab|kota|provinsi|prov)\b"


def _other_office(title: str, unit: str) -> str | None:
    """The office of the unit's kind that a title names, if it is another: `Kecamatan Kencong`, not `pelayanan kecamatan yang
    prima`. A title may leave the last words of a name out."""
    if unit.lower() in title.lower():
        return None
    kind, name = m.groups() if (m := _OFFICE.match(unit)) else ("kecamatan", unit)
    wanted = name.lower().split()
    for m in re.finditer(rf"\b(?i:{kind})\s+((?:(?!{_PLACES})[A-Z][A-Za-z'’]*[ ]*)+)", title):
        words = m[1].split()[: len(wanted)]
        if [w.lower() for w in words] != wanted[: len(words)]:
            return " ".join([m[0].split()[0], *words])
    return None


@rule("S106", level="peringatan", basis="-", message="{apa} tersembunyi tetapi berisi angka")
def hidden_figures(report: Report) -> Iterator[Violation]:
    """Baris atau lembar tersembunyi berisi angka.

    Mengapa: angka yang tidak terlihat ikut dijumlahkan dan dibandingkan, sehingga hasilnya tampak salah bagi pembaca.
    Perbaiki: tampilkan baris atau lembarnya, atau hapus bila tidak dipakai.
    """
    hidden = {s.name: s.hidden_rows for s in report.sheets if s.hidden_rows}
    for sheet in report.sheets:
        if not sheet.visible and any(t.sheet == sheet.name and t.rows for t in report.tables):
            yield Violation(Place(sheet.name, None), {"apa": "lembar ini"})
    for table in report.tables:
        for row in table.rows:
            if row.number in hidden.get(table.sheet, ()):
                cell = next((c for c in row.cells.values() if c.column.figures and c.value is not None), None)
                if cell is not None:
                    yield Violation(cell, {"apa": f"baris {row.number}"}, cell.text)


@rule("S107", level="info", basis="Permendagri 86/2017", message="{alasan}; hanya batas bawah yang dipakai")
def scale_faults(report: Report) -> Iterator[Violation]:
    """Skala nilai punya celah atau tumpang tindih.

    Mengapa: nilai di celah atau di dua jenjang sekaligus tidak punya kriteria yang pasti.
    Perbaiki: tulis batas bawah saja untuk tiap jenjang (90, 76, 66, 51, 0).
    """
    for table in report.of_kind("skala"):
        if table.scale is not None and (faults := table.scale.faults()):
            first = table.rows[0].cells["interval"]
            yield Violation(Place(table.sheet, None), {"alasan": "; ".join(faults)}, related=(first,))


@rule(
    "S108",
    level="info",
    basis="-",
    message="ada angka di {rentang} yang tidak termasuk tabel mana pun, jadi tidak diperiksa",
)
def unknown_block(report: Report) -> Iterator[Violation]:
    """Sekumpulan angka tidak dikenali sebagai tabel laporan.

    Mengapa: angka di luar tabel yang dikenal tidak diperiksa, dan itu harus diketahui.
    Perbaiki: bila ini tabel laporan, beri judul kolom seperti pada buku kerja baku.
    """
    for sheet, area in report.unknown:
        yield Violation(Place(sheet, area.split(":")[0]), {"rentang": area})


@rule("S109", level="info", basis="-", message="judul menyebut {tertulis}, padahal ini tabel kontribusi ke-{urutan}")
def caption_number(report: Report) -> Iterator[Violation]:
    """Judul tabel kontribusi mengulang nomor sasaran.

    Mengapa: pembaca mengira dua tabel itu milik sasaran yang sama.
    Perbaiki: sesuaikan nomor sasaran pada judulnya.
    """
    for section in ("pk", "perubahan"):
        seen: Counter[str] = Counter()
        for k, table in enumerate(report.of_kind("kontribusi", section=section), 1):
            m = re.search(r"sasaran\s+(\d+(?:\.\d+)*)", table.title, re.I)
            if m is None:
                continue
            seen[m[1]] += 1
            if seen[m[1]] > 1:
                title = Place(table.sheet, f"A{table.heading}")
                yield Violation(Place(table.sheet, None), {"urutan": str(k)}, f"sasaran {m[1]}", related=(title,))


@rule("S110", level="info", basis="-", message="{nama} tidak punya baris jumlah")
def no_total(report: Report) -> Iterator[Violation]:
    """Tabel anggaran tidak punya baris jumlah.

    Mengapa: pembaca tidak dapat mencocokkan total dengan tabel lain.
    Perbaiki: tambahkan baris JUMLAH di bawah program terakhir.
    """
    for table in report.of_kind("anggaran"):
        tops = [r for r in table.rows if r.parent is None and r.level == "program"]
        if len(tops) > 1 and not any(r.level == "jumlah" for r in table.rows):
            last: Cell = table.rows[-1].cells["anggaran"]
            yield Violation(Place(table.sheet, None), {"nama": table.name}, related=(last,))


@rule("S111", level="peringatan", basis="-", message="pengabaian `{tertulis}` tidak berlaku; {alasan}")
def faulty_suppression(report: Report) -> Iterator[Violation]:
    """Pengabaian temuan yang tidak berlaku: tanpa alasan, tanpa kode, atau dengan kode yang tidak ada.

    Mengapa: yang diabaikan harus dapat dipertanggungjawabkan kepada pemeriksa berikutnya.
    Perbaiki: tulis kode dan alasannya: di komentar sel `lkip-xl: abaikan A101 karena ditetapkan dalam SK`, di sheet Identitas
    `A101 3.3!F12 karena ditetapkan dalam SK`; beberapa dipisah titik koma.
    """
    for s in report.suppressions:
        known = not s.code or any(code.startswith(s.code) for code in RULES)
        fault = s.fault if known else f"tidak ada aturan {s.code}"
        if fault is not None:
            yield Violation(s.at, {"alasan": fault}, " ".join(s.text.split())[:60])


@rule(
    "S112",
    level="info",
    basis="-",
    message="pengabaian {kode} tidak cocok dengan temuan mana pun; hapus bila sudah tidak perlu",
)
def unused_suppression(report: Report) -> Iterator[Violation]:
    """Pengabaian yang tidak dipakai.

    Mengapa: pengabaian lama dapat menutupi kesalahan baru.
    Perbaiki: hapus catatan atau barisnya.
    """
    for s in report.unused:
        yield Violation(s.at, {"kode": s.code})
