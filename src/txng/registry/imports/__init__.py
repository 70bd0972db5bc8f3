"""Nhập từ Excel: many registration forms from one file (ux.md 4.8).

The file is the province's own form as a table. It is read, checked row by row with what is wrong grouped by how to
mend it, entered when a person says so, and can be taken back for a day.
"""
