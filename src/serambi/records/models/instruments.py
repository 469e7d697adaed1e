"""Instruments as legal records, and the risk assessments of regions."""

from django.db import models
from django.db.models import F, Q


class InstrumentRow(models.Model):
    """A circular, decree or order, kept in its own words.

    `text` is the whole record (TOML, see rules/policyfile); the columns repeat what lists and guards need.
    `known_at` is when it was recorded, `undone_at` when it was struck as if it had never been (null: never).
    """

    number = models.CharField(max_length=100, unique=True)
    file = models.CharField(max_length=200)
    text = models.TextField()
    signed_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    known_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "instrument"
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="instrument_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.number


class ProposedOrder(models.Model):
    """An order that waits for its second signer; `decision` is empty until it is enacted, undone or withdrawn.

    `undone_why` is empty where it is to be enacted; else the order is on record and is to be undone, for this reason.
    """

    number = models.CharField(max_length=100)
    file = models.CharField(max_length=200)
    text = models.TextField()
    undone_why = models.TextField(blank=True, default="")
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "proposed_order"
        constraints = (
            models.UniqueConstraint(fields=["number"], condition=Q(decision=""), name="order_proposed_once_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.number} by {self.proposed_by}"


class AssessmentRow(models.Model):
    """One region's score on a weekly risk map; `score` null means no cases."""

    region = models.CharField(max_length=5)
    score = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    assessed_on = models.DateField()
    known_at = models.DateTimeField()
    source = models.CharField(max_length=300)

    class Meta:
        db_table = "assessment"
        constraints = (
            models.UniqueConstraint(fields=["region", "assessed_on", "known_at"], name="assessment_recorded_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=3),
                name="assessment_score_between_0_and_3",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} on {self.assessed_on}"
