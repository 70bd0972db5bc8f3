"""Who may come to an address at all, said on its view.

A view that says nothing is a mistake nobody would see on any page, so the site does not start with one
(project.doors). What somebody may do once inside is asked of the actor.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


class Door(StrEnum):
    EVERYBODY = "everybody"
    HOLDERS = "holders"  # whoever holds the secret in the address: a dossier's, a letter's, an invitation's
    SIGNED_IN = "signed_in"  # any kind of account, also a locked one: one's own sign-in
    ORGANISATIONS = "organisations"  # whoever may act for one just now, of either side
    ESTABLISHMENTS = "establishments"
    AGENCIES = "agencies"
    OPERATOR = "operator"
    PROGRAMS = "programs"  # with a connection key, never with a session


def stands_behind(door: Door) -> Callable[[View], View]:
    """Say so; an outer decorator made with functools.wraps carries the word on."""

    def declared(view: View) -> View:
        view.door = door  # type: ignore[attr-defined]
        return view

    return declared


def door_of(view: Callable[..., object]) -> Door | None:
    return getattr(view, "door", None)


for_everybody = stands_behind(Door.EVERYBODY)
for_holders = stands_behind(Door.HOLDERS)
for_programs = stands_behind(Door.PROGRAMS)
