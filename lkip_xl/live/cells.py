"""What the cells of a live range have, asked in as few calls as Excel allows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar

import xlwings

__all__ = ["uniform", "values"]

_EPOCH: Final = datetime(1899, 12, 30)

T = TypeVar("T")
At = tuple[int, int]
Plain = str | float | bool | None


def values(cells: xlwings.Range) -> list[list[Plain]]:
    """The values of a range, row by row, as a file would store them: a date as its number, an error as its text."""
    return [[_plain(v) for v in row] for row in cells.options(ndim=2, err_to_str=True).value]


def _plain(value: Any) -> Plain:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86400
    if isinstance(value, Decimal):  # a cell with a currency format
        return float(value)
    if type(value) is int and value < -2_146_000_000:  # #SPILL! and its like, which xlwings has no name for
        return "#VALUE!"
    return value  # type: ignore[no-any-return]


def uniform(
    sheet: xlwings.Sheet, wanted: Collection[At], ask: Callable[[xlwings.Range], T | None], along: Literal[0, 1] = 1
) -> dict[At, T | None]:
    """A property of the wanted cells, by (row, column).

    Excel answers for a whole range where all its cells agree and gives None where they do not. So the smallest range
    around the wanted cells is asked, and halved until its parts agree: between columns first (`along` 1), which
    usually have one number format each, or between rows (0). A call costs far more than a cell.
    """
    found: dict[At, T | None] = {}
    parts = [list(wanted)] if wanted else []
    while parts:
        part = parts.pop()
        first, last = ((f(r for r, _ in part), f(c for _, c in part)) for f in (min, max))
        value = ask(sheet.range(first, last))
        if value is not None or first == last:
            found.update(dict.fromkeys(part, value))
            continue
        side = along if last[along] > first[along] else 1 - along
        middle = (first[side] + last[side]) // 2
        parts += [
            half
            for half in ([at for at in part if at[side] <= middle], [at for at in part if at[side] > middle])
            if half
        ]
    return found
