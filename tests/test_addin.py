"""The add-in: its functions, its ribbon, its way into Excel. No Excel runs here; see macros/CHECKLIST.md."""

import importlib
import io
import re
import sys
import zipfile
from dataclasses import replace
from types import ModuleType

import pytest
import xlwings
from lxml import etree
from memory_book import opened
from oletools.olevba import VBA_Parser

from lkip_xl.cli import main
from lkip_xl.functions import Written
from lkip_xl.live import FILE, addin, functions, ribbon
from lkip_xl.live.install import Computer, NotHere, faults, install, uninstall
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import blank
from lkip_xl.vba.project import source
from lkip_xl.xlsx.package import Package


@pytest.fixture
def windows(monkeypatch):
    """xlwings as on Windows, as far as writing the wrappers goes: its decorators keep what they are told."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        stub = ModuleType(name)
        stub.CoInitialize = stub.Dispatch = None
        monkeypatch.setitem(sys.modules, name, stub)
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    udfs = importlib.import_module("xlwings.udfs")
    for name in ("func", "arg", "ret", "sub"):
        monkeypatch.setattr(xlwings, name, getattr(udfs, f"xl{name}"))
    importlib.reload(functions)
    yield udfs
    monkeypatch.undo()
    sys.modules.pop("xlwings.udfs", None)
    importlib.reload(functions)


def modules_of(data):
    found = VBA_Parser(FILE, data=data).extract_macros()
    return {path.rpartition("/")[2]: code.replace("\r\n", "\n") for _, path, _, code in found}


def test_a_wrapper_for_every_function_with_its_arguments(windows):
    text = addin.wrappers().text
    signatures = dict(re.findall(r"^Function (\w+)\((.*)\)$", text, re.M))
    assert set(signatures) == set(functions.FUNCTIONS)
    assert signatures["CAPAIAN"] == "target, realisasi, Optional arah"
    assert signatures["CEKPERSEN"] == "tertulis, target, realisasi, Optional arah"
    for name, f in functions.FUNCTIONS.items():
        assert f'XLPy.CallUDF("lkip_xl.live.functions", "{name}"' in text
        assert f"Attribute {name}.VB_Description" in text
        assert all(a["doc"] for a in f.__xlfunc__["args"])
        assert f.__xlfunc__["ret"]["options"] == {}
        assert f.__xlfunc__["category"] == functions.CATEGORY


def test_an_argument_reaches_the_function_as_it_is(windows):
    """A constant as its value, a range as the range, through xlwings' own conversion."""
    read = importlib.import_module("xlwings.conversion").read
    options = functions.FUNCTIONS["CAPAIAN"].__xlfunc__["args"][0]["options"]
    cells = opened(build(blank())).sheets["3.1"].range("C5:E9")
    assert read(None, "B (67)", options) == "B (67)"
    assert read(cells, None, options) is cells
    assert functions.block(cells)[0][0] == Written("Sangat Tinggi")


def test_the_add_in_is_a_package_with_ribbon_settings_and_modules(windows):
    data = addin.addin(r"C:\Python\pythonw.exe")
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        types, rels, pita = (z.read(n) for n in ("[Content_Types].xml", "_rels/.rels", "customUI/customUI14.xml"))
    assert b"excel.addin.macroEnabled.main+xml" in types
    assert b"sheet.macroEnabled.main+xml" not in types
    assert b"customUI/customUI14.xml" in rels
    modules = modules_of(data)
    assert set(modules) == {"ThisWorkbook", "Sheet1", "xlwings", "Dictionary", "Fungsi", "Pita"}
    assert modules["Pita"].strip() == source("Pita.bas").strip()
    assert 'PROJECT_NAME As String = "LkipXl"' in modules["xlwings"]
    ui = etree.fromstring(pita)
    called = {v for e in ui.iter() for k, v in e.attrib.items() if k in {"onAction", "onLoad", "getLabel"}}
    assert called == set(re.findall(r"Public Sub (\w+)\(ByVal (?:control|ribbon)", modules["Pita"]))
    [sheet] = Package(data).sheets()
    assert (sheet.name, sheet.cells[1, 2].value, sheet.cells[2, 2].value) == (
        "LkipXl.conf",
        r"C:\Python\pythonw.exe",
        "False",
    )


