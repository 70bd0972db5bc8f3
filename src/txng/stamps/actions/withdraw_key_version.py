from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps import keyring
from txng.stamps.actions._key_withdrawal import withdrawal_to_answer
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeRange, KeyVersion, KeyWithdrawal
from txng.stamps.serials import NoKey, withdraw_key

log = logging.getLogger("txng.stamps")


@transaction.atomic
def withdraw_key_version(*, actor: Actor, withdrawal_id: int, at: datetime) -> KeyVersion:
    """Thu hồi phiên bản khóa: the second person confirms, and every code ever made under it is void (names.md 3, 5).

    The lock on the version is what an order asks before it makes codes: either its codes are there and become void
    here, or it finds the version withdrawn. There is no way back, so no ten minutes to take it back either.
    """
    proposal, key = withdrawal_to_answer(actor, withdrawal_id)
    if actor.user_id is None or actor.user_id == proposal.proposed_by_id:
        raise RuleBroken(_("Somebody else of the operator confirms what you have proposed."), code="own_proposal")
    key.withdrawn_at, key.withdrawn_by, key.withdrawn_reason = at, actor.label, proposal.reason
    key.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    proposal.state, proposal.answered_by, proposal.answered_at = KeyWithdrawal.State.CONFIRMED, actor.label, at
    proposal.save(update_fields=["state", "answered_by", "answered_at"])
    codes = CodeRange.objects.filter(batch__key_version=key.version)
    # Also what an establishment had voided itself: of no code of this key the operator says anything else.
    codes.update(state=CodeRange.State.VOID, voided_at=at, voided_by_operator=True, void_reason=proposal.reason)
    record(
        StampEvent.KEY_WITHDRAWN,
        actor=actor,
        subject=key,
        at=at,
        after={"version": key.version, "proposed_by": proposal.proposed_by},
        reason=proposal.reason,
    )
    transaction.on_commit(lambda: put_away(key.version))
    return key


def put_away(version: int) -> None:
    """The file gets its other name once the withdrawal is certain. Where this fails nothing is lost: the row already
    keeps the version from issuing, and the next rotation puts it away."""
    try:
        withdraw_key(keyring.folder(), version)
    except (OSError, NoKey) as error:
        log.warning("the file of key version %s keeps its name: %s", version, type(error).__name__)
