"""The supply chain: a search without a thing of its own. What it finds is limited event by event
(tests/trace/graph/test_screens.py); a worker keeps the diary and sees no events."""

from __future__ import annotations

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  chain                        200  404 200  404  404  404 404 302
GET  agency-chain                 404  404 404  200  200  200 200 302
"""
