from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from txng.places.loading import load_places


class Command(BaseCommand):
    help = "Load the administrative units and their successions (idempotent; run as the owner of the tables)."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_places()
        if options["verbosity"]:
            self.stdout.write(f"{loaded.units} units and {loaded.successions} successions written.")
