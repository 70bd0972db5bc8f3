"""What an establishment says of itself: drafted in sections, sent, compared, approved, kept as versions."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from txng import provinces
from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry
from txng.registry.actions import approve_profile, propose_profile, save_profile
from txng.registry.models import Document, Establishment, EstablishmentChange

pytestmark = pytest.mark.django_db

BUSINESS = {
    "business_kind": "Trồng và đóng gói trái cây",
    "lines": "Trồng cây ăn quả\nSơ chế trái cây",
    "capacity": "12 ha",
    "introduction": "Trồng sầu riêng từ năm 1998.",
    "website": "",
    "gln": "",
}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay.jpg", make._picture(), content_type="image/jpeg")


def paper(**changes: Any) -> dict[str, Any]:
    return {"kind": "business_registration", "name": "", "number": "0180-HTX", "file": photo(), **changes}


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


@every_province
def test_from_the_draft_to_the_public_page(
    lanh_client: Client, hanh_client: Client, dung_client: Client, organisations: Any, province: str
) -> None:
    lanh_client.post(reverse("profile-business"), BUSINESS)
    lanh_client.post(reverse("profile-papers"), paper())
    assert not Entry.objects.exists() and "Trong bản nháp:" in page(lanh_client, "profile")
    lanh_client.post(reverse("profile-send"))
    change = EstablishmentChange.objects.get()
    assert change.state == "waiting"
    assert organisations.lanh.name in page(hanh_client, "my-work")
    review = page(hanh_client, "profile-change-review", change.pk)
    assert "Trồng sầu riêng từ năm 1998." in review and "0180-HTX" in review and "Mở giấy" in review
    if "commune" in provinces.current().publishing.first_check_by:
        hanh_client.post(reverse("profile-change-check", args=[change.pk]))
    dung_client.post(reverse("profile-change-approve", args=[change.pk]))
    establishment = Establishment.objects.get(pk=organisations.lanh.pk)
    assert establishment.introduction == "Trồng sầu riêng từ năm 1998." and establishment.lines.count("\n") == 1
    first, second = establishment.versions.all()
    assert (first.state, first.fields["introduction"]) == ("superseded", "")
    assert (second.state, second.fields["papers"][0]["number"]) == ("published", "0180-HTX")
    assert Document.objects.get().is_current and not Document.objects.get().file.public
    entry = Entry.objects.get(kind="registry.establishment:change_approved")
    assert entry.before["introduction"] == "" and entry.after["introduction"].startswith("Trồng")


def test_returned_with_reasons_corrected_and_sent_again(
    lanh_client: Client, hanh_client: Client, organisations: Any
) -> None:
    lanh_client.post(reverse("profile-business"), BUSINESS)
    lanh_client.post(reverse("profile-send"))
    change = EstablishmentChange.objects.get()
    sent = {"reasons": ["claims"], "text": "Bỏ câu quảng cáo.", "complete": "on"}
    hanh_client.post(reverse("profile-change-return", args=[change.pk]), sent)
    told = page(lanh_client, "profile")
    assert "Bỏ câu quảng cáo." in told and "Cơ quan yêu cầu bổ sung" in told
    lanh_client.post(reverse("profile-business"), {**BUSINESS, "introduction": "Vườn sầu riêng."})
    lanh_client.post(reverse("profile-send"))
    change.refresh_from_db()
    assert change.state == "waiting" and change.fields["introduction"] == "Vườn sầu riêng."
    hanh_client.post(reverse("profile-change-reject", args=[change.pk]), {"reason": "Không đúng sự thật."})
    change.refresh_from_db()
    assert change.state == "rejected" and Entry.objects.latest("id").reason == "Không đúng sự thật."


def test_what_was_sent_is_taken_back_and_a_draft_goes_without_a_line(
    lanh_client: Client, hanh_client: Client, organisations: Any
) -> None:
    lanh_client.post(reverse("profile-business"), BUSINESS)
    lanh_client.post(reverse("profile-send"))
    change = EstablishmentChange.objects.get()
    lanh_client.post(reverse("profile-withdraw"))
    change.refresh_from_db()
    assert change.state == "withdrawn"
    entry = Entry.objects.get(kind="registry.establishment:change_withdrawn")
    assert (entry.before["state"], entry.after["state"]) == ("waiting", "withdrawn")
    assert organisations.lanh.name not in page(hanh_client, "my-work")
    lanh_client.post(reverse("profile-business"), BUSINESS)
    lanh_client.post(reverse("profile-withdraw"))
    assert [one.state for one in EstablishmentChange.objects.all()] == ["withdrawn", "withdrawn"]
    assert Entry.objects.filter(kind=entry.kind).count() == 1
    told = lanh_client.post(reverse("profile-withdraw"), follow=True).content.decode()
    assert "Không có gì để rút" in told


def test_a_prefix_is_digits_and_makes_a_foreign_gtin_plain(lanh_client: Client, organisations: Any) -> None:
    from txng.catalogue.hints import hints_of

    answer = lanh_client.post(reverse("profile-papers"), paper(kind="gs1_prefix", number="89385x", file=""))
    assert answer.status_code == 422 and "gồm 6 đến 12 chữ số" in answer.content.decode()
    make.document(organisations.khai, "gs1_prefix", name="GCP", number="893850597")
    product = make.product(organisations.lanh, gtin="08938505974002")
    hint = hints_of(make.change(product))[0]
    assert hint.tone == "danger" and organisations.khai.name in hint.text
    make.document(organisations.lanh, "gs1_prefix", name="GCP", number="8938505974")
    assert hints_of(product.changes.get())[0].tone == "ok"


def test_what_may_not_be_proposed_is_refused(lanh: Actor, at: Any) -> None:
    for fields, code in [
        ({"unit": 1}, "foreign_field"),
        ({"papers": []}, "foreign_field"),
        ({"name": " "}, "missing:name"),
        ({"gln": "8938505974000"}, "gln"),
        ({"kind": "state"}, "unknown_kind"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            save_profile(actor=lanh, fields=fields, at=at)
        assert refused.value.code == code
    with pytest.raises(RuleBroken) as refused:
        propose_profile(actor=lanh, at=at)
    assert refused.value.code == "nothing_changed"


def test_of_two_officers_the_slower_is_told_who_was_faster(
    lanh: Actor, hanh: Actor, mai: Actor, organisations: Any, at: Any
) -> None:
    change = make.profile_change(organisations.lanh)
    EstablishmentChange.objects.filter(pk=change.pk).update(state="checked", checked_by="Phạm Tiến Dũng")
    approve_profile(actor=hanh, change_id=change.pk, at=at)
    with pytest.raises(RuleBroken) as refused:
        approve_profile(actor=mai, change_id=change.pk, at=at)
    assert refused.value.code == "already_answered" and "Nguyễn Thị Hạnh" in str(refused.value)
