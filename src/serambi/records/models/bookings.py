"""Bookings: one row per person and visit, the request they came in, and what happened to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.contrib.postgres.indexes import BrinIndex
from django.db import connection, models
from django.db.models import Max, Q


class RequestKeyQuerySet(models.QuerySet["RequestKey"]):
    """The two writes of a key that must be atomic."""

    def claim(self, fingerprints: Mapping[bytes, bytes], now: datetime) -> dict[bytes, int]:
        """Insert the keys that are new, in one order for everybody; returns their row ids by key hash."""
        ordered = sorted(fingerprints)
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO request_key (key_hash, fingerprint, at)
                SELECT key_hash, fingerprint, %s FROM unnest(%s::bytea[], %s::bytea[]) AS new (key_hash, fingerprint)
                ON CONFLICT (key_hash) DO NOTHING RETURNING key_hash, id
                """,
                [now, ordered, [fingerprints[key_hash] for key_hash in ordered]],
            )
            return {bytes(key_hash): row_id for key_hash, row_id in cursor.fetchall()}

    def answer(self, sealed_answers: Mapping[int, bytes]) -> None:
        """Keep the answers of claimed keys, by row id."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE request_key SET sealed_answer = new.sealed
                FROM unnest(%s::bigint[], %s::bytea[]) AS new (id, sealed) WHERE request_key.id = new.id
                """,
                [list(sealed_answers), list(sealed_answers.values())],
            )


class RequestKey(models.Model):
    """An idempotency key with the answer it got.

    `fingerprint` is a keyed hash of what was asked; `sealed_answer` holds the answer with its secrets, sealed.
    """

    key_hash = models.BinaryField(unique=True)
    fingerprint = models.BinaryField()
    sealed_answer = models.BinaryField(null=True)
    at = models.DateTimeField()

    objects = RequestKeyQuerySet.as_manager()

    class Meta:
        db_table = "request_key"

    def __str__(self) -> str:
        return f"request {self.pk}"


class BookingState(models.TextChoices):
    """States of a booking. Confirmed, offered, invited and arrived ones hold a place; a postponed one a place in line.

    On the visit day a confirmed one becomes arrived and then visited, or missed."""

    CONFIRMED = "confirmed"
    OFFERED = "offered"
    INVITED = "invited"
    POSTPONED = "postponed"
    ARRIVED = "arrived"
    VISITED = "visited"
    MISSED = "missed"
    CANCELLED = "cancelled"


HOLDING_A_PLACE = (BookingState.CONFIRMED, BookingState.OFFERED, BookingState.INVITED, BookingState.ARRIVED)


@dataclass(frozen=True, slots=True)
class NewBooking:
    """One row of Booking.objects.confirm, its fields in the order of the statement's columns."""

    code: str
    secret_hash: bytes
    party_id: int
    office_id: int
    slot_id: int
    service: str
    group: str
    identity_hash: bytes
    purpose: str
    urgency: str
    needed_on: date | None
    language: str
    is_vulnerable: bool
    is_reachable: bool
    sealed: bytes


class BookingQuerySet(models.QuerySet["Booking"]):
    """The write that books, and bookings by adjective."""

    def live(self) -> "BookingQuerySet":
        return self.filter(is_live=True)

    def live_holders(self, identity_hashes: Collection[bytes]) -> frozenset[tuple[bytes, str]]:
        """Who of these holds a live booking, and in which service group."""
        with connection.cursor() as cursor:
            cursor.execute(LIVE_HOLDERS, [list(identity_hashes)])
            return frozenset((bytes(identity_hash), group) for identity_hash, group in cursor.fetchall())

    def last_missed(self, identity_hashes: Collection[bytes], office: str) -> dict[bytes, date]:
        """The day of the last visit each of these missed at an office; who missed none is not in it."""
        rows = self.filter(identity_hash__in=list(identity_hashes), state=BookingState.MISSED, office__code=office)
        last = rows.values_list("identity_hash").annotate(on=Max("slot__office_day__on"))
        return {bytes(identity_hash): on for identity_hash, on in last}

    def write_state(self, bookings: Sequence["Booking"], event: str, now: datetime, by: str) -> None:
        """Write state, liveness and slot of locked bookings, and append `event` to the history of each."""
        if not bookings:
            return
        rows = [(booking.pk, booking.state, booking.is_live, booking.slot_id) for booking in bookings]
        with connection.cursor() as cursor:
            cursor.execute(WRITE_STATE, [*map(list, zip(*rows, strict=True)), event, now, by])

    def confirm(self, new: Sequence[NewBooking], now: datetime, by: str) -> dict[str, int]:
        """Insert bookings with their sealed applicants and first status rows, in one statement.

        Returns the row ids written, by code; a person who meanwhile got a live booking elsewhere is left out. Rows go
        in by identity hash, so that two lists with the same people wait for each other instead of crossing.
        """
        ordered = sorted(new, key=lambda row: row.identity_hash)
        columns = [[getattr(row, field.name) for row in ordered] for field in fields(NewBooking)]
        with connection.cursor() as cursor:
            cursor.execute(CONFIRM, [now, by, *columns])
            return dict(cursor.fetchall())


