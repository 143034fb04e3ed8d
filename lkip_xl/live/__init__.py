"""Inside a running Excel, through xlwings: worksheet functions, the open workbook, the add-in and its ribbon."""

from typing import Final

FILE: Final = "LkipXl.xlam"
"""The add-in as Excel's start-up folder holds it."""
