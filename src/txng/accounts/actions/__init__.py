"""What can be done to accounts."""

from txng.accounts.actions.accept_duties import accept_duties
from txng.accounts.actions.accept_invite import accept_invite
from txng.accounts.actions.activate_account import activate_account
from txng.accounts.actions.add_member import add_member
from txng.accounts.actions.ask_emergency import ask_emergency
from txng.accounts.actions.change_person_role import change_person_role
from txng.accounts.actions.change_role import change_role
from txng.accounts.actions.create_agency_account import create_agency_account
from txng.accounts.actions.decide_account_change import decide_account_change
from txng.accounts.actions.end_absence import end_absence
from txng.accounts.actions.end_delegation import end_delegation
from txng.accounts.actions.end_emergency import end_emergency
from txng.accounts.actions.end_membership import end_membership
from txng.accounts.actions.end_person_seat import end_person_seat
from txng.accounts.actions.grant_emergency import grant_emergency
from txng.accounts.actions.hand_over_account import hand_over_account
from txng.accounts.actions.invite_person import invite_person
from txng.accounts.actions.issue_account import issue_account
from txng.accounts.actions.issue_again import issue_again
from txng.accounts.actions.lock_account import lock_account
from txng.accounts.actions.make_client import make_client
from txng.accounts.actions.make_delegation import make_delegation
from txng.accounts.actions.make_letter import make_letter
from txng.accounts.actions.name_stand_in import name_stand_in
from txng.accounts.actions.propose_account_change import propose_account_change
from txng.accounts.actions.raise_seats import raise_seats
from txng.accounts.actions.reconfirm_account import reconfirm_account
from txng.accounts.actions.remove_account import remove_account
from txng.accounts.actions.require_reconfirmation import require_reconfirmation
from txng.accounts.actions.revoke_account import revoke_account
from txng.accounts.actions.revoke_client import revoke_client
from txng.accounts.actions.rotate_client import rotate_client
from txng.accounts.actions.undo_account_change_decision import undo_account_change_decision
from txng.accounts.actions.unlock_account import unlock_account
from txng.accounts.actions.withdraw_account_change import withdraw_account_change
from txng.accounts.actions.withdraw_invite import withdraw_invite

__all__ = [
    "accept_duties",
    "accept_invite",
    "activate_account",
    "add_member",
    "ask_emergency",
    "change_person_role",
    "change_role",
    "create_agency_account",
    "decide_account_change",
    "end_absence",
    "end_delegation",
    "end_emergency",
    "end_membership",
    "end_person_seat",
    "grant_emergency",
    "hand_over_account",
    "invite_person",
    "issue_account",
    "issue_again",
    "lock_account",
    "make_client",
    "make_delegation",
    "make_letter",
    "name_stand_in",
    "propose_account_change",
    "raise_seats",
    "reconfirm_account",
    "remove_account",
    "require_reconfirmation",
    "revoke_account",
    "revoke_client",
    "rotate_client",
    "undo_account_change_decision",
    "unlock_account",
    "withdraw_account_change",
    "withdraw_invite",
]
