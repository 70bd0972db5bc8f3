"""Who acts. Every action takes an Actor first; none is ever without one (architecture, signs of a slipping seam)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from txng.access.permissions import Permission
from txng.access.scopes import Placed, Scope
from txng.kernel.errors import NotAllowed, NotThere


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    permission: Permission
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting for one organisation, or a visitor, or the system itself.

    `label` and `organisation` are text because the ledger keeps them as they were on the day.
    """

    label: str
    organisation: str = ""
    kind: str = "visitor"  # operator, department, commune, establishment, visitor, system
    role: str = ""
    user_id: int | None = None
    agency_id: int | None = None
    establishment_id: int | None = None
    grants: tuple[Grant, ...] = ()
    first_step: str = ""  # the page they pass before any other: duties not accepted yet, an account to confirm again
    client_id: int | None = None  # a program acts, with a key this person made (accounts.ApiClient)
    seats: int = 0  # persons their agency's account may have; nought where it does not matter
    practice: bool = False  # acts for a practice establishment: nothing of it is public (names.md 1)
    stands_in_for_lead: bool = False  # named by a lead who is away, and today is among those days
    powerless_because: str = ""  # the sentence for somebody known whose account is locked, not active yet, or gone

    @property
    def is_known(self) -> bool:
        return self.user_id is not None

    @property
    def is_agency(self) -> bool:
        return self.kind in ("operator", "department", "commune")

    def holds(self, permission: Permission) -> bool:
        """Whether the verb is held over anything at all: for menus, never for a decision."""
        return any(grant.permission == permission for grant in self.grants)

    def may(self, permission: Permission, thing: Placed) -> bool:
        return any(g.permission == permission and g.scope.covers(thing) for g in self.grants)

    def require(self, permission: Permission, thing: Placed) -> None:
        """Raise NotThere for what the actor may not see, NotAllowed for a verb missing on a visible thing."""
        if self.may(permission, thing):
            return
        if self.may(permission.reading, thing):
            raise NotAllowed(_("You do not have the right to do this."), code=f"missing:{permission}")
        raise NotThere(_("Not found."))

    def require_verb(self, permission: Permission) -> None:
        """For verbs without a thing yet (filing, opening a list)."""
        if not self.holds(permission):
            raise NotThere(_("Not found."))

    def reach(self, permission: Permission) -> Q:
        """The rows this actor may reach with that verb, as SQL; nothing when the verb is not held."""
        reach = Q(pk__in=[])
        for grant in self.grants:
            if grant.permission == permission:
                reach |= grant.scope.as_q()
        return reach


_EVERYTHING = Scope()


def visitor(label: str = "") -> Actor:
    """Somebody without an account: files a dossier or a complaint, confirms a stamp they scratched, nothing else."""
    return Actor(
        label=label or _("Visitor"),
        grants=(
            Grant(permission=Permission.DOSSIER_SUBMIT, scope=_EVERYTHING),
            Grant(permission=Permission.COMPLAINT_FILE, scope=_EVERYTHING),
            Grant(permission=Permission.PIN_CONFIRM, scope=_EVERYTHING),
        ),
    )


def system(label: str = "") -> Actor:
    """The platform itself, for what happens by a clock; it holds every verb and is named as such in the ledger."""
    return Actor(
        label=label or _("The system"),
        kind="system",
        grants=tuple(Grant(permission=p, scope=_EVERYTHING) for p in Permission),
    )
