from __future__ import annotations

from django.utils.translation import gettext_noop as _

from txng.ledger.events import EventKind


class AccountEvent(EventKind):
    ISSUED = "accounts.account:issued", _("{actor} issued the account of {subject}"), False, "establishment"
    LETTER_MADE = (
        "accounts.account:letter_made",
        _("{actor} made an activation letter for {subject}"),
        False,
        "establishment",
    )
    ACTIVATED = "accounts.account:activated", _("{actor} activated the account of {subject}"), False, "agency"
    PERSON_ENTERED = (
        "accounts.membership:activated",
        _("{actor} set a password for the account of {subject}"),
        False,
        "establishment",
    )
    HANDED_OVER = (
        "accounts.account:handed_over",
        _("{actor} handed over the account of {subject}"),
        False,
        "establishment",
    )
    LOCKED = "accounts.account:locked", _("{actor} locked the account of {subject}"), True, "establishment"
    UNLOCKED = (
        "accounts.account:unlocked",
        _("{actor} unlocked the account of {subject}"),
        True,
        "establishment",
    )
    MEMBER_ADDED = (
        "accounts.account:member_added",
        _("{actor} added a person to the account of {subject}"),
        False,
        "establishment",
    )
    SEATS_RAISED = (
        "accounts.account:seats_raised",
        _("{actor} allowed more persons in the account of {subject}"),
        False,
        "agency",
    )
    PERSON_INVITED = (
        "accounts.invite:made",
        _("{actor} invited a person to the account of {subject}"),
        False,
        "establishment",
    )
    INVITE_WITHDRAWN = (
        "accounts.invite:withdrawn",
        _("{actor} withdrew an invitation to the account of {subject}"),
        False,
        "establishment",
    )
    PERSON_JOINED = (
        "accounts.membership:joined",
        _("{actor} joined the account of {subject} by an invitation"),
        False,
        "establishment",
    )
    CLIENT_MADE = "accounts.client:made", _("{actor} made a connection key for {subject}"), False, "establishment"
    CLIENT_ROTATED = (
        "accounts.client:rotated",
        _("{actor} replaced a connection key of {subject}"),
        False,
        "establishment",
    )
    CLIENT_REVOKED = (
        "accounts.client:revoked",
        _("{actor} revoked a connection key of {subject}"),
        False,
        "establishment",
    )
    EMERGENCY_ASKED = "accounts.emergency:asked", _("{actor} asked for emergency access"), False, "operator"
    EMERGENCY_GRANTED = (
        "accounts.emergency:granted",
        _("{actor} granted {subject} emergency access"),
        False,
        "operator",
    )
    EMERGENCY_ENDED = (
        "accounts.emergency:ended",
        _("{actor} ended the emergency access of {subject}"),
        False,
        "operator",
    )
    UNLOCK_PROPOSED = (
        "accounts.account:unlock_proposed",
        _("{actor} proposed to unlock the account of {subject}"),
        False,
        "operator",
    )
    REVOKE_PROPOSED = (
        "accounts.account:revoke_proposed",
        _("{actor} proposed to revoke the account of {subject}"),
        False,
        "operator",
    )
    REMOVE_PROPOSED = (
        "accounts.account:remove_proposed",
        _("{actor} proposed to remove the account of {subject}"),
        False,
        "operator",
    )
    RECONFIRM_PROPOSED = (
        "accounts.account:reconfirm_proposed",
        _("{actor} proposed that the account of {subject} be confirmed again"),
        False,
        "operator",
    )
    SEATS_PROPOSED = (
        "accounts.account:seats_proposed",
        _("{actor} asked for more persons in the account of {subject}"),
        False,
        "operator",
    )
    STAND_IN_NAMED = (
        "accounts.absence:named",
        _("{actor} is away and named a colleague of {subject} to stand in"),
        False,
        "agency",
    )
    STAND_IN_ENDED = (
        "accounts.absence:ended",
        _("{actor} is back; nobody of {subject} stands in any more"),
        False,
        "agency",
    )
    PROPOSAL_DECISION_UNDONE = (
        "accounts.proposal:decision_undone",
        _("{actor} took back the answer to a proposal about {subject}"),
        False,
        "agency",
    )
    PROPOSAL_RETURNED = (
        "accounts.account:proposal_returned",
        _("{actor} asked for a supplement to the proposal about the account of {subject}"),
        False,
        "agency",
    )
    PROPOSAL_REJECTED = (
        "accounts.account:proposal_rejected",
        _("{actor} rejected the proposal about the account of {subject}"),
        False,
        "agency",
    )
    PROPOSAL_WITHDRAWN = (
        "accounts.account:proposal_withdrawn",
        _("{actor} withdrew the proposal about the account of {subject}"),
        False,
        "operator",
    )
    REVOKED = "accounts.account:revoked", _("{actor} revoked the account of {subject}"), True, "establishment"
    REMOVED = "accounts.account:removed", _("{actor} removed the account of {subject}"), True, "establishment"
    RECONFIRM_REQUIRED = (
        "accounts.account:reconfirm_required",
        _("{actor} required {subject} to confirm the account again"),
        False,
        "establishment",
    )
    RECONFIRMED = "accounts.account:reconfirmed", _("{actor} confirmed the account of {subject} again"), False, "agency"
    ISSUED_AGAIN = (
        "accounts.account:issued_again",
        _("{actor} issued the account of {subject} again"),
        False,
        "establishment",
    )
    MEMBER_ENDED = (
        "accounts.account:member_ended",
        _("{actor} ended the seat of a person in the account of {subject}"),
        False,
        "establishment",
    )
    ROLE_CHANGED = (
        "accounts.account:role_changed",
        _("{actor} changed the role of a person in the account of {subject}"),
        False,
        "establishment",
    )
    DUTIES_ACCEPTED = (
        "accounts.membership:duties_accepted",
        _("{actor} accepted the duties of a user in the account of {subject}"),
        False,
        "agency",
    )
    DELEGATION_MADE = (
        "accounts.delegation:made",
        _("{actor} delegated the issue of accounts to {subject}"),
        True,
        "agency",
    )
    DELEGATION_ENDED = (
        "accounts.delegation:ended",
        _("{actor} ended the delegation to {subject}"),
        True,
        "agency",
    )
