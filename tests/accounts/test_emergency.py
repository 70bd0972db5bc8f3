"""Truy cập khẩn cấp: two persons of the operator, 60 minutes, every lead told, every act marked (names.md 5)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import Organisations, every_province, sign_in
from txng import provinces
from txng.access import Actor, Permission, Scope
from txng.accounts import acting, emergencies
from txng.accounts.acting import actor_of, membership_in_use
from txng.accounts.actions import ask_emergency, end_emergency, grant_emergency
from txng.accounts.models import EmergencyAccess, Membership, User
from txng.kernel.clock import now
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.project.trays import tasks_of

pytestmark = pytest.mark.django_db
REASON = "Máy chủ của xã hỏng, cần thu hồi lô hàng trong đêm"


@pytest.fixture
def colleague(people: dict[str, Any]) -> Membership:
    """Anh Long, a second person of the operator."""
    user = User.objects.create_user("long", None, name="Hồ Thanh Long", kind="operator")
    return Membership.objects.create(
        account=people["mai"].account, user=user, role="officer", since=make.AT, duties_accepted_at=make.AT
    )


def actor_at(seat: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Who acts in a request of that moment."""
    from django.test import RequestFactory

    monkeypatch.setattr(acting, "now", lambda: at)
    request = RequestFactory().get("/co-quan/")
    request.user, request.session = seat.user, {}  # type: ignore[assignment]
    return acting.actor_for(request)


def opened(asker: Membership, granter: Membership, at: datetime) -> EmergencyAccess:
    access = ask_emergency(actor=actor_of(asker), reason=REASON, at=at)
    return grant_emergency(actor=actor_of(granter), access_id=access.pk, at=at)


