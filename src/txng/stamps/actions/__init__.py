"""The verbs of stamps, in the order of a stamp's life."""

from txng.stamps.actions.activate_codes import activate_codes
from txng.stamps.actions.activate_ranges import activate_ranges
from txng.stamps.actions.approve_print_order import approve_print_order
from txng.stamps.actions.cancel_print_order import cancel_print_order
from txng.stamps.actions.check_print_order import check_print_order
from txng.stamps.actions.close_print_order import close_print_order
from txng.stamps.actions.confirm_pin import confirm_pin
from txng.stamps.actions.decline_key_withdrawal import decline_key_withdrawal
from txng.stamps.actions.discard_print_file import discard_print_file
from txng.stamps.actions.hand_out_print_file import hand_out_print_file
from txng.stamps.actions.hand_over_print_file import hand_over_print_file
from txng.stamps.actions.make_print_file import make_print_file
from txng.stamps.actions.order_stamps import order_stamps
from txng.stamps.actions.propose_key_withdrawal import propose_key_withdrawal
from txng.stamps.actions.receive_stamps import receive_stamps
from txng.stamps.actions.record_printed import record_printed
from txng.stamps.actions.register_print_house import register_print_house
from txng.stamps.actions.reject_print_order import reject_print_order
from txng.stamps.actions.reprint_stamps import reprint_stamps
from txng.stamps.actions.request_print_file import request_print_file
from txng.stamps.actions.retire_print_house import retire_print_house
from txng.stamps.actions.return_print_order import return_print_order
from txng.stamps.actions.rotate_serial_key import rotate_serial_key
from txng.stamps.actions.show_passphrase import show_passphrase
from txng.stamps.actions.undo_print_order_decision import undo_print_order_decision
from txng.stamps.actions.void_codes import void_codes
from txng.stamps.actions.withdraw_key_version import withdraw_key_version

__all__ = [
    "activate_codes",
    "activate_ranges",
    "approve_print_order",
    "cancel_print_order",
    "check_print_order",
    "close_print_order",
    "confirm_pin",
    "decline_key_withdrawal",
    "discard_print_file",
    "hand_out_print_file",
    "hand_over_print_file",
    "make_print_file",
    "order_stamps",
    "propose_key_withdrawal",
    "receive_stamps",
    "record_printed",
    "register_print_house",
    "reject_print_order",
    "reprint_stamps",
    "request_print_file",
    "retire_print_house",
    "return_print_order",
    "rotate_serial_key",
    "show_passphrase",
    "undo_print_order_decision",
    "void_codes",
    "withdraw_key_version",
]
