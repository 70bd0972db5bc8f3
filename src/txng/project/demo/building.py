"""Build the whole demo in one transaction: a province half there would be worse than none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from txng.kernel.clock import now
from txng.production import tracing as production_events
from txng.production import use_tracing as use_events
from txng.production.stock import tracing as stock_events
from txng.project.demo import (
    certificates,
    chain,
    configuration,
    desk,
    goods,
    inspections,
    land,
    links,
    notices,
    organisations,
    practice,
    processes,
    programs,
    seasons,
    stamps,
    stock,
    uses,
    workers,
)
from txng.project.demo.reading import read
from txng.project.demo.world import World
from txng.registry.models import Agency
from txng.resolver.cards import rebuild_all
from txng.stamps import tracing as stamp_events


def is_empty() -> bool:
    return not Agency.objects.exists()


def facts_file() -> Path:
    """What outside programs need to drive the demo; beside the keys, since it holds passwords."""
    return Path(settings.STATE_FOLDER) / f"demo-{settings.TXNG_PROVINCE}.json"


@transaction.atomic
def build() -> dict[str, Any]:
    world = World(now=now())
    data = read(world.profile.id)
    organisations.build_agencies(world, data.home)
    goods.build(world, data)
    seasons.build(world)
    stock.build(world)
    uses.build(world)
    land.build(world)
    processes.build(world)
    chain.build(world)
    users = organisations.build_people(world, data.home)
    workers.build(world)
    desk.build(world, data.home)
    configuration.build(world)
    scan = stamps.build(world)
    certificates.build(world)
    links.build(world)
    world.save_notes()
    # Rows made in bulk told nobody: what their listeners would have told, at once.
    production_events.tell_all(world.now)
    stock_events.tell_all()
    use_events.tell_all(world.now)
    stamp_events.tell_all()
    rebuild_all()  # the pages behind the stamps say what was told
    inspections.build(world, scan)
    notices.build(world)
    api = {"base": "/epcis"} | programs.build(world)
    practice.build(world)  # the last: from here on her people have a second seat
    facts = {"province": world.profile.id, "users": users, "scan": scan, "api": api}
    path = facts_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(facts, file, ensure_ascii=False, indent=1)
    return facts
