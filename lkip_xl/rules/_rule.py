"""What a rule is, and how one is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Any

from ..report import Cell, Finding, Level, Place, Report

__all__ = ["RULES", "Rule", "Violation", "rule"]


@dataclass(frozen=True, slots=True)
class Violation:
    """Where a rule is broken and the facts its message is made of."""

    where: Cell | Place
    facts: Mapping[str, str] = field(default_factory=dict)
    written: str | None = None
    expected: str | None = None
    guess: str | None = None
    related: tuple[Cell | Place, ...] = ()
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code never changes and is never used again; its docstring is its page."""

    code: str
    level: Level
    message: str
    basis: str
    check: Callable[[Report], Iterable[Violation]]

    @property
    def page(self) -> str:
        return getdoc(self.check) or ""

    @property
    def mend(self) -> str:
        """How to mend it: the page's paragraph of that name, on one line."""
        after = self.page.partition("Perbaiki:")[2]
        lines = after.split("\n")
        kept = [lines[0]]
        for line in lines[1:]:
            if line.startswith(("Mengapa:", "Tidak ditandai:", "Tingkat:")):
                break
            kept.append(line)
        return " ".join(" ".join(kept).split())

    @property
    def title(self) -> str:
        return self.page.partition("\n")[0]

    def findings(self, report: Report) -> Iterable[Finding]:
        for v in self.check(report):
            facts: dict[str, Any] = {"tertulis": v.written, "seharusnya": v.expected, **v.facts}
            yield Finding(
                self.code,
                v.level or self.level,
                _place(v.where),
                self.message.format(**facts),
                v.written,
                v.expected,
                v.guess,
                tuple(dict.fromkeys(_place(c) for c in v.related)),
                self.basis,
            )


def _place(where: Cell | Place) -> Place:
    return where.place if isinstance(where, Cell) else where


RULES: dict[str, Rule] = {}


def rule(
    code: str, *, level: Level, message: str, basis: str
) -> Callable[[Callable[[Report], Iterable[Violation]]], Callable[[Report], Iterable[Violation]]]:
    """Register a check under its code. The docstring is the rule's page, in Indonesian: its first line the
    title, then Mengapa, Perbaiki, and where it helps Tidak ditandai."""

    def keep(check: Callable[[Report], Iterable[Violation]]) -> Callable[[Report], Iterable[Violation]]:
        if code in RULES:
            raise ValueError(f"{code} sudah dipakai")
        RULES[code] = Rule(code, level, message, basis, check)
        return check

    return keep
