"""The same photo is found again, the same field on another day is not."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image

from tests.production.plausibility.diaries import Photo, draw
from txng.kernel.files.intake import store_bytes
from txng.kernel.files.models import StoredFile
from txng.kernel.files.remake import likeness, remake
from txng.production.plausibility.likeness import alike
from txng.production.plausibility.thresholds import thresholds


def of(photo: Photo) -> int:
    found = remake("image", draw(photo)).likeness
    assert found is not None
    return found


def test_a_photo_sent_again_smaller_and_darker_is_the_same_one() -> None:
    first = Photo(scene=41, day=7)
    for again in (replace(first, quality=45), replace(first, width=200), replace(first, light=0.85)):
        assert alike(of(first), of(again), thresholds().photos.bits), again


def test_the_same_field_on_other_days_is_another_photo() -> None:
    days = [of(Photo(scene=41, day=day)) for day in range(0, 90, 6)]
    assert not any(alike(a, b, thresholds().photos.bits) for i, a in enumerate(days) for b in days[:i])


def test_what_shows_nothing_is_compared_with_nothing() -> None:
    for picture in (Image.new("RGB", (320, 240), "white"), Image.linear_gradient("L").convert("RGB")):
        assert likeness(picture) is None


def test_only_what_the_look_up_finds_counts() -> None:
    assert alike(-1, -1, 6) and not alike(0, 0x0001_0001_0001_0001, 6), "no piece is the same"
    assert not alike(0, 0x7F, 6)


@pytest.mark.django_db
def test_pictures_of_before_get_theirs_by_a_command(db: Any) -> None:
    stored = store_bytes(draw(Photo(scene=3, day=3)), name="ruong.jpg")
    assert stored.likeness is not None
    known = stored.likeness
    StoredFile.objects.filter(pk=stored.pk).update(likeness=None)
    said = StringIO()
    call_command("likeness_of_pictures", stdout=said)
    stored.refresh_from_db()
    assert said.getvalue().startswith("1 pictures; 0 files")
    assert alike(stored.likeness, known, 2)  # type: ignore[arg-type]
