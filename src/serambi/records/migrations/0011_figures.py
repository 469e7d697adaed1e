# Figures: daily roll-ups, imported history, and how far the events have been counted.

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0010_cases_are_found_fast"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=50)),
                ("measure", models.CharField(max_length=15)),
                ("on", models.DateField()),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "daily_figure",
            },
        ),
        migrations.CreateModel(
            name="FigureRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("through_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "figure_run",
            },
        ),
        migrations.CreateModel(
            name="HistoryFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=50)),
                ("measure", models.CharField(max_length=15)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "db_table": "history_figure",
            },
        ),
        migrations.AddIndex(
            model_name="bookingstatus",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="booking_status_by_at"
            ),
        ),
        migrations.AddField(
            model_name="dailyfigure",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.office"),
        ),
        migrations.AddConstraint(
            model_name="figurerun",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="figures_are_run_in_one_line"),
        ),
        migrations.AddField(
            model_name="historyfigure",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.office"),
        ),
        migrations.AddIndex(
            model_name="dailyfigure",
            index=models.Index(fields=["on"], name="figure_by_day"),
        ),
        migrations.AddConstraint(
            model_name="dailyfigure",
            constraint=models.UniqueConstraint(
                fields=("office", "measure", "on", "service"), name="figure_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 0), ("measure", "waiting"), _connector="OR"),
                name="figure_never_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="historyfigure",
            constraint=models.UniqueConstraint(
                fields=("office", "measure", "from_on", "until_on", "service"), name="history_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="historyfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="history_period_not_empty"
            ),
        ),
    ]
