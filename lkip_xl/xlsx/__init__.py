"""A workbook as a file: its parts and cells, read and patched with nothing else changed; or as openpyxl holds it."""
