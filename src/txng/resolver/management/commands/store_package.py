from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from txng import provinces
from txng.resolver import app_store, phone_app


class Command(BaseCommand):
    """CB Điều 4, CT-REG Điều 6.3.e: the app in the stores. What to do with the folder: docs/ung-dung-android.md."""

    help = "Write the files an Android store package is built from: wrapper manifest, asset links, icons, texts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="folder to write into")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        if out.exists() and not out.is_dir():
            raise CommandError(f"{out} is a file")
        for path in app_store.write_package(out):
            self.stdout.write(str(path))
        self.stdout.write(f"{provinces.current().identity.app_name}: {phone_app.android_package()}")
        if not phone_app.fingerprints():
            self.stdout.write("No fingerprint yet (TXNG_ANDROID_FINGERPRINTS): assetlinks.json is empty.")
