"""Who may do what, where: a permission is a verb, a scope is a reach, a grant pairs them, an actor carries grants.

The regulations speak of function groups given to kinds of account over what an agency manages (CB art. 7,
CT-REG art. 7); the bundles are profile data, this area holds the rule. It has no tables.
"""

from txng.access.actors import Actor, Grant
from txng.access.permissions import Permission
from txng.access.scopes import Placed, Scope, is_practice

__all__ = ["Actor", "Grant", "Permission", "Placed", "Scope", "is_practice"]
