"""The gate before a view: who may enter at all. What they may do inside is asked of the actor.

A guest is sent to sign in and comes back; another kind of account finds nothing there (names.md 7.20).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, overload
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.doors import Door, stands_behind
from txng.kernel.errors import NotAllowed, NotThere

View: TypeAlias = Callable[..., HttpResponse]

AGENCIES = ("operator", "department", "commune")
_DOORS: dict[tuple[str, ...] | None, Door] = {
    None: Door.SIGNED_IN,
    AGENCIES: Door.AGENCIES,
    ("operator",): Door.OPERATOR,
    (*AGENCIES, "establishment"): Door.ORGANISATIONS,
    ("establishment",): Door.ESTABLISHMENTS,
}


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request (project.middleware.actor_middleware), asked of the database once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@overload
def signed_in(view: View) -> View: ...
@overload
def signed_in(*, kinds: tuple[str, ...] | None = None) -> Callable[[View], View]: ...
def signed_in(view: View | None = None, *, kinds: tuple[str, ...] | None = None) -> View | Callable[[View], View]:
    """Without `kinds`, whoever has signed in may enter, also with an account that is locked."""

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if not actor.is_known:
                return to_sign_in(request)
            if kinds is not None:
                if actor.first_step:
                    return to_first_step(request, actor)
                if actor.kind == "visitor":
                    sentence = actor.powerless_because or _("Your account cannot be used at the moment.")
                    raise NotAllowed(sentence, code="account_not_active")
                if actor.kind not in kinds:
                    raise NotThere(_("Not found."))
            return view(request, *args, **kwargs)

        return stands_behind(_DOORS[kinds])(guarded)

    return gate if view is None else gate(view)


for_agencies = signed_in(kinds=AGENCIES)
for_operator = signed_in(kinds=("operator",))
for_establishments = signed_in(kinds=("establishment",))


def to_first_step(request: HttpRequest, actor: Actor) -> HttpResponseRedirect:
    """The step that comes first, and back to the page asked for; a form sent instead is not kept."""
    back = "?" + urlencode({"next": request.get_full_path()}) if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(resolve_url(actor.first_step) + back)


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """The sign-in page, with the way back; a form sent without a session comes back to its empty page."""
    back = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
