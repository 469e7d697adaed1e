"""The ledger: one row for every write, in the same transaction, never changed afterwards."""

from django.db import models


class LedgerRow(models.Model):
    """Who did what to which object, and when. Holds codes and counts, never a name or an identity number."""

    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    action = models.CharField(max_length=50)
    subject = models.CharField(max_length=200)
    office = models.CharField(max_length=50, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "ledger"
        indexes = (models.Index(fields=["subject", "id"], name="ledger_by_subject"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject}"
