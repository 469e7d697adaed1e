# Draws: windows, requests and their people.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_bookings_know_their_office"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=100, unique=True)),
                ("group", models.CharField(max_length=20)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("sealed_seed", models.BinaryField()),
                ("seed_hash", models.CharField(max_length=64)),
                ("seed", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("collecting", "Collecting"), ("drawn", "Drawn")], default="collecting", max_length=10
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                ("places", models.JSONField(default=list)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draw_windows", to="records.office"
                    ),
                ),
            ],
            options={
                "db_table": "draw_window",
            },
        ),
        migrations.CreateModel(
            name="DrawRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("secret_hash", models.BinaryField()),
                ("service", models.CharField(max_length=50)),
                ("purpose", models.CharField(max_length=30)),
                ("urgency", models.CharField(blank=True, max_length=30)),
                ("needed_on", models.DateField(null=True)),
                ("language", models.CharField(max_length=2)),
                ("people", models.PositiveSmallIntegerField()),
                ("wishes", models.JSONField()),
                ("may_wait", models.BooleanField()),
                ("entered_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("entered", "Entered"), ("left", "Left"), ("won", "Won"), ("lost", "Lost")],
                        default="entered",
                        max_length=10,
                    ),
                ),
                ("rank", models.CharField(blank=True, max_length=64)),
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draw_request",
                        to="records.requestkey",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.slot"
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="records.drawwindow"
                    ),
                ),
            ],
            options={
                "db_table": "draw_request",
            },
        ),
        migrations.CreateModel(
            name="DrawPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("identity_hash", models.BinaryField()),
                ("is_vulnerable", models.BooleanField()),
                ("is_reachable", models.BooleanField()),
                ("takes_part", models.BooleanField(default=True)),
                ("sealed", models.BinaryField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="persons", to="records.drawrequest"
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.drawwindow"
                    ),
                ),
            ],
            options={
                "db_table": "draw_person",
            },
        ),
        migrations.AddConstraint(
            model_name="drawwindow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "collecting")),
                fields=("office", "group"),
                name="office_collects_for_one_draw_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("drawn_at__isnull", True), ("seed", ""), ("state", "collecting")),
                    models.Q(("drawn_at__isnull", False), ("state", "drawn"), models.Q(("seed", ""), _negated=True)),
                    _connector="OR",
                ),
                name="draw_reveals_its_seed_when_drawn",
            ),
        ),
        migrations.AddIndex(
            model_name="drawrequest",
            index=models.Index(fields=["window", "rank"], name="draw_request_by_rank"),
        ),
        migrations.AddConstraint(
            model_name="drawrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slot__isnull", False), ("state", "won")),
                    models.Q(models.Q(("state", "won"), _negated=True), ("slot__isnull", True)),
                    _connector="OR",
                ),
                name="draw_winner_has_a_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("takes_part", True)),
                fields=("window", "identity_hash"),
                name="person_asks_once_per_draw",
            ),
        ),
    ]
