"""What became of one workbook: small enough to send between processes, to keep, and to show by the thousand.

A Result goes to JSON and back without loss, but for the hash of a file that was not read; that JSON is also the stable form of `periksa --format json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from .measures import MEASURES
from .report import Finding, Place, Report, Row, Table

__all__ = ["Indicator", "Money", "Result", "TableRef", "Tally", "file_name", "from_json", "result_of", "to_json"]

T = TypeVar("T")


def file_name(path: str) -> str:
    """A file's own name, whichever system wrote the path."""
    return path.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class TableRef:
    """A recognised table: printed number, sheet, kind, range (`A4:N12`)."""

    number: str | None
    sheet: str
    kind: str
    range: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the agreement: target, realisasi and kriteria as written, capaian in percent points."""

    table: str | None
    sasaran: str
    name: str
    target: str
    realisasi: str
    capaian: Decimal | None
    kriteria: str


@dataclass(frozen=True, slots=True)
class Money:
    """Anggaran and realisasi in rupiah of one program, or (no name) of the unit; None where none is written."""

    name: str | None
    anggaran: Decimal | None
    realisasi: Decimal | None

    @property
    def serapan(self) -> Decimal | None:
        """Percent points of the budget spent."""
        if self.anggaran is None or self.realisasi is None:
            return None
        found = MEASURES["SERAPAN"].compute(self.anggaran, self.realisasi)
        assert not isinstance(found, str)
        return found

    def amounts(self, form: Callable[[Decimal | None], T]) -> dict[str, T]:
        """Its three figures by name, each in a form of the caller's."""
        return {"anggaran": form(self.anggaran), "realisasi": form(self.realisasi), "serapan": form(self.serapan)}


