from django.db import migrations

# The statement is short work and long to plan: as a function every session plans it once. One choice is left to the
# planner: the things by their index, each event by its number. What the establishment itself has declared wrong is no
# history.
FUNCTION = """
CREATE FUNCTION trace_history(keys text[], owners bigint[], most integer) RETURNS TABLE (
  key text, id bigint, event_id text, type smallint, action smallint, event_time timestamptz, zone_minutes smallint,
  biz_step text, disposition text, read_point text, biz_location text, establishment_id bigint, agency_id bigint
) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT asked.key, found.id, found.event_id, found.type, found.action, found.event_time, found.zone_minutes,
         found.biz_step, found.disposition, found.read_point, found.biz_location, found.establishment_id, found.agency_id
  FROM unnest(keys, owners) AS asked(key, owner) CROSS JOIN LATERAL (
    SELECT DISTINCT ON (thing.event_time, thing.event_id) event.*
    FROM trace_eventidentifier thing CROSS JOIN LATERAL (
      SELECT one.id, one.event_id, one.type, one.action, one.event_time, one.zone_minutes, one.biz_step,
             one.disposition, one.read_point, one.biz_location, one.establishment_id, one.agency_id
      FROM trace_capturedevent one
      WHERE one.id = thing.event_id AND one.establishment_id = asked.owner AND one.declared_at IS NULL OFFSET 0
    ) event
    WHERE thing.key = asked.key AND NOT EXISTS (
      SELECT FROM trace_capturedevent said WHERE said.event_id = event.event_id AND said.declared_at IS NOT NULL
      AND said.establishment_id = asked.owner OFFSET 0
    )
    ORDER BY thing.event_time, thing.event_id LIMIT most
  ) found;
END
$$;
"""
AWAY = "DROP FUNCTION trace_history(text[], bigint[], integer);"


class Migration(migrations.Migration):
    dependencies = [("trace", "0003_queries")]

    operations = [migrations.RunSQL(FUNCTION, AWAY)]
