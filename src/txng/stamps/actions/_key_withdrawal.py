"""What every answer to a proposed withdrawal of a key asks: the right, the locks, that it is still open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.stamps.models import KeyVersion, KeyWithdrawal


def withdrawal_to_answer(actor: Actor, withdrawal_id: int) -> tuple[KeyWithdrawal, KeyVersion]:
    """The key is locked before the proposal, as the proposer does: two locks in one order never wait crosswise."""
    actor.require_verb(Permission.KEY_WITHDRAW)
    version = KeyWithdrawal.objects.filter(id=withdrawal_id).values_list("key_id", flat=True).first()
    if version is None:
        raise NotThere
    key = KeyVersion.objects.select_for_update(no_key=True).get(version=version)
    proposal = KeyWithdrawal.objects.select_for_update(no_key=True).get(id=withdrawal_id)
    if not proposal.is_open:
        raise RuleBroken(
            _("%(name)s has answered this already: %(state)s.")
            % {"name": proposal.answered_by, "state": proposal.get_state_display()},
            code="already_answered",
        )
    return proposal, key
