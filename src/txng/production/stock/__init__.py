"""How much there is of what, where and when: drawn from moves, never stored (names.md 1, kho).

`measures` turns what people write into base units, `booking` records an act under the locks that keep every stock at or
above zero, `levels` answers questions.
"""
