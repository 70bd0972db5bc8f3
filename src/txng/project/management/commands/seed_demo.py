from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from txng.project.demo import building


class Command(BaseCommand):
    """Fill an empty database with the demo province; one that holds agencies already is left alone."""

    help = "Fill an empty database with the demo of the province in force."

    def handle(self, *args: Any, **options: Any) -> None:
        if not building.is_empty():
            self.stdout.write("The database holds data already; nothing was added.")
            return
        facts = building.build()
        self.stdout.write(
            f"Demo of {facts['province']}: {len(facts['users'])} people, {len(facts['scan'])} sample codes."
        )
