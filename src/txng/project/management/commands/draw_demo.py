from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from txng import provinces
from txng.project.demo import drawings
from txng.project.demo.reading import read


class Command(BaseCommand):
    """Draw the pictures of the demo's goods ahead of `seed_demo`, on one core: the other makes the cluster."""

    help = "Draw the pictures of the demo of the province in force; needs no database."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        drawings.drawn(read(provinces.current().id), on_one_core=True)
