"""Macros are never run; what those of this project may do is bounded, and their sources say so."""

import io
import re
import zipfile
from pathlib import Path

import corpus
import pytest

import lkip_xl
from lkip_xl.xlsx.package import Package

SOURCES = sorted((Path(__file__).parent.parent / "macros").glob("**/*.bas"))
SOURCES += sorted((Path(__file__).parent.parent / "macros").glob("**/*.cls"))
FORBIDDEN = re.compile(
    r"\b(Shell|CreateObject|GetObject|Declare|SendKeys|Environ|Kill|MkDir|RmDir|ChDir|FileCopy|URLDownloadToFile|"
    r"FollowHyperlink|XMLHTTP|WinHttp\w*|WScript|FileSystemObject|ExecuteExcel4Macro|VBProject|AutoOpen|Auto_Open|"
    r"Workbook_Open)\b|\bOpen\s+\S.*\bFor\s+(Input|Output|Append|Binary|Random)\b|https?://",
    re.I,
)


def code(source: str) -> str:
    """VBA without comments and texts."""
    lines = (re.sub(r'"[^"]*"', '""', line) for line in source.splitlines())
    return "\n".join(re.sub(r"'.*|^\s*Rem\s.*", "", line) for line in lines)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_a_macro_source_reaches_nothing_but_the_workbook(path):
    found = FORBIDDEN.search(code(path.read_text(encoding="utf-8", errors="replace")))
    assert found is None, found


@pytest.mark.parametrize(
    "line",
    ["x = Shell(a)", "Set o = CreateObject(a)", "Open p For Output As #1", "Private Declare PtrSafe Sub S Lib k ()",
     "Sub Auto_Open()", "Kill p", "s = Environ(1)", "SendKeys k"],
)  # fmt: skip
def test_what_is_forbidden_is_seen(line):
    assert FORBIDDEN.search(code(line))
    assert not FORBIDDEN.search(code(f"' {line}"))


def test_a_workbook_with_macros_is_data(tmp_path):
    """The macro project goes through a filling byte for byte, whatever is in it."""
    path, filled = tmp_path / "a.xlsx", tmp_path / "b.xlsm"
    corpus.richly_made(path)
    macro = b"not even a macro project: it is never looked at"
    out = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(out, "a") as z:
        z.writestr("xl/vbaProject.bin", macro)
    lkip_xl.fill(out.getvalue(), filled)
    with zipfile.ZipFile(filled) as z:
        assert z.read("xl/vbaProject.bin") == macro
    assert Package(filled.read_bytes()).sheets()
