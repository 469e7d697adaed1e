# An order on record can wait for the second signature under its undoing.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0020_one_place_in_line"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposedorder",
            name="undone_why",
            field=models.TextField(blank=True, default=""),
        ),
    ]
