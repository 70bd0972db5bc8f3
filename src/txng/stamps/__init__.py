"""Tem (CB Điều 11.6, CT-REG Điều 7): code batches, print orders, activation, and the serials themselves.

A batch is one row whatever its size and a stamp is none: a serial is an enciphered counter, so issuing a million
codes writes a range, and a dump of the database mints nothing.
"""
