"""Notices to the public: the working copy, every version that was published, and those taken back."""

from django.db import models
from django.db.models import F, Q


class NoticeWords(models.Model):
    """A notice's own words in both languages; a body's paragraphs are parted by blank lines."""

    title_id = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    body_id = models.TextField()
    body_en = models.TextField()
    until_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Notice(NoticeWords):
    """One notice of an office under an address that never changes. The words here are the working copy.

    `kind` is of rules.notice.NoticeKind; `order` is what a notice of kind "order" is about, `asked` what one of another
    kind is about ({"on": day}, or the parts of a question about a decline). `until_on` is the first day on which it is
    no longer shown as current, null: as long as what it is about. Whether and how it is shown is never kept here: it is
    worked out when somebody asks.
    """

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="notices")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10)
    order = models.ForeignKey("records.InstrumentRow", models.PROTECT, related_name="notices", null=True)
    asked = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100)

    class Meta:
        db_table = "notice"
        constraints = (
            models.UniqueConstraint(fields=["office", "slug"], name="notice_address_is_its_own"),
            models.CheckConstraint(
                condition=Q(kind="order", order__isnull=False) | (~Q(kind="order") & Q(order__isnull=True)),
                name="notice_of_an_order_names_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office_id}/{self.slug}"


class NoticeVersion(NoticeWords):
    """What was published, and from when; rows are only ever added. `number` counts from 1.

    `from_at` later than `made_at` means scheduled. `said` is the state it was published with, topic by topic, so that
    a reader can be told what has changed since. From the second version on, `correction_*` say what was put right.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    correction_id = models.CharField(max_length=300, blank=True)
    correction_en = models.CharField(max_length=300, blank=True)
    said = models.JSONField()
    from_at = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "notice_version"
        constraints = (
            models.UniqueConstraint(fields=["notice", "number"], name="notice_version_numbered_once"),
            models.CheckConstraint(condition=Q(from_at__gte=F("made_at")), name="notice_never_published_backwards"),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} version {self.number}"


class NoticeWithdrawal(models.Model):
    """A published or scheduled version taken back, with the reason that the public reads; only ever added."""

    version = models.OneToOneField(NoticeVersion, models.PROTECT, related_name="withdrawal")
    reason_id = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "notice_withdrawal"

    def __str__(self) -> str:
        return f"withdrawal of {self.version_id}"
