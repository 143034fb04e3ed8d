"""How far a long run is, on stderr: a bar with rate and remaining time for a person, a line now and then for a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Final

import click

from ..result import Result

__all__ = ["shown"]

_BETWEEN: Final = 10.0  # seconds between two lines of a log


def shown(results: Iterable[Result], total: int) -> Iterator[Result]:
    """Pass results on, showing how many of `total` are done."""
    return _bar(results, total) if sys.stderr.isatty() else _lines(results, total)


def _bar(results: Iterable[Result], total: int) -> Iterator[Result]:
    started = time.monotonic()

    def rate(_: Result | None) -> str:
        return f"{bar.pos / max(time.monotonic() - started, 0.001):.0f} berkas/detik"

    template = "%(label)s [%(bar)s] %(info)s"
    bar = click.progressbar(
        results, length=total, label="Memeriksa", show_pos=True, file=sys.stderr, item_show_func=rate,
        bar_template=template, fill_char="█", empty_char="·", update_min_steps=max(1, total // 1000),
    )  # fmt: skip
    with bar:
        yield from bar


def _lines(results: Iterable[Result], total: int) -> Iterator[Result]:
    started = said = time.monotonic()
    for done, result in enumerate(results, 1):
        yield result
        now = time.monotonic()
        if now - said >= _BETWEEN and done < total:
            said = now
            rate = done / (now - started)
            left = round((total - done) / rate)
            text = f"{done} dari {total} berkas, {rate:.0f} per detik, kira-kira {left // 60}:{left % 60:02} lagi"
            click.echo(text, err=True)
