"""Agencies and the people in their accounts: one account each, named people, more of them on a written request
(CB 7.1–7.3, CT-REG 7.1–7.3, 11.2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.test_signing_in import text_of
from tests.cast import Organisations, every_province
from txng.access import Actor
from txng.accounts.actions import add_member, change_role, end_membership, raise_seats
from txng.accounts.models import Account, AccountLetter, Membership, Session, User
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.queries import history_of

pytestmark = pytest.mark.django_db
SOMEBODY = {"name": "Lê Văn Phúc", "title": "Chuyên viên", "phone": "0988 111 222", "email": "", "login": "phuc"}


def seat_of(people: Any, key: str) -> dict[str, int]:
    return {"account_id": people[key].account_id, "membership_id": people[key].pk}


def test_who_leaves_is_out_from_the_next_request_on(
    dung_client: Client, people: Any, mai: Actor, hanh: Actor, at: Any
) -> None:
    assert dung_client.get(reverse("account-list")).status_code == 200
    end_membership(actor=mai, reason="Chuyển công tác.", at=at, **seat_of(people, "dung"))
    assert dung_client.get(reverse("account-list")).status_code in (302, 403)
    assert not Session.objects.filter(user_id=people["dung"].user_id).exists()
    last = history_of(people["hanh"].account).last()
    assert last is not None
    assert (last.kind, last.reason) == ("accounts.account:member_ended", "Chuyển công tác.")
    with pytest.raises(NotThere):
        end_membership(actor=mai, reason="Lần nữa.", at=at, **seat_of(people, "dung"))


def test_a_letter_of_somebody_who_left_opens_nothing(mai: Actor, guest: Actor, people: Any, at: Any) -> None:
    from txng.accounts.actions import activate_account

    issued = add_member(
        actor=mai, account_id=people["hanh"].account_id, login="phuc", name="Lê Văn Phúc", role="officer", at=at
    )
    end_membership(
        actor=mai, account_id=issued.account.pk, membership_id=issued.membership.pk, reason="Nhầm người.", at=at
    )
    with pytest.raises(RuleBroken):
        activate_account(
            actor=guest, token=issued.token, password="cay-gao-dau-lang-no-hoa", accepts_duties=True, at=at
        )
    assert AccountLetter.objects.get(user=issued.user).replaced_at == at


def test_the_last_lead_cannot_shut_the_door_behind_themselves(
    mai: Actor, hai: Actor, hai_seat: Any, people: Any, at: Any
) -> None:
    for attempt in (
        lambda: end_membership(actor=mai, reason="Nghỉ hưu.", at=at, **seat_of(people, "mai")),
        lambda: change_role(actor=mai, role="viewer", at=at, **seat_of(people, "mai")),
    ):
        with pytest.raises(RuleBroken) as refusal:
            attempt()
        assert refusal.value.code == "last_keeper"
    change_role(
        actor=mai, account_id=hai_seat.account_id, membership_id=hai_seat.pk, role="lead", title="Phó phòng", at=at
    )
    end_membership(actor=mai, reason="Nghỉ hưu.", at=at, **seat_of(people, "mai"))


def test_one_seat_can_pass_to_a_successor(mai: Actor, people: Any, at: Any) -> None:
    Account.objects.filter(pk=people["nam"].account_id).update(seats=1)
    successor = {"account_id": people["nam"].account_id, "login": "phuc", "name": "Lê Văn Phúc", "role": "lead"}
    with pytest.raises(RuleBroken) as refusal:
        add_member(actor=mai, at=at, **successor)
    assert refusal.value.code == "no_seat_left"
    end_membership(actor=mai, reason="Nghỉ hưu.", at=at, **seat_of(people, "nam"))
    assert add_member(actor=mai, at=at, **successor).membership.role == "lead"


def test_only_roles_of_agencies_and_only_a_change(mai: Actor, people: Any, at: Any) -> None:
    for role, code in (("owner", "wrong_role"), ("boss", "wrong_role"), ("officer", "nothing_changed")):
        with pytest.raises(RuleBroken) as refusal:
            change_role(actor=mai, role=role, at=at, **seat_of(people, "dung"))
        assert refusal.value.code == code


def test_a_new_role_holds_from_the_next_request_on(dung_client: Client, mai: Actor, people: Any, at: Any) -> None:
    account = people["lanh"].account
    assert "Khóa tài khoản" in text_of(dung_client.get(reverse("account-detail", args=[account.pk])))
    change_role(actor=mai, role="viewer", at=at, **seat_of(people, "dung"))
    why = {"reason": "Sai lệch.", "ground": "BB 1"}
    assert dung_client.post(reverse("account-lock", args=[account.pk]), why).status_code == 403


def test_nobody_but_the_operator_manages_the_people_of_agencies(
    people: Any, hanh: Actor, nam: Actor, mai: Actor, at: Any
) -> None:
    with pytest.raises(NotAllowed):
        end_membership(actor=hanh, reason="x", at=at, **seat_of(people, "dung"))
    with pytest.raises(NotThere):
        end_membership(actor=nam, reason="x", at=at, **seat_of(people, "dung"))
    with pytest.raises(NotAllowed):
        raise_seats(actor=hanh, account_id=people["hanh"].account_id, seats=9, request="CV 1", at=at)
    with pytest.raises(NotThere):  # the people of an establishment are its owner's to name
        end_membership(actor=mai, reason="x", at=at, **seat_of(people, "tu"))


# --- pages ------------------------------------------------------------------------------------------------------------


@every_province
def test_an_account_for_an_agency_that_has_none(
    province: str, mai_client: Client, people: Any, organisations: Organisations
) -> None:
    agency: Any = organisations.agriculture
    listed = mai_client.get(reverse("agency-list"))
    address = reverse("agency-account-create", args=[agency.pk])
    assert address in listed.content.decode()
    asked = mai_client.post(address, SOMEBODY | {"phone": "12", "role": "lead"})
    assert asked.status_code == 422
    assert 'value="Lê Văn Phúc"' in asked.content.decode()
    made = mai_client.post(address, SOMEBODY | {"role": "lead"})
    assert made.status_code == 200
    assert "Tải thư kích hoạt" in text_of(made)
    account = Account.objects.get(agency=agency)
    assert (account.kind, account.seats) == ("department", 1)
    assert mai_client.post(address, SOMEBODY | {"role": "lead"})["Location"] == reverse(
        "account-detail", args=[account.pk]
    )
    assert User.objects.filter(name="Lê Văn Phúc").count() == 1


@pytest.mark.parametrize(
    ("typed", "found"), [("phong dien", True), ("Phong Điền", True), ("cong thuong", False), ("khong-co", False)]
)
def test_agencies_are_found_by_name(mai_client: Client, people: Any, typed: str, found: bool) -> None:
    page = text_of(mai_client.get(reverse("agency-list"), {"q": typed}))
    assert ("UBND Xã Phong Điền" in page) is found


def test_the_name_of_a_former_district_finds_todays_communes(mai_client: Client, people: Any) -> None:
    """No district has an account; its name only helps to find who has one (names.md 1)."""
    page = text_of(mai_client.get(reverse("agency-list"), {"q": "huyện Phong Điền"}))
    assert "UBND Xã Phong Điền" in page
    assert "Sở Công Thương" not in page


def test_the_list_of_agencies_costs_the_same_for_three_more(
    mai_client: Client, people: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        mai_client.get(reverse("agency-list"))
    for number in range(3):
        make.agency("department", name=f"Sở số {number}")
    with CaptureQueriesContext(connection) as after:
        mai_client.get(reverse("agency-list"))
    assert len(after) == len(before)


def test_adding_changing_and_ending_by_the_pages(mai_client: Client, people: Any) -> None:
    account = people["nam"].account
    listed = text_of(mai_client.get(reverse("account-people", args=[account.pk])))
    assert "1/5 người dùng" in listed
    added = mai_client.post(reverse("account-person-add", args=[account.pk]), SOMEBODY | {"role": "officer"})
    assert "Tải thư kích hoạt" in text_of(added)
    seat = Membership.objects.get(user__login="phuc")
    person = reverse("account-person", args=[account.pk, seat.pk])
    assert mai_client.post(person, {"role": "owner", "title": ""}).status_code == 422
    assert mai_client.post(person, {"role": "viewer", "title": "Chuyên viên"}).status_code == 302
    assert Membership.objects.get(pk=seat.pk).role == "viewer"
    end = reverse("account-person-end", args=[account.pk, seat.pk])
    assert mai_client.post(end, {}).status_code == 422
    assert mai_client.post(end, {"reason": "Chuyển công tác."}).status_code == 302
    assert mai_client.post(end, {"reason": "Lần nữa."}).status_code == 404
    assert "thôi" in text_of(mai_client.get(reverse("account-people", args=[account.pk])))


def test_more_persons_with_the_paper_of_the_agency(mai_client: Client, people: Any) -> None:
    account = people["nam"].account
    address = reverse("account-seats", args=[account.pk])
    given = {"seats": "6", "request": "Công văn 12/SCT-VP ngày 20/09/2026"}
    for wrong, sentence in (
        ({"seats": "3"}, "đã có 5"),
        ({"seats": ""}, "Nhập số người dùng."),
        ({"request": ""}, "Nhập số và ngày"),
    ):
        page = mai_client.post(address, given | wrong)
        assert page.status_code == 422
        assert sentence in text_of(page)
    paper = SimpleUploadedFile("cv12.jpg", make._picture(), "image/jpeg")
    assert mai_client.post(address, given | {"paper": paper}).status_code == 302
    found = Account.objects.get(pk=account.pk)
    assert (found.seats, found.seats_request) == (6, given["request"])
    shown = mai_client.get(reverse("account-people", args=[account.pk])).content.decode()
    assert "cv12.jpg" in shown


def test_a_department_sees_its_own_account_and_asks_for_more_persons(nam_client: Client, people: Any) -> None:
    account = people["nam"].account
    page = nam_client.get(reverse("account-detail", args=[account.pk]))
    assert "Đề nghị thêm người dùng" in text_of(page)
    sent = nam_client.post(
        reverse("account-propose", args=[account.pk, "more_seats"]),
        {"seats": "7", "reason": "Thêm hai chuyên viên.", "ground": "Công văn 12/SCT-VP"},
    )
    assert sent.status_code == 302


@pytest.mark.parametrize("key", ["nam", "hanh", "dung"])
def test_who_works_in_an_agency_reads_who_else_does_and_is_told_who_changes_it(people: Any, key: str) -> None:
    account, client = people[key].account, Client()
    client.force_login(people[key].user)
    page = client.get(reverse("account-people", args=[account.pk]))
    assert people[key].user.name in text_of(page)
    assert "Sở KH&amp;CN thêm người dùng, đổi vai trò" in text_of(page)
    assert ("Đề nghị thêm người dùng" in text_of(page)) == (people[key].role == "lead")
    assert "Thêm người dùng" not in text_of(page)
    assert 'method="post" action="/co-quan/' not in page.content.decode()
    assert (
        reverse("account-people", args=[account.pk])
        in client.get(reverse("account-detail", args=[account.pk])).content.decode()
    )
    for name in ("account-person-add", "account-seats"):
        assert client.get(reverse(name, args=[account.pk])).status_code == 403
    seat = {"account_id": account.pk, "membership_id": people[key].pk}
    assert client.post(reverse("account-person-end", kwargs=seat), {"reason": "x"}).status_code == 403


def test_of_another_agency_there_is_nothing_to_read(people: Any, nam_client: Client, hanh_client: Client) -> None:
    for client, other in ((nam_client, "hanh"), (hanh_client, "nam"), (nam_client, "mai")):
        address = reverse("account-people", args=[people[other].account.pk])
        assert client.get(address).status_code == 404
