from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from txng.kernel.clock import now
from txng.production.process.starters import load


class Command(BaseCommand):
    help = "Load the platform's sample processes (idempotent; run as the owner of the tables)."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load(now())
        if options["verbosity"]:
            self.stdout.write(f"{loaded} sample processes written.")
