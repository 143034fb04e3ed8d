"""Clean workbooks with one mistake put into each: recall and precision per kind of mistake.

    python tests/seeded.py [WORKBOOKS] [SEED]

Each workbook is different (sasaran, indicators, programs, text or typed cells, decimals, negative indicators,
letter values). A mistake is found when its cell is a finding's own or among those it names.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from lkip_xl.filling import changes
from lkip_xl.number import round_half_up, show
from lkip_xl.recognition import recognise
from lkip_xl.report import Cell, Raw, Report, Sheet
from lkip_xl.rules import check
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import Activity, Budget, Indicator, Plan, Section
from lkip_xl.xlsx.carry import follow
from lkip_xl.xlsx.package import Package

SUBJECTS = (
    "pelayanan administrasi kependudukan", "penanganan sampah desa", "pembinaan lembaga adat", "gotong royong warga",
    "keamanan lingkungan", "perizinan usaha mikro", "posyandu aktif", "musyawarah pembangunan", "arsip digital",
    "perpustakaan desa", "jalan poros", "sanitasi layak", "karang taruna", "kebencanaan", "irigasi tersier",
    "pasar kecamatan", "wisata alam", "bantuan pangan", "olahraga pelajar", "kesenian daerah", "data stunting",
    "pajak bumi", "aset tanah kas", "sengketa batas", "kelompok tani", "koperasi wanita", "rumah tidak layak huni",
    "penerangan jalan", "air bersih", "hutan rakyat",
)  # fmt: skip
MEASURED = ("Persentase", "Jumlah", "Indeks", "Cakupan", "Rasio", "Tingkat", "Nilai")


class Maker:
    """One random clean workbook."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        pairs = [(m, s) for s in SUBJECTS for m in MEASURED]
        rng.shuffle(pairs)
        self.names = iter(f"{m} {s}" for m, s in pairs)
        self.subjects = iter(rng.sample(SUBJECTS, len(SUBJECTS)))
        self.units = iter(rng.sample(SUBJECTS, len(SUBJECTS)))

    def plan(self) -> Plan:
        rng = self.rng
        budget: list[Budget] = []
        for p in range(1, rng.randint(2, 6) + 1):
            budget.append(Budget(1, f"{p}", f"PROGRAM {next(self.subjects).upper()}"))
            for k in range(1, rng.randint(1, 5) + 1):
                budget.append(Budget(2, f"{p}.{k}", f"Kegiatan koordinasi {p}{k} {rng.choice(SUBJECTS)}"))
                for s in range(1, rng.randint(1, 4) + 1):
                    budget.append(self.leaf(f"{p}.{k}.{s}"))
        programs = [i for i, b in enumerate(budget) if b.level == 1]
        before = [self.total(budget, i, "before") for i in programs]
        after = [self.total(budget, i, "after") for i in programs]
        return Plan(
            "Kecamatan Uji", "Kabupaten Uji", 2025,
            self.section(budget, programs, (2021, 2026), before), self.section(budget, programs, (2025, 2029), after),
            tuple(budget),
        )  # fmt: skip

    def money(self) -> Decimal:
        amount = Decimal(self.rng.randint(1_000_000, 900_000_000))
        return amount + Decimal(self.rng.choice([0, 0, 0, 40])) / 100

    def leaf(self, code: str) -> Budget:
        after = self.money()
        spent = round_half_up(after * self.rng.randint(40, 99) / 100, self.rng.choice([0, 2]))
        amounts = (self.money(), self.money(), after, spent)
        name = f"Sub Kegiatan {self.rng.choice(MEASURED).lower()} {code} {self.rng.choice(SUBJECTS)}"
        return Budget(3, code, name, *(show(a, 2) for a in amounts))

    @staticmethod
    def total(budget: list[Budget], index: int, field: str) -> str:
        code = budget[index].code + "."
        amounts = [getattr(b, field) for b in budget if b.level == 3 and b.code.startswith(code)]
        return show(sum((Decimal(a.replace(".", "").replace(",", ".")) for a in amounts), Decimal(0)), 2)

    def section(self, budget: list[Budget], programs: list[int], period: tuple[int, int], agreed: list[str]) -> Section:
        count = self.rng.randint(1, min(6, len(programs)))
        owner = [i if i < count else self.rng.randrange(count) for i in range(len(programs))]
        indicators = [ind for _ in range(count) for ind in self.sasaran(period)]
        contributions = []
        for k in range(count):
            rows: list[Activity] = []
            for p, top in enumerate(programs):
                if owner[p] == k:
                    rows += self.activities(budget, top)
            contributions.append(tuple(rows))
        return Section(period, tuple(indicators), tuple(contributions), tuple(agreed))

    def sasaran(self, period: tuple[int, int]) -> list[Indicator]:
        years = period[1] - period[0] + 1
        now = 2025 - period[0]
        out = []
        goal = f"Meningkatnya {self.rng.choice(SUBJECTS)} {self.rng.randint(100, 999)}"
        for i in range(self.rng.randint(1, 4)):
            name = next(self.names)
            letters = self.rng.random() < 0.15
            if letters:
                name = f"Nilai SAKIP {next(self.units)}"
            targets = tuple(self.figure(letters) for _ in range(years))
            arah = "negatif" if self.rng.random() < 0.15 and not letters else ""
            trend = tuple(self.figure(letters) for _ in range(3))
            out.append(
                Indicator(
                    goal if i == 0 else "",
                    name,
                    i == 0,
                    True,
                    targets,
                    self.figure(letters),
                    targets[now],
                    self.near(targets[now], letters),
                    trend,
                    "",
                    arah,
                )
            )
        return out

    def figure(self, letters: bool) -> str:
        value = Decimal(self.rng.randint(5000, 10000)) / 100
        if letters:
            letter = next(
                x
                for low, x in ((90, "AA"), (80, "A"), (70, "BB"), (60, "B"), (50, "CC"), (30, "C"))
                if value > low or low == 30
            )
            return f"{letter} ({show(value)})"
        style = self.rng.randrange(4)
        return (show(value), f"{show(value)}%", f"{round(value)}", f"{round(value)} Dokumen")[style]

    def near(self, target: str, letters: bool) -> str:
        return target if self.rng.random() < 0.4 else self.figure(letters)

    def activities(self, budget: list[Budget], top: int) -> list[Activity]:
        out = []
        for i in range(top, len(budget)):
            if i > top and budget[i].level == 1:
                break
            target = self.rng.randint(1, 60)
            reached = target if self.rng.random() < 0.6 else self.rng.randint(0, 2 * target)
            arah = "negatif" if self.rng.random() < 0.1 else ""
            out.append(Activity(i, f"Jumlah laporan {budget[i].code}", "Laporan", str(target), str(reached), arah))
        return out


