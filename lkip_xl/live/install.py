"""Put the add-in into Excel's start-up folder, take it out again, and say what is missing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..report import Unreadable
from ..xlsx.package import Package, store
from . import FILE

__all__ = ["Computer", "NotHere", "faults", "install", "lacking", "this_computer", "uninstall"]


class NotHere(Exception):
    """The add-in cannot work on this computer; the message is one sentence in Indonesian."""


@dataclass(frozen=True, slots=True)
class Computer:
    """What the add-in needs, as found: None where something is not there.

    `startup` is Excel's start-up folder, `library` whether the DLL of xlwings lies beside the interpreter, `macros`
    Excel's macro setting (1 all, 2 ask, 3 signed only, 4 none).
    """

    windows: bool
    startup: Path | None = None
    interpreter: str = ""
    xlwings: str | None = None
    pywin32: bool = False
    library: bool = False
    excel: bool = False
    macros: int | None = None

    @property
    def file(self) -> Path | None:
        return None if self.startup is None else self.startup / FILE


def this_computer() -> Computer:
    """What stands on the computer that this runs on."""
    try:
        found: str | None = version("xlwings")
    except PackageNotFoundError:
        found = None
    if sys.platform != "win32":
        return Computer(False, xlwings=found)
    roaming = os.environ.get("APPDATA")
    bits = "64" if sys.maxsize > 2**32 else "32"
    pythonw = Path(sys.executable).with_name("pythonw.exe")
    return Computer(
        windows=True,
        startup=Path(roaming, "Microsoft", "Excel", "XLSTART") if roaming else None,
        interpreter=str(pythonw if pythonw.exists() else sys.executable),
        xlwings=found,
        pywin32=find_spec("win32com") is not None,
        library=Path(sys.exec_prefix, f"xlwings{bits}-{found}.dll").exists(),
        excel=_registry("HKEY_CLASSES_ROOT", r"Excel.Application\CurVer", "") is not None,
        macros=_registry("HKEY_CURRENT_USER", r"Software\Microsoft\Office\16.0\Excel\Security", "VBAWarnings"),
    )


def _registry(root: str, key: str, name: str) -> Any:
    """A value of the Windows registry; None where it is not set."""
    import winreg  # Windows only

    registry: Any = winreg
    try:
        with registry.OpenKey(getattr(registry, root), key) as found:
            return registry.QueryValueEx(found, name)[0]
    except OSError:
        return None


def lacking(computer: Computer) -> list[str]:
    """What the add-in needs and this computer does not have, each as one sentence that says what to do."""
    if not computer.windows:
        return ["Add-in hanya untuk Excel di Windows; di komputer ini pakai buku kerja .xlsm atau perintah lkip-xl."]
    needed = [
        (computer.excel, "Excel tidak ditemukan; pasang Microsoft Excel 2013 atau yang lebih baru."),
        (computer.xlwings, "Paket xlwings belum ada; jalankan: py -m pip install xlwings"),
        (not computer.xlwings or computer.pywin32, "Paket pywin32 belum ada; jalankan: py -m pip install pywin32"),
        (
            not computer.xlwings or computer.library,
            f"Berkas DLL xlwings {computer.xlwings} tidak ada di samping Python; pasang ulang dengan: "
            "py -m pip install --force-reinstall xlwings",
        ),
        (computer.startup, "Folder XLSTART Excel tidak ditemukan; buka Excel sekali, tutup, lalu coba lagi."),
        (
            computer.macros != 4,
            "Excel menolak semua makro; ubah di File > Options > Trust Center > Macro Settings menjadi "
            "'Disable all macros with notification'.",
        ),
    ]
    return [sentence for there, sentence in needed if not there]


def faults(computer: Computer) -> list[str]:
    """What keeps the add-in from working: what is lacking, or that it is not installed as it should be."""
    out = lacking(computer)
    file = computer.file
    if not computer.windows:
        return out
    if file is None or not file.exists():
        return [*out, "Add-in belum dipasang; jalankan: lkip-xl pasang"]
    built = _settings(file)
    if built.get("XLWINGS") != computer.xlwings or built.get("INTERPRETER_WIN") != computer.interpreter:
        out.append("Add-in yang terpasang dibuat untuk Python atau xlwings yang lain; jalankan lagi: lkip-xl pasang")
    return out


def _settings(file: Path) -> dict[str, str]:
    """The settings inside an installed add-in; none where it cannot be read."""
    try:
        [sheet] = Package(file.read_bytes()).sheets()
    except (OSError, ValueError, Unreadable):
        return {}
    return {
        str(raw.value): str(sheet.cells[row, 2].value)
        for (row, c), raw in sheet.cells.items()
        if c == 1 and (row, 2) in sheet.cells
    }


def install(computer: Computer) -> Path:
    """Build the add-in for this computer and put it into Excel's start-up folder; returns where.

    Raises NotHere where something it needs is missing, OSError where the folder cannot be written.
    """
    if missing := lacking(computer):
        raise NotHere(missing[0])
    assert computer.file is not None  # a start-up folder is among what is needed
    from .addin import addin

    computer.file.parent.mkdir(parents=True, exist_ok=True)
    store(addin(computer.interpreter), computer.file, keep=False)  # Excel would open a backup there
    return computer.file


def uninstall(computer: Computer) -> bool:
    """Take the add-in out of Excel's start-up folder; False where there is none. Raises OSError."""
    if computer.file is None or not computer.file.exists():
        return False
    computer.file.unlink()
    return True
