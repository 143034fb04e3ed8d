"""Results in the forms people and programs read, one file per form.

Each takes the results one by one, so that thousands need no more memory than one. What goes to a file of its own
passes the results on, so that several forms can be made in one run.
"""