def test_every_ribbon_button_calls_an_action():
    pressed = re.findall(r"press\('(\w+)'\)", source("Pita.bas"))
    assert sorted(pressed) == ["bersihkan", "periksa", "segarkan"]
    assert all(callable(getattr(ribbon, name)) for name in pressed)


def test_a_button_shows_its_sentence_and_never_a_traceback(monkeypatch):
    book = opened(build(blank()))
    said = []
    app = book.app.impl
    app.active_book = book
    monkeypatch.setattr(type(app), "macro", lambda self, name: lambda text: said.append((name, text)), raising=False)
    monkeypatch.setattr(xlwings, "apps", type("Apps", (), {"active": type("App", (), {
        "books": type("Books", (), {"active": book}), "api": app, "macro": lambda self, name: app.macro(name)})()}))  # fmt: skip
    ribbon.press("periksa")
    assert said == [("LkipXl.xlam!TulisStatus", "0 galat, 1 peringatan, 0 info; lihat sheet Temuan.")]
    assert said[0][1] == app.StatusBar
    monkeypatch.setattr(ribbon, "check", lambda report: 1 / 0)
    ribbon.press("periksa")
    assert said[1][1].startswith("Tombol ini gagal (ZeroDivisionError)")
    monkeypatch.setattr(type(app), "macro", lambda self, name: 1 / 0)
    ribbon.press("periksa")  # not even the status line is within reach


# --- putting it into Excel ----------------------------------------------------------------------------------------


@pytest.fixture
def computer(tmp_path):
    folder = tmp_path / "XLSTART"
    return Computer(True, folder, r"C:\Python\pythonw.exe", addin.version("xlwings"), True, True, True, 2)


def test_install_check_and_uninstall(windows, computer):
    assert faults(computer) == ["Add-in belum dipasang; jalankan: lkip-xl pasang"]
    path = install(computer)
    assert path == computer.startup / "LkipXl.xlam"
    assert faults(computer) == []
    [fault] = faults(replace(computer, interpreter=r"C:\Lain\pythonw.exe"))
    assert "Python atau xlwings yang lain" in fault
    path.write_bytes(b"rusak")
    assert len(faults(computer)) == 1
    assert uninstall(computer)
    assert not uninstall(computer)


@pytest.mark.parametrize(
    ("lacking", "word"),
    [
        ({"excel": False}, "Excel tidak ditemukan"), ({"xlwings": None}, "xlwings belum ada"), ({"pywin32": False}, "pywin32"),
        ({"library": False}, "DLL"), ({"startup": None}, "XLSTART"), ({"macros": 4}, "menolak semua makro"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_installed(computer, lacking, word):
    lacking_computer = replace(computer, **lacking)
    assert any(word in f for f in faults(lacking_computer))
    with pytest.raises(NotHere, match=word):
        install(lacking_computer)


def test_elsewhere_than_on_windows():
    [sentence] = faults(Computer(False))
    assert "hanya untuk Excel di Windows" in sentence
    with pytest.raises(NotHere):
        install(Computer(False))


def test_the_commands_say_what_is_missing(tmp_path, monkeypatch, capsys, windows, computer):
    def run(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        return stopped.value.code, "".join(capsys.readouterr())

    monkeypatch.setattr("lkip_xl.live.install.this_computer", lambda: computer)
    assert run("pasang", "--periksa") == (
        1,
        "- Add-in belum dipasang; jalankan: lkip-xl pasang\n1 hal perlu dibereskan.\n",
    )
    assert run("pasang")[0] == 0
    assert run("pasang", "--periksa") == (0, "Add-in siap dipakai: buka Excel, lihat tab LKIP.\n")
    assert run("lepas") == (0, "Add-in dilepas; tutup lalu buka Excel.\n")
    assert run("lepas") == (0, "Add-in tidak terpasang di komputer ini.\n")
    monkeypatch.setattr("lkip_xl.live.install.this_computer", lambda: replace(computer, xlwings=None))
    assert run("pasang") == (2, "Paket xlwings belum ada; jalankan: py -m pip install xlwings\n")
