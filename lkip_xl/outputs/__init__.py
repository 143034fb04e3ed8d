"""Findings in the forms people and programs read, one file per form."""

from __future__ import annotations

from dataclasses import dataclass

from ..report import Finding, Report

__all__ = ["Result", "counts"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: a report with its findings, or the reason why it could not be read."""

    path: str
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    reason: str | None = None


def counts(results: list[Result]) -> dict[str, int]:
    """How many files, findings of each level, and unreadable files."""
    levels = [f.level for r in results for f in r.findings]
    return {
        "berkas": len(results),
        "galat": levels.count("galat"),
        "peringatan": levels.count("peringatan"),
        "info": levels.count("info"),
        "tidak_terbaca": sum(r.report is None for r in results),
    }
