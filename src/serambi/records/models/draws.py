"""Draws: windows in which requests are collected, the requests, and their people."""

from collections.abc import Collection, Sequence

from django.db import connection, models
from django.db.models import Count, Q, Sum

from serambi.rules.draw_window import WindowFacts


class DrawState(models.TextChoices):
    COLLECTING = "collecting"
    DRAWN = "drawn"


class DrawWindowQuerySet(models.QuerySet["DrawWindow"]):
    def held(self, code: str) -> "DrawWindow | None":
        """The window, kept from being drawn until the caller's transaction ends; those who enter do not wait for each
        other."""
        return next(iter(self.raw("SELECT * FROM draw_window WHERE code = %s FOR KEY SHARE", [code])), None)


class DrawWindow(models.Model):
    """General places of an office's service group on days of [from_on, until_on), given by chance instead of haste.

    Requests are collected in [opens_at, closes_at); until the draw is made nobody else can book these places.
    `seed_hash` is public from the start; the seed is sealed until then and stands in `seed` afterwards, beside the
    `places` there were, as [slot, day, places] in the order in which they were given.
    """

    code = models.CharField(max_length=100, unique=True)
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="draw_windows")
    group = models.CharField(max_length=20)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    from_on = models.DateField()
    until_on = models.DateField()
    sealed_seed = models.BinaryField()
    seed_hash = models.CharField(max_length=64)
    seed = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=DrawState, default=DrawState.COLLECTING)
    drawn_at = models.DateTimeField(null=True)
    places = models.JSONField(default=list)

    objects = DrawWindowQuerySet.as_manager()

    class Meta:
        db_table = "draw_window"
        constraints = (
            models.UniqueConstraint(
                fields=["office", "group"],
                condition=Q(state="collecting"),
                name="office_collects_for_one_draw_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="collecting", seed="", drawn_at__isnull=True)
                | Q(state="drawn", drawn_at__isnull=False) & ~Q(seed=""),
                name="draw_reveals_its_seed_when_drawn",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def facts(self) -> WindowFacts:
        return WindowFacts(self.office.code, self.group, self.opens_at, self.closes_at, self.from_on, self.until_on)


class DrawRequestState(models.TextChoices):
    """`left` are those who withdrew, or had booked otherwise when the draw was made."""

    ENTERED = "entered"
    LEFT = "left"
    WON = "won"
    LOST = "lost"


class DrawRequestQuerySet(models.QuerySet["DrawRequest"]):
    def counted(self, windows: Collection[DrawWindow]) -> dict[tuple[int, str], tuple[int, int]]:
        """How many requests and how many people there are, by window id and state."""
        rows = self.filter(window__in=windows).values("window", "state")
        counts = rows.annotate(of_requests=Count("id"), of_people=Sum("people")).order_by()
        return {(row["window"], row["state"]): (row["of_requests"], row["of_people"]) for row in counts}

    def decide(self, decided: Sequence[tuple[int, str, int | None]]) -> None:
        """Write what the draw gave, as (row id, rank, slot id or None), in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE draw_request SET
                    rank = new.rank, slot_id = new.slot_id,
                    state = CASE WHEN new.slot_id IS NULL THEN 'lost' ELSE 'won' END
                FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS new (id, rank, slot_id)
                WHERE draw_request.id = new.id
                """,
                [list(column) for column in zip(*decided, strict=True)] or [[], [], []],
            )


class DrawRequest(models.Model):
    """A request in a draw: a party of so many `people`, and the slots and days they wish, best first.

    `code` is random and public, its rank follows from it; `secret_hash` is of the secret its holder keeps. `key` is
    the idempotency key it came in, later the party of its bookings.
    """

    window = models.ForeignKey(DrawWindow, models.PROTECT, related_name="requests")
    code = models.CharField(max_length=20, unique=True)
    secret_hash = models.BinaryField()
    key = models.OneToOneField("records.RequestKey", models.PROTECT, related_name="draw_request")
    service = models.CharField(max_length=50)
    purpose = models.CharField(max_length=30)
    urgency = models.CharField(max_length=30, blank=True)
    needed_on = models.DateField(null=True)
    language = models.CharField(max_length=2)
    people = models.PositiveSmallIntegerField()
    wishes = models.JSONField()
    may_wait = models.BooleanField()
    entered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DrawRequestState, default=DrawRequestState.ENTERED)
    rank = models.CharField(max_length=64, blank=True)
    slot = models.ForeignKey("records.Slot", models.PROTECT, related_name="+", null=True)

    objects = DrawRequestQuerySet.as_manager()

    class Meta:
        db_table = "draw_request"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="won", slot__isnull=False) | ~Q(state="won") & Q(slot__isnull=True),
                name="draw_winner_has_a_slot",
            ),
        )
        indexes = (models.Index(fields=["window", "rank"], name="draw_request_by_rank"),)

    def __str__(self) -> str:
        return self.code


class DrawPerson(models.Model):
    """One person of a request, sealed. `takes_part` until the request is left; `is_vulnerable` on the first day."""

    request = models.ForeignKey(DrawRequest, models.CASCADE, related_name="persons")
    window = models.ForeignKey(DrawWindow, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    identity_hash = models.BinaryField()
    is_vulnerable = models.BooleanField()
    is_reachable = models.BooleanField()
    takes_part = models.BooleanField(default=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "draw_person"
        constraints = (
            models.UniqueConstraint(
                fields=["window", "identity_hash"], condition=Q(takes_part=True), name="person_asks_once_per_draw"
            ),
        )

    def __str__(self) -> str:
        return f"person {self.position} of {self.request_id}"
