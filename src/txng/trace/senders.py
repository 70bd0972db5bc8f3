"""Whose the events of a program are, and who stands behind it."""

from __future__ import annotations

from datetime import datetime

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.keys import actor_of_client
from txng.accounts.models import Account, ApiClient
from txng.trace.models import Capture
from txng.trace.sources import source_of
from txng.trace.storing import Sender


def sender_of(client: ApiClient) -> Sender:
    """The columns of every row a program of this account brings."""
    account: Account = client.account
    if account.establishment is not None:
        place = account.establishment
        return Sender(
            establishment_id=place.pk,
            agency_id=None,
            unit_path=place.unit_path,
            sector=place.sector,
            managing_agency_id=place.managing_agency_id,
        )
    assert account.agency is not None
    return Sender(
        establishment_id=None,
        agency_id=account.agency.pk,
        unit_path=account.agency.unit_path,
        sector="",
        managing_agency_id=account.agency.pk,
    )


def sender_of_capture(capture: Capture) -> Sender:
    return Sender(
        establishment_id=capture.establishment_id,
        agency_id=capture.agency_id,
        unit_path=capture.unit_path,
        sector=capture.sector,
        managing_agency_id=capture.managing_agency_id,
        capture_id=str(capture.pk),
    )


def actor_of_capture(capture: Capture) -> Actor:
    """Who sent it, as the ledger named them on that day, without any right."""
    return Actor(
        label=capture.by,
        organisation=capture.by_organisation,
        kind=capture.by_kind,
        user_id=capture.by_user_id,
        client_id=capture.client_id,
        establishment_id=capture.establishment_id,
        agency_id=capture.agency_id,
    )


def may_still_capture(client: ApiClient) -> bool:
    """Asked when the job begins: a lock, a withdrawn right or a revoked key stops what was still waiting.

    A key that merely ran out since then was valid when its document was taken.
    """
    if client.revoked_at is not None:
        return False
    actor = actor_of_client(client)
    return actor is not None and actor.holds(Permission.TRACE_CAPTURE)


def new_capture(
    client: ApiClient, actor: Actor, *, kind: str, body: bytes, media: str, sha256: str, at: datetime
) -> Capture:
    sender = sender_of(client)
    return Capture(
        kind=kind,
        client=client,
        establishment_id=sender.establishment_id,
        agency_id=sender.agency_id,
        unit_path=sender.unit_path,
        sector=sender.sector,
        managing_agency_id=sender.managing_agency_id,
        by=actor.label[:200],
        by_organisation=actor.organisation[:300],
        by_kind=actor.kind,
        by_user_id=actor.user_id,
        asked_at=at,
        source=source_of(client),
        media_type=media,
        body=body,
        size=len(body),
        sha256=sha256,
    )
