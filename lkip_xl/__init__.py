"""Check and fill the performance-report workbooks (LKIP) of Indonesian local government.

import lkip_xl
report = lkip_xl.read("kencong_2025.xlsx")
for finding in lkip_xl.check(report):
    print(finding)
report.to_frame("3.13")
lkip_xl.fill("kencong_2025.xlsx", "isi.xlsx")
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .filling import Change
    from .report import Finding, Report
    from .xlsx.package import Package, Value
    from .xlsx.plan import Plan

__all__ = ["__version__", "check", "fill", "mark", "read", "template"]

__version__ = "0.1.0"

Source = str | PathLike[str] | bytes


def read(source: Source) -> Report:
    """A workbook file, by its path or its bytes, as a Report. Raises Unreadable with the reason in one sentence."""
    from .xlsx.package import Package

    data, name = _bytes(source)
    return _report(Package(data), data, name)


def check(report: Report, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[Finding]:
    """All findings of a report, sheet by sheet, worst first. `select` and `ignore` are prefixes of rule codes."""
    from .rules import check as run

    return run(report, select, ignore)


def fill(source: Source, target: str | PathLike[str] | None = None, *, replace: bool = False) -> list[Change]:
    """Fill a workbook's computed cells and write it to `target`; without a target only list the changes.

    Nothing but those cells changes; a source that is its own target is kept beside it as NAMA.xlsx.bak. Typed figures
    that differ are listed with kind `beda` and left as they are, unless `replace`. Raises Unreadable where the source cannot be read, OSError where the target cannot be written.
    """
    from .filling import changes
    from .xlsx.package import Package

    data, name = _bytes(source)
    package = Package(data)
    found = changes(_report(package, data, name, blanks=True), replace=replace)
    if target is not None:
        _apply(package, found)
        _store(package, source, target)
    return found


def template(plan: Plan, target: str | PathLike[str]) -> None:
    """Write the standard workbook of a plan, its formulas with their results. Raises OSError."""
    from .filling import changes
    from .xlsx.package import Package, store
    from .xlsx.template import build

    data = build(plan)
    package = Package(data)
    _apply(package, changes(_report(package, data, "templat")))
    store(package.to_bytes(), Path(target))


def _apply(package: Package, found: list[Change]) -> None:
    edits: dict[str, dict[tuple[int, int], Value]] = {}
    for change in found:
        if change.kind != "beda":
            edits.setdefault(change.place.sheet or "", {})[change.at] = change.value
    package.edit(edits)


def mark(source: Source, target: str | PathLike[str]) -> list[Finding]:
    """Check a workbook and write it to `target` with a sheet Temuan and its wrong cells highlighted.

    A source that is its own target is kept beside it as NAMA.xlsx.bak.
    Raises Unreadable where the source cannot be read, OSError where the target cannot be written.
    """
    from .outputs.sheet import add_findings
    from .xlsx.package import Package

    data, name = _bytes(source)
    package = Package(data)
    findings = check(_report(package, data, name))
    add_findings(package, findings)
    _store(package, source, target)
    return findings


def _store(package: Package, source: Source, target: str | PathLike[str]) -> None:
    from .xlsx.package import store

    store(package.to_bytes(), Path(target), source=None if isinstance(source, bytes) else Path(source))


def _bytes(source: Source) -> tuple[bytes, str]:
    from .xlsx.package import load

    if isinstance(source, bytes):
        return source, "buku kerja"
    path = Path(source)
    return load(path), path.name


def _report(package: Package, data: bytes, name: str, *, blanks: bool = False) -> Report:
    import hashlib

    from .xlsx.carry import follow
    from .xlsx.recognise import recognise

    sheets = package.sheets(blanks=blanks)
    follow(sheets)
    return recognise(sheets, name, hashlib.sha256(data).hexdigest())
