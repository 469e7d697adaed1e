"""Replies of readers to notices. Their e-mail addresses are elsewhere, out of reach of what the public sees."""

from django.db import models
from django.db.models import Q


class ReplyStanding(models.TextChoices):
    """Where a reply stands (rules/reply.py, ReplyState); only an approved one is ever shown."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class Reply(models.Model):
    """What a reader wrote under a notice.

    `sealed` holds name and text as they were sent. What everybody may read stands in the clear, and only while the
    reply is approved. `content_hash`, of address and text, makes the same form sent twice one reply. `judged_at` is
    the last decision or answer; `answer_number` counts the office's answers, 0 while there is none.
    """

    code = models.CharField(max_length=20, unique=True)
    notice = models.ForeignKey("records.Notice", models.PROTECT, related_name="replies")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    content_hash = models.BinaryField()
    sealed = models.BinaryField()
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReplyStanding, default=ReplyStanding.WAITING)
    judged_at = models.DateTimeField(null=True)
    shown_name = models.CharField(max_length=100, blank=True)
    shown_text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answer_number = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reply"
        constraints = (
            models.UniqueConstraint(fields=["notice", "content_hash"], name="reply_sent_twice_is_one"),
            models.CheckConstraint(
                condition=Q(state="approved") & ~Q(shown_name="") & ~Q(shown_text="")
                | ~Q(state="approved") & Q(shown_name="", shown_text=""),
                name="reply_readable_only_while_approved",
            ),
        )
        indexes = (
            models.Index(fields=["notice", "-id"], condition=Q(state="approved"), name="reply_shown_by_notice"),
            models.Index(fields=["office", "state", "id"], name="reply_by_office_and_state"),
        )

    def __str__(self) -> str:
        return self.code


class ReplyDecision(models.Model):
    """One thing that was decided about a reply: approved, rejected with its reason, answered with its text.

    Rows are only ever added, so an earlier decision can be read after it was changed. An office's come one after the
    other (steps/lock_reply.py), so its newest one says whether kept pages are still right.
    """

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="decisions")
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    event = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        db_table = "reply_decision"
        indexes = (models.Index(fields=["office", "-id"], name="reply_decision_by_office"),)

    def __str__(self) -> str:
        return f"{self.reply_id} {self.event} {self.at}"
