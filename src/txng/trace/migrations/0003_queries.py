from django.db import migrations, models

# Values of extensions are whatever their senders wrote: a text that is no number or no moment compares with nothing
# instead of ending the whole question.
FUNCTIONS = """
CREATE FUNCTION trace_number(value jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN jsonb_typeof(value) = 'number' THEN (value #>> '{}')::numeric
    WHEN jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^[+-]?[0-9]{1,60}([.][0-9]{1,60})?$'
      THEN (value #>> '{}')::numeric
  END
$$;
CREATE FUNCTION trace_moment(value text) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}' AND value ~ '(Z|z|[+-][0-9]{2}:[0-9]{2})$' THEN
    RETURN value::timestamptz;
  END IF;
  RETURN NULL;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;
"""
AWAY = "DROP FUNCTION trace_moment(text); DROP FUNCTION trace_number(jsonb);"


class Migration(migrations.Migration):
    dependencies = [("trace", "0002_graph")]

    operations = [
        migrations.RunSQL(FUNCTIONS, AWAY),
        migrations.CreateModel(
            name="SpentToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "page token given back", "ordering": ["expires_at"]},
        ),
        migrations.AddField(
            model_name="subscription",
            name="epc_format",
            field=models.CharField(default="No_Preference", max_length=30),
        ),
    ]
