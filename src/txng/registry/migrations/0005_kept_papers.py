import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import txng.kernel.codes
from django.db import migrations, models


def one_code_a_dossier(apps, schema_editor):
    # The default of a new column is one value for all rows; each dossier needs its own.
    for row in apps.get_model('registry', 'Dossier').objects.order_by('pk').only('pk').iterator():
        row.record_code = txng.kernel.codes.new_token()
        row.save(update_fields=['record_code'])


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0002_more_kinds_of_files_and_jobs'),
        ('registry', '0004_profiles_and_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('form', 'Registration form as filled in'), ('receipt', 'Receipt of the dossier'), ('supplement', 'Notice of supplements'), ('result', 'Notice of the result'), ('hand_over', 'Record of the hand-over')], max_length=12)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('organisation', models.CharField(max_length=300)),
                ('agency', models.CharField(max_length=300)),
                ('code', models.CharField(default=txng.kernel.codes.new_token, editable=False, max_length=24, unique=True)),
                ('pages', models.PositiveSmallIntegerField()),
                ('dated', models.DateTimeField()),
                ('kept_at', models.DateTimeField()),
                ('retention', models.CharField(max_length=20)),
                ('retention_name', models.CharField(max_length=200)),
                ('retention_article', models.CharField(max_length=200)),
                ('retention_years', models.PositiveSmallIntegerField()),
                ('kept_until', models.DateField()),
            ],
            options={
                'verbose_name': 'kept paper',
                'ordering': ['dated', 'id'],
            },
        ),
        migrations.AddField(
            model_name='dossier',
            name='record_code',
            field=models.CharField(default=txng.kernel.codes.new_token, editable=False, max_length=24, null=True),
        ),
        migrations.RunPython(one_code_a_dossier, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='dossier',
            name='record_code',
            field=models.CharField(default=txng.kernel.codes.new_token, editable=False, max_length=24, unique=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossier',
            trigger=pgtrigger.compiler.Trigger(name='a_filed_dossier_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."number" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e4490b325f67a499fe98b96d3dbec8416f0f2268', operation='DELETE', pgid='pgtrigger_a_filed_dossier_stays_d73af', table='registry_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierpaper',
            trigger=pgtrigger.compiler.Trigger(name='a_filed_paper_stays', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE state_now text;', func="\n                    SELECT state INTO state_now FROM registry_dossier WHERE id = OLD.dossier_id;\n                    IF state_now NOT IN ('draft', 'returned') THEN\n                        RAISE EXCEPTION 'pgtrigger: a paper of a filed dossier stays';\n                    END IF;\n                    RETURN OLD;\n                    ", hash='5d0858021a628862217087d1537ff0ed39834b75', operation='DELETE', pgid='pgtrigger_a_filed_paper_stays_a7bb7', table='registry_dossierpaper', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='keptpaper',
            name='dossier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kept_papers', to='registry.dossier'),
        ),
        migrations.AddField(
            model_name='keptpaper',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile'),
        ),
        migrations.AddConstraint(
            model_name='keptpaper',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'hand_over'), _negated=True), fields=('dossier', 'kind', 'round'), name='a_paper_once_a_dossier'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptpaper',
            trigger=pgtrigger.compiler.Trigger(name='a_kept_paper_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."round" IS DISTINCT FROM (NEW."round") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."organisation" IS DISTINCT FROM (NEW."organisation") OR OLD."agency" IS DISTINCT FROM (NEW."agency") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."pages" IS DISTINCT FROM (NEW."pages") OR OLD."dated" IS DISTINCT FROM (NEW."dated") OR OLD."kept_at" IS DISTINCT FROM (NEW."kept_at") OR OLD."retention" IS DISTINCT FROM (NEW."retention") OR OLD."retention_name" IS DISTINCT FROM (NEW."retention_name") OR OLD."retention_article" IS DISTINCT FROM (NEW."retention_article") OR OLD."retention_years" IS DISTINCT FROM (NEW."retention_years"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='512f4a2f286441bf5cd7651a537ad6a0810b0eb3', operation='UPDATE', pgid='pgtrigger_a_kept_paper_stays_d634a', table='registry_keptpaper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptpaper',
            trigger=pgtrigger.compiler.Trigger(name='a_term_never_shrinks', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."kept_until" < OLD."kept_until")', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='15117391ec422c93198fab06dc7338e1ce19f407', operation='UPDATE', pgid='pgtrigger_a_term_never_shrinks_1a349', table='registry_keptpaper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptpaper',
            trigger=pgtrigger.compiler.Trigger(name='not_before_its_day', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kept_until" >= CURRENT_DATE)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='43fab5e333fd25148a51731e0c9bab72089cae7e', operation='DELETE', pgid='pgtrigger_not_before_its_day_a5f0e', table='registry_keptpaper', when='BEFORE')),
        ),
    ]
