# Two amounts paid on one code at one instant are two payments; the same line is still kept once.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0022_open_stays"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="bankpayment",
            name="payment_kept_once",
        ),
        migrations.AddConstraint(
            model_name="bankpayment",
            constraint=models.UniqueConstraint(
                fields=("billing_code", "paid_at", "amount_idr"), name="payment_kept_once"
            ),
        ),
    ]
