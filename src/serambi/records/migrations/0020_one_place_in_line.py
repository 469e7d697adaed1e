# One place in line per person and service group.

from django.db import migrations, models

FILL = """
UPDATE waiting_place SET identity_hash = booking.identity_hash FROM booking WHERE booking.id = booking_id;

UPDATE waiting_place SET invited_until = NULL FROM booking WHERE booking.id = booking_id AND state = 'postponed';

UPDATE waiting_place SET invited_until = deadline_at FROM booking JOIN obligation ON booking_id = booking.id
WHERE booking.id = waiting_place.booking_id AND state = 'offered' AND outcome = 'open';

UPDATE waiting_place SET since_at = oldest.since_at
FROM (
    SELECT identity_hash, "group", min(since_at) AS since_at FROM waiting_place GROUP BY identity_hash, "group"
) AS oldest
WHERE (waiting_place.identity_hash, waiting_place."group") = (oldest.identity_hash, oldest."group")
    AND waiting_place.since_at > oldest.since_at;

DELETE FROM waiting_place WHERE id NOT IN (
    SELECT DISTINCT ON (identity_hash, "group") id FROM waiting_place
    ORDER BY identity_hash, "group", invited_until IS NULL, booking_id DESC
);
"""
"""Whoever an order had displaced from an invitation waits again, or until the offer's deadline; of several places of one
person the one that is held stays, else that of the newest booking, with the oldest time."""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0019_team_isolations"),
    ]

    operations = [
        migrations.AddField(
            model_name="waitingplace",
            name="identity_hash",
            field=models.BinaryField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True),
        migrations.AlterField(
            model_name="waitingplace",
            name="identity_hash",
            field=models.BinaryField(),
        ),
        migrations.AddConstraint(
            model_name="waitingplace",
            constraint=models.UniqueConstraint(fields=("identity_hash", "group"), name="person_stands_in_line_once"),
        ),
    ]
