"""Workbook files on disk: read within a limit, written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from itertools import count
from pathlib import Path
from typing import Final

__all__ = ["MAX_FILE", "Unreadable", "load", "store"]

MAX_FILE: Final = 100 * 2**20
"""Bytes. Reports with photographs reach 30 MiB; the file and its filled copy are in memory together."""


class Unreadable(Exception):
    """The file cannot be read as a workbook; the message is one sentence in Indonesian."""


def load(path: Path) -> bytes:
    """The bytes of a workbook file; Unreadable with the reason where it cannot be one."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable(f"{path.name} adalah folder, bukan buku kerja.")
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
            raise Unreadable(f"{path.name} bukan berkas biasa.")
        if status.st_size > MAX_FILE:
            raise Unreadable(f"Berkas ini {status.st_size / 2**20:.0f} MiB; batasnya {MAX_FILE // 2**20} MiB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"Berkas {path} tidak ada; periksa nama dan letaknya.") from None
    except ValueError:  # a NUL in the name
        raise Unreadable("Nama berkas ini tidak sah.") from None
    except OSError as error:
        raise Unreadable(f"Berkas {path} tidak dapat dibuka ({error.strerror}).") from None


def store(data: bytes, path: Path, *, keep: bool = True) -> Path | None:
    """Write a file whole or not at all; another one that it replaces is kept: returns the backup's path.

    A kill at any moment leaves the old file or the new one. Raises OSError, the old file as it was: EACCES where it
    may not be written, EBUSY where a spreadsheet program has it open.
    """
    path = path.resolve()  # a link stays a link
    backup = None
    old = path.stat() if path.exists() else None
    if old is not None:
        if not old.st_mode & 0o222:  # moving a file into its place would not ask
            raise PermissionError(errno.EACCES, "hanya dapat dibaca", str(path))
        _refuse_open(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".lkip-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        os.chmod(temporary, stat.S_IMODE(old.st_mode) if old is not None else 0o666 & ~_umask())
        if old is not None and keep and path.read_bytes() != data:
            backup = _keep(path)
        try:
            os.replace(temporary, path)
        except PermissionError as error:  # Windows: another program holds the file
            raise OSError(errno.EBUSY, "sedang dipakai program lain", str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(path.parent)
    return backup


def _refuse_open(path: Path) -> None:
    """Excel and LibreOffice leave a lock file beside the workbook they have open; they would overwrite ours."""
    if any((path.parent / lock).exists() for lock in (f"~${path.name}", f".~lock.{path.name}#")):
        raise OSError(errno.EBUSY, "sedang dipakai program lain", str(path))


def _keep(path: Path) -> Path:
    """The file as it is under a second name, NAMA.xlsx.bak, NAMA.xlsx.2.bak ...: an earlier backup is never lost."""
    for n in count(1):
        backup = path.with_name(f"{path.name}.bak" if n == 1 else f"{path.name}.{n}.bak")
        try:
            os.link(path, backup)
        except FileExistsError:
            continue
        except OSError:  # a file system without links: FAT, some network shares
            if backup.exists():
                continue
            _copy(path, backup)
        return backup
    raise AssertionError("unreachable")


def _copy(path: Path, backup: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".lkip-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as target, path.open("rb") as source:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        os.rename(name, backup)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Make the new name as lasting as the bytes; Windows cannot open a folder, and does so by itself."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
