"""A command that cannot go on ends with one sentence: what, where, what to do."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

__all__ = ["Stop", "reading", "unwritable", "writing"]

T = TypeVar("T")


class Stop(click.ClickException):
    """Ends the command with one sentence and status 2."""

    exit_code = 2


def reading(action: Callable[[], T], source: Path, target: Path | None = None) -> T:
    """Run what reads a workbook and perhaps writes another; a failure is one sentence that names the file."""
    from .report import Unreadable

    try:
        return writing(action, target or source)
    except Unreadable as error:
        named = "" if source.name in str(error) else f"{source}: "
        raise Stop(f"{named}{error}") from None


_REASONS = {
    errno.ENOENT: "foldernya tidak ada", errno.EACCES: "tidak ada izin menulis di sana", errno.EPERM: "tidak diizinkan",
    errno.EISDIR: "itu nama folder", errno.ENOTDIR: "foldernya tidak ada", errno.ENOSPC: "ruang penyimpanan habis",
    errno.EROFS: "tempatnya hanya dapat dibaca", errno.EEXIST: "sudah ada berkas dengan nama itu",
    errno.ENAMETOOLONG: "namanya terlalu panjang", errno.ENODEV: "itu bukan berkas biasa",
    errno.EBUSY: "sedang terbuka di Excel atau LibreOffice; tutup dulu, atau hapus berkas kunci yang tertinggal",
}  # fmt: skip


def writing(action: Callable[[], T], target: Path) -> T:
    """Run what writes a file; a failure is one sentence that names the file the person asked for."""
    try:
        return action()
    except OSError as error:
        raise unwritable(error, target) from None


def unwritable(error: OSError, target: Path) -> Stop:
    reason = _REASONS.get(error.errno or 0, "sedang dipakai program lain atau tidak dapat dijangkau")
    return Stop(f"Berkas {target} tidak dapat ditulis: {reason}.")
