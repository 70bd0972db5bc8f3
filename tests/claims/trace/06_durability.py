"""What was acknowledged is there, once, whatever dies."""

from __future__ import annotations

import random

import psycopg

from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace import killing, programs
from txng.project.database import temporary_cluster

BESIDE = True
CLAIM = Claim(
    "trace-06",
    "Of 3,000 captures sent while the web server, the workers, sessions of the database and the whole of PostgreSQL are "
    "killed (SIGKILL) at least 60 times, none that was acknowledged is lost and none is stored twice (G2, G9).",
    vi="Gửi 3.000 lần trong khi máy chủ, tiến trình nền và cả PostgreSQL bị ngắt đột ngột ít nhất 60 lần: "
    "không mất lần nào đã báo nhận, không ghi trùng lần nào.",
)
KINDS = {"worker": 26, "backend": 16, "web": 12, "cluster_whole": 8}


def measure(ctx: Context) -> Measured:
    times = 4 if ctx.full else 1
    captures = 10_000 if ctx.full else 3_000
    plan = [kind for kind, count in KINDS.items() for _ in range(count * times)]
    random.Random(6).shuffle(plan)
    with temporary_cluster(fsync=True) as cluster, killing.Installation(cluster, "can-tho", worker=True) as site:
        tokens = programs.keys(site, "Máy quét", 24)
        told = killing.torment(
            cluster, site, tokens, captures=captures, plan=plan, run="D", seconds=2_400 if ctx.full else 600
        )
    kills = sum(told.kills.values())
    said = ", ".join(f"{count} {kind.replace('_whole', '')}" for kind, count in sorted(told.kills.items()))
    holds = not told.lost and not told.twice and not told.refused and told.acknowledged == captures and kills >= 60
    figure = (
        f"{told.acknowledged} acknowledged, {len(told.lost)} lost, {len(told.twice)} stored twice, {kills} kills ({said}), "
        f"{told.broken} answers that never came, {told.taken_up} jobs taken up again{_first(told)}"
    )
    return Measured(holds, figure, captures)


def control(ctx: Context) -> bool:
    """PostgreSQL that answers before it has written: the same sending and counting must find what is gone."""
    with temporary_cluster(fsync=True) as cluster, killing.Installation(cluster, "can-tho", worker=True) as site:
        tokens = programs.keys(site, "Máy quét", 12)
        with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
            for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"):
                admin.execute(f"ALTER SYSTEM SET {setting}")
            admin.execute("SELECT pg_reload_conf()")
        told = killing.torment(cluster, site, tokens, captures=300, plan=["cluster_whole"] * 6, run="C", seconds=300)
    return len(told.lost) > 0


def _first(told: killing.Tally) -> str:
    wrong = [*told.lost[:1], *told.twice[:1], *told.refused[:1]]
    return f"; first: {wrong[0]}" if wrong else ""
