"""A connection kept between requests: sound ones cost no question, dead ones are noticed (names.md 5)."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError, connection

from txng.kernel.waiting import wait_at_most
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


def test_a_database_that_says_nothing_is_given_up_by_who_cannot_wait(fresh_database: str) -> None:
    """A lock nobody lets go of: what a frozen server looks like from here."""
    with psycopg.connect(fresh_database) as other:
        other.execute("LOCK TABLE resolver_card")
        with wait_at_most(0.05), connection.cursor() as cursor, pytest.raises(OperationalError):
            cursor.execute("SELECT count(*) FROM resolver_card")
    assert connection.connection.closed, "its late answer must not be taken for that of the next question"
    connection.close()
    with wait_at_most(60), connection.cursor() as cursor:
        cursor.execute("SELECT 42")
        assert cursor.fetchone() == (42,)
