# Days on paper: printed sheets, the numbers they keep, lines entered afterwards; and one number a day for each visit.

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0014_how_visits_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="DaySheetRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=10)),
                ("signature", models.CharField(max_length=110)),
                ("people", models.PositiveIntegerField()),
                ("printed_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
            ],
            options={
                "db_table": "day_sheet",
            },
        ),
        migrations.CreateModel(
            name="PaperLineRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("on", models.DateField()),
                ("typed", models.JSONField()),
                ("fingerprint", models.CharField(max_length=60)),
                ("ticket_number", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "Entered"),
                            ("merged", "Merged"),
                            ("open", "Open"),
                            ("set_aside", "Set Aside"),
                        ],
                        default="entered",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=50)),
                ("facts", models.JSONField(default=dict)),
                ("entered_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=100)),
                ("settled_why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "db_table": "paper_line",
            },
        ),
        migrations.CreateModel(
            name="PaperTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "paper_ticket",
            },
        ),
        migrations.AddField(
            model_name="hallday",
            name="paper_from",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="hallday",
            name="paper_until",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="hallday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_ticket__lt", models.F("paper_from")),
                    ("next_ticket__gte", models.F("paper_until")),
                    _connector="OR",
                ),
                name="hall_hands_out_no_paper_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                models.F("office"),
                models.F("on"),
                django.db.models.functions.comparison.Cast(
                    django.db.models.functions.text.Substr("ticket", 3), models.IntegerField()
                ),
                name="ticket_number_given_once_a_day",
            ),
        ),
        migrations.AddField(
            model_name="daysheetrow",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="day_sheets", to="records.office"
            ),
        ),
        migrations.AddField(
            model_name="daysheetrow",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="records.daysheetrow",
            ),
        ),
        migrations.AddField(
            model_name="paperlinerow",
            name="booking",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="paper_lines", to="records.booking"
            ),
        ),
        migrations.AddField(
            model_name="paperlinerow",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="paper_lines", to="records.office"
            ),
        ),
        migrations.AddField(
            model_name="paperlinerow",
            name="replaces",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="records.paperlinerow",
            ),
        ),
        migrations.AddField(
            model_name="paperlinerow",
            name="visit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="paper_lines", to="records.visit"
            ),
        ),
        migrations.AddField(
            model_name="paperticket",
            name="booking",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper_tickets",
                to="records.booking",
            ),
        ),
        migrations.AddField(
            model_name="paperticket",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="paper_tickets", to="records.office"
            ),
        ),
        migrations.AddField(
            model_name="paperticket",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="records.daysheetrow"
            ),
        ),
        migrations.AddConstraint(
            model_name="daysheetrow",
            constraint=models.UniqueConstraint(fields=("office", "on", "number"), name="day_sheet_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="paperlinerow",
            constraint=models.UniqueConstraint(fields=("office", "on", "fingerprint"), name="paper_line_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="paperlinerow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "merged")),
                fields=("office", "on", "ticket_number"),
                name="paper_number_merged_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperlinerow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "merged")), fields=("booking",), name="paper_booking_merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperlinerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "set_aside"),
                        models.Q(("settled_why", ""), _negated=True),
                        models.Q(("settled_by", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "set_aside"), _negated=True), ("settled_by", "")),
                    _connector="OR",
                ),
                name="paper_line_set_aside_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperticket",
            constraint=models.UniqueConstraint(fields=("office", "on", "number"), name="paper_ticket_kept_once_a_day"),
        ),
    ]
