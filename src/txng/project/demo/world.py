"""What the builders of the demo share: the days, the dice, and ledger lines for rows written in bulk."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from txng import provinces
from txng.kernel.clock import VIETNAM, local_date
from txng.kernel.files.models import StoredFile
from txng.ledger.events import EventKind
from txng.ledger.models import Entry
from txng.places.models import AdministrativeUnit
from txng.registry.models import Agency, Establishment


@dataclass
class World:
    """The demo while it grows. The dice are seeded by the province: two runs give the same province."""

    now: datetime
    profile: Any = field(default_factory=provinces.current)
    units: dict[str, AdministrativeUnit] = field(default_factory=dict)
    communes: dict[str, Agency] = field(default_factory=dict)
    departments: dict[str, Agency] = field(default_factory=dict)
    operator: Agency | None = None
    establishments: list[Establishment] = field(default_factory=list)
    pictures: dict[str, StoredFile] = field(default_factory=dict)
    dice: random.Random = field(init=False)
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.profile.id)

    @property
    def today(self) -> date:
        return local_date(self.now)

    def days_ago(self, days: int, hour: int = 9) -> datetime:
        """An hour of a day back from today, Vietnamese time, never in the future."""
        moment = datetime.combine(
            self.today - timedelta(days=days), time(hour, self.dice.randrange(60)), tzinfo=VIETNAM
        )
        return min(moment, self.now)

    def note(
        self,
        kind: EventKind,
        *,
        actor: str,
        organisation: str,
        subject: Any,
        at: datetime,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """A ledger line for a row written in bulk; the lines are saved together, in order of time."""
        self.entries.append(
            Entry(
                at=at,
                kind=kind.value,
                actor_label=actor,
                actor_organisation=organisation,
                actor_kind="system",
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                subject_label=str(subject)[:300],
                establishment_id=getattr(subject, "establishment_id", None),
                unit_path=getattr(subject, "unit_path", ""),
                sector=getattr(subject, "sector", ""),
                managing_agency_id=getattr(subject, "managing_agency_id", None),
                after=after,
                reason=reason,
            )
        )

    def save_notes(self) -> None:
        Entry.objects.bulk_create(sorted(self.entries, key=lambda entry: entry.at), batch_size=1000)
        self.entries.clear()
