"""An establishment drafts, proposes, withdraws, puts away; an agency checks, approves, returns, rejects."""

from txng.catalogue.actions.approve_change import approve_change
from txng.catalogue.actions.archive_product import archive_product
from txng.catalogue.actions.check_change import check_change
from txng.catalogue.actions.drop_paper import drop_paper
from txng.catalogue.actions.keep_paper import keep_paper
from txng.catalogue.actions.keep_photos import keep_photos
from txng.catalogue.actions.keep_sound import keep_sound
from txng.catalogue.actions.propose_change import propose_change
from txng.catalogue.actions.reject_change import reject_change
from txng.catalogue.actions.restore_product import restore_product
from txng.catalogue.actions.return_change import return_change
from txng.catalogue.actions.save_draft import save_draft
from txng.catalogue.actions.undo_change_decision import undo_change_decision
from txng.catalogue.actions.withdraw_change import withdraw_change

__all__ = [
    "approve_change",
    "archive_product",
    "check_change",
    "drop_paper",
    "keep_paper",
    "keep_photos",
    "keep_sound",
    "propose_change",
    "reject_change",
    "restore_product",
    "return_change",
    "save_draft",
    "undo_change_decision",
    "withdraw_change",
]
