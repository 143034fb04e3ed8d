"""A note back to the unit: one page that lists what to mend, in order, in plain words."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

from ..report import Finding
from ..result import Result
from ..rules import RULES
from ..xlsx.files import store
from .text import plain

__all__ = ["letters", "note"]

_WIDTH: Final = 92
_PAGE: Final = 54  # lines of an A4 page in 11 points
_OPTIONS: Final = re.compile(r"; [^;]*--[a-z]+")  # what only the one who checks can do
_COMMANDS: Final = re.compile(
    r",? (?:atau |dan )?(?:kosongkan (?:selnya )?lalu )?jalankan `lkip-xl[^`]*`(?: pada berkas ini)?"
)
_LEVELS: Final = {"galat": "Yang perlu diperbaiki", "peringatan": "Yang perlu diperiksa kembali"}


def note(result: Result) -> str:
    """The text of the note to one unit, at most a page: what is wrong first, then what may be."""
    head = [f"Kepada Yth. {plain(result.name)}", f"Perihal: hasil pemeriksaan buku kerja Laporan Kinerja {result.year or ''}".rstrip(),
            f"Berkas: {plain(result.file)}", ""]  # fmt: skip
    close = ["", "Setelah diperbaiki, mohon buku kerjanya dikirimkan kembali. Terima kasih."]
    if result.reason is not None:
        reason = _OPTIONS.sub("", result.reason)
        body = _wrap(f"Buku kerja yang kami terima belum dapat diperiksa. {reason}")
        return "\n".join([*head, *body, *close]) + "\n"
    found = [f for f in result.findings if f.level in _LEVELS]
    earlier = sum(f.level in _LEVELS for f in result.known)
    if not found and earlier:
        body = _wrap(
            f"Buku kerja yang kami terima telah diperiksa. Tidak ada hal baru, tetapi {earlier} hal yang pernah kami sampaikan "
            "belum diperbaiki; mohon berpedoman pada surat kami yang lalu."
        )
        return "\n".join([*head, *body, *close]) + "\n"
    if not found:
        body = _wrap("Buku kerja yang kami terima telah diperiksa. Tidak ada yang perlu diperbaiki. Terima kasih.")
        return "\n".join([*head, *body]) + "\n"
    intro = _wrap(
        "Terima kasih atas buku kerja yang telah dikirimkan. Setelah diperiksa, ada beberapa hal yang kami mohon "
        "untuk diperbaiki atau diperiksa kembali, menurut urutan berikut."
    )
    room = _PAGE - len(head) - len(intro) - len(close) - 2  # two lines to say that there is more
    body, shown = list[str](), 0
    for level, title in _LEVELS.items():
        heading = ["", f"{title}:"]
        for finding in (f for f in found if f.level == level):
            item = [*heading, *_item(shown + 1, finding)]
            if len(body) + len(item) > room:
                break
            body += item
            heading, shown = [], shown + 1
        else:
            continue
        break
    if shown < len(found):
        body += [
            "",
            f"Masih ada {len(found) - shown} hal lain; daftar lengkapnya ada pada kami.",
        ]
    return "\n".join([*head, *intro, *body, *close]) + "\n"


def _item(number: int, f: Finding) -> list[str]:
    where = "Buku kerja" if f.place.sheet is None else f"Lembar {f.place.sheet}"
    where += f", sel {f.place.cell}" if f.place.cell else ""
    guess = f" Kemungkinan: {f.guess}." if f.guess else ""
    mend = _COMMANDS.sub("", RULES[f.code].mend)
    said = f"{where}: {f.message.removesuffix('.')}.{guess} Mohon {mend}"
    return _wrap(said, f"{number:>3}. ")


def _wrap(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(plain(text), _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def letters(results: Iterable[Result], folder: Path) -> Iterator[Result]:
    """Write each unit's note into a folder, named after its workbook; the results are passed on. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for result in results:
        stem = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", result.file.rpartition(".")[0] or result.file)
        names = (f"surat {stem}{'' if i == 1 else f' ({i})'}.txt" for i in count(1))
        name = next(n for n in names if n.lower() not in taken)  # two folders may hold files of one name
        taken.add(name.lower())
        store(note(result).encode(), folder / name)
        yield result
