"""The verbs of stamps, in the order of a stamp's life."""

from txng.stamps.actions.activate_codes import activate_codes
from txng.stamps.actions.approve_print_order import approve_print_order
from txng.stamps.actions.discard_print_file import discard_print_file
from txng.stamps.actions.hand_out_print_file import hand_out_print_file
from txng.stamps.actions.hand_over_print_file import hand_over_print_file
from txng.stamps.actions.make_print_file import make_print_file
from txng.stamps.actions.order_stamps import order_stamps
from txng.stamps.actions.register_print_house import register_print_house
from txng.stamps.actions.reject_print_order import reject_print_order
from txng.stamps.actions.request_print_file import request_print_file
from txng.stamps.actions.retire_print_house import retire_print_house
from txng.stamps.actions.return_print_order import return_print_order
from txng.stamps.actions.show_passphrase import show_passphrase
from txng.stamps.actions.undo_print_order_decision import undo_print_order_decision
from txng.stamps.actions.void_codes import void_codes

__all__ = [
    "activate_codes",
    "approve_print_order",
    "discard_print_file",
    "hand_out_print_file",
    "hand_over_print_file",
    "make_print_file",
    "order_stamps",
    "register_print_house",
    "reject_print_order",
    "request_print_file",
    "retire_print_house",
    "return_print_order",
    "show_passphrase",
    "undo_print_order_decision",
    "void_codes",
]