def clean_sheets(rng: random.Random, printed: bool | None = None) -> list[Sheet]:
    """A filled workbook's sheets: as saved with formulas, or as printed with rounded text or typed values."""
    package = Package(build(Maker(rng).plan()))
    sheets = package.sheets()
    follow(sheets)
    edits: dict[str, dict[tuple[int, int], object]] = defaultdict(dict)
    for change in changes(recognise(sheets, "uji")):
        edits[change.place.sheet or ""][change.at] = change.value
    for sheet in sheets:
        for at, value in edits[sheet.name].items():
            stored = float(value) if isinstance(value, Decimal) else value
            sheet.cells[at] = sheet.cells.get(at, Raw(None))._replace(value=stored)
        for at, raw in sheet.cells.items():
            sheet.cells[at] = raw._replace(source=None, stale=False)
    if rng.random() < 0.6 if printed is None else printed:
        as_printed(sheets, rng)
    return sheets


def as_printed(sheets: list[Sheet], rng: random.Random) -> None:
    """Formulas and exact values replaced by what a report prints: percentages rounded, as text or as typed."""
    report = recognise(sheets, "uji")
    by_name = {s.name: s for s in sheets}
    for table in report.tables:
        if table.kind.name == "ringkasan":
            continue
        for name, (_, column) in table.columns.items():
            text, digits = rng.random() < 0.5, rng.choice([0, 1, 2, 2])
            for cell in table.cells(name):
                if cell.value is None or not (column.measure or column.type == "uang" or cell.raw.formula):
                    continue
                new = cell.raw
                if column.type == "persen":
                    value = round_half_up(cell.value, digits)
                    if text:
                        new = Raw(show(value, digits, percent=True))
                    else:
                        new = Raw(float(value / 100), "0." + "0" * digits + "%" if digits else "0%")
                elif column.type == "uang" and text:
                    new = Raw(show(cell.value, 2))
                elif isinstance(cell.raw.value, (int, float)):
                    new = Raw(cell.raw.value, cell.raw.format)
                by_name[table.sheet].cells[cell.row.number, cell.index] = new
    for sheet in sheets:
        for at, raw in sheet.cells.items():
            if raw.formula is not None:
                sheet.cells[at] = raw._replace(formula=None)


