"""`assessor tables`: candidate records to tables of counts, on the machine where the records are.

Needs the extra `assessor[tables]` (DuckDB) and, of this program, only the domain. Nothing about a single person is
written anywhere: not in the tables, not in the summary, not in a file beside them.
"""
