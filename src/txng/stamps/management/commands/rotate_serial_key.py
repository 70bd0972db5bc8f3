from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from txng.access.actors import system
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.stamps.actions import rotate_serial_key


class Command(BaseCommand):
    """Once a year, or on suspicion that a key is known to somebody (names.md 4). Running processes take it up."""

    help = "Make a new version of the serial key; new code batches use it, printed stamps stay good."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = rotate_serial_key(actor=system(), at=now())
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"serial-{key.version}.key made: keep a copy of it apart from the database's backups")
