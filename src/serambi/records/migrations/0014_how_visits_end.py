# Visits that end without being served, that wait for one counter, and places of missed visits that are on sale again.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0013_replies"),
    ]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="freed_places",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="visit",
            name="wanted_counter",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", "missed")), fields=["identity_hash"], name="booking_missed_by_person"
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("called", "Called"),
                    ("at_counter", "At Counter"),
                    ("parked", "Parked"),
                    ("done", "Done"),
                    ("incomplete", "Incomplete"),
                    ("absent", "Absent"),
                    ("left", "Left"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
    ]
