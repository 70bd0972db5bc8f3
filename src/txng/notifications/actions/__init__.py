from txng.notifications.actions.choose_preferences import choose_preferences
from txng.notifications.actions.confirm_address import ask_to_confirm, confirm_address
from txng.notifications.actions.mark_read import mark_all_read, mark_read
from txng.notifications.actions.send_again import send_again

__all__ = ["ask_to_confirm", "choose_preferences", "confirm_address", "mark_all_read", "mark_read", "send_again"]
