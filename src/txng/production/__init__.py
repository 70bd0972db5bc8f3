"""Sản xuất (CT-REG Điều 7.4, 8.2): sites, lots, the diary, and one step back and one step forward.

A lot's state is computed from what was recorded; a wrong record is corrected by another record, never edited.
"""
