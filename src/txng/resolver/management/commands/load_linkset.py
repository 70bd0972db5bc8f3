from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from txng.access.actors import system
from txng.kernel.clock import now
from txng.kernel.errors import Refusal
from txng.resolver.actions import load_linkset


class Command(BaseCommand):
    """docs/so-tay/lien-ket.md shows a file. All of it is loaded, or nothing."""

    help = "Load links of GS1 keys from a linkset file (RFC 9264, JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_linkset(actor=system(), data=options["file"].read_bytes(), at=now())
        except (Refusal, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{loaded.anchors} anchors, {loaded.links} links; {loaded.changed} anchors changed.")
