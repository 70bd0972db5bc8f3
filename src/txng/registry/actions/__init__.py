"""The verbs of Điều 5 and 6, of what an establishment says of itself (Điều 8.1, 9.2, 10), and of the configuration
(CT-REG 11.2)."""

from txng.registry.actions.add_paper import add_paper
from txng.registry.actions.allow_new_reasons import allow_new_reasons
from txng.registry.actions.appraise_dossier import appraise_dossier
from txng.registry.actions.approve_and_forward import approve_and_forward
from txng.registry.actions.approve_dossier import approve_dossier
from txng.registry.actions.approve_profile import approve_profile
from txng.registry.actions.assign_managing_agency import assign_managing_agency
from txng.registry.actions.begin_import import begin_import
from txng.registry.actions.begin_review import begin_review
from txng.registry.actions.cancel_import import cancel_import
from txng.registry.actions.change_calendar import change_calendar
from txng.registry.actions.change_configuration import change_configuration
from txng.registry.actions.check_profile import check_profile
from txng.registry.actions.confirm_import import confirm_import
from txng.registry.actions.drop_document import drop_document
from txng.registry.actions.finish_import import break_off_import, finish_import, finish_undoing
from txng.registry.actions.forward_dossier import forward_dossier
from txng.registry.actions.join_establishment import join_establishment
from txng.registry.actions.keep_document import keep_document
from txng.registry.actions.keep_papers import keep_papers
from txng.registry.actions.open_practice import open_practice
from txng.registry.actions.preview_import import preview_import
from txng.registry.actions.propose_profile import propose_profile
from txng.registry.actions.receive_dossier import receive_dossier
from txng.registry.actions.reject_dossier import reject_dossier
from txng.registry.actions.reject_profile import reject_profile
from txng.registry.actions.remove_paper import remove_paper
from txng.registry.actions.renew_link import renew_link
from txng.registry.actions.reset_practice import reset_practice
from txng.registry.actions.return_dossier import Reason, return_dossier
from txng.registry.actions.return_profile import return_profile
from txng.registry.actions.revoke_document import revoke_document
from txng.registry.actions.save_profile import save_profile
from txng.registry.actions.save_step import save_step
from txng.registry.actions.send_import import send_import
from txng.registry.actions.start_dossier import start_dossier
from txng.registry.actions.submit_dossier import submit_dossier
from txng.registry.actions.supplement_dossier import supplement_dossier
from txng.registry.actions.tell_managing_agency import tell_managing_agency
from txng.registry.actions.transfer_dossier import transfer_dossier
from txng.registry.actions.undo_decision import undo_decision
from txng.registry.actions.undo_import import undo_import
from txng.registry.actions.undo_profile_decision import undo_profile_decision
from txng.registry.actions.warn_of_expiry import warn_of_expiry
from txng.registry.actions.withdraw_dossier import withdraw_dossier
from txng.registry.actions.withdraw_profile import withdraw_profile

__all__ = [
    "Reason",
    "add_paper",
    "allow_new_reasons",
    "appraise_dossier",
    "approve_and_forward",
    "approve_dossier",
    "approve_profile",
    "assign_managing_agency",
    "begin_import",
    "begin_review",
    "break_off_import",
    "cancel_import",
    "change_calendar",
    "change_configuration",
    "check_profile",
    "confirm_import",
    "drop_document",
    "finish_import",
    "finish_undoing",
    "forward_dossier",
    "join_establishment",
    "keep_document",
    "keep_papers",
    "open_practice",
    "preview_import",
    "propose_profile",
    "receive_dossier",
    "reject_dossier",
    "reject_profile",
    "remove_paper",
    "renew_link",
    "reset_practice",
    "return_dossier",
    "return_profile",
    "revoke_document",
    "save_profile",
    "save_step",
    "send_import",
    "start_dossier",
    "submit_dossier",
    "supplement_dossier",
    "tell_managing_agency",
    "transfer_dossier",
    "undo_decision",
    "undo_import",
    "undo_profile_decision",
    "warn_of_expiry",
    "withdraw_dossier",
    "withdraw_profile",
]
