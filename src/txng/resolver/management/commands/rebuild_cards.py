from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from txng.resolver.cards import rebuild_all


class Command(BaseCommand):
    """After a release that shows something new, a restored backup, or doubt. Safe at any time."""

    help = "Rebuild every card and the state of every code range from the records."

    def handle(self, *args: Any, **options: Any) -> None:
        cards, ranges = rebuild_all()
        self.stdout.write(f"{cards} cards, {ranges} code ranges")
