"""The outbox: messages written in the transaction of their cause, delivered afterwards."""

import json
from collections.abc import Sequence

from django.db import connection, models
from django.db.models import Q


class MessageState(models.TextChoices):
    """`handing_over` is set and committed before the mail server is spoken to, so that a crash cannot send twice."""

    WAITING = "waiting"
    HANDING_OVER = "handing_over"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    PHONED = "phoned"
    LAPSED = "lapsed"


PUT = """
INSERT INTO message (
    booking_id, reply_id, stay_id, office_id, kind, facts, dedupe_key, is_critical, made_at, next_try_at, not_after,
    state, tries, last_result, settled_by
)
SELECT booking_id, reply_id, stay_id, office_id, kind, facts::jsonb, dedupe_key, is_critical, made_at, next_try_at,
    not_after, 'waiting', 0, '', ''
FROM unnest(
    %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::boolean[],
    %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]
) AS new (
    booking_id, reply_id, stay_id, office_id, kind, facts, dedupe_key, is_critical, made_at, next_try_at, not_after
)
ON CONFLICT DO NOTHING
"""


class MessageQuerySet(models.QuerySet["Message"]):
    """The write that puts messages into the outbox."""

    def put(self, messages: Sequence["Message"]) -> None:
        """Insert new messages, waiting; one whose `dedupe_key` is there already is left out.

        In SQL of its own: every booking and everybody an order displaces passes here.
        """
        rows = [
            (
                *(new.booking_id, new.reply_id, new.stay_id, new.office_id, new.kind, json.dumps(new.facts)),
                *(new.dedupe_key, new.is_critical, new.made_at, new.next_try_at, new.not_after),
            )
            for new in messages
        ]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(PUT, [list(column) for column in zip(*rows, strict=True)])


class Message(models.Model):
    """One message to the holder of a booking or a stay, or to who replied to a notice. Its text is made as it is sent,
    from `kind`, `facts` and what it speaks of.

    `dedupe_key` makes it unique; after `not_after` (the visit) it lapses; a `is_critical` one that cannot be delivered
    stands on the call list until somebody has phoned. `next_try_at` is when it is due; while a sender has it reserved,
    the end of that; once it is in hand, when it was taken.
    """

    booking = models.ForeignKey("records.Booking", models.CASCADE, related_name="messages", null=True)
    reply = models.ForeignKey("records.Reply", models.CASCADE, related_name="+", null=True)
    stay = models.ForeignKey("records.StayRow", models.CASCADE, related_name="messages", null=True)
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, unique=True)
    is_critical = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=15, choices=MessageState, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_result = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        db_table = "message"
        constraints = (
            models.CheckConstraint(
                condition=Q(booking__isnull=False, reply=None, stay=None, office__isnull=False)
                | Q(booking=None, reply__isnull=False, stay=None, office__isnull=False)
                | Q(booking=None, reply=None, stay__isnull=False, office=None),
                name="message_speaks_of_one_thing",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=("waiting", "handing_over")), name="message_by_next_try"
            ),
        )

    def __str__(self) -> str:
        return self.dedupe_key