@every_province
def test_for_sixty_minutes_the_asker_holds_what_every_managing_agency_holds_everywhere(
    province: str, colleague: Membership, people: dict[str, Any], at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(colleague, people["mai"], at)
    profile = provinces.current()
    agency = profile.permissions_of("department") | profile.permissions_of("commune")
    own = {Permission.MEMBER_MANAGE, Permission.CLIENT_MANAGE, Permission.DELEGATION_MANAGE, Permission.EMERGENCY_OPEN}
    inside = actor_at(colleague, at + timedelta(minutes=59, seconds=59), monkeypatch)
    for verb in agency - own:
        assert Scope() in {grant.scope for grant in inside.grants if grant.permission == verb}
    assert inside.label == "Hồ Thanh Long (truy cập khẩn cấp)"
    after = actor_at(colleague, at + timedelta(minutes=60), monkeypatch)
    assert after == actor_of(membership_in_use(colleague.user))  # type: ignore[arg-type]
    assert after.label == "Hồ Thanh Long"
    # Who granted it holds nothing more.
    granter = actor_at(people["mai"], at + timedelta(minutes=1), monkeypatch)
    assert granter == actor_of(people["mai"])


def test_at_any_moment_more_is_held_exactly_while_a_grant_is_in_force(
    colleague: Membership, people: dict[str, Any], at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    plain = actor_of(colleague)
    for _round in range(12):
        EmergencyAccess.objects.filter(asked_by=colleague.user).update(ended_at=at)
        granted, ended = chance.random() < 0.8, chance.choice([None, None, 0, 1, 1799, 3599])
        access = EmergencyAccess.objects.create(asked_by=colleague.user, asked_at=at, reason=REASON)
        if granted:
            access.granted_by, access.granted_at = people["mai"].user, at
            access.until = at + timedelta(minutes=60)
        access.ended_at = at + timedelta(seconds=ended) if ended is not None else None
        access.save()
        for second in [-1, 0, 3599, 3600, 3601, *(chance.randrange(-600, 7200) for _ in range(6))]:
            moment = at + timedelta(seconds=second)
            actor = actor_at(colleague, moment, monkeypatch)
            in_force = granted and ended is None and 0 <= second < 3600
            assert (actor != plain) == in_force, (granted, ended, second)
            assert emergencies.is_in_force(access, moment) == in_force
            if not in_force:
                assert actor == plain


def test_nobody_grants_their_own_request_not_even_past_the_action(people: dict[str, Any], mai: Actor, at: Any) -> None:
    access = ask_emergency(actor=mai, reason=REASON, at=at)
    with pytest.raises(RuleBroken) as refusal:
        grant_emergency(actor=mai, access_id=access.pk, at=at)
    assert refusal.value.code == "same_person"
    access.granted_by_id = mai.user_id
    with pytest.raises(IntegrityError), transaction.atomic():
        access.save()


def test_the_second_person_is_a_lead(colleague: Membership, people: dict[str, Any], mai: Actor, at: Any) -> None:
    access = ask_emergency(actor=mai, reason=REASON, at=at)
    with pytest.raises(NotAllowed):
        grant_emergency(actor=actor_of(colleague), access_id=access.pk, at=at)
    access.refresh_from_db()
    assert access.granted_at is None


def test_only_people_of_the_operator_ask(lanh: Actor, hanh: Actor, nam: Actor, at: Any) -> None:
    for actor in (lanh, hanh, nam):
        with pytest.raises(NotThere):
            ask_emergency(actor=actor, reason=REASON, at=at)
    assert not EmergencyAccess.objects.exists()


def test_a_request_needs_a_reason_and_lapses_within_the_hour(colleague: Membership, mai: Actor, at: Any) -> None:
    asker = actor_of(colleague)
    with pytest.raises(RuleBroken) as refusal:
        ask_emergency(actor=asker, reason="  ", at=at)
    assert refusal.value.code == "reason_missing"
    access = ask_emergency(actor=asker, reason=REASON, at=at)
    assert ask_emergency(actor=asker, reason="once more", at=at) == access
    with pytest.raises(RuleBroken) as refusal:
        grant_emergency(actor=mai, access_id=access.pk, at=at + timedelta(minutes=60))
    assert refusal.value.code == "too_late"
    assert ask_emergency(actor=asker, reason=REASON, at=at + timedelta(minutes=60)) != access


def test_every_lead_of_the_operator_is_told_and_nobody_else(
    colleague: Membership, people: dict[str, Any], mai: Actor, hanh: Actor
) -> None:
    second = User.objects.create_user("thu", None, name="Lý Minh Thư", kind="operator")
    lead = Membership.objects.create(account=colleague.account, user=second, role="lead", since=make.AT)
    access = ask_emergency(actor=actor_of(colleague), reason=REASON, at=now())

    def told(actor: Actor) -> list[str]:
        return [task.state for task in tasks_of(actor) if task.address == reverse("emergency-list")]

    assert told(mai) == told(actor_of(lead)) == ["waiting"]
    assert told(actor_of(colleague)) == told(hanh) == []
    grant_emergency(actor=mai, access_id=access.pk, at=now())
    assert told(mai) == told(actor_of(lead)) == ["open"]
    end_emergency(actor=actor_of(lead), access_id=access.pk, at=now())
    assert told(mai) == told(actor_of(lead)) == ["closed"]


def test_on_the_pages_asked_granted_used_and_ended(
    colleague: Membership, mai_client: Client, organisations: Organisations, people: dict[str, Any]
) -> None:
    page = reverse("emergency-list")
    long = Client()
    sign_in(long, colleague.user)
    dossier = make.dossier(organisations.commune, state="received")
    approve = Permission.DOSSIER_APPROVE
    before = long.get(page).wsgi_request.actor  # type: ignore[attr-defined]
    assert long.post(page, {"reason": ""}).status_code == 422
    assert long.post(page, {"reason": REASON})["Location"] == page
    long.post(page, {"reason": REASON})
    access = EmergencyAccess.objects.get()
    assert reverse("emergency-grant", args=[access.pk]) not in long.get(page).content.decode()
    assert long.post(reverse("emergency-grant", args=[access.pk])).status_code == 403
    assert REASON in mai_client.get(page).content.decode()
    mai_client.post(reverse("emergency-grant", args=[access.pk]))
    inside = long.get(page)
    actor = inside.wsgi_request.actor  # type: ignore[attr-defined]
    assert actor.may(approve, dossier)
    assert "Hồ Thanh Long (truy cập khẩn cấp)" in inside.content.decode()
    long.post(reverse("emergency-end", args=[access.pk]))
    long.post(reverse("emergency-end", args=[access.pk]))
    after = long.get(page).wsgi_request.actor  # type: ignore[attr-defined]
    assert (after.may(approve, dossier), after.label) == (before.may(approve, dossier), "Hồ Thanh Long")
    entries = Entry.objects.filter(kind__startswith="accounts.emergency").order_by("id")
    assert [(entry.kind.partition(":")[2], entry.actor_label) for entry in entries] == [
        ("asked", "Hồ Thanh Long"), ("granted", "Đặng Thị Mai"), ("ended", "Hồ Thanh Long (truy cập khẩn cấp)"),
    ]  # fmt: skip
    assert entries[0].reason == REASON


def test_a_seat_that_has_ended_takes_the_emergency_with_it(
    colleague: Membership, people: dict[str, Any], at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(colleague, people["mai"], at)
    moment = at + timedelta(minutes=5)
    assert actor_at(colleague, moment, monkeypatch).holds(Permission.DOSSIER_APPROVE)
    Membership.objects.filter(pk=colleague.pk).update(role="viewer")
    assert actor_at(colleague, moment, monkeypatch) == actor_of(membership_in_use(colleague.user))  # type: ignore[arg-type]
    Membership.objects.filter(pk=colleague.pk).update(ended_at=at)
    assert not actor_at(colleague, moment, monkeypatch).holds(Permission.DOSSIER_READ)
