# Billing codes taken back before they were paid.

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER voided_slip_append_only BEFORE UPDATE ON voided_slip
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
NOT_APPEND_ONLY = "DROP TRIGGER voided_slip_append_only ON voided_slip;"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0017_figures_from_visits_and_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="VoidedSlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("billing_code", models.CharField(max_length=15, unique=True)),
                ("amount_idr", models.PositiveBigIntegerField()),
                ("payable_until", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voided_slips", to="records.case"
                    ),
                ),
            ],
            options={
                "db_table": "voided_slip",
            },
        ),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
