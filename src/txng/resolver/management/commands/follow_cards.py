from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from txng.resolver.card_store import Keeper, place
from txng.resolver.following import Follower


class Command(BaseCommand):
    help = "Keeps this machine's card store as the database is, until it is ended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="copy and draw all that is new, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        url = {name: value for name, value in connection.get_connection_params().items() if name in _NEEDED}
        follower = Follower(url, Keeper(place(settings.STATE_FOLDER, settings.TXNG_PROVINCE)))
        if not once:
            follower.run()
        follower.begin()
        follower.look()
        while follower.draw(500):
            pass


_NEEDED = ("dbname", "user", "password", "host", "port", "sslmode")
