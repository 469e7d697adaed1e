"""Note on each booking what was only to be found elsewhere so far: its office, and two facts from under the seal."""

from datetime import date

from django.db import migrations

from serambi.records.sealing import unseal
from serambi.rules.vulnerable import is_vulnerable


def fill(apps, schema_editor):
    booking = apps.get_model("records", "Booking")
    rows = booking.objects.filter(office=None).select_related("slot__office_day", "applicant")
    for row in rows.iterator(chunk_size=1000):
        person = unseal(row.applicant.sealed)
        row.office_id = row.slot.office_day.office_id
        row.is_vulnerable = is_vulnerable(date.fromisoformat(person["born_on"]), row.slot.office_day.on)
        row.is_reachable = bool(person.get("email"))
        row.save(update_fields=["office", "is_vulnerable", "is_reachable"])


class Migration(migrations.Migration):
    dependencies = (("records", "0003_orders_and_obligations"),)

    operations = (migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),)
