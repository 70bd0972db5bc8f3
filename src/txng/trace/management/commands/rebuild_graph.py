from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from txng.access.actors import system
from txng.kernel.clock import now
from txng.trace import actions


class Command(BaseCommand):
    """After a release that draws differently, a restored backup, or doubt. Safe at any time."""

    help = "Draw the supply chain again from the stored events alone, and say what differed."

    def handle(self, *args: Any, **options: Any) -> None:
        found = actions.rebuild_graph(actor=system(), at=now())
        self.stdout.write(
            f"{found.events} events, {found.edges} edges; missing {found.missing}, surplus {found.surplus}"
        )
