"""What can be done to accounts."""

from txng.accounts.actions.activate_account import activate_account
from txng.accounts.actions.add_member import add_member
from txng.accounts.actions.create_agency_account import create_agency_account
from txng.accounts.actions.hand_over_account import hand_over_account
from txng.accounts.actions.issue_account import issue_account
from txng.accounts.actions.lock_account import lock_account
from txng.accounts.actions.make_letter import make_letter
from txng.accounts.actions.raise_seats import raise_seats
from txng.accounts.actions.unlock_account import unlock_account

__all__ = [
    "activate_account",
    "add_member",
    "create_agency_account",
    "hand_over_account",
    "issue_account",
    "lock_account",
    "make_letter",
    "raise_seats",
    "unlock_account",
]
