"""Đơn vị hành chính: where everything stands, on a date.

Units are facts of the state, never edited by users. A code means nothing without its date: since 01/07/2025
new communes carry the codes of old ones. Every unit has a `unit_path` (`92.31117.`); a
reach is a prefix of it.
"""
