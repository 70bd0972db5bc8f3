"""A connection kept between requests: sound ones cost no question, dead ones are noticed (names.md 5)."""

from __future__ import annotations

import psycopg
from django.db import connection

from txng.project.database import Cluster


def end_the_connection(cluster: Cluster) -> None:
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        mine = connection.connection.info.backend_pid
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])


def test_a_sound_connection_is_not_asked(fresh_database: str) -> None:
    connection.ensure_connection()
    asked: list[object] = []
    connection.connection.cursor = lambda *a, **k: asked.append(a)
    assert connection.is_usable()
    assert asked == []
    del connection.connection.cursor


def test_a_connection_whose_server_went_away_is_known_for_dead(fresh_database: str, cluster: Cluster) -> None:
    connection.ensure_connection()
    end_the_connection(cluster)
    assert not connection.is_usable()


def test_the_next_request_gets_a_new_connection(fresh_database: str, cluster: Cluster) -> None:
    connection.ensure_connection()
    connection.health_check_enabled, connection.health_check_done = True, False  # as at the start of a request
    end_the_connection(cluster)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 42")
        assert cursor.fetchone() == (42,)
