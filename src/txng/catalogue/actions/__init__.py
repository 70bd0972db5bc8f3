"""An establishment proposes and withdraws; an agency checks, approves, returns, rejects."""

from txng.catalogue.actions.approve_change import approve_change
from txng.catalogue.actions.check_change import check_change
from txng.catalogue.actions.propose_change import propose_change
from txng.catalogue.actions.reject_change import reject_change
from txng.catalogue.actions.return_change import return_change
from txng.catalogue.actions.undo_change_decision import undo_change_decision
from txng.catalogue.actions.withdraw_change import withdraw_change

__all__ = [
    "approve_change",
    "check_change",
    "propose_change",
    "reject_change",
    "return_change",
    "undo_change_decision",
    "withdraw_change",
]
