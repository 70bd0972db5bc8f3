"""The people of an establishment: its owner invites, changes roles, ends seats (names.md 1)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Organisations, every_province
from txng.access import Actor
from txng.accounts.acting import actor_of
from txng.accounts.actions import change_person_role, end_person_seat, invite_person, withdraw_invite
from txng.accounts.models import Account, Invite, Membership, User
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry

pytestmark = pytest.mark.django_db
FORM = {"client_id": "1d1f4b52-9a53-4a8e-9d57-7d1c1b7f0a11", "name": "Nguyễn Văn Bảy", "role": "worker", "phone": ""}


def account_of(people: dict[str, Any], key: str = "lanh") -> Account:
    account: Account = people[key].account
    return account


def invite(lanh: Actor, people: dict[str, Any], at: Any, **more: Any) -> Any:
    given = {"role": "worker", "name": "Nguyễn Văn Bảy", "client_id": uuid4()} | more
    return invite_person(actor=lanh, account_id=account_of(people).pk, at=at, **given)


def link_on(page: Any) -> str:
    return re.search(r"/tham-gia/[\w-]+/", page.content.decode()).group()  # type: ignore[union-attr]


@every_province
def test_an_invitation_is_a_link_of_128_bits_for_72_hours_known_to_the_screen_alone(
    province: str, lanh: Actor, people: dict[str, Any], at: Any
) -> None:
    made = invite(lanh, people, at)
    assert len(made.token) == 22
    assert made.invite.expires_at == at + timedelta(hours=72)
    assert made.invite.token_digest == token_digest(made.token)
    entry = Entry.objects.get(kind="accounts.invite:made")
    assert (entry.actor_label, entry.establishment_id) == ("Nguyễn Thị Lành", lanh.establishment_id)
    assert (entry.after["person"], entry.after["role"]) == ("Nguyễn Văn Bảy", "worker")
    assert made.token not in str(entry.after)


def test_the_same_form_sent_twice_makes_one_invitation_and_shows_the_same_link(
    lanh_client: Client, people: dict[str, Any]
) -> None:
    first = lanh_client.post(reverse("person-invite"), FORM)
    again = lanh_client.post(reverse("person-invite"), FORM)
    assert link_on(first) == link_on(again)
    assert "<svg" in first.content.decode()
    assert Invite.objects.count() == 1
    other = lanh_client.post(reverse("person-invite"), FORM | {"role": "recorder"})
    assert link_on(other) != link_on(first)
    assert Entry.objects.filter(kind="accounts.invite:made").count() == 2


def test_what_was_typed_stays_when_the_role_is_missing(lanh_client: Client) -> None:
    answer = lanh_client.post(reverse("person-invite"), {"name": "Nguyễn Văn Bảy", "phone": "0987 654 321"})
    assert answer.status_code == 422
    assert 'value="Nguyễn Văn Bảy"' in answer.content.decode()
    assert not Invite.objects.exists()


def test_only_the_owner_invites(
    people: dict[str, Any], at: Any, tu: Actor, khai: Actor, hanh: Actor, mai: Actor
) -> None:
    for other in (tu, khai, hanh, mai):
        with pytest.raises(NotThere):
            invite(other, people, at)
    for role in ("manager", "recorder"):
        seat = people["tu"]
        seat.role = role
        with pytest.raises(NotThere):
            invite(actor_of(seat), people, at)
    assert not Invite.objects.exists()


def test_a_role_of_an_agency_cannot_be_given(lanh: Actor, people: dict[str, Any], at: Any) -> None:
    with pytest.raises(RuleBroken) as refusal:
        invite(lanh, people, at, role="lead")
    assert refusal.value.code == "wrong_role"


def test_a_withdrawn_invitation_leaves_the_list_and_withdrawing_again_changes_nothing(
    lanh: Actor, lanh_client: Client, khai: Actor, people: dict[str, Any], at: Any
) -> None:
    from txng.kernel.clock import now

    made = invite(lanh, people, now())
    listed = lanh_client.get(reverse("person-list")).content.decode()
    assert reverse("invite-withdraw", args=[made.invite.pk]) in listed
    with pytest.raises(NotThere):
        withdraw_invite(actor=khai, invite_id=made.invite.pk, at=now())
    lanh_client.post(reverse("invite-withdraw", args=[made.invite.pk]))
    lanh_client.post(reverse("invite-withdraw", args=[made.invite.pk]))
    made.invite.refresh_from_db()
    assert made.invite.withdrawn_at is not None
    assert Entry.objects.filter(kind="accounts.invite:withdrawn").count() == 1
    assert "loi-moi" not in lanh_client.get(reverse("person-list")).content.decode()


def test_a_role_changes_what_the_next_request_may_do(
    lanh_client: Client, tu_client: Client, people: dict[str, Any]
) -> None:
    seat = people["tu"]
    assert tu_client.get(reverse("product-list")).status_code == 404
    answer = lanh_client.post(reverse("person-role", args=[seat.pk]), {"role": "manager"})
    assert answer["Location"] == reverse("person", args=[seat.pk])
    assert tu_client.get(reverse("product-list")).status_code == 200
    entry = Entry.objects.get(kind="accounts.account:role_changed")
    assert (entry.before["role"], entry.after["role"], entry.after["person"]) == ("worker", "manager", "Trần Văn Tư")


def test_somebody_without_a_password_gets_no_role_that_keeps_the_account(
    lanh: Actor, people: dict[str, Any], at: Any
) -> None:
    user: User = people["tu"].user
    user.set_unusable_password()
    user.save()
    with pytest.raises(RuleBroken) as refusal:
        change_person_role(
            actor=lanh, account_id=account_of(people).pk, membership_id=people["tu"].pk, role="manager", at=at
        )
    assert refusal.value.code == "no_password"


def test_the_last_owner_can_neither_leave_nor_step_down(lanh: Actor, people: dict[str, Any], at: Any) -> None:
    where = {"actor": lanh, "account_id": account_of(people).pk, "membership_id": people["lanh"].pk, "at": at}
    for act in (lambda: end_person_seat(**where), lambda: change_person_role(role="manager", **where)):
        with pytest.raises(RuleBroken) as refusal:
            act()
        assert refusal.value.code == "last_owner"
    Membership.objects.filter(pk=people["tu"].pk).update(role="owner")
    end_person_seat(**where)
    assert Membership.objects.get(pk=people["lanh"].pk).ended_at == at


def test_whose_seat_has_ended_finds_nothing_on_their_next_request(
    lanh_client: Client, tu_client: Client, people: dict[str, Any]
) -> None:
    assert tu_client.get(reverse("diary-home")).status_code == 200
    lanh_client.post(reverse("person-end", args=[people["tu"].pk]), {"reason": "Nghỉ việc"})
    assert tu_client.get(reverse("diary-home")).status_code in (302, 403)
    entry = Entry.objects.get(kind="accounts.account:member_ended")
    assert (entry.reason, entry.before["role"]) == ("Nghỉ việc", "worker")
    lanh_client.post(reverse("person-end", args=[people["tu"].pk]), {"reason": "Nghỉ việc"})
    assert Entry.objects.filter(kind="accounts.account:member_ended").count() == 1


def test_anybody_elses_people_are_not_there(khai_client: Client, people: dict[str, Any]) -> None:
    for name, data in (("person-role", {"role": "owner"}), ("person-end", {})):
        assert khai_client.post(reverse(name, args=[people["tu"].pk]), data).status_code == 404
        assert khai_client.post(reverse(name, args=[10**9]), data).status_code == 404
    assert Membership.objects.get(pk=people["tu"].pk).role == "worker"


def test_workers_take_no_seat_of_those_who_keep_the_account(
    lanh: Actor, people: dict[str, Any], organisations: Organisations, at: Any
) -> None:
    from txng.access.actors import visitor
    from txng.accounts.actions import accept_invite

    Account.objects.filter(pk=account_of(people).pk).update(seats=1)
    worker = invite(lanh, people, at)
    accept_invite(actor=visitor(), token=worker.token, name="Bảy", accepts_duties=True, at=at)
    recorder = invite(lanh, people, at, role="recorder")
    with pytest.raises(RuleBroken) as refusal:
        accept_invite(
            actor=visitor(),
            token=recorder.token,
            name="Tám",
            password="cay-gao-dau-lang-no-hoa",
            accepts_duties=True,
            at=at,
        )
    assert refusal.value.code == "no_seat_left"
    recorder.invite.refresh_from_db()
    assert recorder.invite.used_at is None


def test_the_list_asks_the_database_as_often_for_three_people_as_for_one(
    lanh_client: Client, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(30) as captured:
            lanh_client.get(reverse("person-list"))
        return len(captured)

    lanh_client.get(reverse("person-list"))
    few = count()
    for number in range(3):
        user = User.objects.create_user(f"them-{number}", None, name=f"Người {number}", kind="establishment")
        Membership.objects.create(account=account_of(people), user=user, role="worker", since=people["tu"].since)
    assert count() == few
