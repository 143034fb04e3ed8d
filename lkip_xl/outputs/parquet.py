"""The recap for analysts: Parquet, one row per workbook, its indicators, programs and findings as lists in the row.

Read it with `pandas.read_parquet(F)`; `frame.explode("indikator")` gives one row per indicator. Figures are float64:
percent points and rupiah. Exact figures are in the JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from pyarrow import parquet as pq

from ..result import Money, Result
from ..xlsx.files import replacing

__all__ = ["recap"]

_TEXT: Final = pa.string()
_NUMBER: Final = pa.float64()
_AMOUNTS: Final = {"anggaran": _NUMBER, "realisasi": _NUMBER, "serapan": _NUMBER}


def _list_of(fields: dict[str, pa.DataType]) -> pa.DataType:
    return pa.list_(pa.struct(list(fields.items())))


_SCHEMA: Final = pa.schema({
    "berkas": _TEXT, "sha256": _TEXT, "keadaan": _TEXT, "alasan": _TEXT, "unit": _TEXT, "kabupaten": _TEXT,
    "tahun": pa.int32(), "galat": pa.int32(), "peringatan": pa.int32(), "info": pa.int32(), "capaian": _NUMBER, **_AMOUNTS,
    "indikator": _list_of({
        "tabel": _TEXT, "sasaran": _TEXT, "indikator": _TEXT, "target": _TEXT, "realisasi": _TEXT, "capaian": _NUMBER,
        "kriteria": _TEXT,
    }),
    "program": _list_of({"program": _TEXT, **_AMOUNTS}),
    "temuan": _list_of({
        "kode": _TEXT, "tingkat": _TEXT, "lembar": _TEXT, "sel": _TEXT, "pesan": _TEXT, "tertulis": _TEXT,
        "seharusnya": _TEXT, "dugaan": _TEXT,
    }),
})  # fmt: skip
_GROUP: Final = 1000  # workbooks in memory at once


def recap(results: Iterable[Result], path: Path) -> Iterator[Result]:
    """Write the Parquet file in groups of rows and pass the results on. Raises OSError."""
    source = iter(results)
    with replacing(path) as temporary, pq.ParquetWriter(temporary, _SCHEMA) as writer:
        while group := list(islice(source, _GROUP)):
            frame = pd.DataFrame([_row(r) for r in group], columns=_SCHEMA.names, dtype=object)
            writer.write_table(pa.Table.from_pandas(frame, schema=_SCHEMA, preserve_index=False))
            yield from group


def _row(r: Result) -> dict[str, Any]:
    return {
        "berkas": r.path, "sha256": r.sha256 or None, "keadaan": r.state, "alasan": r.reason, "unit": r.unit,
        "kabupaten": r.kabupaten, "tahun": r.year, "galat": r.count("galat"), "peringatan": r.count("peringatan"),
        "info": r.count("info"), "capaian": _float(r.capaian), **(r.total or Money(None, None, None)).amounts(_float),
        "indikator": [
            {
                "tabel": i.table, "sasaran": i.sasaran, "indikator": i.name, "target": i.target, "realisasi": i.realisasi,
                "capaian": _float(i.capaian), "kriteria": i.kriteria,
            }
            for i in r.indicators
        ],
        "program": [{"program": p.name, **p.amounts(_float)} for p in r.programs],
        "temuan": [
            {
                "kode": f.code, "tingkat": f.level, "lembar": f.place.sheet, "sel": f.place.cell, "pesan": f.message,
                "tertulis": f.written, "seharusnya": f.expected, "dugaan": f.guess,
            }
            for f in r.findings
        ],
    }  # fmt: skip


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
