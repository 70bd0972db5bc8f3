from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.keyring import ring
from txng.stamps.models import CodeRange, PinCheck, StampClass
from txng.stamps.serials import is_pin

TRIES = 5  # a serial a day (names.md 4): 2 × 10⁻⁵ a year for who guesses every day

CONFIRMED, ALREADY, WRONG = "confirmed", "already", "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAnswer:
    outcome: str  # confirmed: for the first time, by this very call; already; wrong
    tries_left: int = 0
    confirmed_at: datetime | None = None
    province: str = ""


@transaction.atomic
def confirm_pin(
    *, actor: Actor, version: int, tweak: int, counter: int, pin: str, province: str = "", at: datetime
) -> PinAnswer:
    """Xác nhận mã cào: the number under the scratch layer, told by whoever bought the goods; no account is asked.

    A wrong number is an answer and no refusal, because its try has to stay counted. The first success stands for
    ever, with time and province; of two at once the second is told of the first.
    """
    actor.require_verb(Permission.PIN_CONFIRM)
    run = (
        CodeRange.objects.select_related("batch")
        .filter(batch__key_version=version, batch__tweak=tweak, batch__stamp_class=StampClass.SCRATCH)
        .filter(first__lte=counter, last__gte=counter)
        .first()
    )
    if run is None:
        raise NotThere
    batch = run.batch
    if run.state not in (CodeRange.State.ACTIVATED, CodeRange.State.CONSUMED) or (
        batch.exceptions.filter(counter=counter).exists()
    ):
        raise RuleBroken(_("Only a stamp that is in use can be confirmed."), code="not_in_use")
    today = local_date(at)
    PinCheck.objects.bulk_create([PinCheck(batch=batch, counter=counter, day=today)], ignore_conflicts=True)
    check = PinCheck.objects.select_for_update(no_key=True).get(batch=batch, counter=counter)
    if check.day != today:
        check.day, check.tries = today, 0
    if check.tries >= TRIES:
        raise RuleBroken(
            _("The number of this stamp was tried %(n)s times today. Try again tomorrow.") % {"n": TRIES},
            code="too_many_tries",
        )
    if not is_pin(ring(), version, tweak, counter, pin):
        check.tries += 1
        check.save(update_fields=["day", "tries"])
        return PinAnswer(outcome=WRONG, tries_left=TRIES - check.tries)
    if check.confirmed_at is not None:
        return PinAnswer(outcome=ALREADY, confirmed_at=check.confirmed_at, province=check.province)
    check.confirmed_at, check.province = at, province
    check.save(update_fields=["day", "tries", "confirmed_at", "province"])
    record(
        StampEvent.PIN_CONFIRMED,
        actor=actor,
        subject=batch,
        at=at,
        after={"number": counter - batch.first + 1, "province": province},
    )
    return PinAnswer(outcome=CONFIRMED, confirmed_at=at, province=province)
