# Figures from visits and cases, and months as they were published. The next counting is one of everything.

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0016_closures_and_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("group", models.CharField(max_length=20)),
                ("measure", models.CharField(max_length=15)),
                ("total", models.PositiveIntegerField(null=True)),
                ("services", models.JSONField()),
                ("days", models.JSONField(null=True)),
                ("at_least", models.PositiveIntegerField(null=True)),
                ("is_history", models.BooleanField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "published_month",
            },
        ),
        migrations.RemoveConstraint(
            model_name="dailyfigure",
            name="figure_counted_once",
        ),
        migrations.RemoveIndex(
            model_name="dailyfigure",
            name="figure_by_day",
        ),
        migrations.AddField(
            model_name="figurerun",
            name="earlier_marks",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="figurerun",
            name="marks",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="dailyfigure",
            name="office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.office",
            ),
        ),
        migrations.AddIndex(
            model_name="casestatus",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="case_status_by_at"
            ),
        ),
        migrations.AddIndex(
            model_name="dailyfigure",
            index=models.Index(
                condition=models.Q(("measure", "waiting")), fields=["office", "on"], name="figure_of_the_line"
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["made_at"], name="obligation_by_making"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=["on"], name="visit_by_day"),
        ),
        migrations.AddConstraint(
            model_name="dailyfigure",
            constraint=models.UniqueConstraint(
                fields=("on", "office", "measure", "service"), name="figure_counted_once"
            ),
        ),
        migrations.AddField(
            model_name="publishedmonth",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.office"),
        ),
        migrations.AddConstraint(
            model_name="publishedmonth",
            constraint=models.UniqueConstraint(
                fields=("office", "month", "group", "measure"), name="month_published_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("total", None), ("total__gte", 10), _connector="OR"), name="nothing_small_published"
            ),
        ),
        migrations.RunSQL("UPDATE figure_run SET through_at = NULL", migrations.RunSQL.noop),
    ]
