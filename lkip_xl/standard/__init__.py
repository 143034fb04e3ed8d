"""The standard workbook: from a plan, with native formulas or with macro functions and buttons."""
