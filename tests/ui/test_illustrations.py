"""The pictures of the demonstration goods."""

import io

import pytest
from PIL import Image

from txng.ui.illustrations import KINDS, LARGEST, draw


@pytest.mark.parametrize("kind", ["durian", "chestnut", "coffee", "brocade", "shrimp"])
def test_a_picture_is_small_and_of_the_promised_size(kind):
    data = draw(kind)
    assert len(data) < LARGEST
    assert Image.open(io.BytesIO(data)).size == (640, 480)


def test_the_same_picture_is_drawn_every_time():
    first = draw("honey")
    draw.cache_clear()
    assert draw("honey") == first
    assert draw("honey", variant=1) != first


def test_the_goods_of_the_cast_have_pictures():
    assert {"durian", "chestnut", "coffee"} <= set(KINDS)


def test_an_unknown_kind_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        draw("moon")
