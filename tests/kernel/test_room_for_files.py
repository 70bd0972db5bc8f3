"""Two gigabytes an establishment, counted as it fills (names.md 5)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kernel import hostile
from txng.kernel.errors import BadInput
from txng.kernel.files import quota
from txng.kernel.files.intake import store_upload
from txng.kernel.files.models import StoredFile
from txng.kernel.requests import owner, owner_is

MINE = "establishment:17"


def send(name: str = "anh.png", data: bytes = b"") -> StoredFile:
    return store_upload(SimpleUploadedFile(name, data or hostile.picture("PNG")))


@pytest.mark.django_db
def test_what_is_stored_counts_and_what_does_not_fit_is_refused_with_both_figures(settings: Any) -> None:
    owner_is(MINE)
    first = send()
    assert (first.owner, quota.used(MINE)) == (MINE, first.size)
    settings.FILES_ROOM = quota.used(MINE) + first.size - 1
    with pytest.raises(BadInput, match=r"[0-9]+ / [0-9]+ MB") as caught:
        send()
    assert caught.value.code == "no_room"
    assert quota.used(MINE) == first.size
    assert StoredFile.objects.filter(owner=MINE).count() == 1
    settings.FILES_ROOM += 1
    send()
    assert quota.used(MINE) == 2 * first.size


@pytest.mark.django_db
def test_a_file_larger_than_the_whole_room_is_refused_at_once(settings: Any) -> None:
    owner_is(MINE)
    settings.FILES_ROOM = 10
    with pytest.raises(BadInput):
        send()
    assert quota.used(MINE) == 0


@pytest.mark.django_db
def test_a_file_that_is_refused_costs_no_room() -> None:
    owner_is(MINE)
    with pytest.raises(BadInput):
        send(data=hostile.HTML)
    assert quota.used(MINE) == 0


@pytest.mark.django_db
def test_files_of_agencies_and_applicants_are_not_counted() -> None:
    assert (send().owner, owner()) == ("", "")


@pytest.mark.django_db
def test_the_establishment_pays_for_what_its_people_send(lanh_client: Client, people: Any) -> None:
    answer = lanh_client.post(
        "/quan-ly/san-pham/moi/", {"name": "Sầu riêng", "photo": SimpleUploadedFile("a.png", hostile.picture("PNG"))}
    )
    assert answer.status_code == 422  # group and origin are missing; the photo is kept
    mine = f"establishment:{people['lanh'].account.establishment_id}"
    assert quota.used(mine) == StoredFile.objects.get(owner=mine).size


def test_of_two_files_at_once_that_fit_singly_one_is_refused(fresh_database: str, settings: Any) -> None:
    from django.db import connection

    settings.FILES_ROOM = 1_000
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def upload() -> None:
        start.wait()
        try:
            quota.charge(MINE, 600)
            outcomes.append("kept")
        except BadInput:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=upload) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["kept", "refused"]
    assert quota.used(MINE) == 600
