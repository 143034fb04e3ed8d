"""Excel files: their cells, the tables in them, and the workbooks this package builds."""
