"""The page a tim SAKIP puts on its screen: one self-contained file, no network, all figures and findings of all units.

The workbooks' texts travel as JSON data blocks and are only ever put into the page as text; the content security
policy names the page's own style and script by their hashes, so nothing else in it could run or load.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

from ..number import round_half_up
from ..result import Money, Result
from ..rules import RULES
from .surat import note

__all__ = ["render"]


def render(results: Iterable[Result]) -> Iterator[str]:
    """The page, piece by piece, one data block per workbook."""
    page, style, script = (files(__package__).joinpath("page", name).read_text("utf-8") for name in
                           ("page.html", "page.css", "page.js"))  # fmt: skip
    head, tail = page.split("{data}")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    yield head.replace("{policy}", policy).replace("{style}", style)
    yield _block(
        "aturan", {code: {"judul": r.title, "perbaiki": r.mend, "dasar": r.basis} for code, r in RULES.items()}
    )
    for result in results:
        yield _block("unit", _unit(result))
    yield tail.replace("{script}", script)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _block(name: str, value: object) -> str:
    """Data that no text in it can end: `<`, `>` and `&` are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return f'<script type="application/json" class="{name}">{text}</script>\n'


def _unit(r: Result) -> dict[str, Any]:
    reached, of = r.reached
    return {
        "nama": r.name, "berkas": r.file, "jalur": r.path, "kabupaten": r.kabupaten, "tahun": r.year, "keadaan": r.state,
        "alasan": r.reason, "capaian": _rounded(r.capaian), "tercapai": reached, "dari": of,
        **(r.total or Money(None, None, None)).amounts(_rounded),
        "indikator": [[i.table, i.sasaran, i.name, i.target, i.realisasi, _rounded(i.capaian), i.kriteria] for i in r.indicators],
        "program": [{"nama": p.name, **p.amounts(_rounded)} for p in r.programs],
        "temuan": [
            {
                "kode": f.code, "tingkat": f.level, "lembar": f.place.sheet, "sel": f.place.cell, "pesan": f.message,
                "tertulis": f.written, "seharusnya": f.expected, "dugaan": f.guess, "terkait": [p.cell if p.cell and p.sheet == f.place.sheet else str(p) for p in f.related],
            }
            for f in r.findings
        ],
        "diabaikan": [f"{f.code} {f.place}" for f in r.quiet], "dikenal": len(r.known), "surat": note(r),
    }  # fmt: skip


def _rounded(value: Decimal | None) -> float | None:
    return None if value is None else float(round_half_up(value, 2))
