"""The visit day: who is inside, with which ticket, in which state, and what the gate and the counters did."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast, Substr

from serambi.rules.queueing import Stage, VisitClass


class HallDay(models.Model):
    """One day of one hall: how many people are inside and how many may be. Locked by whoever changes its queue.

    The numbers of [paper_from, paper_until) lie ahead of the hall and are kept for paper sheets.
    """

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="hall_days")
    on = models.DateField()
    limit = models.PositiveIntegerField()
    inside = models.PositiveIntegerField(default=0)
    next_ticket = models.PositiveIntegerField(default=1)
    paper_from = models.PositiveIntegerField(default=0)
    paper_until = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hall_day"
        constraints = (
            models.UniqueConstraint(fields=["office", "on"], name="hall_day_kept_once"),
            models.CheckConstraint(condition=Q(inside__lte=F("limit")), name="hall_never_over_its_limit"),
            models.CheckConstraint(
                condition=Q(next_ticket__lt=F("paper_from")) | Q(next_ticket__gte=F("paper_until")),
                name="hall_hands_out_no_paper_number",
            ),
        )

    def __str__(self) -> str:
        return f"hall of {self.office_id} on {self.on}"


class VisitState(models.TextChoices):
    """Where a visitor stands. Waiting, called, at a counter and parked ones are in the house.

    An absent one was called and did not come; one who left went before being served."""

    WAITING = "waiting"
    CALLED = "called"
    AT_COUNTER = "at_counter"
    PARKED = "parked"
    DONE = "done"
    INCOMPLETE = "incomplete"
    ABSENT = "absent"
    LEFT = "left"


IN_THE_HOUSE = (VisitState.WAITING, VisitState.CALLED, VisitState.AT_COUNTER, VisitState.PARKED)


class Visit(models.Model):
    """One person admitted on a day. `ticket` is the hall number, unlike any booking code.

    `due_at` is the instant that counts for the order (the slot of who came in time, else the arrival). `booking` is
    null for those who came without one; `companions` came in with them. `counter` is where they are or were called
    to; `wanted_counter` alone may call them, any when empty. Paper visits carry the time written on the paper.
    """

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="visits")
    on = models.DateField()
    ticket = models.CharField(max_length=10)
    visit_class = models.CharField(max_length=10, choices=[(c.value, c.value) for c in VisitClass])
    kind = models.CharField(max_length=15, blank=True)
    group = models.CharField(max_length=20)
    service = models.CharField(max_length=50, blank=True)
    booking = models.OneToOneField("records.Booking", models.PROTECT, related_name="visit", null=True)
    companions = models.PositiveSmallIntegerField(default=0)
    temperature_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stage = models.CharField(max_length=15, choices=[(s.value, s.value) for s in Stage])
    stage_since_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.WAITING)
    counter = models.CharField(max_length=20, blank=True)
    wanted_counter = models.CharField(max_length=20, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "visit"
        constraints = (
            models.UniqueConstraint(fields=["office", "on", "ticket"], name="ticket_given_once_a_day"),
            # Whatever the letter before it: no two people are called by one number.
            models.UniqueConstraint(
                F("office"), F("on"), Cast(Substr("ticket", 3), IntegerField()), name="ticket_number_given_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["office", "on", "counter"],
                condition=Q(state__in=("called", "at_counter")),
                name="counter_serves_one_at_a_time",
            ),
        )
        # Rows come in the order of days, so a summary of each block finds a day's.
        indexes = (BrinIndex(fields=["on"], autosummarize=True, name="visit_by_day"),)

    def __str__(self) -> str:
        return f"{self.ticket} on {self.on}"


class VisitStatus(models.Model):
    """One thing that happened to a visit; rows are only ever added."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="statuses")
    event = models.CharField(max_length=20)
    stage = models.CharField(max_length=15)
    counter = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "visit_status"

    def __str__(self) -> str:
        return f"{self.visit_id} {self.event}"


class GateEvent(models.Model):
    """One passage or refusal at a gate: `people` in (with companions), out, or turned back."""

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="gate_events")
    on = models.DateField()
    kind = models.CharField(max_length=10)
    gate = models.CharField(max_length=20)
    people = models.PositiveSmallIntegerField()
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="gate_events", null=True)
    reason = models.CharField(max_length=50, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "gate_event"
        indexes = (models.Index(fields=["office", "on"], name="gate_by_office_and_day"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.people} at {self.gate}"


class QueueOverride(models.Model):
    """Somebody called out of order, with a reason and two names; counted publicly per day."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="overrides")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=100)
    second_by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        db_table = "queue_override"
        constraints = (models.CheckConstraint(condition=~Q(by=F("second_by")), name="override_has_two_names"),)

    def __str__(self) -> str:
        return f"override of {self.visit_id}"
