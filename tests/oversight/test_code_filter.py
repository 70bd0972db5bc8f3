"""The pack an officer takes along: it knows the stamps in use of the chosen lots, and holds no way to any code."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests import make
from tests.resolver import kit
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import CROCKFORD
from txng.ledger.models import Entry
from txng.oversight import actions, code_filter
from txng.production.models import Lot

pytestmark = pytest.mark.django_db

SALT = b"muoi cua bai thu"


@pytest.fixture
def lot(organisations: Any) -> Lot:
    """Bà Lành's, with forty stamps in use and three more that are not."""
    product = make.product(organisations.lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    kit.activate(kit.batch(product, 40), lot)
    kit.batch(product, 3)
    return lot


def known(made: code_filter.CodeFilter, gtin: str, serial: str) -> bool:
    wanted = code_filter.hash_of(made.salt, gtin, serial)
    return any(
        wanted == lot.hashes[at : at + code_filter.BYTES]
        for lot in made.lots
        for at in range(0, len(lot.hashes), code_filter.BYTES)
    )


def serials_of(lot: Lot) -> list[str]:
    run = lot.code_ranges.get()
    return [kit.serial(run.batch, nth) for nth in range(run.quantity)]


def test_every_stamp_in_use_is_known_and_none_other(lot: Lot) -> None:
    made = code_filter.of_lots([lot], salt=SALT)
    other = lot.code_ranges.get().batch.product.code_batches.latest("id")

    assert made.codes == 40
    assert all(known(made, kit.GTIN, serial) for serial in serials_of(lot))
    assert not known(made, kit.GTIN, kit.serial(other))
    # The same serial under other goods, or on a roll, is another code.
    assert not known(made, "08938505974002", serials_of(lot)[0])
    assert not known(made, "", serials_of(lot)[0])


def test_a_voided_stamp_is_not_among_them(lot: Lot) -> None:
    batch = lot.code_ranges.get().batch
    kit.void_one(batch, 7)
    made = code_filter.of_lots([lot], salt=SALT)

    assert made.codes == 39
    assert not known(made, kit.GTIN, kit.serial(batch, 7))


def test_forged_codes_are_not_found(lot: Lot) -> None:
    """The rate is told: codes ÷ 2⁴⁰. Of twenty thousand guesses at forty codes none is expected in a million runs."""
    made = code_filter.of_lots([lot], salt=SALT)
    dice = random.Random(20260921)

    assert made.false_positives == pytest.approx(40 / 2**40)
    assert code_filter.CODES / 2 ** (8 * code_filter.BYTES) < 2e-7
    assert not any(known(made, kit.GTIN, "".join(dice.choices(CROCKFORD, k=16))) for _ in range(20_000))


def test_two_packs_of_one_lot_have_nothing_in_common(lot: Lot) -> None:
    one, other = code_filter.of_lots([lot]), code_filter.of_lots([lot])

    assert one.salt != other.salt
    pieces = [
        {made.lots[0].hashes[at : at + 5] for at in range(0, len(made.lots[0].hashes), 5)} for made in (one, other)
    ]
    assert not pieces[0] & pieces[1]


def test_taking_it_along_stands_in_the_ledger(hanh: Actor, lot: Lot) -> None:
    made = actions.take_inspection_pack(actor=hanh, lot_ids={lot.pk}, at=make.AT)
    entry = Entry.objects.get(kind="oversight.inspection:pack_taken")

    assert made.codes == 40
    assert entry.after == {"lots": [lot.pk], "codes": 40}


def test_nobody_takes_more_than_they_reach_or_a_phone_holds(
    lanh: Actor, hanh: Actor, nam: Actor, lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = actions.take_inspection_pack
    with pytest.raises(NotThere):  # another sector's department
        take(actor=nam, lot_ids={lot.pk}, at=make.AT)
    with pytest.raises(NotThere):  # bà Lành herself
        take(actor=lanh, lot_ids={lot.pk}, at=make.AT)
    with pytest.raises(RuleBroken):
        take(actor=hanh, lot_ids=set(), at=make.AT)
    monkeypatch.setattr(code_filter, "CODES", 39)
    with pytest.raises(RuleBroken) as refused:
        take(actor=hanh, lot_ids={lot.pk}, at=make.AT)
    assert refused.value.code == "too_many_codes"
    assert not Entry.objects.filter(kind="oversight.inspection:pack_taken").exists()
