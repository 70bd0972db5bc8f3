"""The database of a test run, and the cast (tests/cast.py).

The application role runs every test, as it runs the site: it owns no table and may truncate nothing. So a test
database is never flushed. One template is made per run as the owner; a worker clones it; a test that commits takes
a clone of its own (`fresh_database`).
"""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before Django reads its settings: keys and files of a test run live and die with it. The settings module is named
# here and not in pyproject.toml, where pytest-django would read it before this line is reached.
_STATE = Path(tempfile.mkdtemp(prefix="txng-test-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "txng.project.settings"
os.environ["TXNG_STATE"] = str(_STATE)
os.environ["TXNG_PLAIN_STATIC"] = "1"
os.environ["TXNG_PROVINCE"] = "can-tho"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in the thread of the tests
for _name in ("DATABASE_URL", "TXNG_DATABASE_APP", "TXNG_AS_OWNER"):
    os.environ.pop(_name, None)

from tests import watch  # noqa: E402

watch.install()  # before anything of the project is imported

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402

django.setup()
watch.connect()
from tests import smuggling  # noqa: E402

smuggling.install()
# A worker inherits the environment, and its pytest-django would read the settings – and with them this process's
# folder for keys and logs – before the worker's own conftest names its own.
del os.environ["DJANGO_SETTINGS_MODULE"]

from tests.order import dealt  # noqa: E402
from tests.sizes import WHOLE, Taken  # noqa: E402
from txng.project.database import Cluster, cluster_for_tests, parse_url  # noqa: E402

# One browser per worker: Playwright refuses a second loop, so the fixture must not be defined twice.
pytest_plugins = ["tests.stage", "tests.cast", "tests.browser.fixtures", "tests.watching"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="leave out what would be the same on any server")


_run = asyncio.run


def run_beside_a_browser(main: Any, **options: Any) -> Any:
    """A browser a worker has opened keeps its event loop running in this thread, and the signing of papers could start
    none of its own. It is hidden for as long as that takes, no longer: Django finds its connection by it."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return _run(main, **options)
    finally:
        asyncio._set_running_loop(loop)


asyncio.run = run_beside_a_browser


def _phases() -> list[hypothesis.Phase]:
    """Of a planted fault (tests/claims) nobody needs the smallest example, and looking for it takes minutes."""
    needless = {hypothesis.Phase.shrink, hypothesis.Phase.explain} if "TXNG_PLANTED" in os.environ else set()
    return [phase for phase in hypothesis.Phase if phase not in needless]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whoever opens a browser is marked so, whether they wrote it or not."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)  # pytest-django has given the tests of its classes their marks by then
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        _leave_out_what_needs_no_database(config, items)
    if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0)):
        items[:] = dealt(items, workers, _module, _is_slow)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands now stands to the end: nobody need look through it for what may go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _is_slow(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("slow") or item.get_closest_marker("browser"))


def _leave_out_what_needs_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pages ask what queries and verbs ask, and those have tests of their own: a proof walks the pages too."""
    wanted = {"db", "transactional_db", "django_db_setup", "fresh_database", "template_database", "cluster"}
    chosen = [
        item
        for item in items
        if (item.get_closest_marker("django_db") or wanted & set(getattr(item, "fixturenames", ())))
        and not item.get_closest_marker("any_server")
        and (WHOLE or not _asks_for_a_page(item))
    ]
    config.hook.pytest_deselected(items=[i for i in items if i not in set(chosen)])
    items[:] = chosen


def _asks_for_a_page(item: pytest.Item) -> bool:
    return any(name == "client" or name.endswith("_client") for name in getattr(item, "fixturenames", ()))


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    # Argon2 is slow on purpose; its use is asserted once, in tests/accounts.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]
    settings.WHITENOISE_AUTOREFRESH = True

    # No test judges time: a busy machine must not fail a property.
    hypothesis.settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], phases=_phases()
    )
    hypothesis.settings.load_profile("untimed")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_STATE, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with cluster_for_tests() as running:
        yield running


@pytest.fixture(scope="session")
def taken(cluster: Cluster, testrun_uid: str) -> Taken:
    """Of this run alone: another one on the same server begins anew."""
    return Taken(Path(cluster.home) / f"taken-{testrun_uid}")


@pytest.fixture(scope="session")
def template_database(cluster: Cluster) -> str:
    """Tables, units and grants, made once for all workers that share a server."""
    name = "test_template"
    with open(Path(cluster.home) / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in cluster.databases():
            cluster.create(f"{name}_growing")
            environment = os.environ | {
                "TXNG_AS_OWNER": "1",
                "TXNG_DATABASE_OWNER": cluster.owner_url(f"{name}_growing"),
                "TXNG_DATABASE_APP": cluster.app_url(f"{name}_growing"),
                "DJANGO_SETTINGS_MODULE": "txng.project.settings",
            }
            done = subprocess.run(
                [sys.executable, "-m", "django", "prepare_database"], env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout + done.stderr
            # Renamed only when whole: a killed run leaves no half template behind.
            cluster.clone(f"{name}_growing", name)
            cluster.drop(f"{name}_growing")
    return name


def point_django_at(url: str) -> None:
    """Every connection of every thread made from here on goes to `url`, as the application role."""
    from django.db import connections

    connections.close_all()
    parts = parse_url(url)
    for settings in {
        id(s): s for s in (connections.settings["default"], connections["default"].settings_dict)
    }.values():
        settings.update(
            NAME=parts["NAME"], USER=parts["USER"], PASSWORD=parts["PASSWORD"], HOST=parts["HOST"], PORT=parts["PORT"]
        )
        settings["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, template_database: str, worker_name: str) -> Iterator[None]:
    name = f"test_{worker_name}"
    if name in cluster.databases():
        cluster.drop(name)
    cluster.clone(template_database, name)
    point_django_at(cluster.app_url(name))
    yield
    from django.db import connections

    connections.close_all()
    cluster.drop(name)


@pytest.fixture
def _django_db_helper(stage: object, _django_db_helper: None) -> None:
    """pytest-django's transaction around a test begins in the database the test is for (tests/stage.py)."""


@pytest.fixture(scope="session")
def worker_name() -> str:
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture
def fresh_database(
    django_db_setup: None, cluster: Cluster, template_database: str, worker_name: str, django_db_blocker: object
) -> Iterator[str]:
    """A clone of its own for a test whose transactions must really commit; gives its URL as application role."""
    name = f"fresh_{worker_name}"
    if name in cluster.databases():
        cluster.drop(name)
    cluster.clone(template_database, name)
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    point_django_at(cluster.app_url(name))
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield cluster.app_url(name)
        connections.close_all()
    point_django_at(cluster.app_url(before))
    cluster.drop(name)


@pytest.fixture(autouse=True)
def nobody_is_throttled() -> None:
    """Throttles count in the process's cache: what one test sent must not hold up the next."""
    from django.core.cache import cache
    from django.utils import translation

    from txng.kernel.requests import owner_is, reader_is

    translation.deactivate()  # a request in English must not make the next test speak it

    cache.clear()
    owner_is("")
    reader_is(0)  # outside a request nobody else takes back who read last
