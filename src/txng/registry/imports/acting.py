from __future__ import annotations

from dataclasses import replace

from txng.access import Actor
from txng.access.actors import visitor
from txng.registry.models import Import


def who(run: Import) -> Actor:
    """The person who confirmed, as the ledger names them, with what everybody may: file and withdraw a dossier. The
    right to import was asked when they pressed; who has lost it since has had their imports stopped at that moment
    (accounts.subscribers.stop_work), and the worker looks before every dossier (jobs.hold)."""
    return replace(
        visitor(run.by), organisation=run.by_organisation, kind=run.by_kind, user_id=run.by_user_id,
        agency_id=run.agency_id, establishment_id=run.establishment_id,
    )  # fmt: skip
