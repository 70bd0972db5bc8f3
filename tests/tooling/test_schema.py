"""The schema snapshot and the application's rights, on the tables of this project."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pgtrigger
import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from txng.project import schema
from txng.project.database import ADMIN, APP, Cluster, parse_url

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture
def empty(cluster: Cluster, worker_name: str) -> Iterator[str]:
    name = f"schema_{worker_name}"
    cluster.create(name)
    yield name
    cluster.drop(name)


AsOwner = Callable[[str], BaseDatabaseWrapper]


@pytest.fixture
def as_owner_of(cluster: Cluster, django_db_blocker: Any) -> Iterator[AsOwner]:
    """Django's own kind of connection to another database, as its owner."""
    opened: list[BaseDatabaseWrapper] = []

    def connect(database: str) -> BaseDatabaseWrapper:
        other = connection.copy()
        other.settings_dict.update(parse_url(cluster.owner_url(database)), OPTIONS={}, CONN_MAX_AGE=0)
        opened.append(other)
        return other

    with django_db_blocker.unblock():
        yield connect
    for other in opened:
        other.close()


def as_owner(cluster: Cluster, database: str, *words: str) -> None:
    environment = os.environ | {
        "TXNG_AS_OWNER": "1",
        "TXNG_DATABASE_OWNER": cluster.owner_url(database),
        "TXNG_DATABASE_APP": cluster.app_url(database),
        "DJANGO_SETTINGS_MODULE": "txng.project.settings",
    }
    done = subprocess.run([sys.executable, "-m", "django", *words], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_snapshot_is_of_these_migrations() -> None:
    assert schema.snapshot_fingerprint() == schema.fingerprint(), "run ./txng manage snapshot_schema"


def test_a_changed_migration_changes_the_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.fingerprint()
    package = tmp_path / "elsewhere"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "0001_initial.py").write_text("# one\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(schema.MigrationLoader, "migrations_module", staticmethod(lambda label: ("elsewhere", True)))
    other = schema.fingerprint()
    (package / "0001_initial.py").write_text("# two\n")
    assert len({before, other, schema.fingerprint()}) == 3


def test_the_dump_loses_what_only_psql_or_a_newer_server_knows_and_nothing_else() -> None:
    dump = (
        "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n-- Dumped from database version 18.6\n"
        "SET statement_timeout = 0;\nSET transaction_timeout = 0;\n"
        "--\n-- Name: f(); Type: FUNCTION; Schema: public; Owner: -\n--\n\n"
        "CREATE FUNCTION public.f() AS $$\n-- a remark of the author\n\n\n\nSELECT 1; \n$$;\n"
        "COMMENT ON EXTENSION unaccent IS 'text';\n\n\n"
        "COMMENT ON TRIGGER t ON public.a IS 'hash';\n"
        "\\unrestrict abc\n"
    )
    assert schema.portable(dump) == (
        "SET statement_timeout = 0;\n\n"
        "CREATE FUNCTION public.f() AS $$\n-- a remark of the author\n\n\n\nSELECT 1; \n$$;\n"
        "COMMENT ON TRIGGER t ON public.a IS 'hash';\n"
    )


@pytest.mark.django_db
def test_every_trigger_is_the_one_the_models_ask_for() -> None:
    """Also on tables restored from the snapshot, which must keep the hashes pgtrigger left as comments."""
    registered = pgtrigger.registered()
    assert registered
    for model, trigger in registered:
        assert trigger.get_installation_status(model) == ("INSTALLED", True), trigger.name


@pytest.mark.slow
def test_restored_tables_equal_migrated_tables(cluster: Cluster, empty: str, tmp_path: Path) -> None:
    """Migrating anew writes the very file, and what the file restores dumps to the very file again.

    Slow, so it runs on our own PostgreSQL alone: another version words its dump otherwise.
    """
    again = tmp_path / "snapshot.sql"
    as_owner(cluster, empty, "snapshot_schema", "--output", str(again))
    written = schema.SNAPSHOT.read_text(encoding="utf-8")
    assert again.read_text(encoding="utf-8") == written
    with psycopg.connect(cluster.owner_url(empty)) as owner:
        owner.execute(written)
    dumped = subprocess.run(
        schema.dump_command(cluster.owner_url(empty)), capture_output=True, text=True, check=True
    ).stdout
    assert schema.portable(dumped) == written.partition("\n\n")[2]


def test_the_snapshot_is_restored_only_where_nothing_is(as_owner_of: AsOwner, empty: str) -> None:
    owner = as_owner_of(empty)
    assert schema.is_empty(owner)
    with owner.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (n integer)")
    assert not schema.is_empty(owner)


def rights(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(r) FROM unnest(%s::text[]) r WHERE has_table_privilege(current_user, %s, r)",
            [list(RIGHTS), f'public."{table}"'],
        )
        return set(cursor.fetchone()[0] or [])


@pytest.mark.django_db
def test_the_application_may_read_and_add_to_append_only_tables_and_nothing_more() -> None:
    tables = schema.append_only_tables()
    assert "ledger_entry" in tables
    for table in tables:
        assert rights(table) == {"SELECT", "INSERT"}, table


@pytest.mark.django_db
def test_the_application_may_change_rows_of_every_other_table_and_truncate_none() -> None:
    others = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    for table in others - set(schema.append_only_tables()):
        assert rights(table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}, table
    assert rights("django_migrations") == {"SELECT"}


@pytest.mark.django_db
def test_the_application_is_the_role_of_the_tests_and_owns_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (APP, 0)


def test_a_forgotten_grant_does_not_linger(
    as_owner_of: AsOwner, cluster: Cluster, template_database: str, worker_name: str
) -> None:
    name = f"grants_{worker_name}"
    cluster.clone(template_database, name)
    try:
        owner = as_owner_of(name)
        with owner.cursor() as cursor:
            cursor.execute("GRANT UPDATE, TRUNCATE ON ledger_entry TO txng_app")
            cursor.execute("GRANT CREATE ON SCHEMA public TO txng_app")
        schema.grant(owner, APP)
        with psycopg.connect(cluster.app_url(name), autocommit=True) as app:
            for statement in (
                "UPDATE ledger_entry SET reason = 'x'",
                "DELETE FROM ledger_entry",
                "TRUNCATE ledger_entry",
                "CREATE TABLE t ()",
                "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement)
    finally:
        cluster.drop(name)


def test_an_application_role_that_passes_every_wall_is_refused(as_owner_of: AsOwner, empty: str) -> None:
    with pytest.raises(ValueError, match="may pass every wall"):
        schema.grant(as_owner_of(empty), ADMIN)
    with pytest.raises(ValueError, match="missing"):
        schema.grant(as_owner_of(empty), "nobody_of_that_name")
