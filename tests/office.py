"""LibreOffice as the real spreadsheet: recalculated values, or a skip where it is not installed."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).parent / "uno_recalculate.py"


@cache
def _python_with_uno() -> str | None:
    for python in ("/usr/bin/python3", "python3"):
        if shutil.which(python) and subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0:
            return python
    return None


def opened(*jobs: dict) -> list[dict]:
    """What workbooks hold after LibreOffice opened them and did what each job says (see uno_recalculate.py)."""
    python = _python_with_uno()
    if python is None or not shutil.which("soffice"):
        pytest.skip("LibreOffice dengan python3-uno tidak terpasang")
    given = json.dumps([{**job, "path": str(job["path"])} for job in jobs])
    out = subprocess.run([python, _SCRIPT], input=given.encode(), capture_output=True, check=True, timeout=300).stdout
    found = json.loads(out)
    for result in found:
        result["values"] = {
            s: {tuple(map(int, at.split(","))): v for at, v in cells.items()} for s, cells in result["values"].items()
        }
    return found


def recalculated(*paths: Path) -> list[dict[str, dict[tuple[int, int], float | str]]]:
    """The value of every formula cell of each workbook, by sheet and (row, column)."""
    return [result["values"] for result in opened(*({"path": p} for p in paths))]


def converted(path: Path, folder: Path, suffix: str = "xlsx") -> Path:
    """A workbook opened and saved again by LibreOffice."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice tidak terpasang")
    profile = folder / "profil"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix, "--outdir", folder, path],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    return folder / f"{path.stem}.{suffix}"
