"""What is locked, revoked or to be confirmed again is shut on every channel from the next request on, while the public
pages stay and say so (CB 12.5, 13.3; CT-REG 12.5; names.md 3, 5)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.accounts.test_changes import WHY, account_of, propose
from tests.accounts.test_signing_in import text_of
from txng.access import Actor, Permission
from txng.accounts.acting import people_who_may
from txng.accounts.actions import (
    decide_account_change,
    issue_again,
    lock_account,
    make_letter,
    reconfirm_account,
    require_reconfirmation,
    unlock_account,
)
from txng.accounts.actions.activate_account import activate_account
from txng.accounts.models import Account, AccountLetter, ApiClient, Invite, Membership, User
from txng.kernel.errors import RuleBroken
from txng.registry.models import Establishment
from txng.resolver import cards
from txng.review.models import ProposalState

pytestmark = pytest.mark.django_db
PASSWORD = "cay-gao-dau-lang-no-hoa"
STEPS = ["lock", "reconfirm", "revoke", "remove"]
AFTER = {"reconfirm": "reconfirm_required", "revoke": "revoked", "remove": "removed"}


@pytest.fixture
def shut(people: Any, hanh: Actor, mai: Actor, at: Any) -> Any:
    """Take bà Lành's account away in one of the ways there are."""

    def step(how: str) -> Account:
        account = account_of(people)
        if how == "lock":
            lock_account(actor=hanh, account_id=account.pk, at=at, **WHY)
        else:
            change = propose(hanh, account, how, at)
            decide_account_change(actor=mai, change_id=change.pk, decision=ProposalState.APPROVED, at=at)
        return account_of(people)

    return step


@pytest.mark.parametrize("how", STEPS)
def test_a_session_is_worth_nothing_from_the_next_request_on(lanh_client: Client, shut: Any, how: str) -> None:
    home = reverse("establishment-home")
    assert lanh_client.get(home).status_code == 200
    shut(how)
    after = lanh_client.get(home)
    if how == "reconfirm":
        assert after["Location"].startswith(reverse("account-reconfirm"))
    else:
        assert after.status_code == 403
    assert lanh_client.post(reverse("product-new"), {"name": "x"}).status_code in (
        302,
        403,
    )


@pytest.mark.parametrize("how", STEPS)
def test_a_print_file_is_handed_out_no_more(
    lanh_client: Client, shut: Any, how: str, organisations: Any, province: str
) -> None:
    batch = make.batch(make.product(organisations.lanh, gtin="08938505974002"))
    shut(how)
    answer = lanh_client.post(reverse("print-file", args=[batch.pk]))
    assert answer.status_code in (302, 403)
    assert answer.get("Content-Type", "") != "application/pdf"


