"""The ledger: one row for every write, in the same transaction, never changed afterwards."""

import json
from collections.abc import Sequence

from django.db import connection, models


class LedgerQuerySet(models.QuerySet["LedgerRow"]):
    """The one write that a ledger has."""

    def append(self, rows: Sequence["LedgerRow"]) -> None:
        """Add rows in their order, in one statement."""
        columns = [[getattr(row, name) for row in rows] for name in ("at", "by", "action", "subject", "office")]
        with connection.cursor() as cursor:
            cursor.execute(APPEND, [*columns, [json.dumps(row.facts) for row in rows]])


APPEND = """
INSERT INTO ledger (at, by, action, subject, office, facts)
SELECT at, by, action, subject, office, facts::jsonb
FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    WITH ORDINALITY AS new (at, by, action, subject, office, facts, place) ORDER BY place
"""


class LedgerRow(models.Model):
    """Who did what to which object, and when. Holds codes and counts, never a name or an identity number."""

    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    action = models.CharField(max_length=50)
    subject = models.CharField(max_length=200)
    office = models.CharField(max_length=50, blank=True)
    facts = models.JSONField(default=dict)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        db_table = "ledger"
        indexes = (models.Index(fields=["subject", "id"], name="ledger_by_subject"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject}"
