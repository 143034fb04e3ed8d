"""From the cells of sheets to the declared tables: headings, rows and their levels, columns, sections, whose report it is."""

from __future__ import annotations

from .workbook import recognise

__all__ = ["recognise"]
