"""An import lives as long as the right of whoever confirmed it, and no longer (CB 12.5, CT-REG 12.5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.registry.imports.files import household
from tests.registry.imports.test_story import entered, paper, previewed
from txng.accounts.actions import (
    change_role,
    decide_account_change,
    end_membership,
    lock_account,
    propose_account_change,
)
from txng.kernel.clock import now
from txng.kernel.models import Job
from txng.ledger.models import Entry
from txng.registry import tasks
from txng.registry.imports import entering
from txng.registry.models import Dossier, Import
from txng.review.models import ProposalState

pytestmark = pytest.mark.django_db
WHY = {"reason": "Dùng tài khoản sai mục đích.", "ground": "Quyết định 12/QĐ-SKHCN ngày 20/09/2026"}


def confirmed(client: Client, rows: int, **fields: Any) -> Import:
    run = previewed(client, [household(number) for number in range(1, rows + 1)])
    answer = client.post(reverse("import-confirm", args=[run.pk]), {"what": "draft", **fields})
    assert answer.status_code == 302
    run.refresh_from_db()
    return run


def worked_on(run: Import) -> Import:
    tasks.enter_import.func(run.pk)
    run.refresh_from_db()
    return run


def test_a_lock_stops_what_waits_and_the_ledger_says_why(lanh_client: Client, people: Any, hanh: Any) -> None:
    run = confirmed(lanh_client, 2)
    lock_account(actor=hanh, account_id=people["lanh"].account_id, at=now(), **WHY)
    run = worked_on(run)
    assert (run.state, Dossier.objects.count()) == ("cancelled", 0)
    assert Job.objects.get(pk=run.job_id).state == "cancelled"
    line = Entry.objects.get(kind="registry.import:cancelled")
    assert (line.actor_label, line.reason) == ("Nguyễn Thị Hạnh", WHY["reason"])


def test_a_revocation_between_two_rows_lets_the_next_one_stay_a_draft(
    lanh_client: Client, people: Any, hanh: Any, mai: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = confirmed(lanh_client, 4, what="submit", paper=paper())
    change = propose_account_change(actor=hanh, account_id=people["lanh"].account_id, verb="revoke", at=now(), **WHY)
    file, filed = entering.submit_dossier, []

    def and_then_revoke(**values: Any) -> Any:
        filed.append(file(**values))
        if len(filed) == 2:
            decide_account_change(actor=mai, change_id=change.pk, decision=ProposalState.APPROVED, at=now())
        return filed[-1]

    monkeypatch.setattr(entering, "submit_dossier", and_then_revoke)
    run = worked_on(run)
    assert (len(filed), run.state, run.entered) == (2, "cancelled", 4)
    assert sorted(Dossier.objects.values_list("state", flat=True)) == ["draft", "draft", "submitted", "submitted"]


def test_the_end_of_a_seat_stops_that_persons_import_and_not_a_colleagues(
    hanh_client: Client, dung_client: Client, people: Any, mai: Any
) -> None:
    hers = confirmed(hanh_client, 1)
    his = previewed(dung_client, [household(7)])
    dung_client.post(reverse("import-confirm", args=[his.pk]), {"what": "draft"})
    end_membership(
        actor=mai, account_id=people["dung"].account_id, membership_id=people["dung"].pk,
        reason="Chuyển công tác.", at=now(),
    )  # fmt: skip
    assert worked_on(his).state == "cancelled"
    assert worked_on(hers).state == "done"


def test_another_role_stops_it_only_when_the_role_may_not_import(dung_client: Client, people: Any, mai: Any) -> None:
    seat = people["dung"]
    run = confirmed(dung_client, 1)
    change_role(actor=mai, account_id=seat.account_id, membership_id=seat.pk, role="lead", at=now())
    run.refresh_from_db()
    assert run.state == "waiting"
    change_role(actor=mai, account_id=seat.account_id, membership_id=seat.pk, role="viewer", at=now())
    assert worked_on(run).state == "cancelled"


def test_a_taking_back_that_was_stopped_is_finished_by_a_colleague(
    hanh_client: Client, dung_client: Client, people: Any, mai: Any
) -> None:
    run = entered(hanh_client, previewed(hanh_client, [household(1), household(2)]))
    hanh_client.post(reverse("import-undo", args=[run.pk]))
    seat = people["hanh"]
    change_role(actor=mai, account_id=seat.account_id, membership_id=seat.pk, role="viewer", at=now())
    tasks.take_back_import.func(run.pk)
    assert set(Dossier.objects.values_list("state", flat=True)) == {"draft"}
    page = dung_client.get(reverse("import-detail", args=[run.pk])).content.decode()
    assert "Hoàn tác lần nhập này" in page
    dung_client.post(reverse("import-undo", args=[run.pk]))
    tasks.take_back_import.func(run.pk)
    assert set(Dossier.objects.values_list("state", flat=True)) == {"withdrawn"}
    # Pressed once more, nothing is begun again.
    jobs = Job.objects.count()
    dung_client.post(reverse("import-undo", args=[run.pk]))
    assert Job.objects.count() == jobs