LIVE_HOLDERS = """
SELECT held.identity_hash, held."group" FROM unnest(%s::bytea[]) AS asked (identity_hash)
CROSS JOIN LATERAL (
    SELECT identity_hash, "group" FROM booking WHERE is_live AND identity_hash = asked.identity_hash LIMIT 100
) AS held
"""
"""One look into the index per person. The plain "= ANY" was read through the whole table while that had no statistics
yet, slower with every booking; the limit, far above the number of groups, is what keeps the planner from it."""

WRITE_STATE = """
WITH changed AS (
    UPDATE booking SET state = new.state, is_live = new.is_live, slot_id = new.slot_id
    FROM unnest(%s::bigint[], %s::text[], %s::boolean[], %s::bigint[]) AS new (id, state, is_live, slot_id)
    WHERE booking.id = new.id RETURNING booking.id, booking.slot_id
)
INSERT INTO booking_status (booking_id, event, slot_id, at, by)
SELECT id, %s::text, slot_id, %s::timestamptz, %s::text FROM changed
"""

CONFIRM = """
WITH moment (now, by) AS (VALUES (%s::timestamptz, %s::text)),
asked AS (
    SELECT * FROM unnest(
        %s::text[], %s::bytea[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
        %s::bytea[], %s::text[], %s::text[], %s::date[], %s::text[], %s::boolean[], %s::boolean[], %s::bytea[]
    ) AS asked (
        code, secret_hash, party_id, office_id, slot_id, service, "group",
        identity_hash, purpose, urgency, needed_on, language, is_vulnerable, is_reachable, sealed
    )
),
booked AS (
    INSERT INTO booking (
        code, secret_hash, party_id, office_id, slot_id, service, "group", identity_hash, purpose,
        urgency, needed_on, language, is_vulnerable, is_reachable, state, is_live, booked_at
    )
    SELECT code, secret_hash, party_id, office_id, slot_id, service, "group", identity_hash, purpose,
        urgency, needed_on, language, is_vulnerable, is_reachable, 'confirmed', TRUE, now
    FROM asked, moment
    ON CONFLICT (identity_hash, "group") WHERE is_live DO NOTHING
    RETURNING id, code, slot_id
),
applicants AS (
    INSERT INTO applicant (booking_id, sealed) SELECT booked.id, asked.sealed FROM booked JOIN asked USING (code)
),
statuses AS (
    INSERT INTO booking_status (booking_id, event, slot_id, at, by)
    SELECT booked.id, 'confirmed', booked.slot_id, now, by FROM booked, moment
)
SELECT code, id FROM booked
"""


class Booking(models.Model):
    """One person's visit. The person never changes; `party` groups those booked together.

    `identity_hash` is the keyed hash of the identity number, `secret_hash` of the secret the person holds. `slot` is
    null for somebody who waits in line and never had one. `is_vulnerable` (over 60 or under five at the visit) and
    `is_reachable` (an e-mail address was left) are noted so that nobody need open the seal to sort people.
    """

    code = models.CharField(max_length=20, unique=True)
    secret_hash = models.BinaryField()
    party = models.ForeignKey(RequestKey, models.PROTECT, related_name="bookings")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="bookings")
    slot = models.ForeignKey("records.Slot", models.PROTECT, related_name="bookings", null=True)
    service = models.CharField(max_length=50)
    group = models.CharField(max_length=20)
    identity_hash = models.BinaryField()
    purpose = models.CharField(max_length=30)
    urgency = models.CharField(max_length=30, blank=True)
    needed_on = models.DateField(null=True)
    language = models.CharField(max_length=2)
    is_vulnerable = models.BooleanField()
    is_reachable = models.BooleanField()
    state = models.CharField(max_length=15, choices=BookingState)
    is_live = models.BooleanField()
    booked_at = models.DateTimeField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        db_table = "booking"
        constraints = (
            models.UniqueConstraint(
                fields=["identity_hash", "group"],
                condition=Q(is_live=True),
                name="person_holds_one_live_booking",
            ),
            models.CheckConstraint(
                condition=Q(is_live=True, state__in=HOLDING_A_PLACE, slot__isnull=False)
                | Q(is_live=False) & ~Q(state__in=HOLDING_A_PLACE),
                name="booking_live_while_it_holds_a_place",
            ),
        )
        indexes = (
            models.Index(fields=["identity_hash"], condition=Q(state="missed"), name="booking_missed_by_person"),
        )

    def __str__(self) -> str:
        return self.code


class ApplicantRow(models.Model):
    """The person of a booking, sealed: name, identity, birth date, telephone, e-mail."""

    booking = models.OneToOneField(Booking, models.CASCADE, primary_key=True, related_name="applicant")
    sealed = models.BinaryField()

    class Meta:
        db_table = "applicant"

    def __str__(self) -> str:
        return f"applicant of {self.booking_id}"


class BookingStatus(models.Model):
    """One thing that happened to a booking; rows are only ever added."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="statuses")
    event = models.CharField(max_length=20)
    slot = models.ForeignKey("records.Slot", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "booking_status"
        # Rows come in the order of time, so a summary of each block finds a day's; it costs a booking next to nothing.
        indexes = (BrinIndex(fields=["at"], autosummarize=True, name="booking_status_by_at"),)

    def __str__(self) -> str:
        return f"{self.booking_id} {self.event} {self.at}"
