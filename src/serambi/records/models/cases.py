"""Cases: one application each, its stages as rows, its clocks, its payment."""

from collections.abc import Sequence

from django.contrib.postgres.indexes import BrinIndex
from django.db import connection, models
from django.db.models import Q

from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseStage


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by adjective, and the write of many clocks."""

    def write_clocks(self, cases: Sequence["Case"]) -> None:
        """Write both clocks and the promised day of locked cases, in one statement."""
        if not cases:
            return
        rows = [(case.pk, case.legal_on, case.practice_on, case.promised_on) for case in cases]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE application_case
                SET legal_on = new.legal_on, practice_on = new.practice_on, promised_on = new.promised_on
                FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::date[])
                    AS new (id, legal_on, practice_on, promised_on)
                WHERE application_case.id = new.id
                """,
                [list(column) for column in zip(*rows, strict=True)],
            )


class Case(models.Model):
    """One application from acceptance to handover.

    `number` has 16 digits. `born_on_hash` is the keyed hash of the birth date, by which the tracking page is opened;
    the person is sealed in `sealed`. Days are the office's. `promised_on` was named to the applicant and moves only by
    a pause: it is `named_on`, the day without any closure on the calendar known at `named_at`, moved by the closures.
    Before the interview `named_on` is the day foreseen at acceptance, and nothing is promised.
    `legal_on` and `practice_on` are both clocks on the calendar as it is known.
    """

    number = models.CharField(max_length=16, unique=True)
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="cases")
    booking = models.OneToOneField("records.Booking", models.PROTECT, related_name="case", null=True)
    service = models.CharField(max_length=50)
    group = models.CharField(max_length=20)
    purpose = models.CharField(max_length=30)
    born_on_hash = models.BinaryField()
    sealed = models.BinaryField()
    stage = models.CharField(max_length=12, choices=[(s.value, s.value) for s in CaseStage])
    stage_since_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    received_on = models.DateField()
    interviewed_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    ready_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    legal_on = models.DateField(null=True)
    practice_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    named_on = models.DateField(null=True)
    named_at = models.DateTimeField(null=True)
    amount_idr = models.PositiveBigIntegerField(default=0)
    billing_code = models.CharField(max_length=15, null=True, unique=True)
    payable_until = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        db_table = "application_case"
        indexes = (
            models.Index(fields=["office", "promised_on", "id"], condition=Q(is_open=True), name="case_by_promise"),
            models.Index(
                fields=["office", "stage", "promised_on", "id"], condition=Q(is_open=True), name="case_by_stage"
            ),
            models.Index(
                fields=["office", "service", "-id"], condition=Q(ready_on__isnull=False), name="case_by_readiness"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(interviewed_on__isnull=False), name="case_paid_after_interview"
            ),
        )

    def __str__(self) -> str:
        return self.number


class CaseStatus(models.Model):
    """One step of a case, with the day promised after it; rows are only ever added."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="statuses")
    event = models.CharField(max_length=15)
    stage = models.CharField(max_length=12)
    reason = models.CharField(max_length=300, blank=True)
    promised_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "case_status"
        indexes = (BrinIndex(fields=["at"], autosummarize=True, name="case_status_by_at"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.event}"


class CasePause(models.Model):
    """Days on which an officer let a case stand still; `until_on` null while it lasts.

    Days on which an order closes the office are not here: they are read from the orders (queries/closures.py).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=20, choices=[(r.value, r.value) for r in PauseReason])
    note = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "case_pause"
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(until_on=None), name="case_has_one_open_pause"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} paused from {self.from_on}"


class VoidedSlip(models.Model):
    """A billing code that an officer took back before it was paid; rows are only ever added.

    The code stays here so that money paid on it all the same is known for what it is.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="voided_slips")
    billing_code = models.CharField(max_length=15, unique=True)
    amount_idr = models.PositiveBigIntegerField()
    payable_until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "voided_slip"

    def __str__(self) -> str:
        return f"voided slip {self.pk}"


class BankPayment(models.Model):
    """One line of a bank's file, kept once; `case` null while no case has the code."""

    billing_code = models.CharField(max_length=15)
    amount_idr = models.PositiveBigIntegerField()
    paid_at = models.DateTimeField()
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="payments", null=True)

    class Meta:
        db_table = "bank_payment"
        constraints = (
            models.UniqueConstraint(fields=["billing_code", "paid_at", "amount_idr"], name="payment_kept_once"),
        )

    def __str__(self) -> str:
        return f"payment {self.pk}"
