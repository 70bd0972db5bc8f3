"""The verbs of stamps, in the order of a stamp's life."""

from txng.stamps.actions.activate_codes import activate_codes
from txng.stamps.actions.approve_print_order import approve_print_order
from txng.stamps.actions.hand_out_print_file import hand_out_print_file
from txng.stamps.actions.order_stamps import order_stamps
from txng.stamps.actions.reject_print_order import reject_print_order
from txng.stamps.actions.return_print_order import return_print_order
from txng.stamps.actions.undo_print_order_decision import undo_print_order_decision
from txng.stamps.actions.void_codes import void_codes

__all__ = [
    "activate_codes",
    "approve_print_order",
    "hand_out_print_file",
    "order_stamps",
    "reject_print_order",
    "return_print_order",
    "undo_print_order_decision",
    "void_codes",
]
