"""Many different workbooks quickly: some made anew, the others with other amounts of money typed into those."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

from seeded import Maker

import lkip_xl
from lkip_xl.xlsx.package import Package


def workbooks(folder: Path, count: int, bases: int = 4, seed: int = 1) -> list[Path]:
    """`count` workbooks of which no two are alike; about half of them hold amounts that do not add up."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for i in range(min(bases, count)):
        path = folder / f"unit_{i:05}.xlsx"
        lkip_xl.template(Maker(random.Random(seed + i)).plan(), path)
        made.append((path.read_bytes(), _amounts(path)))
    for i in range(len(made), count):
        data, amounts = made[i % len(made)]
        package = Package(data)
        edits: dict[str, dict[tuple[int, int], float]] = defaultdict(dict)
        for sheet, at, value in rng.sample(amounts, rng.choice([1, 1, 3])):
            edits[sheet][at] = value + 100 * i + rng.randint(1, 99)
        package.edit(edits)
        (folder / f"unit_{i:05}.xlsx").write_bytes(package.to_bytes())
    return sorted(folder.glob("unit_*.xlsx"))


def _amounts(path: Path) -> list[tuple[str, tuple[int, int], float]]:
    return [
        (table.sheet, (row.number, cell.index), cell.raw.value)
        for table in lkip_xl.read(path).of_kind("anggaran", "struktur")
        for row in table.rows
        for cell in row.cells.values()
        if cell.column.type == "uang" and cell.raw.formula is None and isinstance(cell.raw.value, float)
    ]
