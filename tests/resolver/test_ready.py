"""Pages compressed ahead: whatever stands in the blanks, they unpack to what would have been compressed whole."""

from __future__ import annotations

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from txng.resolver.ready import compose, opened, pack, piece, plain, rest, unpack

TEXTS = st.binary(max_size=3_000)


@given(st.lists(TEXTS, min_size=1, max_size=5), st.data())
def test_a_page_put_together_is_the_page_compressed_whole(texts: list[bytes], data: st.DataObject) -> None:
    words = [data.draw(st.binary(max_size=200)) for _ in texts[1:]]
    whole = b"".join(part for pair in zip(texts, [*words, b""], strict=True) for part in pair)
    pieces = unpack(pack([piece(text) for text in texts]))

    assert gzip.decompress(compose(pieces, words)) == whole, "gzip judges its checksum and length too"
    assert plain(pieces, words) == whole


def test_a_word_longer_than_a_stored_block_is_cut_into_several() -> None:
    pieces, word = [piece(b"<p>"), piece(b"</p>")], "ơ".encode() * 70_000

    assert gzip.decompress(compose(pieces, [word])) == b"<p>" + word + b"</p>"


def test_pieces_lie_behind_something_else_as_well() -> None:
    pieces = [piece(b"a" * 900), piece(b"b")]

    assert unpack(b"12345" + pack(pieces), 5) == pieces


def test_no_piece_refers_to_what_stands_before_it() -> None:
    """Else another word before it would change what it says."""
    same = b"the same text again and again " * 30

    assert zlib.decompress(piece(same).deflated + b"\x03\x00", -15) == same


@given(st.lists(TEXTS, min_size=2, max_size=6), st.data())
def test_a_page_joined_ahead_goes_on_where_all_pages_begin(texts: list[bytes], data: st.DataObject) -> None:
    begins, *pieces = [piece(text) for text in texts]
    words = [data.draw(st.binary(max_size=200)) for _ in pieces[1:]]

    assert opened(begins) + rest(begins, pieces, words) == compose([begins, *pieces], [b"", *words])
