"""The stable JSON of `periksa --format json`, as one document or one line per workbook; other programs read it."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .. import __version__
from ..result import Result, Tally, file_name, from_json, to_json

__all__ = ["BadBaseline", "known", "lines", "render", "without"]


class BadBaseline(ValueError):
    """The bytes are no result of an earlier run."""


def render(results: Iterable[Result]) -> Iterator[str]:
    """The results as one JSON document, schema 1, piece by piece."""
    tally = Tally()
    tool = json.dumps({"nama": "lkip-xl", "versi": __version__})
    yield f'{{\n "skema": 1,\n "alat": {tool},\n "berkas": ['
    comma = ""
    for result in tally.over(results):
        yield f"{comma}\n" + textwrap.indent(json.dumps(to_json(result), ensure_ascii=False, indent=1), "  ")
        comma = ","
    yield f'\n ],\n "ringkasan": {json.dumps(tally.counts())}\n}}\n'


def lines(results: Iterable[Result]) -> Iterator[str]:
    """JSON Lines: each workbook on a line of its own, as in `berkas` of the document."""
    for result in results:
        yield json.dumps(to_json(result), ensure_ascii=False) + "\n"


Known = Mapping[str, frozenset[tuple[str | None, ...]]]
"""Identities of findings by a workbook's path, and by its file's name or its unit where no other has it."""


def known(earlier: bytes) -> Known:
    """The findings of an earlier JSON result. Raises BadBaseline."""
    try:
        results = [from_json(file) for file in json.loads(earlier)["berkas"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBaseline from error
    names = Counter(name for r in results for name in _names(r))
    told = {r.path: frozenset(f.identity for f in (*r.findings, *r.known)) for r in results}
    return {name: told[r.path] for r in results for name in _names(r) if names[name] == 1} | told


def without(results: Iterable[Result], earlier: Known) -> Iterator[Result]:
    """The results without the findings of an earlier one, whose files may have lain in another folder or had another name."""
    for r in results:
        seen = next((earlier[name] for name in (r.path, *_names(r)) if name in earlier), frozenset())
        new = tuple(f for f in r.findings if f.identity not in seen)
        yield replace(r, findings=new, known=tuple(f for f in r.findings if f.identity in seen))


def _names(result: Result) -> list[str]:
    """By what a workbook is found again in another run: the name of its file, and its unit with the year."""
    unit = [f"{result.unit} {result.year}".lower()] if result.unit else []
    return [file_name(result.path), *unit]
