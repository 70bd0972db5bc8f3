"""Runs in the peer's environment: numbers nobody can guess, granted by its own generator from a pool of its own tables.

Prints numbers a second, one line a size of request: `size per_second`.
"""

import os
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command


class Asked:
    """What its generators ask of a request."""

    def get_host(self) -> str:
        return "localhost"


def main(sizes: list[int]) -> None:
    asked = {key.removeprefix("PEER_"): value for key, value in os.environ.items() if key.startswith("PEER_")}
    settings.configure(
        SECRET_KEY="nobody's",
        USE_TZ=False,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            "quartet_capture",
            "quartet_templates",
            "quartet_output",
            "serialbox",
            "random_flavorpack",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {**asked, "ENGINE": "django.db.backends.postgresql"}},
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import transaction
    from random_flavorpack.generators.random import RandomGenerator
    from random_flavorpack.models import RandomizedRegion
    from serialbox.models import Pool

    pool = Pool.objects.create(readable_name="Fruit", machine_name="fruit", active=True, request_threshold=10**6)
    region = RandomizedRegion(
        readable_name="Fruit 1", machine_name="fruit1", active=True, order=1, pool=pool, min=1, max=2**36
    )
    region.save()
    for size in sizes:
        count = max(2, min(200, 20_000 // size))
        began = time.perf_counter()
        for _ in range(count):
            with transaction.atomic():
                RandomGenerator().get_response(Asked(), size, "fruit").save()
        print(size, size * count / (time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
