"""Open workbooks in LibreOffice with macros on, type into them, press their buttons, and print what they then hold.

Run by the interpreter that has `uno` (Debian: python3-uno), not by the tests' own. Reads a JSON list of jobs from
standard input: {"path", "typed": {sheet: {"F7": text, number or null}}, "run": ["Tombol.Periksa"], "on": sheet,
"shown": [sheet], "renamed": {sheet: name}, "removed": [sheet], "cut": {sheet: column},
"inserted": {sheet: row}, "entered": {sheet: {"C9": text}}}; "typed" names the sheets as they were, "entered" is typed
after everything was calculated. Prints for each job the value of every formula cell, the texts of the shown sheets, the controls of every
sheet, and the seconds that the calculation and the macros took.
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
from com.sun.star.util import URL


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


def shown(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return [[sheet.getCellByPosition(c, r).String for c in range(end.EndColumn + 1)] for r in range(end.EndRow + 1)]


def controls(sheet):
    page = sheet.DrawPage
    shapes = [page.getByIndex(i) for i in range(page.Count)]
    return [s.Control.Label for s in shapes if s.ShapeType == "com.sun.star.drawing.ControlShape"]


def enter(document, sheet, address, text):
    """Type as a person does, so that the document's events follow."""
    controller = document.CurrentController
    controller.setActiveSheet(document.Sheets.getByName(sheet))
    for command, argument in (("GoToCell", prop("ToPoint", address)), ("EnterString", prop("StringName", text))):
        url = URL()
        url.Complete, url.Protocol, url.Path = f".uno:{command}", ".uno:", command
        controller.Frame.queryDispatch(url, "", 0).dispatch(url, (argument,))


def work(document, job):
    for name, cells in job.get("typed", {}).items():
        sheet = document.Sheets.getByName(name)
        locked = sheet.isProtected()
        if locked:
            sheet.unprotect("")
        for address, value in cells.items():
            cell = sheet.getCellRangeByName(address)
            if value is None:
                cell.clearContents(1 | 2 | 4 | 16)  # values, dates, texts and formulas
            elif isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value
        if locked:
            sheet.protect("")
    for name, new in job.get("renamed", {}).items():
        document.Sheets.getByName(name).Name = new
    for name, row in job.get("inserted", {}).items():
        sheet = document.Sheets.getByName(name)
        sheet.unprotect("")
        sheet.Rows.insertByIndex(row - 1, 1)
    for name, letter in job.get("cut", {}).items():
        sheet = document.Sheets.getByName(name)
        sheet.unprotect("")
        at = sheet.getCellRangeByName(f"{letter}1").CellAddress.Column
        sheet.Columns.removeByIndex(at, 1)
    for name in job.get("removed", ()):
        document.Sheets.removeByName(name)
    started = time.perf_counter()
    document.calculateAll()
    calculated = time.perf_counter() - started
    for name, cells in job.get("entered", {}).items():
        for address, text in cells.items():
            enter(document, name, address, text)
    if job.get("on"):
        document.CurrentController.setActiveSheet(document.Sheets.getByName(job["on"]))
    started = time.perf_counter()
    for macro in job.get("run", ()):
        url = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
        document.getScriptProvider().getScript(url).invoke((), (), ())
    return {
        "seconds": [calculated, time.perf_counter() - started],
        "values": values(document),
        "shown": {name: shown(document.Sheets.getByName(name)) for name in job.get("shown", ())},
        "controls": {s.Name: controls(s) for s in document.Sheets},
        "locked": [s.Name for s in document.Sheets if s.isProtected()],
    }


def main(jobs):
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
        result = []
        for job in jobs:
            options = (prop("Hidden", True), prop("MacroExecutionMode", 4))
            document = desktop.loadComponentFromURL("file://" + os.path.abspath(job["path"]), "_blank", 0, options)
            result.append(work(document, job))
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


main(json.load(sys.stdin))
