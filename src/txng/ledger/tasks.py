"""The job behind every afterwards consequence."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from txng.ledger.models import Entry
from txng.ledger.recording import listener_named


@app.task(name="ledger.hear", queue="fast", retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def hear(listener: str, entry_id: int) -> None:
    """Tell one listener of one entry. After eight failures the job steps aside, kept with its error."""
    found = listener_named(listener)
    if found is None:
        # A consequence that a newer release no longer has: nothing is owed any more.
        return
    found(Entry.objects.get(id=entry_id))
