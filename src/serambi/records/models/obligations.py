"""What the office owes a person whose place an order changed, the line of those who wait, and the fan-out of orders."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class ObligationKind(models.TextChoices):
    """What a displaced person got, exactly one of three."""

    OFFER = "offer"
    TOLD_CANCELLED = "told_cancelled"
    CALL = "call"


class ObligationOutcome(models.TextChoices):
    """How it ended; `open` has not."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    POSTPONED = "postponed"
    TOLD = "told"
    REACHED = "reached"
    RESTORED = "restored"
    SUPERSEDED = "superseded"


AT_THE_GATE = "gate"
"""The first word of the cause when the health gate, and no order, made a new time due."""


class Obligation(models.Model):
    """One person's due under one order: a new place offered until `deadline_at`, word that the visit is off and the

    place in line is kept, or a call, because no message can reach them. `to_slot` is the place held for them, null
    when there is none before the horizon. `cause` names the order: "enact SE-…", "undo SE-…", "plan", "gate <day>".
    """

    booking = models.ForeignKey("records.Booking", models.CASCADE, related_name="obligations")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    cause = models.CharField(max_length=150)
    kind = models.CharField(max_length=15, choices=ObligationKind)
    from_slot = models.ForeignKey("records.Slot", models.PROTECT, related_name="+")
    to_slot = models.ForeignKey("records.Slot", models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=ObligationOutcome, default=ObligationOutcome.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "obligation"
        constraints = (
            models.UniqueConstraint(
                fields=["booking"], condition=Q(outcome="open"), name="booking_has_one_open_obligation"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", settled_at__isnull=True) | ~Q(outcome="open") & Q(settled_at__isnull=False),
                name="obligation_settled_when_not_open",
            ),
        )
        indexes = (
            models.Index(fields=["deadline_at"], condition=Q(outcome="open"), name="obligation_by_deadline"),
            BrinIndex(fields=["made_at"], autosummarize=True, name="obligation_by_making"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} for booking {self.booking_id}"


class WaitingPlace(models.Model):
    """A place in line without a slot. The line of an office and group is ordered by `since_at`, urgent needs first.

    `invited_until` is set while a place is held for the person; null while they wait.
    """

    booking = models.OneToOneField("records.Booking", models.CASCADE, related_name="waiting_place")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    since_at = models.DateTimeField()
    invited_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "waiting_place"
        indexes = (models.Index(fields=["office", "group", "since_at"], name="line_by_since"),)

    def __str__(self) -> str:
        return f"line {self.pk} since {self.since_at}"


class UrgencyVerdict(models.Model):
    """What the triage desk found about a claim of urgency; rows are only ever added, the newest counts."""

    booking = models.ForeignKey("records.Booking", models.CASCADE, related_name="urgency_verdicts")
    is_accepted = models.BooleanField()
    is_audit = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "urgency_verdict"

    def __str__(self) -> str:
        return f"verdict {self.pk} on booking {self.booking_id}"


class OrderTask(models.Model):
    """One office's share in carrying out an order that concerns many; done exactly once.

    `restores` names the cause whose open obligations are taken back, empty when none are.
    """

    cause = models.CharField(max_length=150)
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    restores = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "order_task"
        constraints = (models.UniqueConstraint(fields=["cause", "office"], name="order_carried_out_once_per_office"),)

    def __str__(self) -> str:
        return f"{self.cause} at {self.office_id}"