def answered(client: Client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        answer.getvalue()  # read to its end, so that the file is closed
    return int(answer.status_code)


@pytest.mark.parametrize("how", STEPS)
def test_the_address_of_a_stored_paper_dies_with_the_account_it_was_shown_to(
    hanh_client: Client, mai_client: Client, nam_client: Client, hanh: Actor, mai: Actor, people: Any, how: str, at: Any
) -> None:
    """Signed for an hour, but for one person: in other hands, or after a lock, it opens nothing."""
    paper = SimpleUploadedFile("bien-ban.jpg", make._picture(), "image/jpeg")
    change = propose(hanh, account_of(people), "revoke", at, paper=paper)
    page = hanh_client.get(reverse("account-change", args=[change.pk])).content.decode()
    address = re.search(r'href="(/tep/[^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert answered(hanh_client, address) == 200
    assert [answered(client, address) for client in (Client(), nam_client, mai_client)] == [404, 404, 404]
    own = account_of(people, "hanh")
    if how == "lock":
        lock_account(actor=mai, account_id=own.pk, at=at, **WHY)
    else:
        Account.objects.filter(pk=own.pk).update(state=AFTER[how])
    assert answered(hanh_client, address) == 404


@pytest.mark.parametrize("how", ["lock", "revoke", "remove"])
def test_a_letter_opens_nothing_any_more(people: Any, mai: Actor, shut: Any, how: str, at: Any) -> None:
    issued = make_letter(actor=mai, account_id=account_of(people).pk, membership_id=people["lanh"].pk, at=at)
    AccountLetter.objects.update(expires_at=timezone.now() + timezone.timedelta(hours=1))
    shut(how)
    address = reverse("account-activate", args=[issued.token])
    for answer in (
        Client().get(address),
        Client().post(address, {"password": PASSWORD, "again": PASSWORD, "accepts": "on"}),
    ):
        assert answer.status_code == 409
    assert not User.objects.get(pk=people["lanh"].user_id).check_password(PASSWORD)
    with pytest.raises(RuleBroken):
        make_letter(actor=mai, account_id=account_of(people).pk, membership_id=people["lanh"].pk, at=at)


def test_who_has_to_confirm_again_may_still_choose_a_new_password(
    people: Any, mai: Actor, guest: Actor, shut: Any, at: Any
) -> None:
    shut("reconfirm")
    issued = make_letter(actor=mai, account_id=account_of(people).pk, membership_id=people["lanh"].pk, at=at)
    activate_account(actor=guest, token=issued.token, password=PASSWORD, accepts_duties=True, at=at)
    assert account_of(people).state == "reconfirm_required"


@pytest.mark.parametrize("how", ["revoke", "remove"])
def test_what_somebody_held_in_hand_is_void_for_good(people: Any, shut: Any, how: str, at: Any) -> None:
    account = account_of(people)
    Invite.objects.create(
        account=account, role="worker", name="Út", token_digest="a" * 64, made_at=at, made_by="Lành", expires_at=at
    )
    ApiClient.objects.create(
        account=account,
        name="Phần mềm kho",
        verbs=[],
        token_digest="b" * 64,
        shown="abc",
        made_by=people["lanh"].user,
        made_at=at,
        expires_at=at,
    )
    shut(how)
    assert Invite.objects.get().withdrawn_at == at
    assert ApiClient.objects.get().revoked_at == at


@pytest.mark.parametrize("how", STEPS)
def test_nobody_is_told_or_asked_who_is_shut_out(people: Any, shut: Any, how: str) -> None:
    lot = make.lot(make.product(people["lanh"].account.establishment), "L26A0917", complete=True)
    assert "Nguyễn Thị Lành" in [user.name for user in people_who_may(Permission.LOT_EDIT, lot)]
    shut(how)
    assert "Nguyễn Thị Lành" not in [user.name for user in people_who_may(Permission.LOT_EDIT, lot)]


def test_another_establishment_of_the_same_person_goes_on(
    lanh_client: Client, people: Any, shut: Any, at: Any, rf: Any
) -> None:
    Membership.objects.create(
        account=people["khai"].account, user=people["lanh"].user, role="manager", since=at, duties_accepted_at=at
    )
    shut("lock")
    page = lanh_client.get(reverse("establishment-home"))
    assert page.status_code == 200
    assert "Cơ sở Khải" in text_of(page)


@pytest.mark.parametrize(("how", "pauses"), [("lock", True), ("revoke", True), ("remove", True), ("reconfirm", False)])
def test_the_public_pages_stay_and_say_so(
    people: Any, shut: Any, how: str, pauses: bool, guest_client: Client, province: str
) -> None:
    establishment = people["lanh"].account.establishment
    product = make.product(establishment, gtin="08938505974002")
    cards.rebuild_product(product.pk)
    shut(how)
    assert (Establishment.objects.get(pk=establishment.pk).paused_on is not None) is pauses
    page = guest_client.get(f"/t/{product.product_code}")
    assert page.status_code == 200
    assert ("Cơ sở đang tạm dừng" in text_of(page)) is pauses


def test_the_pages_live_again_with_the_account(people: Any, shut: Any, mai: Actor, guest: Actor, at: Any) -> None:
    def paused() -> bool:
        return Establishment.objects.get(pk=people["lanh"].account.establishment_id).paused_on is not None

    shut("lock")
    unlock_account(actor=mai, account_id=account_of(people).pk, at=at, **WHY)
    assert not paused()
    shut("lock")
    require_reconfirmation(actor=mai, account_id=account_of(people).pk, at=at, **WHY)
    assert paused(), "a lock that became a re-confirmation is still not kept up to date"
    from txng.accounts.acting import actor_of, memberships

    lanh = actor_of(memberships().get(pk=people["lanh"].pk))
    reconfirm_account(actor=lanh, account_id=account_of(people).pk, data_is_right=True, accepts_duties=True, at=at)
    assert not paused()
    shut("revoke")
    issued = issue_again(actor=mai, account_id=account_of(people).pk, at=at, **WHY)
    assert paused(), "issued is not active yet"
    activate_account(actor=guest, token=issued.token, password=PASSWORD, accepts_duties=True, at=at)
    assert not paused()


def test_a_removed_account_stays_removed(people: Any, shut: Any, mai: Actor, at: Any) -> None:
    shut("remove")
    account = account_of(people)
    for verb in (unlock_account, require_reconfirmation, issue_again, lock_account):
        with pytest.raises(RuleBroken):
            verb(actor=mai, account_id=account.pk, at=at, **WHY)


def test_confirming_again_by_the_page(lanh_client: Client, tu_client: Client, people: Any, shut: Any) -> None:
    shut("reconfirm")
    page = lanh_client.get(reverse("enter"), follow=True)
    assert WHY["reason"] in text_of(page)
    assert "Hợp tác xã Trái cây Lành" in text_of(page)
    address = reverse("account-reconfirm")
    assert lanh_client.post(address, {"accepts": "on"}).status_code == 422
    assert lanh_client.post(address, {"data_is_right": "on", "accepts": "on"})["Location"] == "/vao/"
    assert lanh_client.get(reverse("establishment-home")).status_code == 200
    assert tu_client.get(address)["Location"] == reverse("own-account")


# --- duties -----------------------------------------------------------------------------------------------------------


def forget_duties(people: Any, key: str) -> None:
    Membership.objects.filter(pk=people[key].pk).update(duties_accepted_at=None)


def test_who_has_not_accepted_the_duties_is_asked_before_any_other_page(
    hanh_client: Client, people: Any, province: str
) -> None:
    forget_duties(people, "hanh")
    asked = hanh_client.get(reverse("account-list"))
    assert asked["Location"] == f"{reverse('accept-duties')}?next=%2Fco-quan%2Ftai-khoan%2F"
    assert hanh_client.get(reverse("enter"))["Location"] == reverse("accept-duties")
    page = hanh_client.get(asked["Location"])
    assert "Trách nhiệm của người sử dụng" in text_of(page)
    assert hanh_client.post(asked["Location"], {}).status_code == 422
    done = hanh_client.post(asked["Location"], {"accepts": "on", "next": "/co-quan/tai-khoan/"})
    assert done["Location"] == "/co-quan/tai-khoan/"
    assert hanh_client.get(done["Location"]).status_code == 200
    assert Membership.objects.get(pk=people["hanh"].pk).duties_accepted_at is not None
    assert hanh_client.get(reverse("accept-duties"))["Location"] == "/vao/"


def test_nothing_is_done_before_the_duties_are_accepted(hanh_client: Client, people: Any) -> None:
    forget_duties(people, "hanh")
    account = account_of(people)
    answer = hanh_client.post(reverse("account-lock", args=[account.pk]), WHY)
    assert answer["Location"] == reverse("accept-duties")
    assert account_of(people).state == "active"


def test_new_words_are_asked_for_again(people: Any, hanh_client: Client, monkeypatch: Any, at: Any) -> None:
    from dataclasses import replace
    from datetime import date

    from txng import provinces

    profile = provinces.current()
    newer = replace(profile, accounts=replace(profile.accounts, undertakings_since=date(2026, 9, 22)))
    assert hanh_client.get(reverse("account-list")).status_code == 200
    monkeypatch.setattr(provinces, "current", lambda: newer)
    assert hanh_client.get(reverse("account-list")).status_code == 302
    assert "được viết lại" in text_of(hanh_client.get(reverse("accept-duties")))


def test_the_letter_counts_as_acceptance(issued: Any, guest: Actor, at: Any) -> None:
    assert issued.membership.duties_accepted_at is None
    activate_account(actor=guest, token=issued.token, password=PASSWORD, accepts_duties=True, at=at)
    assert Membership.objects.get(pk=issued.membership.pk).duties_accepted_at == at


def test_the_steps_are_nobody_elses(guest_client: Client, mai_client: Client) -> None:
    for name in ("accept-duties", "account-reconfirm"):
        assert guest_client.get(reverse(name))["Location"].startswith("/dang-nhap/")
        assert mai_client.get(reverse(name)).status_code == 302
