"""Check and fill the performance-report workbooks (LKIP) of Indonesian local government.

import lkip_xl
report = lkip_xl.read("kencong_2025.xlsx")
for finding in lkip_xl.check(report):
    print(finding)
report.to_frame("3.13")
lkip_xl.fill("kencong_2025.xlsx", "isi.xlsx")
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import openpyxl
    import xlwings

    from .filling import Change
    from .report import Finding, Report, Sheet, Unreadable
    from .standard.plan import Plan
    from .xlsx.package import Package, Value

    File: TypeAlias = str | PathLike[str] | bytes
    Held: TypeAlias = openpyxl.Workbook | xlwings.Book

__all__ = ["Unreadable", "__version__", "check", "fill", "mark", "read", "template"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Unreadable, which `except` needs by name, without loading anything for those who never ask."""
    if name != "Unreadable":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .report import Unreadable

    return Unreadable


def read(source: File | Held) -> Report:
    """A workbook as a Report: a file by its path or bytes, an openpyxl Workbook, or a Book open in Excel.

    Raises Unreadable with the reason in one sentence.
    """
    if (held := _held(source)) is not None:
        return _computed(held.sheets(source), held.name(source))
    from .xlsx.package import Package

    data, name = _bytes(source)
    return _report(Package(data), data, name)


def check(report: Report, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[Finding]:
    """All findings of a report, sheet by sheet, worst first. `select` and `ignore` are prefixes of rule codes."""
    from .rules import check as run

    return run(report, select, ignore)


def fill(
    source: File | Held, target: str | PathLike[str] | None = None, *, replace: bool = False, only: str | None = None
) -> list[Change]:
    """Fill a workbook's computed cells: of a file into `target` (without one, only list the changes), of an openpyxl
    Workbook or a Book open in Excel in place, where formulas are left to whoever computes them.

    Nothing but those cells changes; a workbook that the target replaces is kept beside it as NAMA.xlsx.bak. Typed figures
    that differ are listed with kind `beda` and left as they are, unless `replace`; `only` names the one sheet to fill.
    Raises Unreadable where the source cannot be read, OSError where the target cannot be written, TypeError where a
    target is given for a workbook that is filled in place.
    """
    from .filling import changes

    if (held := _held(source)) is not None:
        if target is not None:
            raise TypeError("Buku kerja yang sedang terbuka diisi di tempat; simpan sendiri sesudahnya.")
        sheets = held.sheets(source)
        formulas = {(s.name, at) for s in sheets for at, raw in s.cells.items() if raw.formula is not None}
        found = changes(_recognised(sheets, held.name(source)), replace=replace, only=only)
        found = [c for c in found if (c.place.sheet, c.at) not in formulas]
        held.put(source, _edits(found))
        return found
    from .xlsx.package import Package, store

    data, name = _bytes(source)
    package = Package(data)
    found = changes(_report(package, data, name, blanks=True), replace=replace, only=only)
    if target is not None:
        package.edit(_edits(found))
        store(package.to_bytes(), Path(target))
    return found


def template(plan: Plan, target: str | PathLike[str]) -> None:
    """Write the standard workbook of a plan, its formulas with their results. Raises OSError.

    A target that ends in .xlsm gets macro functions in its cells and buttons; any other native formulas.
    """
    from .filling import changes
    from .standard import macros, native
    from .xlsx.package import Package, store

    build = macros.build if Path(target).suffix.lower() == ".xlsm" else native.build
    data = build(plan)
    package = Package(data)
    package.edit(_edits(changes(_report(package, data, "templat"))))
    store(package.to_bytes(), Path(target))


def _edits(found: list[Change]) -> dict[str, dict[tuple[int, int], Value]]:
    edits: dict[str, dict[tuple[int, int], Value]] = {}
    for change in found:
        if change.kind != "beda":
            edits.setdefault(change.place.sheet or "", {})[change.at] = change.value
    return edits


def mark(source: File, target: str | PathLike[str]) -> list[Finding]:
    """Check a workbook and write it to `target` with a sheet Temuan and its wrong cells highlighted.

    A workbook that the target replaces is kept beside it as NAMA.xlsx.bak.
    Raises Unreadable where the source cannot be read or has a sheet Temuan of its own, OSError where the target cannot
    be written.
    """
    from .outputs.sheet import add_findings
    from .report import TEMUAN, Unreadable
    from .xlsx.marks import is_list
    from .xlsx.package import Package, store

    data, name = _bytes(source)
    package = Package(data)
    report = _report(package, data, name)
    if not all(is_list(sheet.cells) for sheet in report.sheets if sheet.name == TEMUAN):
        raise Unreadable(f"Sheet {TEMUAN} di buku kerja ini bukan daftar temuan; ganti namanya lalu ulangi.")
    findings = check(report)
    add_findings(package, findings)
    store(package.to_bytes(), Path(target))
    return findings


def _held(source: object) -> ModuleType | None:
    """The room that reads and fills a workbook which a program already holds; None for a file."""
    rooms = {"openpyxl": ".xlsx.held", "xlwings": ".live.book"}
    room = rooms.get(type(source).__module__.partition(".")[0])
    return None if room is None else import_module(room, __name__)


def _bytes(source: object) -> tuple[bytes, str]:
    from .xlsx.package import load

    if isinstance(source, bytes):
        return source, "buku kerja"
    path = Path(source)  # type: ignore[arg-type]
    return load(path), path.name


def _report(package: Package, data: bytes, name: str, *, blanks: bool = False) -> Report:
    import hashlib

    return _recognised(package.sheets(blanks=blanks), name, hashlib.sha256(data).hexdigest())


def _computed(sheets: list[Sheet], name: str) -> Report:
    """The report of a workbook that a program holds, with the results of our formulas where it holds none."""
    from .filling import results
    from .report import Place, ref

    found = results(_recognised(sheets, name))
    for sheet in sheets:
        for at, raw in sheet.cells.items():
            value = found.get(Place(sheet.name, ref(*at)))
            if value is not None and raw.formula is not None and raw.value is None:
                sheet.cells[at] = raw._replace(value=value if isinstance(value, str) else float(value))
    return _recognised(sheets, name)


def _recognised(sheets: list[Sheet], name: str, sha256: str = "") -> Report:
    from .recognition import recognise
    from .xlsx.carry import follow

    follow(sheets)
    return recognise(sheets, name, sha256)
