"""The stable JSON of `periksa --format json`, as one document or one line per workbook; other programs read it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .. import __version__
from ..result import Result, Tally, file_name, to_json

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


Known = frozenset[tuple[str, str, str | None, str | None, str | None]]


def known(earlier: bytes) -> Known:
    """The findings of an earlier JSON result: file name, rule, cell and figure. Raises BadBaseline."""
    try:
        return frozenset(
            (file_name(file["berkas"]), t["kode"], t["lembar"], t["sel"], t["tertulis"])
            for file in json.loads(earlier)["berkas"]
            for t in file.get("temuan", ())
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBaseline from error


def without(results: Iterable[Result], earlier: Known) -> Iterator[Result]:
    """The results without the findings of an earlier one."""
    for r in results:
        name = file_name(r.path)
        yield replace(r, findings=tuple(f for f in r.findings if (name, f.code, *f.place, f.written) not in earlier))
