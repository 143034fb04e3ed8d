"""The stable JSON of `periksa --format json`; other programs read it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from .. import __version__
from ..report import Finding
from . import Result, counts

__all__ = ["BadBaseline", "render", "without"]


class BadBaseline(ValueError):
    """The bytes are no result of an earlier run."""


def render(results: list[Result]) -> str:
    """The results as one JSON document, schema 1."""
    document = {
        "skema": 1,
        "alat": {"nama": "lkip-xl", "versi": __version__},
        "berkas": [_file(r) for r in results],
        "ringkasan": counts(results),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def without(results: list[Result], earlier: bytes) -> list[Result]:
    """The results without the findings that an earlier JSON result has: same file name, rule, cell and figure.

    Raises BadBaseline where `earlier` is no such result.
    """
    try:
        known = {
            (_name(file["berkas"]), t["kode"], t["lembar"], t["sel"], t["tertulis"])
            for file in json.loads(earlier)["berkas"]
            for t in file.get("temuan", ())
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBaseline from error
    return [
        replace(r, findings=tuple(f for f in r.findings if (_name(r.path), f.code, *f.place, f.written) not in known))
        for r in results
    ]


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _file(result: Result) -> dict[str, Any]:
    if result.report is None:
        return {"berkas": result.path, "status": "tidak terbaca", "alasan": result.reason}
    report = result.report
    return {
        "berkas": result.path,
        "sha256": report.sha256,
        "status": "diperiksa",
        "identitas": {"unit": report.identity.unit, "tahun": report.identity.year},
        "tabel": [
            {"nomor": t.number, "lembar": t.sheet, "jenis": t.kind.name, "rentang": t.range} for t in report.tables
        ],
        "temuan": [_finding(f) for f in result.findings],
    }


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
