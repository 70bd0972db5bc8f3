"""Real pages in a real browser: windows of two sizes, signing in, axe, and a count of whom a page asks.

`windows.py` opens them, `people.py` signs the cast in, `axe.py` and `looks.py` judge a page, `sites.py` keeps one
running site a province for all tests of a process.
"""
