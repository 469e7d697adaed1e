"""Files sent before a visit: a row for each, and what officers found. The bytes lie sealed outside the database."""

from django.db import connection, models
from django.db.models import F, Q

from serambi.rules.upload import Mark, UploadState


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by adjective, and the lock that keeps a person's quota."""

    def coming_or_kept(self) -> "UploadQuerySet":
        return self.filter(state__in=(UploadState.RECEIVING, UploadState.KEPT))

    def of_person(self, identity_hash: bytes) -> "UploadQuerySet":
        return self.filter(booking__identity_hash=identity_hash)

    def lock_person(self, identity_hash: bytes) -> None:
        """Let one begin at a time per person, until the end of the transaction.

        Not a row of a booking: whoever books, moves or re-seats must never wait for a file.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 5))", [identity_hash])


class Upload(models.Model):
    """One file for one asked document of a booking.

    `code` stands in addresses, `stored_as` names the sealed file; both are random, the sender's file name is not kept.
    `size` and `sha256` are the announced ones, `received` counts bytes so far. `kept_size`, `media_type` and `pages`
    describe what was made of it; `reason` with `facts` is the refusal.
    """

    booking = models.ForeignKey("records.Booking", models.CASCADE, related_name="uploads")
    document = models.CharField(max_length=50)
    code = models.CharField(max_length=32, unique=True)
    stored_as = models.CharField(max_length=32, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(state, state) for state in UploadState])
    media_type = models.CharField(max_length=20, blank=True)
    kept_size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=50, blank=True)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=100)

    objects = UploadQuerySet.as_manager()

    class Meta:
        db_table = "upload"
        constraints = (
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_never_longer_than_announced"),
            models.CheckConstraint(
                condition=~Q(state=UploadState.KEPT) | Q(kept_size__gt=0, pages__gt=0) & ~Q(media_type=""),
                name="upload_kept_with_its_file",
            ),
        )
        indexes = (
            models.Index(fields=["made_at"], condition=Q(state=UploadState.RECEIVING), name="upload_still_receiving"),
        )

    def __str__(self) -> str:
        return f"upload {self.code}"


class UploadMark(models.Model):
    """What an officer found about an upload; rows are only ever added, the newest counts."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=15, choices=[(mark, mark) for mark in Mark])
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "upload_mark"

    def __str__(self) -> str:
        return f"mark {self.pk} on upload {self.upload_id}"
