from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from txng.kernel.clock import now, today
from txng.kernel.errors import Refusal
from txng.places.models import AdministrativeUnit, Level
from txng.resolver import networks


class Command(BaseCommand):
    """docs/so-tay/tem-nghi-sao-chep.md shows the form of the file."""

    help = "Load the list of networks and their provinces (CSV: network,province); without FILE say which is loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is not None:
            names = AdministrativeUnit.objects.on(today()).filter(level=Level.PROVINCE)
            try:
                networks.load(options["file"], names.values_list("name", flat=True), now())
            except (Refusal, OSError, UnicodeDecodeError, ValueError) as trouble:
                raise CommandError(str(trouble)) from trouble
        found = networks.loaded()
        if found is None:
            self.stdout.write("No list of networks is loaded: the province of every scan is unknown.")
            return
        self.stdout.write(f"{found.networks} networks of {found.source}, loaded {found.loaded_at}")
        self.stdout.write(f"sha256 {found.sha256}")