@dataclass(frozen=True, slots=True)
class Result:
    """A checked workbook with its findings and the figures of a recap, or the reason why it could not be checked.

    `sha256` is empty where the outcome does not follow from the content alone (no such file, a limit was reached):
    such a result is never kept for another run. `quiet`: findings that the workbook asks to be left alone; `known`: those
    that an earlier run had told and that are still there.
    """

    path: str
    sha256: str = ""
    reason: str | None = None
    unit: str | None = None
    kabupaten: str | None = None
    year: int | None = None
    tables: tuple[TableRef, ...] = ()
    findings: tuple[Finding, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    total: Money | None = None
    programs: tuple[Money, ...] = ()
    quiet: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()

    @property
    def file(self) -> str:
        """The file's own name."""
        return file_name(self.path)

    @property
    def name(self) -> str:
        """How a person calls it: the unit, or the file where no unit is stated."""
        return self.unit or self.file.rpartition(".")[0] or self.file

    @property
    def state(self) -> str:
        """One word for the whole workbook, the worst first: tidak terbaca, galat, peringatan, bersih."""
        if self.reason is not None:
            return "tidak terbaca"
        levels = {f.level for f in self.findings}
        return "galat" if "galat" in levels else "peringatan" if "peringatan" in levels else "bersih"

    def count(self, level: str) -> int:
        """How many findings of a level."""
        return sum(f.level == level for f in self.findings)

    @property
    def capaian(self) -> Decimal | None:
        """The mean capaian of the indicators that have one, percent points."""
        found = [i.capaian for i in self.indicators if i.capaian is not None]
        return sum(found, Decimal(0)) / len(found) if found else None

    @property
    def reached(self) -> tuple[int, int]:
        """How many indicators reached 100%, of how many that have a capaian."""
        found = [i.capaian for i in self.indicators if i.capaian is not None]
        return sum(c >= 100 for c in found), len(found)


class Tally:
    """Counts results as they pass by."""

    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.levels: Counter[str] = Counter()
        self.units: Counter[tuple[str, int | None]] = Counter()

    def over(self, results: Iterable[Result]) -> Iterator[Result]:
        for result in results:
            self.states[result.state] += 1
            self.levels.update(f.level for f in result.findings)
            if result.unit:
                self.units[result.unit, result.year] += 1
            yield result

    def doubled(self) -> list[tuple[str, int]]:
        """The units that are in more than one file, with the number of these."""
        return [(f"{unit} {year or ''}".strip(), n) for (unit, year), n in self.units.items() if n > 1]

    def counts(self) -> dict[str, int]:
        """How many files, findings of each level, and files that could not be checked."""
        return {
            "berkas": self.states.total(),
            **{level: self.levels[level] for level in ("galat", "peringatan", "info")},
            "tidak_terbaca": self.states["tidak terbaca"],
        }


# --- from a report ----------------------------------------------------------------------------------------


def result_of(path: str, report: Report, findings: Sequence[Finding]) -> Result:
    """The result of a checked report."""
    identity = report.identity
    budget = report.budget()
    capaian, pengukuran = ([t for t in report.of_kind(k) if t.section != "sebagian"] for k in ("capaian", "pengukuran"))
    return Result(
        path,
        report.sha256,
        None,
        identity.unit,
        identity.kabupaten,
        identity.year,
        tuple(TableRef(t.number, t.sheet, t.kind.name, t.range) for t in _printed(report.tables)),
        tuple(findings),
        tuple(i for t in capaian or pengukuran for i in _indicators(t)),
        None if budget is None else _total(budget),
        () if budget is None else tuple(_money(r.label, [r]) for r in budget.programs()),
        tuple(report.quiet),
    )


def _printed(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables as a person counts them: the figures of other years, or a budget beside a table, are part of it."""
    for before, table in zip([None, *tables], tables, strict=False):
        if before is None or (before.sheet, before.top) != (table.sheet, table.top):
            yield table


def _indicators(table: Table) -> Iterator[Indicator]:
    sasaran = ""
    for row in table.rows:
        sasaran = row.text("sasaran") or sasaran  # stated once for all its indicators
        if row.label and row.level in {"", "indikator"}:
            capaian = row.get("capaian")
            yield Indicator(
                table.number, sasaran, row.label, row.text("target"), row.text("realisasi"),
                None if capaian is None else capaian.value, row.text("kriteria"),
            )  # fmt: skip


def _total(budget: Table) -> Money:
    """The grand total, or the sum of what is part of nothing else."""
    total = budget.total()
    return _money(None, budget.roots() if total is None else [total])


def _money(name: str | None, rows: Sequence[Row]) -> Money:
    def amount(key: str) -> Decimal | None:
        cells = [r.get(key) for r in rows]
        values = [c.value for c in cells if c is not None and c.value is not None]
        return sum(values, Decimal(0)) if values else None

    return Money(name, amount("anggaran"), amount("realisasi"))


# --- to JSON and back -------------------------------------------------------------------------------------


def to_json(result: Result) -> dict[str, Any]:
    """The agreed form of one file (`skema` 1). Exact figures are texts with a decimal point."""
    if result.reason is not None:
        return {"berkas": result.path, "status": "tidak terbaca", "alasan": result.reason}
    return {
        "berkas": result.path,
        "sha256": result.sha256,
        "status": "diperiksa",
        "identitas": {"unit": result.unit, "tahun": result.year},
        "tabel": [
            {"nomor": t.number, "lembar": t.sheet, "jenis": t.kind, "rentang": t.range} for t in result.tables
        ],
        "temuan": [_finding(f) for f in result.findings],
        "diabaikan": [_finding(f) for f in result.quiet],
        "dikenal": [_finding(f) for f in result.known],
        "rekap": {
            "kabupaten": result.kabupaten,
            "indikator": [
                {
                    "tabel": i.table, "sasaran": i.sasaran, "indikator": i.name, "target": i.target,
                    "realisasi": i.realisasi, "capaian": _exact(i.capaian), "kriteria": i.kriteria,
                }
                for i in result.indicators
            ],
            "anggaran": None if result.total is None else result.total.amounts(_exact),
            "program": [{"program": p.name, **p.amounts(_exact)} for p in result.programs],
        },
    }  # fmt: skip


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "kode": f.code,
        "tingkat": f.level,
        "lembar": f.place.sheet,
        "sel": f.place.cell,
        "pesan": f.message,
        "tertulis": f.written,
        "seharusnya": f.expected,
        "dugaan": f.guess,
        "terkait": [{"lembar": p.sheet, "sel": p.cell} for p in f.related],
        "dasar": f.basis,
    }


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def from_json(d: dict[str, Any]) -> Result:
    """The result that `to_json` wrote. Raises KeyError, TypeError or ValueError where it is none."""
    if d["status"] != "diperiksa":
        return Result(d["berkas"], reason=d["alasan"])
    recap = d["rekap"]
    return Result(
        d["berkas"],
        d["sha256"],
        None,
        d["identitas"]["unit"],
        recap["kabupaten"],
        d["identitas"]["tahun"],
        tuple(TableRef(t["nomor"], t["lembar"], t["jenis"], t["rentang"]) for t in d["tabel"]),
        _read_findings(d["temuan"]),
        tuple(
            Indicator(
                i["tabel"], i["sasaran"], i["indikator"], i["target"], i["realisasi"], _decimal(i["capaian"]), i["kriteria"]
            )
            for i in recap["indikator"]
        ),
        None if recap["anggaran"] is None else _read_money(None, recap["anggaran"]),
        tuple(_read_money(p["program"], p) for p in recap["program"]),
        _read_findings(d.get("diabaikan", ())),
        _read_findings(d.get("dikenal", ())),
    )  # fmt: skip


def _read_findings(found: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            t["kode"], t["tingkat"], Place(t["lembar"], t["sel"]), t["pesan"], t["tertulis"], t["seharusnya"],
            t["dugaan"], tuple(Place(p["lembar"], p["sel"]) for p in t["terkait"]), t["dasar"],
        )
        for t in found
    )  # fmt: skip


def _read_money(name: str | None, d: dict[str, Any]) -> Money:
    return Money(name, _decimal(d["anggaran"]), _decimal(d["realisasi"]))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
