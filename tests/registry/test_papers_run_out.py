"""A paper that runs out: three warnings, then the claim leaves the public page by itself, at Vietnamese midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.cast import run_jobs
from tests.notifications.conftest import confirmed
from txng.catalogue.models import Certificate
from txng.kernel import clock
from txng.ledger.models import Entry
from txng.notifications import delivery
from txng.registry.models import Document, DocumentState
from txng.registry.models.documents import state_of
from txng.registry.tasks import warn
from txng.resolver import cards

LAST = date(2026, 12, 1)
EVENTS = ("registry.document:expiring", "registry.document:expired")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def told() -> list[int]:
    return [entry.after["warned_days"] for entry in Entry.objects.filter(kind__in=EVENTS).order_by("id")]


@pytest.mark.django_db
def test_every_threshold_is_told_once_however_often_the_job_runs(organisations: Any) -> None:
    paper = make.document(organisations.lanh, valid_to=LAST)
    for days in range(70, -5, -1):
        for _ in range(2):
            warn(noon(LAST - timedelta(days=days)))
    assert told() == [60, 30, 7, 0]
    entry = Entry.objects.filter(kind="registry.document:expiring").first()
    assert entry is not None and entry.establishment_id == organisations.lanh.pk
    assert entry.after["valid_to"] == "2026-12-01" and entry.subject_id == str(paper.pk)


@pytest.mark.django_db
def test_days_on_which_nothing_ran_are_made_good_without_old_warnings(organisations: Any) -> None:
    make.document(organisations.lanh, valid_to=LAST)
    warn(noon(LAST - timedelta(days=20)))  # 60 was missed and is over
    warn(noon(LAST + timedelta(days=3)))
    assert told() == [30, 0]


@pytest.mark.django_db
def test_nothing_is_told_of_a_paper_that_does_not_count(organisations: Any) -> None:
    make.document(organisations.lanh, valid_to=LAST, shown_since=None)
    make.document(organisations.lanh, valid_to=LAST, ended_at=make.AT)
    make.document(organisations.lanh, valid_to=LAST, revoked_on=make.TODAY)
    make.document(organisations.lanh, valid_to=None)
    assert warn(noon(LAST)) == 0 and told() == []


@given(st.integers(-400, 400))
def test_the_state_follows_from_the_days_left_alone(days: int) -> None:
    state = state_of(make.TODAY + timedelta(days=days), make.TODAY)
    expected = "expired" if days < 0 else "expiring" if days <= 60 else "valid"
    assert state == expected
    assert state_of(make.TODAY + timedelta(days=days), make.TODAY, revoked=True) == DocumentState.REVOKED


@pytest.mark.django_db
def test_the_claim_leaves_the_page_at_midnight_without_a_rebuild(
    client: Client, organisations: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = make.product(organisations.lanh, standards="VietGAP, TCVN 10739:2015")
    paper = make.document(organisations.lanh, valid_to=LAST)
    Certificate.objects.create(product=product, document=paper, scheme="vietgap", since=make.AT)
    version = product.versions.get()
    version.fields["certificates"] = [paper.entry(scheme="vietgap", scope="")]
    version.save()
    cards.rebuild_product(product.pk)

    def page(at: datetime) -> str:
        monkeypatch.setattr(clock.timezone, "now", lambda: at)
        return client.get(f"/t/{product.product_code}").content.decode()

    # 16:59:59 UTC is the last second of the day in Việt Nam.
    before = page(datetime(2026, 12, 1, 16, 59, 59, tzinfo=UTC))
    after = page(datetime(2026, 12, 1, 17, 0, 0, tzinfo=UTC))
    assert "VG-0988" in before and "<li>VietGAP</li>" in before
    assert "VG-0988" not in after and "VietGAP" not in after
    assert "TCVN 10739:2015" in after


@pytest.mark.django_db
def test_who_holds_it_and_who_manages_them_read_it_under_expires_soon(
    lanh_client: Client, hanh_client: Client, khai_client: Client, organisations: Any
) -> None:
    today = clock.today()
    make.document(organisations.lanh, "eligibility", name="Giấy ATTP", valid_to=today + timedelta(days=20))
    make.document(organisations.lanh, "eligibility", name="Giấy còn lâu", valid_to=today + timedelta(days=200))
    home = lanh_client.get(reverse("establishment-home")).content.decode()
    assert "Sắp hết hạn" in home and "Giấy ATTP" in home and "Giấy còn lâu" not in home
    work = hanh_client.get(reverse("my-work")).content.decode()
    assert "Giấy ATTP" in work and organisations.lanh.name in work
    assert "Giấy ATTP" not in khai_client.get(reverse("establishment-home")).content.decode()


@pytest.mark.django_db
def test_more_than_the_first_page_holds_stand_on_a_page_of_their_own(
    lanh_client: Client, hanh_client: Client, khai_client: Client, organisations: Any
) -> None:
    for number in range(10):
        last = clock.today() + timedelta(days=number)
        make.document(organisations.lanh, "eligibility", name=f"Giấy {number:02d}", number=f"{number}", valid_to=last)
    whole = {"own": "/quan-ly/giay-to-sap-het-han/", "agency": "/co-quan/giay-to-sap-het-han/"}
    home, work = lanh_client.get(reverse("establishment-home")), hanh_client.get(reverse("my-work"))
    for first, address in ((home, whole["own"]), (work, whole["agency"])):
        text = first.content.decode()
        assert f'href="{address}">Xem tất cả 10 giấy tờ' in text and "Giấy 07" in text and "Giấy 08" not in text
    own = lanh_client.get(whole["own"]).content.decode()
    assert own.index("Giấy 00") < own.index("Giấy 09") and "Chụp" in own
    assert organisations.lanh.name in hanh_client.get(whole["agency"]).content.decode()
    assert "Không có giấy tờ nào hết hạn" in khai_client.get(whole["own"]).content.decode()


@pytest.mark.django_db
def test_a_revoked_paper_is_gone_at_once_and_somebody_says_why(
    hanh_client: Client, lanh_client: Client, client: Client, organisations: Any
) -> None:
    product = make.product(organisations.lanh)
    paper = make.document(organisations.lanh)
    version = product.versions.get()
    version.fields["certificates"] = [paper.entry(scheme="vietgap", scope="")]
    version.save()
    cards.rebuild_product(product.pk)
    assert "VG-0988" in client.get(f"/t/{product.product_code}").content.decode()
    address = reverse("document-revoke", args=[paper.pk])
    assert hanh_client.post(address, {"reason": " "}).status_code == 422
    hanh_client.post(address, {"reason": "Quyết định 12/QĐ-CNVG của tổ chức chứng nhận"})
    assert Document.objects.get().state_on(make.TODAY) == DocumentState.REVOKED
    assert "VG-0988" not in client.get(f"/t/{product.product_code}").content.decode()
    assert Entry.objects.get(kind="registry.document:revoked").reason.startswith("Quyết định 12")


@pytest.mark.django_db
def test_the_owner_reads_each_warning_in_the_inbox_and_by_letter(
    lanh_client: Client, khai_client: Client, people: Any, organisations: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    confirmed(people["lanh"].user)
    last = clock.today() - timedelta(days=10)  # the inbox shows what has happened, not what will
    until = f"hết hạn sau ngày {last:%d/%m/%Y}"
    make.document(organisations.lanh, valid_to=last)
    inbox = reverse("notice-list")
    for number, days in enumerate((60, 30, 7), start=1):
        day = noon(last - timedelta(days=days))
        warn(day)
        run_jobs()
        shown = lanh_client.get(inbox).content.decode()
        assert shown.count(until) == number
        delivery.sweep(day + timedelta(hours=1))
        assert len(mail.outbox) == number and until in mail.outbox[-1].body
    over = noon(last + timedelta(days=1))
    warn(over)
    run_jobs()
    assert "đã hết hạn và không còn hiển thị trên trang công khai" in lanh_client.get(inbox).content.decode()
    assert "hết hạn" not in khai_client.get(inbox).content.decode()
