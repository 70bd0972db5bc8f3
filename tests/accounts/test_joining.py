"""Tham gia: from a QR on the owner's screen to the diary on one's own phone (issue: in under a minute, no password)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_people import FORM, link_on
from tests.cast import PASSWORD, every_province, sign_in
from txng.access import Actor, Permission
from txng.access.actors import visitor
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions import accept_invite, invite_person
from txng.accounts.models import Invite, Membership, Session, User
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry

pytestmark = pytest.mark.django_db
CHOSEN = "cay-gao-dau-lang-no-hoa"


def address(lanh: Actor, people: dict[str, Any], *, role: str = "worker", phone: str = "", key: str = "lanh") -> str:
    made = invite_person(
        actor=lanh,
        account_id=people[key].account.pk,
        role=role,
        name="Nguyễn Văn Bảy",
        phone=phone,
        client_id=uuid4(),
        at=now(),
    )
    return reverse("join", args=[made.token])


@every_province
def test_a_worker_ticks_the_duties_joins_and_writes_the_diary_on_that_phone_only(
    province: str, lanh_client: Client, people: dict[str, Any]
) -> None:
    link = link_on(lanh_client.post(reverse("person-invite"), FORM))
    phone = Client()
    page = phone.get(link).content.decode()
    for said in (people["lanh"].account.organisation_name, "Nguyễn Thị Lành", 'value="Nguyễn Văn Bảy"'):
        assert said in page
    assert 'type="password"' not in page
    # CB 14.2 “cam kết”: a tick of his own, which nobody has set for him and without which the button does nothing.
    box = re.search(r'<input type="checkbox" name="accepts"[^>]*>', page)
    assert box is not None and "checked" not in box[0] and 'name="accepts" value="on"' not in page.replace(box[0], "")
    refused = phone.post(link, {"name": "Nguyễn Văn Bảy"})
    assert refused.status_code == 422 and "Đánh dấu đồng ý với trách nhiệm" in refused.content.decode()
    assert not memberships().filter(user__name="Nguyễn Văn Bảy").exists()
    entered = phone.post(link, {"name": "Nguyễn Văn Bảy", "accepts": "on"})
    assert entered["Location"] == reverse("enter")
    assert phone.get(reverse("enter"))["Location"] == reverse("diary-home")
    assert phone.get(reverse("diary-home")).status_code == 200
    seat = memberships().get(user__name="Nguyễn Văn Bảy")
    assert not seat.user.has_usable_password()
    assert (seat.role, seat.duties_accepted_at is not None) == ("worker", True)
    verbs = {grant.permission for grant in actor_of(seat).grants}
    anybody = {Permission.DOSSIER_SUBMIT, Permission.COMPLAINT_FILE, Permission.PIN_CONFIRM}
    assert verbs == {Permission.DIARY_WRITE, Permission.PRODUCTION_READ, *anybody}
    assert phone.cookies["phien"]["max-age"] == 90 * 86400
    assert Session.objects.filter(user_id=seat.user_id).count() == 1
    entry = Entry.objects.get(kind="accounts.membership:joined")
    assert (entry.actor_label, entry.actor_user_id, entry.after["duties_accepted"]) == (
        "Nguyễn Văn Bảy", seat.user_id, True,
    )  # fmt: skip


def test_the_link_works_once_and_says_so_to_anybody_else(lanh: Actor, people: dict[str, Any]) -> None:
    link = address(lanh, people)
    phone = Client()
    phone.post(link, {"name": "Bảy", "accepts": "on"})
    assert phone.get(link)["Location"] == reverse("enter")
    assert phone.post(link, {"name": "Bảy", "accepts": "on"})["Location"] == reverse("enter")
    stranger = Client()
    assert stranger.get(link).status_code == 410
    assert stranger.post(link, {"name": "Tám", "accepts": "on"}).status_code == 410
    assert User.objects.filter(name__in=["Bảy", "Tám"]).count() == 1


def test_expired_withdrawn_and_unknown_links_say_what_they_are(lanh: Actor, people: dict[str, Any]) -> None:
    expired, withdrawn = address(lanh, people), address(lanh, people)
    first, second = Invite.objects.order_by("id")
    Invite.objects.filter(pk=first.pk).update(expires_at=now() - timedelta(seconds=1))
    Invite.objects.filter(pk=second.pk).update(withdrawn_at=now())
    guest = Client()
    pages = [guest.get(link) for link in (expired, withdrawn)]
    assert [page.status_code for page in pages] == [410, 410]
    assert pages[0].context["refusal"].code == "invite_expired"
    assert pages[1].context["refusal"].code == "invite_withdrawn"
    assert guest.get(reverse("join", args=["khong-co-loi-moi-nay-dau"])).status_code == 404
    assert not User.objects.filter(name="Nguyễn Văn Bảy").exists()


def test_an_invitation_of_a_locked_account_takes_nobody_in(lanh: Actor, people: dict[str, Any]) -> None:
    link = address(lanh, people)
    account = people["lanh"].account
    account.state = "locked"
    account.save(update_fields=["state"])
    assert Client().post(link, {"name": "Bảy", "accepts": "on"}).status_code == 409
    assert not User.objects.filter(name="Bảy").exists()


def test_the_duties_are_accepted_or_nothing_happens(lanh: Actor, people: dict[str, Any]) -> None:
    link = address(lanh, people)
    answer = Client().post(link, {"name": "Bảy Lúa"})
    assert answer.status_code == 422
    assert 'value="Bảy Lúa"' in answer.content.decode()
    with pytest.raises(RuleBroken):
        accept_invite(actor=visitor(), token=link.split("/")[2], name="Bảy", accepts_duties=False, at=now())
    assert not User.objects.filter(name__startswith="Bảy").exists()


def test_a_recorder_chooses_a_password_and_signs_in_with_it_later(lanh: Actor, people: dict[str, Any]) -> None:
    link = address(lanh, people, role="recorder")
    phone = Client()
    weak = phone.post(
        link, {"name": "Bảy", "phone": "0987654321", "password": "short", "again": "short", "accepts": "on"}
    )
    assert weak.status_code == 422
    entered = phone.post(
        link, {"name": "Bảy", "phone": "0987654321", "password": CHOSEN, "again": CHOSEN, "accepts": "on"}
    )
    assert entered["Location"] == reverse("enter")
    user = User.objects.get(phone="0987654321")
    assert user.check_password(CHOSEN)
    elsewhere = Client()
    answer = elsewhere.post(reverse("account_login"), {"login": "0987654321", "password": CHOSEN})
    assert answer["Location"] == reverse("enter")


def test_a_phone_number_of_somebody_else_is_refused_beside_its_box(lanh: Actor, people: dict[str, Any]) -> None:
    link = address(lanh, people, role="recorder")
    taken = people["khai"].user.phone
    answer = Client().post(link, {"name": "Bảy", "phone": taken, "password": CHOSEN, "again": CHOSEN, "accepts": "on"})
    assert answer.status_code == 422
    assert "phone" in answer.context["form"].errors


def test_somebody_known_signs_in_and_joins_a_second_establishment_as_the_same_person(
    lanh: Actor, people: dict[str, Any]
) -> None:
    khai: User = people["khai"].user
    link = address(lanh, people, role="recorder", phone=khai.phone or "")
    guest = Client()
    assert f"?next={link.replace('/', '%2F')}" in guest.get(link).content.decode()
    assert guest.post(link, {"name": "Bảy", "accepts": "on"}).status_code == 200
    assert Invite.objects.get().used_at is None
    came = guest.post(reverse("account_login"), {"login": "khai", "password": PASSWORD, "next": link})
    assert came["Location"] == link
    assert 'type="password"' not in guest.get(link).content.decode()
    assert guest.post(link, {"accepts": "on"})["Location"] == reverse("enter")
    assert User.objects.count() == len(people)
    assert set(Membership.objects.filter(user=khai, ended_at=None).values_list("account__establishment__name", "role")) == {
        ("Cơ sở Khải", "owner"), ("Hợp tác xã Trái cây Lành", "recorder"),
    }  # fmt: skip


def test_an_officer_and_somebody_who_works_there_already_are_refused_with_a_sentence(
    lanh: Actor, people: dict[str, Any]
) -> None:
    link = address(lanh, people)
    for key, code in (("hanh", "another_kind"), ("mai", "another_kind"), ("tu", "works_here_already")):
        client = Client()
        sign_in(client, people[key].user)
        for answer in (client.get(link), client.post(link, {"accepts": "on"})):
            assert (answer.status_code, answer.context["refusal"].code) == (409, code)
    assert Invite.objects.get().used_at is None


def test_whoever_was_a_worker_without_a_password_chooses_one_when_joining_in_another_role(
    lanh: Actor, people: dict[str, Any]
) -> None:
    phone = Client()
    phone.post(address(lanh, people), {"name": "Bảy", "accepts": "on"})
    seat = Membership.objects.get(user__name="Bảy")
    seat.ended_at = now()
    seat.save()
    link = address(lanh, people, role="manager")
    assert phone.post(link, {"accepts": "on"}).status_code == 422
    entered = phone.post(link, {"accepts": "on", "password": CHOSEN, "again": CHOSEN})
    assert entered["Location"] == reverse("enter")
    assert phone.get(reverse("enter"))["Location"] == reverse("establishment-home")
    assert User.objects.get(name="Bảy").check_password(CHOSEN)


def test_two_newcomers_of_one_name_get_two_account_names(lanh: Actor, people: dict[str, Any]) -> None:
    for _number in range(2):
        Client().post(address(lanh, people), {"name": "Nguyễn Văn Bảy", "accepts": "on"})
    logins = User.objects.filter(name="Nguyễn Văn Bảy").values_list("login", flat=True)
    assert len(set(logins)) == 2
