"""Database addresses that libpq, psycopg and Django's settings read alike, also with a socket folder as host."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from txng.project.binaries import DatabaseTrouble


def make_url(user: str, password: str, host: str, database: str, port: int | None = None) -> str:
    """An address that libpq, psycopg and `parse_url` read alike, also with a socket folder as host."""
    who = f"{quote(user, safe='')}:{quote(password, safe='')}@"
    if host.startswith("/"):
        query = {"host": host} | ({"port": str(port)} if port else {})
        return f"postgresql://{who}/{quote(database, safe='')}?{urlencode(query, safe='/', quote_via=quote)}"
    return f"postgresql://{who}{host}{f':{port}' if port else ''}/{quote(database, safe='')}"


def parse_url(url: str) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS, as Django's settings want them."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise DatabaseTrouble("DATABASE_URL must begin with postgresql://")
    options = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    options = {key: unquote(value) for key, value in options.items()}
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or str(parts.port or "")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }


def with_database(url: str, database: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path="/" + quote(database, safe="")).geturl()


def database_name(province: str) -> str:
    """One database a province: `txng_` and the province's identifier in letters PostgreSQL takes unquoted."""
    return "txng_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in province.lower())
