"""What the office owes a person whose place an order changed, the line of those who wait, and the fan-out of orders."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.contrib.postgres.indexes import BrinIndex
from django.db import connection, models
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

IN_ISOLATION = "isolated"
"""The first word of the cause when the isolation of a team did."""


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """The write of what an order makes due."""

    def make(self, obligations: Sequence["Obligation"]) -> None:
        """Insert open obligations, at most one per booking, and give each its id; in SQL of its own, as an order over
        the whole country makes hundreds of thousands.
        """
        rows = [
            (
                *(new.booking_id, new.office_id, new.cause, new.kind, new.from_slot_id, new.to_slot_id),
                *(new.made_at, new.deadline_at),
            )
            for new in obligations
        ]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(MAKE, [list(column) for column in zip(*rows, strict=True)])
            ids = dict(cursor.fetchall())
        for new in obligations:
            new.pk = ids[new.booking_id]


MAKE = """
INSERT INTO obligation (
    booking_id, office_id, cause, kind, from_slot_id, to_slot_id, made_at, deadline_at, outcome, settled_by
)
SELECT booking_id, office_id, cause, kind, from_slot_id, to_slot_id, made_at, deadline_at, 'open', ''
FROM unnest(
    %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[]
) AS new (booking_id, office_id, cause, kind, from_slot_id, to_slot_id, made_at, deadline_at)
RETURNING booking_id, id
"""


class Obligation(models.Model):
    """One person's due under one order: a new place offered until `deadline_at`, word that the visit is off and the

    place in line is kept, or a call, because no message can reach them. `to_slot` is the place held for them, null
    when there is none before the horizon. `cause` names the order: "enact SE-…", "undo SE-…", "plan", "gate <day>",
    "isolated <code>".
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

    objects = ObligationQuerySet.as_manager()

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


class WaitingPlaceQuerySet(models.QuerySet["WaitingPlace"]):
    """The writes that stand people in line, and note until when a place is held for them."""

    def stand(self, booking_ids: Collection[int]) -> None:
        """Stand these bookings in line, in this order, since the moment they were booked; who stands there already
        keeps the place, and waits again if a place was held.

        A person stands in the line of a group once: a place that they have through another booking passes to this one,
        with the older `since_at`. While a place is held for the other booking nothing changes.
        """
        with connection.cursor() as cursor:
            cursor.execute(STAND, [list(booking_ids)])

    def hold(self, until: Mapping[int, datetime]) -> None:
        """Note until when a place is held, by booking id; who stands in no line is passed over."""
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [list(until), list(until.values())])


STAND = """
INSERT INTO waiting_place (booking_id, office_id, "group", identity_hash, since_at)
SELECT booking.id, office_id, "group", identity_hash, booked_at
FROM unnest(%s::bigint[]) WITH ORDINALITY AS new (id, number) JOIN booking USING (id) ORDER BY number
ON CONFLICT (identity_hash, "group") DO UPDATE SET booking_id = excluded.booking_id, office_id = excluded.office_id,
    since_at = CASE waiting_place.booking_id
        WHEN excluded.booking_id THEN waiting_place.since_at
        ELSE least(waiting_place.since_at, excluded.since_at)
    END,
    invited_until = NULL
WHERE waiting_place.booking_id = excluded.booking_id OR waiting_place.invited_until IS NULL
"""

HOLD = """
UPDATE waiting_place SET invited_until = new.until
FROM unnest(%s::bigint[], %s::timestamptz[]) AS new (booking_id, until)
WHERE waiting_place.booking_id = new.booking_id
"""


class WaitingPlace(models.Model):
    """A place in line without a slot. The line of an office and group is ordered by `since_at`, urgent needs first.

    `invited_until` is set while a place is held for the person, by an invitation or by the offer that replaced it;
    null while they wait. `identity_hash` is the booking's, here for the wall that keeps one person from waiting twice.
    """

    booking = models.OneToOneField("records.Booking", models.CASCADE, related_name="waiting_place")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    identity_hash = models.BinaryField()
    since_at = models.DateTimeField()
    invited_until = models.DateTimeField(null=True)

    objects = WaitingPlaceQuerySet.as_manager()

    class Meta:
        db_table = "waiting_place"
        constraints = (models.UniqueConstraint(fields=["identity_hash", "group"], name="person_stands_in_line_once"),)
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
