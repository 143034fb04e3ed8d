"""Inside a running Excel, through xlwings: worksheet functions, the open workbook, the add-in and its ribbon."""
