"""“Chữ viết, lời nói, hình ảnh” (CT-REG Điều 8): bà Lành says in her own voice what her goods are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from tests.catalogue.views.test_record import approved, page_of
from tests.kernel import hostile, sounds
from txng.catalogue.actions import undo_change_decision
from txng.catalogue.models import Product, ProductSound
from txng.kernel.clock import now
from txng.kernel.models import StoredFile
from txng.resolver import cards

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
SAID = "Chào cô bác, đây là sầu riêng vườn nhà tôi, trồng theo VietGAP từ năm 2019."


def voice(data: bytes | None = None, name: str = "loi-gioi-thieu.m4a") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sounds.m4a() if data is None else data)


def send(client: Client, product: Product, **changed: Any) -> Any:
    return client.post(reverse("product-sound", args=[product.pk]), {"sound": voice(), "text": SAID, **changed})


def scanned(product: Product) -> str:
    cards.rebuild_product(product.pk)
    return Client().get(f"/t/{product.product_code}").content.decode()


@every_province
def test_heard_by_the_officer_first_and_by_everybody_once_it_is_approved(
    lanh_client: Client, hanh_client: Client, dung_client: Client, organisations: Any
) -> None:
    product = make.product(organisations.lanh)
    assert send(lanh_client, product).status_code == 302
    own = page_of(lanh_client, "product-sound", product.pk)
    assert SAID in own and "<audio controls" in own
    stored = StoredFile.objects.get(kind="sound")
    assert not stored.public and Client().get(f"/tep/{stored.pk}").status_code == 404

    lanh_client.post(reverse("product-send", args=[product.pk]))
    change = product.changes.get()
    review = page_of(hanh_client, "product-change-review", change.pk)
    assert SAID in review
    signed = re.search(r'<audio controls preload="none" src="([^"]+)"', review)
    assert signed is not None
    heard = hanh_client.get(signed[1].replace("&amp;", "&"), headers={"Range": "bytes=0-9"})
    assert (heard.status_code, heard["Content-Type"], len(heard.getvalue())) == (206, "audio/mp4", 10)
    assert "<audio" not in scanned(product)

    approved(product, hanh_client, dung_client)
    assert product.versions.get(state="published").fields["sounds"][0]["text"] == SAID
    page = scanned(product)
    assert f'<audio controls preload="none" src="/tep/{stored.pk}"></audio>' in page
    assert SAID in page and "Đọc nội dung lời nói" in page
    answer = Client().get(f"/t/{product.product_code}")
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    told = Client().get(f"/tep/{stored.pk}")
    assert len(told.getvalue()) == stored.size
    for policy in (lanh_client.get(reverse("product-sound", args=[product.pk])), answer):
        assert "media-src 'self'" in policy["Content-Security-Policy"]


def test_it_is_taken_off_the_page_by_a_change_like_any_other(
    lanh_client: Client, hanh_client: Client, dung_client: Client, dung: Any, organisations: Any
) -> None:
    product = make.product(organisations.lanh)
    send(lanh_client, product)
    lanh_client.post(reverse("product-send", args=[product.pk]))
    approved(product, hanh_client, dung_client)
    stored = StoredFile.objects.get(kind="sound")
    lanh_client.post(reverse("product-sound", args=[product.pk]), {"remove": str(stored.pk)})
    assert "<audio" in scanned(product)
    lanh_client.post(reverse("product-send", args=[product.pk]))
    approved(product, hanh_client, dung_client)
    assert "<audio" not in scanned(product)
    change = product.changes.latest("id")
    undo_change_decision(actor=dung, change_id=change.pk, at=now())
    assert SAID in scanned(product)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": ""}, "Viết lại lời nói, để người không nghe được đọc."),
        ({"text": " \u200b "}, "Viết lại lời nói, để người không nghe được đọc."),
        ({"sound": ""}, "Chọn một tệp âm thanh."),
        ({"sound": lambda: voice(sounds.wav(62), "dai.wav")}, "dài quá 60 giây"),
        ({"sound": lambda: voice(sounds.m4a(codec=b"avc1"), "phim.mp4")}, "là video"),
        ({"sound": lambda: voice(hostile.picture(), "anh.m4a")}, "Không đọc được tệp"),
    ],
)
def test_without_words_too_long_or_no_sound_it_is_not_kept(
    lanh_client: Client, organisations: Any, changed: dict[str, Any], sentence: str
) -> None:
    product = make.product(organisations.lanh)
    answer = send(lanh_client, product, **{k: v() if callable(v) else v for k, v in changed.items()})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not ProductSound.objects.exists() and not product.changes.exists()


def test_it_pays_with_the_room_of_its_establishment(lanh_client: Client, organisations: Any, settings: Any) -> None:
    settings.FILES_ROOM = 100
    answer = send(lanh_client, make.product(organisations.lanh))
    assert answer.status_code == 422 and "Cơ sở đã dùng hết chỗ lưu tệp" in answer.content.decode()


def test_pressed_twice_it_is_heard_once_and_better_words_take_the_place_of_the_first(
    lanh_client: Client, organisations: Any
) -> None:
    product = make.product(organisations.lanh)
    for words in (SAID, SAID, "Lời đã sửa."):
        send(lanh_client, product, text=words)
    assert [sound["text"] for sound in product.changes.get().fields["sounds"]] == ["Lời đã sửa."]
    for number in range(2, 5):
        answer = send(lanh_client, product, sound=voice(sounds.wav(number), "them.wav"))
    assert answer.status_code == 422 and "Nhiều nhất 3 đoạn âm thanh." in answer.content.decode()
