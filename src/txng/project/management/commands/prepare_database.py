from __future__ import annotations

import os
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from txng.project import schema
from txng.project.database import EXTENSIONS, parse_url


class Command(BaseCommand):
    """Tables, reference data and grants, from whatever state the database is in. Run as the owner."""

    help = "Create or update the tables, load units and sample processes, grant the application its rights."
    requires_system_checks: list[str] = []  # they would run twice: migrate has its own

    def handle(self, *args: Any, **options: Any) -> None:
        app_url = os.environ.get("TXNG_DATABASE_APP")
        if not app_url:
            raise CommandError("TXNG_DATABASE_APP is not set: the application's role is unknown.")
        self._tables()
        if "load_places" in get_commands():
            call_command("load_places", verbosity=0)
        if "load_processes" in get_commands():
            call_command("load_processes", verbosity=0)
        try:
            schema.grant(connection, parse_url(app_url)["USER"])
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _tables(self) -> None:
        if schema.is_empty(connection) and schema.snapshot_fingerprint() == schema.fingerprint():
            self.stdout.write("Restoring the tables from the snapshot …")
            schema.restore(connection)
            return
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating …")
            self._extensions()
            call_command("migrate", interactive=False, verbosity=0)

    def _extensions(self) -> None:
        """First of all: a migration may use them before the one that names them."""
        for name in EXTENSIONS:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
            except Exception as error:
                raise CommandError(
                    f"The owner may not create the extension {name}. Let the administrator of the server "
                    f"run, in this database: CREATE EXTENSION {name};  ({error})"
                ) from error
