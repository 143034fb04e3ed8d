"""SARIF 2.1.0, the form in which code scanners and review tools exchange findings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from .. import __version__
from ..report import Finding, Place
from ..result import Result
from ..rules import RULES

__all__ = ["render"]

_LEVELS: Final = {"galat": "error", "peringatan": "warning", "info": "note"}
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(results: Iterable[Result]) -> Iterator[str]:
    """One run with all findings, piece by piece; files that could not be checked are notifications of it."""
    unread: list[dict[str, Any]] = []
    driver = {"name": "lkip-xl", "version": __version__, "language": "id", "rules": [_rule(c) for c in sorted(RULES)]}
    yield f'{{"$schema": {_json(_SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {{"driver": {_json(driver)}}},\n'
    yield '"columnKind": "unicodeCodePoints", "results": ['
    comma = ""
    for result in results:
        if result.reason is not None:
            where = {"physicalLocation": _artifact(result.path)}
            unread.append({"level": "error", "message": {"text": result.reason}, "locations": [where]})
        for finding in result.findings:
            yield f"{comma}\n{_json(_result(result, finding))}"
            comma = ","
    invocation = {"executionSuccessful": not unread, "toolExecutionNotifications": unread}
    yield f'\n],\n"invocations": [{_json(invocation)}]}}]}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.page},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"dasar": rule.basis},
    }


def _result(result: Result, f: Finding) -> dict[str, Any]:
    identity = "\0".join(str(x) for x in (result.path, *f.identity))
    said = f.message + (f" Dugaan: {f.guess}." if f.guess else "")
    out: dict[str, Any] = {
        "ruleId": f.code,
        "ruleIndex": sorted(RULES).index(f.code),
        "level": _LEVELS[f.level],
        "message": {"text": said},
        "locations": [_location(result.path, f.place)],
        "partialFingerprints": {"temuan/v1": hashlib.sha256(identity.encode()).hexdigest()},
        "properties": {"tertulis": f.written, "seharusnya": f.expected, "unit": result.unit, "tahun": result.year},
    }
    if f.related:
        out["relatedLocations"] = [{"id": i, **_location(result.path, p)} for i, p in enumerate(f.related)]
    return out


def _location(path: str, place: Place) -> dict[str, Any]:
    """A workbook has no lines: the sheet and cell are a logical place in it."""
    out: dict[str, Any] = {"physicalLocation": _artifact(path)}
    if place.sheet is not None:
        kind = "cell" if place.cell else "sheet"
        out["logicalLocations"] = [{"fullyQualifiedName": str(place), "name": place.cell or place.sheet, "kind": kind}]
    return out


def _artifact(path: str) -> dict[str, Any]:
    p = Path(path)
    return {"artifactLocation": {"uri": p.as_uri() if p.is_absolute() else quote(path.replace("\\", "/"))}}
