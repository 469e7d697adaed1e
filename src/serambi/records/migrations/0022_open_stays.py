# Stays to which an instrument has set no last day yet.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0021_proposals_to_undo"),
    ]

    operations = [
        migrations.AlterField(model_name="stayrow", name="last_on", field=models.DateField(null=True)),
    ]
