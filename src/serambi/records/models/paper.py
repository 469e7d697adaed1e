"""Days on paper: the sheets that were printed, the numbers they keep, and the lines entered afterwards."""

from django.db import models
from django.db.models import Q


class DaySheetRow(models.Model):
    """One print of a day's sheet; `number` counts them per day. What was printed stands on paper, here only its
    digest with the signature over it."""

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="day_sheets")
    on = models.DateField()
    number = models.PositiveIntegerField()
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True)
    digest = models.CharField(max_length=60)
    key = models.CharField(max_length=10)
    signature = models.CharField(max_length=110)
    people = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "day_sheet"
        constraints = (models.UniqueConstraint(fields=["office", "on", "number"], name="day_sheet_numbered_once"),)

    def __str__(self) -> str:
        return f"sheet {self.number} of {self.office_id} on {self.on}"


class PaperTicket(models.Model):
    """One ticket number of a day that a sheet keeps; `booking` null: for whoever comes without one."""

    sheet = models.ForeignKey(DaySheetRow, models.PROTECT, related_name="tickets")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="paper_tickets")
    on = models.DateField()
    number = models.PositiveIntegerField()
    # The check of a constraint would lock bookings after the hall, where a gate locks them before it.
    booking = models.ForeignKey(
        "records.Booking", models.PROTECT, related_name="paper_tickets", null=True, db_constraint=False
    )

    class Meta:
        db_table = "paper_ticket"
        constraints = (models.UniqueConstraint(fields=["office", "on", "number"], name="paper_ticket_kept_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.number} on {self.on}"


class LineState(models.TextChoices):
    """Where an entered line stands: not looked at yet, a visit, waiting for a decision, or set aside by one."""

    ENTERED = "entered"
    MERGED = "merged"
    OPEN = "open"
    SET_ASIDE = "set_aside"


UNSETTLED = (LineState.ENTERED, LineState.OPEN)


class PaperLineRow(models.Model):
    """One line as it was typed, kept once however many enter it; what it says never changes.

    `typed` holds the cells, `fingerprint` their digest; `ticket_number` and `booking` are what it could be found to be
    about. `reason` with `facts` is why it is open; `visit` what it became (also null for who did not come).
    """

    code = models.CharField(max_length=20, unique=True)
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="paper_lines")
    on = models.DateField()
    typed = models.JSONField()
    fingerprint = models.CharField(max_length=60)
    ticket_number = models.PositiveIntegerField(null=True)
    booking = models.ForeignKey("records.Booking", models.PROTECT, related_name="paper_lines", null=True)
    state = models.CharField(max_length=10, choices=LineState, default=LineState.ENTERED)
    reason = models.CharField(max_length=50, blank=True)
    facts = models.JSONField(default=dict)
    visit = models.ForeignKey("records.Visit", models.PROTECT, related_name="paper_lines", null=True)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="corrections", null=True)
    entered_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)
    settled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "paper_line"
        constraints = (
            models.UniqueConstraint(fields=["office", "on", "fingerprint"], name="paper_line_kept_once"),
            models.UniqueConstraint(
                fields=["office", "on", "ticket_number"], condition=Q(state="merged"), name="paper_number_merged_once"
            ),
            models.UniqueConstraint(fields=["booking"], condition=Q(state="merged"), name="paper_booking_merged_once"),
            models.CheckConstraint(
                condition=Q(state="set_aside") & ~Q(settled_why="") & ~Q(settled_by="")
                | ~Q(state="set_aside") & Q(settled_by=""),
                name="paper_line_set_aside_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"paper line {self.code}"
