"""A province's events by the hundred thousand, written by PostgreSQL itself: what a table holds before it is asked.

Every code goes the same way: coded, looked at, stored, sent, received; five events, some days apart, of one of the
establishments of the demo. The rows are what the product's own code writes of such events (tests/tooling compares).
"""

from __future__ import annotations

from typing import Any

from tests.bench.generator import gln, gtin

AT_ONCE = 50_000
STEPS = 5
_STEPS = (
    "(ARRAY['commissioning','inspecting','storing','shipping','receiving'])[1 + n / {items}]",
    "(ARRAY['active','conformant','in_progress','in_transit','in_progress'])[1 + n / {items}]",
    "(ARRAY[1,2,2,2,2])[1 + n / {items}]",
    "(ARRAY['ADD','OBSERVE','OBSERVE','OBSERVE','OBSERVE'])[1 + n / {items}]",
)


def key(serial: int) -> str:
    return f"https://id.gs1.org/01/{gtin(1)}/21/K{serial:09d}"


def fill(execute: Any, count: int, *, after: int = 0) -> None:
    """`count` events more; `execute(sql)` runs and commits. Serials follow those of the events before."""
    items = count // STEPS
    step, disposition, number, action = (part.format(items=items) for part in _STEPS)
    for start in range(0, count, AT_ONCE):
        execute(
            f"""
            WITH places AS (SELECT array_agg(id ORDER BY id) AS ids, array_agg(unit_path ORDER BY id) AS paths,
                   array_agg(sector ORDER BY id) AS sectors, array_agg(managing_agency_id ORDER BY id) AS agencies
                   FROM registry_establishment),
            made AS (
              SELECT n, nextval(pg_get_serial_sequence('trace_capturedevent', 'id')) AS id,
                'urn:uuid:' || gen_random_uuid() AS event_id,
                '{key(0)[:-9]}' || lpad(({after} + n % {items})::text, 9, '0') AS key,
                timestamptz '2026-01-01 00:00+07' + (n / {items}) * interval '3 days'
                  + (n % {items}) * interval '10 days' / {items} AS at,
                1 + ({after} + n % {items}) % array_length(ids, 1) AS whose, {step} AS step,
                {disposition} AS disposition, {number} AS action, {action} AS word,
                ids, paths, sectors, agencies
              FROM generate_series({start}, {min(start + AT_ONCE, count) - 1}) n, places),
            events AS (
              INSERT INTO trace_capturedevent (id, event_id, hash, hash_ver, type, action, event_time, zone_minutes,
                record_time, biz_step, disposition, read_point, biz_location, body, position, establishment_id,
                unit_path, sector, managing_agency_id)
              SELECT id, event_id, sha256(event_id::bytea), 20, 1, action, at, 420, at + interval '5 minutes', step,
                disposition, 'https://id.gs1.org/414/{gln(101)}', 'https://id.gs1.org/414/{gln(1)}',
                jsonb_build_object('type', 'ObjectEvent', 'eventID', event_id, 'eventTime',
                  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'eventTimeZoneOffset', '+07:00',
                  'epcList', jsonb_build_array(key), 'action', word, 'bizStep', step, 'disposition', disposition,
                  'readPoint', jsonb_build_object('id', 'https://id.gs1.org/414/{gln(101)}'),
                  'bizLocation', jsonb_build_object('id', 'https://id.gs1.org/414/{gln(1)}')),
                n % 10000, ids[whose], paths[whose], sectors[whose], agencies[whose] FROM made)
            INSERT INTO trace_eventidentifier (event_id, position, role, key, uom, event_time)
            SELECT id, 0, 2, key, '', at FROM made
            """
        )


def owner_of(serial: int, establishments: list[int]) -> int:
    return establishments[serial % len(establishments)]
