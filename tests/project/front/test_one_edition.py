"""A page is of one edition, also when the store is begun anew between its finding and its leaving."""

from __future__ import annotations

import gzip
from types import SimpleNamespace
from typing import Any

from txng.project.front.scans import Hit, Scans
from txng.project.front.shelf import Parts
from txng.project.front.visitors import Visitor
from txng.resolver.card_store import FirstLine
from txng.resolver.ready import Piece, opened, piece, rest

PHONE = Visitor(base="https://txng.example", looks=True, about="\t", takes_gzip=True, reads_page=True)
BEGINS, OWN = piece(b"<!doctype html><style>old</style>"), piece(b"<h1>one</h1>")
PAGE = FirstLine(rest(BEGINS, [OWN], []), 0, 200, "valid", "")
WHOLE = b"<!doctype html><style>old</style><h1>one</h1>"


def hit(parts: Parts | None) -> Hit:
    return Hit(0.0, (1, 1, 1), "", PAGE, PHONE, "https://txng.example/t/X", parts)


def scans() -> Any:
    found = Scans.__new__(Scans)
    found.shelf = SimpleNamespace(headers=[])  # type: ignore[assignment]
    begin(found, BEGINS)
    return found


def begin(scans: Any, begins: Piece) -> None:
    scans.shelf.begins, scans.shelf.opened = begins, opened(begins)


def test_a_page_that_waited_for_its_count_is_whole() -> None:
    found = scans()
    waiting = hit(Parts([BEGINS, OWN], []))
    begin(found, piece(b"<!doctype html><style>another, and longer</style>"))
    _status, _headers, body = found.answer(waiting, None)
    assert gzip.decompress(body) == WHOLE
