from txng.accounts.models.absences import Absence
from txng.accounts.models.accounts import Account, AccountLetter, HandOver, Membership
from txng.accounts.models.clients import ApiClient
from txng.accounts.models.delegations import Delegation
from txng.accounts.models.emergencies import EmergencyAccess
from txng.accounts.models.outside import OutsideIdentity
from txng.accounts.models.people import Invite
from txng.accounts.models.proposals import AccountChange
from txng.accounts.models.resets import PasswordReset
from txng.accounts.models.sessions import KnownDevice, Session
from txng.accounts.models.users import User

__all__ = [
    "Absence",
    "Account",
    "AccountChange",
    "AccountLetter",
    "ApiClient",
    "Delegation",
    "EmergencyAccess",
    "HandOver",
    "Invite",
    "KnownDevice",
    "Membership",
    "OutsideIdentity",
    "PasswordReset",
    "Session",
    "User",
]