# --- mistakes ---------------------------------------------------------------------------------------------

Mistake = Callable[[Report, random.Random], "list[tuple[Cell, Raw]] | None"]


def numbers(report: Report, *types: str, kinds: tuple[str, ...] = (), computed: bool | None = None) -> list[Cell]:
    return [
        c
        for t in report.tables
        if t.kind.name != "ringkasan" and (not kinds or t.kind.name in kinds)
        for r in t.rows
        for c in r.cells.values()
        if c.column.type in types
        and c.value is not None
        and (computed is None or (c.column.measure is not None) == computed)
    ]


def typed(cell: Cell, value: Decimal) -> Raw:
    """The cell with another value, in its own manner of writing."""
    f = cell.figure
    if isinstance(cell.raw.value, str):
        text = show(value, f.decimals, percent=f.percent and "%" in f.text)
        if f.letter:
            text = f"{f.letter} ({text})"
        return Raw(text + (f" {f.unit}" if f.unit else ""), cell.raw.format)
    scaled = value / 100 if f.percent and cell.raw.format.endswith("%") and '"' not in cell.raw.format else value
    return Raw(float(scaled), cell.raw.format)


def wrong_percent(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice(numbers(report, "persen", computed=True))
    assert cell.value is not None
    shift = Decimal(rng.randint(200, 2500)) / 100 * rng.choice([1, -1])
    return [(cell, typed(cell, round_half_up(cell.value + shift, cell.figure.decimals)))]


def totals(report: Report) -> list[Cell]:
    return [
        c
        for c in numbers(report, "uang")
        if c.column.name in c.table.kind.sums
        and (c.row.children or c.row.level == "jumlah")
        and c.column.name != "selisih"
    ]


def leaves(report: Report) -> list[Cell]:
    return [
        c
        for c in numbers(report, "uang", kinds=("struktur", "anggaran"), computed=False)
        if c.row.level == "sub" and c.value
    ]


def wrong_total(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice(totals(report))
    assert cell.value is not None
    return [(cell, typed(cell, cell.value + rng.randint(1, 9) * 10 ** rng.randint(2, 7)))]


def swapped(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice(leaves(report))
    digits = list(str(int(cell.value or 0)))
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
    if not places:
        return None
    i = rng.choice(places)
    digits[i], digits[i + 1] = digits[i + 1], digits[i]
    return [(cell, typed(cell, Decimal("".join(digits)) + (cell.value or 0) % 1))]


def lost(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice(leaves(report))
    digits = str(int(cell.value or 0))
    i = rng.randrange(len(digits))
    return [(cell, typed(cell, Decimal(digits[:i] + digits[i + 1 :]) + (cell.value or 0) % 1))]


def wrong_label(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cells = [c for t in report.of_kind("capaian") for c in t.cells("kriteria") if c.text]
    if not cells:
        return None
    cell = rng.choice(cells)
    labels = ["Sangat Tinggi", "Tinggi", "Sedang", "Rendah", "Sangat Rendah"]
    return [(cell, Raw(rng.choice([x for x in labels if x != cell.text])))]


def other_target(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice([c for c in numbers(report, "angka", kinds=("capaian",)) if c.column.name == "target"])
    return [(cell, typed(cell, (cell.value or Decimal(0)) + rng.randint(3, 20)))]


def other_realisasi(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cells = [c for c in numbers(report, "angka", kinds=("capaian", "efisiensi")) if c.column.name == "realisasi"]
    cell = rng.choice(cells)
    return [(cell, typed(cell, (cell.value or Decimal(0)) + rng.randint(3, 20)))]


def copied_row(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    tables = [t for t in report.of_kind("efisiensi") if sum(r.cells["anggaran"].value is not None for r in t.rows) > 2]
    if not tables:
        return None
    table = rng.choice(tables)
    rows = [r for r in table.rows if r.cells["anggaran"].value is not None and r.level != "jumlah"]
    source, target = rng.sample(rows, 2)
    return [(target.cells[n], source.cells[n].raw._replace(formula=None)) for n in ("anggaran", "realisasi_anggaran")]


def wrong_efficiency(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cells = [c for t in report.of_kind("efisiensi") for c in t.cells("efisiensi") if c.text]
    if not cells:
        return None
    cell = rng.choice(cells)
    return [(cell, Raw("Tidak efisien" if cell.text == "Efisien" else "Efisien"))]


def broken(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice([c for c in leaves(report) if (c.value or 0) >= 1_000_000])
    whole, _, part = show(cell.value or Decimal(0), 2).partition(",")
    groups = whole.split(".")
    groups[1] = groups[1][:-1]
    return [(cell, Raw(".".join(groups) + "," + part))]


def error_value(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice(numbers(report, "uang", "persen", "angka"))
    return [(cell, Raw(rng.choice(["#DIV/0!", "#REF!", "#N/A"]), cell.raw.format, error=True))]


def fraction(report: Report, rng: random.Random) -> list[tuple[Cell, Raw]] | None:
    cell = rng.choice([c for c in numbers(report, "persen", computed=True) if abs(c.value or 0) > 20])
    return [(cell, Raw(float(round_half_up((cell.value or Decimal(0)) / 100, 4))))]


MISTAKES: dict[str, Mistake] = {
    "persentase salah": wrong_percent, "jumlah salah": wrong_total, "angka tertukar": swapped, "angka hilang": lost,
    "kriteria salah": wrong_label, "target bukan PK": other_target, "realisasi diubah di satu tabel": other_realisasi,
    "baris anggaran tersalin": copied_row, "efisiensi salah": wrong_efficiency, "angka rusak": broken,
    "galat rumus": error_value, "persen sebagai pecahan": fraction,
}  # fmt: skip
DROPPED = "lembar hilang"


def copy_of(sheets: list[Sheet]) -> list[Sheet]:
    return [replace(s, cells=dict(s.cells)) for s in sheets]


def one_workbook(seed: int) -> tuple[list[str], dict[str, tuple[bool, int, str]]]:
    """The findings that a clean workbook should not have, and for each mistake: found, how many galat, where."""
    rng = random.Random(seed)
    sheets = clean_sheets(rng)
    report = recognise(copy_of(sheets), "uji")
    false = [str(f) for f in check(report) if f.level != "info"]
    out: dict[str, tuple[bool, int, str]] = {}
    for name, mistake in MISTAKES.items():
        edits = mistake(report, rng)
        if not edits:
            continue
        wrong = copy_of(sheets)
        by_name = {s.name: s for s in wrong}
        for cell, raw in edits:
            by_name[cell.table.sheet].cells[cell.row.number, cell.index] = raw
        findings = [f for f in check(recognise(wrong, "uji")) if f.level != "info"]
        named = {p for f in findings for p in (f.place, *f.related)}
        found = all(cell.place in named for cell, _ in edits)
        where = ", ".join(f"{c.place} {c.text} -> {r.value}" for c, r in edits)
        out[name] = (found, sum(f.level == "galat" for f in findings), where)
    candidates = [s for s in sheets if s.name in {"2.3", "2.7", "2.9", "3.1", "3.2", "3.7", "3.8", "3.12", "3.13"}]
    gone = rng.choice(candidates)
    findings = check(recognise([s for s in copy_of(sheets) if s.name != gone.name], "uji"), select=("S101",))
    out[DROPPED] = (any(f"Tabel {gone.name} " in f.message for f in findings), 0, gone.name)
    return false, out


def main(count: int, seed: int) -> int:
    print(f"{count} buku kerja, benih {seed}")
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    galat: Counter[str] = Counter()
    failures: list[str] = []
    for i in range(seed, seed + count):
        false, results = one_workbook(i)
        failures += [f"benih {i}: temuan palsu: {f}" for f in false]
        for name, (ok, wrong, where) in results.items():
            tried[name] += 1
            found[name] += ok
            galat[name] += wrong
            if not ok:
                failures.append(f"benih {i}: {name} tidak ditemukan: {where}")
    print(f"\n{'kesalahan':<34}{'dicoba':>8}{'ditemukan':>11}{'galat per kesalahan':>21}")
    for name in (*MISTAKES, DROPPED):
        each = f"{galat[name] / tried[name]:.2f}" if tried[name] else "-"
        print(f"{name:<34}{tried[name]:>8}{found[name]:>11}{each:>21}")
    clean = sum("temuan palsu" in f for f in failures)
    print(f"\ntemuan palsu pada buku kerja bersih: {clean}; tidak ditemukan: {len(failures) - clean}")
    print("\n".join(failures[:40]))
    return bool(failures)


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 500, arguments[1] if len(arguments) > 1 else random.randrange(10**6)))
