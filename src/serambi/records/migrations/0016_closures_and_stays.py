"""What promises are counted by, so that a closure can move them; stays whose holders are told; messages to them."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE application_case SET named_on = promised_on, named_at = (
    SELECT max(at) FROM case_status
    WHERE case_id = application_case.id AND event IN ('interview', 'pay', 'paused', 'resumed')
)
WHERE interviewed_on IS NOT NULL
"""
"""Promises given before were named at the last of these steps, and no closure had moved them."""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0015_paper_days"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_by_stage"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["office", "stage", "promised_on", "id"],
                name="case_by_stage",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="named_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="named_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="casestatus",
            name="promised_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="office",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.office"
            ),
        ),
        migrations.CreateModel(
            name="StayRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("person_hash", models.BinaryField()),
                ("permit", models.CharField(max_length=10)),
                ("valid_until", models.DateField()),
                ("entered_on", models.DateField(null=True)),
                ("is_abroad", models.BooleanField()),
                ("language", models.CharField(max_length=2)),
                ("sealed", models.BinaryField()),
                ("last_on", models.DateField()),
                ("instrument", models.CharField(blank=True, max_length=100)),
                ("made_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "stay",
            },
        ),
        migrations.AddField(
            model_name="message",
            name="stay",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="records.stayrow"
            ),
        ),
        migrations.RemoveConstraint(model_name="message", name="message_speaks_of_one_thing"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("booking__isnull", False), ("office__isnull", False), ("reply", None), ("stay", None)),
                    models.Q(("booking", None), ("office__isnull", False), ("reply__isnull", False), ("stay", None)),
                    models.Q(("booking", None), ("office", None), ("reply", None), ("stay__isnull", False)),
                    _connector="OR",
                ),
                name="message_speaks_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person_hash",), name="person_is_told_of_one_stay"
            ),
        ),
        migrations.AddConstraint(
            model_name="stayrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_on__isnull", True), ("entered_on__lte", models.F("valid_until")), _connector="OR"
                ),
                name="stay_begins_before_it_ends",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True),
    ]
