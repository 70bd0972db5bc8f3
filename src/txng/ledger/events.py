"""What can happen, as sentences. Each area has one enum of these; a test asks every member for its decisions."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar, Self


class EventKind(Enum):
    """`NAME = "area.thing:done", "{actor} … {subject}", public?, concerns`.

    The value is stored for ever; the sentence is an English msgid for the history pages; `public` says whether the
    fact may stand in the open log; `concerns` names who is to hear of it: "establishment", "agency", "operator",
    "applicant" or "nobody".
    """

    sentence: str
    public: bool
    concerns: str

    registry: ClassVar[dict[str, EventKind]]

    def __new__(cls, value: str, sentence: str, public: bool = False, concerns: str = "establishment") -> Self:
        if value in _BY_VALUE:  # stored lines would be told in the other one's words
            raise ValueError(f"two kinds of event share the value {value}")
        member = object.__new__(cls)
        member._value_ = value
        member.sentence = sentence
        member.public = public
        member.concerns = concerns
        _BY_VALUE[value] = member
        return member

    def __str__(self) -> str:
        return str(self.value)


_BY_VALUE: dict[str, Any] = {}


def event_kind(value: str) -> EventKind | None:
    """The member of a stored value; None for a kind of an older release that no longer exists."""
    return _BY_VALUE.get(value)


def all_event_kinds() -> list[EventKind]:
    return list(_BY_VALUE.values())
