"""Workbook files on disk: read within a limit, written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from ..report import Unreadable

__all__ = ["MAX_FILE", "RECAP", "is_recap", "load", "replacing", "store"]

MAX_FILE: Final = 100 * 2**20
"""Bytes. Reports with photographs reach 30 MiB; the file and its filled copy are in memory together."""


_REASONS: Final = {
    errno.EACCES: "tidak ada izin membacanya", errno.EPERM: "tidak diizinkan", errno.ENOTDIR: "foldernya tidak ada",
    errno.ENAMETOOLONG: "namanya terlalu panjang", errno.ELOOP: "tautannya berputar",
}  # fmt: skip


RECAP: Final = "rekap lkip-xl"
"""What the properties of a recap workbook say."""


def load(path: Path) -> bytes:
    """The bytes of a workbook file; Unreadable with the reason where it cannot be one."""
    if path.name.startswith("~$"):
        raise Unreadable(
            "Ini berkas kunci yang dibuat Excel selama buku kerja terbuka; periksa berkas tanpa ~$ di depan namanya."
        )
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
        reason = _REASONS.get(error.errno or 0, "sedang dipakai program lain atau tidak dapat dijangkau")
        raise Unreadable(f"Berkas {path} tidak dapat dibuka: {reason}.") from None


def is_recap(path: Path) -> bool:
    """The file is a recap that this program wrote, and nobody's report."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe may never end
            return False
        with zipfile.ZipFile(path) as z:
            return RECAP.encode() in z.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def store(data: bytes, path: Path, *, keep: bool = True) -> Path | None:
    """Write a file whole or not at all; another one that it replaces is kept: returns the backup's path.

    A kill at any moment leaves the old file or the new one. Raises OSError as `replacing` does.
    """
    path = path.resolve()
    backup = None
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(data)
            if keep and path.exists() and path.read_bytes() != data:
                backup = _keep(path)
    except BaseException:
        if backup is not None:
            backup.unlink(missing_ok=True)  # of a file that is still there
        raise
    return backup


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file to write to, which takes the place of `path` when it is whole.

    Whatever fails leaves the old file as it was. Raises OSError: EISDIR and ENODEV where the path is no file, EACCES
    where it may not be written, EBUSY where a spreadsheet program has it open.
    """
    path = path.resolve()  # a link stays a link
    old = path.stat() if path.exists() else None
    if old is not None:
        if stat.S_ISDIR(old.st_mode):
            raise IsADirectoryError(errno.EISDIR, "folder", str(path))
        if not stat.S_ISREG(old.st_mode):  # /dev/null itself would be gone
            raise OSError(errno.ENODEV, "bukan berkas biasa", str(path))
        if not old.st_mode & 0o222:  # moving a file into its place would not ask
            raise PermissionError(errno.EACCES, "hanya dapat dibaca", str(path))
        _refuse_open(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".lkip-", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        os.chmod(temporary, stat.S_IMODE(old.st_mode) if old is not None else 0o666 & ~_umask())
        try:
            os.replace(temporary, path)
        except PermissionError as error:  # Windows: another program holds the file
            raise OSError(errno.EBUSY, "sedang dipakai program lain", str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(path.parent)


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
            with replacing(backup) as copy:
                shutil.copyfile(path, copy)
        return backup
    raise AssertionError("unreachable")


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
