"""Quét mã: a GS1 Digital Link or a typed code comes in, one verdict goes out.

A scan reads one prepared row, the card, and writes one line of its own; it loads nothing of the back office.
Cards are rebuilt by subscribers and by command, never edited.
"""
