"""The add-in LkipXl.xlam: the worksheet functions, a ribbon tab with three buttons, and the way to Python.

It is built on the computer that uses it, because the VBA side of xlwings names its library by version: add-in,
xlwings and interpreter always belong together. What workbooks are open never decides which Python runs.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib.metadata import version
from importlib.resources import files
from types import SimpleNamespace
from typing import Final

import xlsxwriter

from ..vba.project import Module, class_module, code_module, document, project, source
from . import FILE, functions

__all__ = ["CONFIGURATION", "addin", "wrappers"]

CONFIGURATION: Final = "LkipXl.conf"
"""The sheet of the add-in that the VBA side of xlwings reads its settings from."""

_PROJECT: Final = "LkipXl"
_RIBBON: Final = "customUI/customUI14.xml"
_RIBBON_TYPE: Final = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_WORKBOOK_TYPE: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"


def addin(interpreter: str) -> bytes:
    """The add-in for an interpreter (the path of its pythonw) and the xlwings that is installed here."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_vba_name("ThisWorkbook")
    ws = book.add_worksheet(CONFIGURATION)
    ws.set_vba_name("Sheet1")
    for row, setting in enumerate(settings(interpreter).items()):
        ws.write_row(row, 0, setting)
    modules = [document("ThisWorkbook", "workbook"), document("Sheet1", "sheet"), *_xlwings(), wrappers()]
    modules.append(code_module(source("Pita.bas")))
    book.add_vba_project(io.BytesIO(project(modules, _PROJECT)), is_stream=True)
    book.close()
    return _as_addin(out.getvalue())


def settings(interpreter: str) -> dict[str, str]:
    """What the VBA side of xlwings is told. The folder of an open workbook is never a place to import from."""
    return {
        "INTERPRETER_WIN": interpreter,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "True",
        "XLWINGS": version("xlwings"),
    }


def wrappers() -> Module:
    """A VBA function for each worksheet function, as xlwings writes them, with its description."""
    from xlwings.udfs import generate_vba_wrapper

    text = io.StringIO('Attribute VB_Name = "Fungsi"\n')
    text.seek(0, io.SEEK_END)
    text.write('#Const App = "Microsoft Excel"\n')
    generate_vba_wrapper(functions.__name__, functions, text, SimpleNamespace(Name=FILE))  # type: ignore[no-untyped-call]

    def described(m: re.Match[str]) -> str:
        page = " ".join((functions.FUNCTIONS[m[1]].__doc__ or "").split()).replace('"', '""')
        return f'{m[0]}\nAttribute {m[1]}.VB_Description = "{page}"'

    return code_module(re.sub(r"^Function (\w+)\(.*\)$", described, text.getvalue(), flags=re.M))


def _xlwings() -> list[Module]:
    """The VBA side of the installed xlwings, reading the settings of this add-in only."""
    here = files("xlwings")
    main = here.joinpath("xlwings.bas").read_text("utf-8")
    named = 'PROJECT_NAME As String = "xlwings"'
    if named not in main:
        raise ValueError("xlwings versi ini belum dikenal; pasang versi 0.33 sampai sebelum 1.0.")
    main = main.replace(named, f'PROJECT_NAME As String = "{_PROJECT}"')
    return [code_module(main), class_module(here.joinpath("addin", "Dictionary.cls").read_text("utf-8"))]


def _as_addin(workbook: bytes) -> bytes:
    """The same package as an add-in with a ribbon."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in given.infolist():
            content = given.read(info)
            if info.filename == "[Content_Types].xml":
                content = content.replace(_WORKBOOK_TYPE, _ADDIN_TYPE)
            elif info.filename == "_rels/.rels":
                link = f'<Relationship Id="rIdPita" Type="{_RIBBON_TYPE}" Target="{_RIBBON}"/></Relationships>'
                content = content.replace(b"</Relationships>", link.encode())
            made.writestr(info, content)
        made.writestr(zipfile.ZipInfo(_RIBBON, (1980, 1, 1, 0, 0, 0)), source("pita.xml"))
    return out.getvalue()
