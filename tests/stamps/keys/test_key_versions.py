"""Serial keys: made by command, four live at most, withdrawn by two persons (names.md 4, 5)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from tests import make
from tests.cast import every_province
from tests.resolver import kit
from txng.access import Actor
from txng.access.actors import system
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.resolver import codes
from txng.resolver.models import CodeState
from txng.stamps import actions, key_queries, keyring
from txng.stamps.models import CodeRange, KeyVersion, KeyWithdrawal
from txng.stamps.serials import KeyRing, NoKey, key_ring, withdraw_key

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def goods(organisations: Any) -> Any:
    """Twenty stamps of bà Lành's, activated for a lot on sale."""
    product = make.product(organisations.lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    batch = kit.batch(product)
    kit.activate(batch, lot)
    return batch


def rotate() -> KeyVersion:
    return actions.rotate_serial_key(actor=system(), at=AT)


def withdraw(first: Actor, second: Actor, version: int, commit: Any) -> None:
    proposal = actions.propose_key_withdrawal(actor=first, version=version, reason="Nghi lộ tệp khóa", at=AT)
    with commit(execute=True):
        actions.withdraw_key_version(actor=second, withdrawal_id=proposal.pk, at=AT)


def test_a_new_version_is_taken_up_at_once_and_old_stamps_stay_good(goods: Any, own_keys: Path) -> None:
    old, path = kit.serial(goods), kit.path(goods)
    out = StringIO()
    call_command("rotate_serial_key", stdout=out)

    assert "serial-2.key" in out.getvalue()
    assert make.batch(goods.product).key_version == 2
    assert codes.open_item(kit.GTIN, old) == (int(kit.GTIN), 1, goods.first)
    assert Client().get(path).status_code == 200
    entry = Entry.objects.get(kind="stamps.key:rotated")
    assert (entry.subject_id, entry.after) == ("2", {"version": 2})
    secrets = [file.read_text().strip() for file in own_keys.iterdir()]
    assert not any(secret in str(list(Entry.objects.values())) for secret in secrets)


def test_four_versions_may_live_and_a_fifth_is_refused_until_one_goes(
    goods: Any, mai: Actor, hai: Actor, django_capture_on_commit_callbacks: Any, own_keys: Path
) -> None:
    for _ in range(3):
        rotate()
    with pytest.raises(CommandError, match="bốn phiên bản"):
        call_command("rotate_serial_key")
    assert sorted(file.name for file in own_keys.iterdir()) == [f"serial-{n}.key" for n in (1, 2, 3, 4)]

    withdraw(mai, hai, 2, django_capture_on_commit_callbacks)
    assert rotate().version == 5
    assert keyring.ring().versions == (5, 4, 3, 1)
    assert keyring.ring().withdrawn == (2,)


def test_every_code_of_a_withdrawn_version_is_void_with_the_operators_sentence(
    goods: Any, mai: Actor, hai: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    kit.void_one(goods, 3)
    product = goods.product
    rotate()
    waiting = make.batch(product, quantity=5)  # of the new version: stays as it was
    pages = [kit.path(goods, nth) for nth in (0, 3, 19)]

    withdraw(mai, hai, 1, django_capture_on_commit_callbacks)

    for path in pages:
        said = Client().get(path).content.decode()
        assert "Mã đã bị hủy" in said
        assert "Mã này không còn giá trị từ 21/09/2026. Không nên mua hàng có tem này." in said
    assert set(CodeState.objects.filter(key_version=1).values_list("state", "voided_by_operator")) == {("void", True)}
    assert set(waiting.ranges.values_list("state", flat=True)) == {"issued"}
    kit.refresh(goods)  # built anew it says the same
    assert "không còn giá trị" in Client().get(pages[0]).content.decode()
    assert Entry.objects.get(kind="stamps.codes:no_longer_good").subject_id == str(goods.establishment_id)
    entry = Entry.objects.get(kind="stamps.key:withdrawn")
    assert (entry.reason, entry.after["proposed_by"]) == ("Nghi lộ tệp khóa", mai.label)


def test_the_file_stays_for_reading_and_issues_nothing_more(
    goods: Any, mai: Actor, hai: Actor, django_capture_on_commit_callbacks: Any, own_keys: Path
) -> None:
    serial = kit.serial(goods)
    withdraw(mai, hai, 1, django_capture_on_commit_callbacks)

    assert [file.name for file in own_keys.iterdir()] == ["serial-1.withdrawn"]
    assert codes.open_item(kit.GTIN, serial) == (int(kit.GTIN), 1, goods.first)
    with pytest.raises(ValueError, match="nothing is issued"):
        make.serials(goods)
    with pytest.raises(RuleBroken, match="thu hồi"):
        make.batch(goods.product)
    rotate()
    assert make.batch(goods.product).key_version == 2


def test_without_the_rename_the_row_alone_keeps_the_version_from_issuing(goods: Any, mai: Actor, hai: Actor) -> None:
    """The commit was the last thing that happened before the power went."""
    proposal = actions.propose_key_withdrawal(actor=mai, version=1, reason="Nghi lộ tệp khóa", at=AT)
    actions.withdraw_key_version(actor=hai, withdrawal_id=proposal.pk, at=AT)

    assert keyring.ring().versions == (1,)
    with pytest.raises(RuleBroken):
        make.batch(goods.product)
    rotate()
    assert (keyring.ring().versions, keyring.ring().withdrawn) == ((2,), (1,))


@every_province
def test_an_order_of_before_gets_no_codes_afterwards(
    organisations: Any, mai: Actor, hai: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    product = make.product(organisations.lanh)
    batch = make.batch(product, approved=False)
    if batch.print_order.state != "submitted":
        return  # the rule approved it at once
    withdraw(mai, hai, batch.key_version, django_capture_on_commit_callbacks)

    with pytest.raises(RuleBroken) as refusal:
        actions.approve_print_order(actor=mai, order_id=batch.print_order.pk, at=AT)
    assert refusal.value.code == "key_withdrawn"
    assert not CodeRange.objects.filter(batch=batch).exists()


def test_nobody_withdraws_alone(goods: Any, mai: Actor, hai: Actor, lanh: Actor, hanh: Actor) -> None:
    proposal = actions.propose_key_withdrawal(actor=mai, version=1, reason="Nghi lộ tệp khóa", at=AT)
    for alone in (mai, system()):
        with pytest.raises(RuleBroken) as refusal:
            actions.withdraw_key_version(actor=alone, withdrawal_id=proposal.pk, at=AT)
        assert refusal.value.code == "own_proposal"
    for stranger in (lanh, hanh):
        with pytest.raises(NotThere):
            actions.withdraw_key_version(actor=stranger, withdrawal_id=proposal.pk, at=AT)
        with pytest.raises(NotThere):
            actions.propose_key_withdrawal(actor=stranger, version=1, reason="x", at=AT)
    assert KeyVersion.objects.get(version=1).withdrawn_at is None
    assert set(goods.ranges.values_list("state", flat=True)) == {"activated"}


def test_a_proposal_is_made_once_with_a_reason_and_answered_once(goods: Any, mai: Actor, hai: Actor) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.propose_key_withdrawal(actor=mai, version=1, reason="  ", at=AT)
    assert refusal.value.code == "reason_missing"
    proposal = actions.propose_key_withdrawal(actor=mai, version=1, reason="Nghi lộ tệp khóa", at=AT)
    with pytest.raises(RuleBroken, match=mai.label):
        actions.propose_key_withdrawal(actor=hai, version=1, reason="Cũng nghi", at=AT)
    with pytest.raises(RuleBroken):
        actions.decline_key_withdrawal(actor=hai, withdrawal_id=proposal.pk, answer="", at=AT)
    actions.decline_key_withdrawal(actor=hai, withdrawal_id=proposal.pk, answer="Đã kiểm tra, khóa an toàn", at=AT)
    for verb in (actions.withdraw_key_version,):
        with pytest.raises(RuleBroken) as refusal:
            verb(actor=hai, withdrawal_id=proposal.pk, at=AT)
        assert refusal.value.code == "already_answered"
    again = actions.propose_key_withdrawal(actor=mai, version=1, reason="Vẫn nghi", at=AT)
    taken = actions.decline_key_withdrawal(actor=mai, withdrawal_id=again.pk, answer="", at=AT)
    assert taken.state == KeyWithdrawal.State.TAKEN_BACK
    with pytest.raises(NotThere):
        actions.propose_key_withdrawal(actor=mai, version=9, reason="Không có", at=AT)


def test_the_whole_way_on_the_pages(
    goods: Any, mai_client: Client, hai_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = mai_client.get("/co-quan/khoa-ma/").content.decode()
    assert "/co-quan/khoa-ma/1/thu-hoi/" in page
    assert ">20<" in page
    assert mai_client.post("/co-quan/khoa-ma/1/thu-hoi/", {"reason": ""}).status_code == 422
    sent = mai_client.post("/co-quan/khoa-ma/1/thu-hoi/", {"reason": "Nghi lộ tệp khóa"})
    where = sent["Location"]
    own = mai_client.get(where).content.decode()
    assert 'value="take-back"' in own
    assert 'value="confirm"' not in own
    mai_client.post(where, {"decision": "confirm"})
    assert KeyVersion.objects.get(version=1).withdrawn_at is None

    assert 'value="confirm"' in hai_client.get(where).content.decode()
    assert hai_client.post(where, {"decision": "decline", "answer": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert hai_client.post(where, {"decision": "confirm"}).status_code == 302
    assert KeyVersion.objects.get(version=1).withdrawn_by == "Trịnh Văn Hải"
    assert "/co-quan/khoa-ma/1/thu-hoi/" not in hai_client.get("/co-quan/khoa-ma/").content.decode()


def test_the_first_key_is_made_with_the_first_serials_whatever_was_ordered_before(
    lanh: Actor, organisations: Any, own_keys: Path
) -> None:
    product = make.product(organisations.lanh)
    actions.order_stamps(actor=lanh, product_id=product.pk, quantity=64, level="class", at=AT)
    assert not list(own_keys.glob("serial-*.key"))
    assert actions.order_stamps(actor=lanh, product_id=product.pk, quantity=5, at=AT).batch.key_version == 1


def test_codes_that_all_stamps_share_are_made_under_no_key(goods: Any, mai: Actor, lanh: Actor) -> None:
    actions.order_stamps(actor=lanh, product_id=goods.product_id, quantity=64, level="class", at=AT)
    assert [(key.version, key.codes) for key in key_queries.key_versions(mai)] == [(1, 20)]


def test_confirming_asks_for_a_fresh_sign_in(goods: Any, mai: Actor, hai_client: Client) -> None:
    proposal = actions.propose_key_withdrawal(actor=mai, version=1, reason="Nghi lộ tệp khóa", at=AT)
    session = hai_client.session
    session["confirmed_at"] = 0.0
    session.save()
    answer = hai_client.post(f"/co-quan/khoa-ma/de-nghi/{proposal.pk}/", {"decision": "confirm"})
    assert answer.status_code == 403
    assert KeyVersion.objects.get(version=1).withdrawn_at is None


def test_a_running_process_takes_up_what_others_did_to_the_folder(own_keys: Path) -> None:
    with pytest.raises(NoKey):
        key_ring(own_keys)
    keyring.ring_for_issuing()
    assert keyring.ring().versions == (1,)
    withdraw_key(own_keys, 1)
    withdraw_key(own_keys, 1)  # twice changes nothing
    assert (keyring.ring().versions, keyring.ring().withdrawn) == ((), (1,))
    with pytest.raises(NoKey):
        withdraw_key(own_keys, 7)


def test_withdrawn_versions_take_no_place_among_the_four() -> None:
    masters = {version: bytes([version]) * 32 for version in range(1, 5)}
    ring = KeyRing(masters, {9: bytes([9]) * 32})
    assert (ring.versions, ring.opening, ring.newest) == ((4, 3, 2, 1), (4, 3, 2, 1, 9), 4)
