from txng.accounts.models.accounts import Account, AccountLetter, HandOver, Membership
from txng.accounts.models.users import User

__all__ = ["Account", "AccountLetter", "HandOver", "Membership", "User"]
