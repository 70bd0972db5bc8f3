"""Đề nghị về tài khoản: the managing agency proposes, the operator decides, two persons always (names.md 5, 6)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.test_signing_in import text_of
from tests.cast import Organisations, every_province
from txng.access import Actor
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions import (
    decide_account_change,
    issue_again,
    lock_account,
    propose_account_change,
    reconfirm_account,
    remove_account,
    require_reconfirmation,
    revoke_account,
    unlock_account,
    withdraw_account_change,
)
from txng.accounts.models import Account, AccountChange, AccountLetter, Membership
from txng.accounts.queries import tray
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.ledger.queries import history_of
from txng.review.models import ProposalState

pytestmark = pytest.mark.django_db
WHY = {"reason": "Đưa thông tin sai lệch về vùng trồng.", "ground": "Biên bản 07/BB-UBND ngày 18/09/2026"}


def account_of(people: Any, key: str = "lanh") -> Account:
    return Account.objects.get(pk=people[key].account_id)


def propose(actor: Actor, account: Account, verb: str, at: Any, **more: Any) -> AccountChange:
    return propose_account_change(actor=actor, account_id=account.pk, verb=verb, at=at, **WHY, **more)


def decide(
    actor: Actor, change: AccountChange, at: Any, decision: Any = ProposalState.APPROVED, answer: str = ""
) -> Any:
    return decide_account_change(actor=actor, change_id=change.pk, decision=decision, answer=answer, at=at)


def lines(account: Account) -> list[Entry]:
    return list(history_of(account))


@every_province
def test_a_commune_proposes_to_revoke_and_the_operator_decides(
    province: str, people: Any, hanh: Actor, mai: Actor, at: Any
) -> None:
    account = account_of(people)
    change = propose(hanh, account, "revoke", at)
    assert account_of(people).state == "active", "a proposal changes nothing"
    decide(mai, change, at)
    revoked = account_of(people)
    assert (revoked.state, revoked.ended_at, revoked.end_reason) == ("revoked", at, WHY["reason"])
    proposed, done = lines(account)
    assert (proposed.kind, proposed.actor_label) == ("accounts.account:revoke_proposed", "Nguyễn Thị Hạnh")
    assert (done.kind, done.actor_label) == ("accounts.account:revoked", "Đặng Thị Mai")
    assert (done.reason, done.ground) == (WHY["reason"], WHY["ground"])
    assert done.before == {"state": "active"}
    assert done.after == {"state": "revoked", "proposed_by": "Nguyễn Thị Hạnh", "proposal": change.pk}


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("unlock", "locked", "active"),
        ("reconfirm", "active", "reconfirm_required"),
        ("reconfirm", "locked", "reconfirm_required"),
        ("revoke", "locked", "revoked"),
        ("remove", "active", "removed"),
    ],
)
def test_each_proposal_leads_where_the_states_of_an_account_say(
    people: Any, hanh: Actor, mai: Actor, at: Any, verb: str, before: str, after: str
) -> None:
    account = account_of(people)
    if before == "locked":
        lock_account(actor=hanh, account_id=account.pk, at=at, **WHY)
    change = propose(hanh, account, verb, at)
    seen = len(lines(account))
    decide(mai, change, at)
    found = account_of(people)
    assert found.state == after
    assert (found.locked_at, found.lock_reason) == (None, "")
    assert len(lines(account)) == seen + 1, "one decision, one line"


@pytest.mark.parametrize("verb", ["unlock", "revoked-already"])
def test_what_does_not_fit_the_state_is_refused(people: Any, hanh: Actor, at: Any, verb: str) -> None:
    account = account_of(people)
    if verb == "revoked-already":
        Account.objects.filter(pk=account.pk).update(state="revoked")
        verb = "reconfirm"
    with pytest.raises(RuleBroken, match="trạng thái"):
        propose(hanh, account, verb, at)


def test_nobody_decides_their_own_proposal(people: Any, mai: Actor, hai: Actor, at: Any) -> None:
    change = propose(mai, account_of(people), "revoke", at)
    for own in (
        lambda: decide(mai, change, at),
        lambda: revoke_account(actor=mai, change_id=change.pk, at=at),
        lambda: decide(mai, change, at, ProposalState.REJECTED, "không"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            own()
        assert refusal.value.code == "own_proposal"
    assert account_of(people).state == "active"
    assert revoke_account(actor=hai, change_id=change.pk, at=at).state == "revoked"


def test_removing_needs_two_and_a_revocation_is_not_confirmed_as_a_removal(
    people: Any, mai: Actor, hai: Actor, at: Any
) -> None:
    revocation = propose(mai, account_of(people), "revoke", at)
    with pytest.raises(NotThere):
        remove_account(actor=hai, change_id=revocation.pk, at=at)
    removal = propose(mai, account_of(people), "remove", at)
    assert remove_account(actor=hai, change_id=removal.pk, at=at).state == "removed"
    with pytest.raises(RuleBroken):
        revoke_account(actor=hai, change_id=revocation.pk, at=at)


def test_who_may_not_propose_or_decide(people: Any, hanh: Actor, nam: Actor, lanh: Actor, dung: Actor, at: Any) -> None:
    account = account_of(people)
    for stranger in (nam, actor_of(people["khai"])):
        with pytest.raises(NotThere):
            propose(stranger, account, "revoke", at)
    with pytest.raises((NotAllowed, NotThere)):
        propose(lanh, account, "unlock", at)
    change = propose(hanh, account, "revoke", at)
    with pytest.raises(NotAllowed):
        decide(dung, change, at)
    with pytest.raises(NotThere):
        decide(nam, change, at)
    with pytest.raises(RuleBroken):
        propose(hanh, account_of(people, "hanh"), "revoke", at)


def test_a_second_answer_hears_who_was_faster(people: Any, hanh: Actor, mai: Actor, hai: Actor, at: Any) -> None:
    change = propose(hanh, account_of(people), "revoke", at)
    decide(mai, change, at)
    with pytest.raises(RuleBroken, match="Đặng Thị Mai"):
        decide(hai, change, at, ProposalState.REJECTED, "Chưa đủ căn cứ.")


def test_the_same_proposal_is_made_once_and_supplemented_after_its_return(
    people: Any, hanh: Actor, dung: Actor, mai: Actor, at: Any
) -> None:
    account = account_of(people)
    change = propose(hanh, account, "revoke", at)
    with pytest.raises(RuleBroken) as refusal:
        propose(dung, account, "revoke", at)
    assert refusal.value.code == "already_proposed"
    with pytest.raises(RuleBroken):
        decide(mai, change, at, ProposalState.RETURNED)
    decide(mai, change, at, ProposalState.RETURNED, "Gửi kèm biên bản kiểm tra.")
    assert [task.address for task in tray(hanh) if "đề nghị" in task.kind] == [
        f"/co-quan/tai-khoan/de-nghi/{change.pk}/"
    ]
    again = propose(hanh, account, "revoke", at)
    assert (again.pk, again.state) == (change.pk, "waiting")
    assert account_of(people).state == "active"


def test_a_proposal_can_be_taken_back_until_it_is_answered(
    people: Any, hanh: Actor, nam: Actor, mai: Actor, at: Any
) -> None:
    change = propose(hanh, account_of(people), "revoke", at)
    with pytest.raises(NotThere):
        withdraw_account_change(actor=nam, change_id=change.pk, at=at)
    with pytest.raises(RuleBroken):
        withdraw_account_change(actor=mai, change_id=change.pk, at=at)
    assert withdraw_account_change(actor=hanh, change_id=change.pk, at=at).state == "withdrawn"
    with pytest.raises(RuleBroken):
        decide(mai, change, at)
    with pytest.raises(RuleBroken):
        withdraw_account_change(actor=hanh, change_id=change.pk, at=at)


def test_the_operator_alone_unlocks_and_asks_for_re_confirmation_directly(
    people: Any, hanh: Actor, mai: Actor, at: Any
) -> None:
    account = account_of(people)
    lock_account(actor=hanh, account_id=account.pk, at=at, **WHY)
    for verb in (unlock_account, require_reconfirmation):
        with pytest.raises(NotAllowed):
            verb(actor=hanh, account_id=account.pk, at=at, **WHY)
    assert unlock_account(actor=mai, account_id=account.pk, at=at, **WHY).state == "active"
    assert require_reconfirmation(actor=mai, account_id=account.pk, at=at, **WHY).state == "reconfirm_required"


@pytest.mark.parametrize("missing", ["reason", "ground"])
def test_every_change_states_reason_and_ground(people: Any, hanh: Actor, mai: Actor, at: Any, missing: str) -> None:
    account = account_of(people)
    said = WHY | {missing: "  "}
    for verb in (
        lambda: propose_account_change(actor=hanh, account_id=account.pk, verb="revoke", at=at, **said),
        lambda: require_reconfirmation(actor=mai, account_id=account.pk, at=at, **said),
        lambda: lock_account(actor=hanh, account_id=account.pk, at=at, **said),
    ):
        with pytest.raises(RuleBroken) as refusal:
            verb()
        assert refusal.value.code == f"{missing}_missing"
    assert account_of(people).state == "active"


def test_the_owner_confirms_again_and_nobody_else(
    people: Any, mai: Actor, lanh: Actor, tu: Actor, khai: Actor, at: Any
) -> None:
    account = account_of(people)
    require_reconfirmation(actor=mai, account_id=account.pk, at=at, **WHY)
    for other in (tu, khai, mai):
        with pytest.raises(NotThere):
            reconfirm_account(actor=other, account_id=account.pk, data_is_right=True, accepts_duties=True, at=at)
    for half in ({"data_is_right": False, "accepts_duties": True}, {"data_is_right": True, "accepts_duties": False}):
        with pytest.raises(RuleBroken):
            reconfirm_account(actor=lanh, account_id=account.pk, at=at, **half)
    reconfirm_account(actor=lanh, account_id=account.pk, data_is_right=True, accepts_duties=True, at=at)
    assert account_of(people).state == "active"
    last = lines(account)[-1]
    assert (last.kind, last.actor_label, last.actor_kind) == (
        "accounts.account:reconfirmed",
        "Nguyễn Thị Lành",
        "establishment",
    )


def test_a_lock_does_not_wash_away_a_re_confirmation(people: Any, mai: Actor, at: Any) -> None:
    account = account_of(people)
    for verb in (require_reconfirmation, lock_account, unlock_account):
        verb(actor=mai, account_id=account.pk, at=at, **WHY)
    assert account_of(people).state == "reconfirm_required"


def test_a_revoked_account_is_issued_again_with_a_new_letter(people: Any, mai: Actor, hai: Actor, at: Any) -> None:
    account = account_of(people)
    with pytest.raises(RuleBroken):
        issue_again(actor=mai, account_id=account.pk, at=at, **WHY)
    revoke_account(actor=hai, change_id=propose(mai, account, "revoke", at).pk, at=at)
    issued = issue_again(actor=mai, account_id=account.pk, at=at, **WHY)
    assert issued.user.name == "Nguyễn Thị Lành"
    found = account_of(people)
    assert (found.state, found.ended_at, found.end_reason) == ("issued", None, "")
    assert actor_of(memberships().get(pk=people["lanh"].pk)).powerless_because


def test_a_lead_asks_for_more_persons_and_the_operator_allows_them(
    people: Any, nam: Actor, hanh: Actor, dung: Actor, mai: Actor, at: Any
) -> None:
    account = account_of(people, "nam")
    for wrong in (1, 5, None, 1000):
        with pytest.raises(RuleBroken):
            propose(nam, account, "more_seats", at, seats=wrong)
    with pytest.raises(NotAllowed):
        propose(dung, account_of(people, "hanh"), "more_seats", at, seats=7)
    with pytest.raises((NotAllowed, NotThere)):
        propose(hanh, account, "more_seats", at, seats=7)
    change = propose(nam, account, "more_seats", at, seats=7)
    decide(mai, change, at)
    found = account_of(people, "nam")
    assert (found.seats, found.seats_request) == (7, WHY["ground"])
    last = lines(account)[-1]
    assert (last.before["seats"], last.after["seats"], last.after["proposed_by"]) == (5, 7, "Võ Hoài Nam")


def test_the_paper_is_kept_with_the_change_and_named_in_the_ledger(
    people: Any, hanh: Actor, mai: Actor, at: Any
) -> None:
    paper = SimpleUploadedFile("bien-ban.jpg", make._picture(), "image/jpeg")
    change = propose(hanh, account_of(people), "revoke", at, paper=paper)
    assert change.paper is not None and not change.paper.public
    decide(mai, change, at)
    assert lines(account_of(people))[-1].after["paper_sha256"] == change.paper.sha256


def test_work_lies_with_whoever_may_decide_and_never_with_the_author(
    people: Any, mai: Actor, hai: Actor, hanh: Actor, at: Any
) -> None:
    change = propose(mai, account_of(people), "revoke", at)
    address = f"/co-quan/tai-khoan/de-nghi/{change.pk}/"
    assert address in [task.address for task in tray(hai)]
    for other in (mai, hanh):
        assert address not in [task.address for task in tray(other)]


# --- pages ------------------------------------------------------------------------------------------------------------


def test_by_the_pages_a_proposal_is_two_clicks_from_done(
    hanh_client: Client, mai_client: Client, lanh_client: Client, people: Any
) -> None:
    account = account_of(people)
    detail = text_of(hanh_client.get(reverse("account-detail", args=[account.pk])))
    assert "Đề nghị thu hồi" in detail
    form = reverse("account-propose", args=[account.pk, "revoke"])
    assert hanh_client.post(form, {"reason": "Sai"}).status_code == 422
    sent = hanh_client.post(form, WHY)
    change = AccountChange.objects.get()
    assert sent["Location"] == reverse("account-change", args=[change.pk])
    assert "Đề nghị thu hồi" in text_of(mai_client.get(reverse("my-work"))) or str(change) in text_of(
        mai_client.get(reverse("my-work"))
    )
    page = mai_client.get(reverse("account-change", args=[change.pk]))
    assert WHY["ground"] in text_of(page)
    assert mai_client.post(sent["Location"], {"decision": "return"}).status_code == 422
    assert mai_client.post(sent["Location"], {"decision": "approve"}).status_code == 302
    assert account_of(people).state == "revoked"
    assert "đã bị thu hồi" in text_of(lanh_client.get(reverse("own-account")))
    assert mai_client.post(sent["Location"], {"decision": "approve"}).status_code == 302  # a second press
    shown = text_of(mai_client.get(reverse("account-detail", args=[account.pk])))
    assert "Nguyễn Thị Hạnh đề nghị thu hồi tài khoản của Hợp tác xã Trái cây Lành" in shown


def test_the_author_sees_no_button_and_a_forged_press_changes_nothing(mai_client: Client, people: Any) -> None:
    account = account_of(people)
    sent = mai_client.post(reverse("account-propose", args=[account.pk, "revoke"]), WHY)
    page = mai_client.get(sent["Location"])
    assert 'value="approve"' not in page.content.decode()
    assert "Người khác của đơn vị vận hành quyết định" in text_of(page)
    mai_client.post(sent["Location"], {"decision": "approve"})
    assert account_of(people).state == "active"


def test_deciding_asks_for_a_fresh_sign_in_and_reading_does_not(
    mai_client: Client, hanh: Actor, people: Any, at: Any
) -> None:
    from txng.accounts.freshness import CONFIRMED

    change = propose(hanh, account_of(people), "revoke", at)
    session = mai_client.session
    session[CONFIRMED] = 0.0
    session.save()
    address = reverse("account-change", args=[change.pk])
    assert mai_client.get(address).status_code == 200
    assert mai_client.post(address, {"decision": "approve"}).status_code == 403
    assert account_of(people).state == "active"


def test_the_pages_keep_what_was_typed_and_show_what_is_missing(hanh_client: Client, people: Any) -> None:
    page = hanh_client.post(reverse("account-propose", args=[account_of(people).pk, "remove"]), {"reason": "Vi phạm"})
    assert page.status_code == 422
    assert "Vi phạm</textarea>" in page.content.decode()
    assert "Nhập căn cứ" in text_of(page)
    paper = SimpleUploadedFile("x.pdf", b"%PDF-1.4 broken", "application/pdf")
    page = hanh_client.post(reverse("account-propose", args=[account_of(people).pk, "remove"]), WHY | {"paper": paper})
    assert (page.status_code, AccountChange.objects.count()) == (422, 0)


def test_a_commune_reads_the_proposals_of_its_own_accounts_only(
    hanh_client: Client, hanh: Actor, mai: Actor, people: Any, at: Any
) -> None:
    own = propose(hanh, account_of(people), "revoke", at)
    foreign = propose(mai, account_of(people, "khai"), "revoke", at)
    listed = hanh_client.get(reverse("account-change-list")).content.decode()
    assert reverse("account-change", args=[own.pk]) in listed
    assert reverse("account-change", args=[foreign.pk]) not in listed
    there = hanh_client.get(reverse("account-change", args=[foreign.pk]))
    assert there.status_code == 404
    assert there.status_code == hanh_client.get(reverse("account-change", args=[999_999])).status_code


def test_the_list_costs_the_same_for_three_proposals(
    mai_client: Client, hanh: Actor, mai: Actor, people: Any, at: Any, organisations: Organisations
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    propose(hanh, account_of(people), "revoke", at)
    with CaptureQueriesContext(connection) as one:
        mai_client.get(reverse("account-change-list"))
    propose(hanh, account_of(people), "remove", at)
    propose(hanh, account_of(people), "reconfirm", at)
    with CaptureQueriesContext(connection) as three:
        mai_client.get(reverse("account-change-list"))
    assert len(three) == len(one)


def test_issuing_again_by_the_page_gives_the_letter(
    mai_client: Client, mai: Actor, hai: Actor, people: Any, at: Any
) -> None:
    account = account_of(people)
    revoke_account(actor=hai, change_id=propose(mai, account, "revoke", at).pk, at=at)
    page = mai_client.post(reverse("account-issue-again", args=[account.pk]), WHY)
    assert page.status_code == 200
    assert "Tải thư kích hoạt" in text_of(page)
    assert AccountLetter.objects.filter(account=account, used_at=None, replaced_at=None).count() == 1
    assert Membership.objects.get(pk=people["lanh"].pk).ended_at is None


def test_no_page_of_the_life_of_accounts_needs_a_script_an_inline_style_or_a_foreign_host(
    mai_client: Client, hanh_client: Client, hai: Actor, mai: Actor, people: Any, organisations: Organisations, at: Any
) -> None:
    account, own = account_of(people), account_of(people, "hanh")
    change = propose(hai, account, "revoke", at)
    asked = [
        *(reverse(name) for name in ("account-change-list", "agency-list", "delegation-list")),
        reverse("account-change", args=[change.pk]),
        reverse("account-detail", args=[account.pk]),
        *(reverse("account-propose", args=[account.pk, verb]) for verb in ("reconfirm", "revoke", "remove")),
        *(reverse(name, args=[own.pk]) for name in ("account-people", "account-person-add", "account-seats")),
        reverse("account-person", args=[own.pk, people["dung"].pk]),
        reverse("agency-account-create", args=[organisations.agriculture.pk]),  # type: ignore[attr-defined]
    ]
    pages = [mai_client.get(address) for address in asked]
    revoke_account(actor=mai, change_id=change.pk, at=at)
    pages.append(mai_client.get(reverse("account-issue-again", args=[account.pk])))
    Membership.objects.filter(pk=people["hanh"].pk).update(duties_accepted_at=None)
    pages.append(hanh_client.get(reverse("accept-duties")))
    Account.objects.filter(pk=own.pk).update(state="reconfirm_required", reconfirm_reason="Sai địa chỉ.")
    pages.append(hanh_client.get(reverse("account-reconfirm")))
    for page in pages:
        html = page.content.decode()
        where = page.request["PATH_INFO"]
        assert page.status_code == 200, where
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html), where
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html), where
        assert len(re.findall("<h1", html)) == 1, where
        assert re.search(r"TK-\d\d", html), where
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted({i for i in ids if ids.count(i) > 1}) == [], where
