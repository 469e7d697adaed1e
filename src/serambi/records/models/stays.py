"""Stays: foreigners who want to be told when the deadline of their stay changes."""

from django.db import models
from django.db.models import F, Q


class StayRow(models.Model):
    """One person's permit with its last day, and the deadline they were told last.

    `sealed` holds identity and contact; it is emptied when the person no longer wants to be told. `person_hash` is the
    keyed hash of identity and address together, so that nobody can take another's place by knowing a passport number.
    `instrument` is the number of the one that set `last_on`, empty when the permit's own last day counts; `last_on`
    null while that instrument holds and has set no last day.
    """

    code = models.CharField(max_length=20, unique=True)
    person_hash = models.BinaryField()
    permit = models.CharField(max_length=10)
    valid_until = models.DateField()
    entered_on = models.DateField(null=True)
    is_abroad = models.BooleanField()
    language = models.CharField(max_length=2)
    sealed = models.BinaryField()
    last_on = models.DateField(null=True)
    instrument = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "stay"
        constraints = (
            models.UniqueConstraint(
                fields=["person_hash"], condition=Q(ended_at=None), name="person_is_told_of_one_stay"
            ),
            models.CheckConstraint(
                condition=Q(entered_on__isnull=True) | Q(entered_on__lte=F("valid_until")),
                name="stay_begins_before_it_ends",
            ),
        )

    def __str__(self) -> str:
        return self.code
