"""Very many plots, laid side by side."""

from __future__ import annotations

from django.db import connection

from tests import make
from txng.production.models import Site


def fill(like: Site, count: int) -> None:
    """Plots side by side in a lattice far from the one in hand, by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO production_site (establishment_id, kind, name, site_code, gln, unit_id, address, client_id,
                                             created_at, unit_path, sector)
                SELECT %(establishment)s, 'plot', 'Thửa ' || n, 'X' || lpad(n::text, 7, '0'), '', %(unit)s, '',
                       gen_random_uuid(), %(at)s, %(path)s, 'agriculture'
                FROM generate_series(1, %(count)s) AS n
                RETURNING id, substr(site_code, 2)::int AS n
            ), laid AS (
                SELECT id, 106 + (n %% 224) * 0.001 AS x, 11 + (n / 224) * 0.001 AS y FROM made
            )
            INSERT INTO production_boundary (establishment_id, site_id, geometry, west, south, east, north, area_m2,
                                             source, confirmed, client_id, drawn_at, drawn_by, unit_path, sector)
            SELECT %(establishment)s, id,
                   jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(jsonb_build_array(
                       jsonb_build_array(x, y), jsonb_build_array(x + 0.0009, y),
                       jsonb_build_array(x + 0.0009, y + 0.0009), jsonb_build_array(x, y + 0.0009),
                       jsonb_build_array(x, y)))),
                   x, y, x + 0.0009, y + 0.0009, 9800, 'file', '[]', gen_random_uuid(), %(at)s, 'Nguyễn Thị Lành',
                   %(path)s, 'agriculture'
            FROM laid
            """,
            {
                "establishment": like.establishment_id, "unit": like.unit_id, "at": make.AT, "path": like.unit_path,
                "count": count,
            },
        )  # fmt: skip
