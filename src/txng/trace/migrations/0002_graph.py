import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import txng.trace.models.fields


class Migration(migrations.Migration):
    # Edges are derived: the table is made anew, its rows are drawn again from the events (rebuild_graph).

    dependencies = [
        ("trace", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="edge",
            name="event",
        ),
        migrations.AddIndex(
            model_name="capturedevent",
            index=models.Index(
                condition=models.Q(("declared_at__isnull", False)), fields=["event_id"], name="event_declared"
            ),
        ),
        migrations.DeleteModel(
            name="Edge",
        ),
        migrations.CreateModel(
            name="Edge",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "event_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.IntegerField()),
                ("source", models.TextField()),
                ("target", models.TextField()),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (1, "Went into"),
                            (2, "Came out of"),
                            (3, "Packed into"),
                            (4, "Taken out of"),
                            (5, "Emptied"),
                            (6, "Attached to"),
                            (7, "Detached from"),
                            (8, "Cleared"),
                            (9, "Coded"),
                            (10, "Shipped to"),
                            (11, "Received from"),
                            (12, "Sent under"),
                            (13, "Taken in under"),
                            (14, "Seen inside"),
                        ]
                    ),
                ),
                ("event_time", models.DateTimeField()),
                ("quantity", txng.trace.models.fields.Numeric(null=True)),
                ("uom", models.CharField(default="", max_length=3)),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="edges",
                        to="trace.capturedevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "edge",
                "ordering": ["event_time", "event_id", "position"],
                "indexes": [
                    models.Index(fields=["source", "event_time"], name="edge_forward"),
                    models.Index(fields=["target", "event_time"], name="edge_back"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edge",
            trigger=pgtrigger.compiler.Trigger(
                name="edge_is_never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4b49ac6bd7b713337ccccf0459ddd8c283351eb2",
                    operation="UPDATE",
                    pgid="pgtrigger_edge_is_never_changed_7ac5d",
                    table="trace_edge",
                    when="BEFORE",
                ),
            ),
        ),
    ]
