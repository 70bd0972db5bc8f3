"""The tables of a fresh database: their snapshot, its fingerprint, and who may do what with them."""

from __future__ import annotations

import hashlib
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from txng.access.models import PLACE, PlacedModel
from txng.project.binaries import find_binaries

SNAPSHOT = Path(__file__).with_name("snapshot.sql")
MARK = "-- fingerprint: "
# PostgreSQL refuses its own lookalikes of these on older servers, or they are psql's and not SQL.
NEWER_SETTINGS = ("transaction_timeout", "idle_session_timeout")


def fingerprint() -> str:
    """A hash over every migration of every installed app, other people's included: same hash, same tables."""
    seen = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda c: c.label):
        module, _ = MigrationLoader.migrations_module(config.label)
        if module is None:
            continue
        try:
            folder = Path(str(import_module(module).__file__)).parent
        except ModuleNotFoundError:
            continue
        for path in sorted(p for p in folder.iterdir() if p.suffix in (".py", ".sql")):
            seen.update(f"{config.label}/{path.name}\0".encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()


def snapshot_fingerprint(path: Path = SNAPSHOT) -> str | None:
    """What the snapshot says it was made from."""
    try:
        with path.open(encoding="utf-8") as file:
            head = [file.readline() for _ in range(5)]
    except FileNotFoundError:
        return None
    return next((line[len(MARK) :].strip() for line in head if line.startswith(MARK)), None)


def dump_command(url: str) -> list[str]:
    """Tables and the few rows migrations leave; who owns and who may is set by `grant`."""
    options = ["--no-owner", "--no-privileges", "--no-tablespaces", "--encoding=UTF8"]
    options += ["--inserts", "--rows-per-insert=500"]
    return [str(find_binaries().bin / "pg_dump"), *options, "--dbname", url]


def portable(dump: str) -> str:
    """pg_dump's text as plain SQL that every server from 15 on takes through any driver.

    Only whole lines of pg_dump's own making go; function bodies stay as the migrations wrote them.
    """
    text = re.sub(r"^\\(un)?restrict .*\n", "", dump, flags=re.MULTILINE)
    text = re.sub(rf"^SET ({'|'.join(NEWER_SETTINGS)}) = .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^--\n-- (Name|Data for Name|PostgreSQL database dump).*\n--\n", "", text, flags=re.MULTILINE)
    # Only the owner of an extension may comment on it. Comments on triggers stay: pgtrigger keeps its hash there.
    text = re.sub(r"^COMMENT ON EXTENSION .*;\n\n*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^-- Dumped (from|by) .*\n", "", text, flags=re.MULTILINE)
    return text.strip() + "\n"


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """No table of anybody: only then may the snapshot be restored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' "
            "AND n.nspname <> 'information_schema')"
        )
        return bool(cursor.fetchone()[0])


def restore(connection: BaseDatabaseWrapper, path: Path = SNAPSHOT) -> None:
    """All or nothing, on a session of its own: the dump changes the search path for itself."""
    text = path.read_text(encoding="utf-8")
    connection.ensure_connection()
    connection.connection.execute("BEGIN")
    connection.connection.execute(text)
    connection.connection.execute("COMMIT")
    connection.close()


def append_only_tables() -> list[str]:
    """Tables of models that say so; the database role of the application may read and add, nothing else."""
    models = apps.get_models(include_auto_created=True)
    return sorted({m._meta.db_table for m in models if getattr(m, "append_only", False)})


def grant(connection: BaseDatabaseWrapper, role: str, append_only: list[str] | None = None) -> None:
    """What the application's role may do, set anew each time so that a forgotten grant cannot linger.

    One transaction: between taking away and giving there is no moment a running site could notice.
    """
    append_only = append_only_tables() if append_only is None else append_only
    # Where a row stands is no part of what it says: it moves when communes merge (access.models).
    moving = {model._meta.db_table for model in apps.get_models() if issubclass(model, PlacedModel)}
    app = sql.Identifier(role)

    def run(cursor: Any, text: str, *names: sql.Composable) -> None:
        cursor.execute(sql.SQL(text).format(*names, app=app).as_string(connection.connection))

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('txng grants'))")
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
        row = cursor.fetchone()
        if row is None or row[0]:
            cursor.execute("ROLLBACK")
            raise ValueError(f"The application's role {role} is missing or may pass every wall; give it neither.")
        run(cursor, "REVOKE ALL ON SCHEMA public FROM PUBLIC, {app}")
        run(cursor, "GRANT USAGE ON SCHEMA public TO PUBLIC, {app}")
        run(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {app}")
        run(cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}")
        run(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}")
        for table in append_only:
            cursor.execute("SELECT to_regclass(%s)", [f"public.{table}"])
            if cursor.fetchone()[0]:
                run(
                    cursor,
                    "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {app}",
                    sql.Identifier("public", table),
                )
                if table in moving:
                    columns = sql.SQL(", ").join(map(sql.Identifier, PLACE))
                    run(cursor, "GRANT UPDATE ({}) ON {} TO {app}", columns, sql.Identifier("public", table))
        cursor.execute("SELECT to_regclass('public.django_migrations')")
        if cursor.fetchone()[0]:
            run(cursor, "REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {app}")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'public' "
            "AND p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        for (function,) in cursor.fetchall():
            run(cursor, "GRANT EXECUTE ON ROUTINE {} TO {app}", sql.SQL(function))
        cursor.execute("COMMIT")
