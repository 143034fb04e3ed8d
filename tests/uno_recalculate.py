"""Recalculate workbooks in LibreOffice and print every formula cell's value as JSON.

Run by the interpreter that has `uno` (Debian: python3-uno), not by the tests' own:
    /usr/bin/python3 tests/uno_recalculate.py a.xlsx b.xlsx
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table.CellContentType import FORMULA


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice tidak menjawab")


def values(document):
    document.calculateAll()
    out = {}
    for sheet in document.Sheets:
        found = sheet.queryContentCells(16)  # CellFlags.FORMULA
        cells = out.setdefault(sheet.Name, {})
        for area in found.RangeAddresses:
            for r in range(area.StartRow, area.EndRow + 1):
                for c in range(area.StartColumn, area.EndColumn + 1):
                    cell = sheet.getCellByPosition(c, r)
                    if cell.Type != FORMULA:
                        continue
                    if cell.getError():
                        value = f"#ERR{cell.getError()}"
                    elif cell.FormulaResultType2 == 1:  # FormulaResult.VALUE
                        value = cell.Value
                    else:
                        value = cell.String
                    cells[f"{r + 1},{c + 1}"] = value
    return out


def main(paths):
    profile = tempfile.mkdtemp()
    pipe = f"lkip{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        result = {}
        for path in paths:
            options = (prop("Hidden", True), prop("MacroExecutionMode", 4))
            document = desktop.loadComponentFromURL("file://" + os.path.abspath(path), "_blank", 0, options)
            result[path] = values(document)
            document.close(True)
        json.dump(result, sys.stdout)
        with contextlib.suppress(Exception):
            desktop.terminate()
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()
        shutil.rmtree(profile, ignore_errors=True)


main(sys.argv[1:])
