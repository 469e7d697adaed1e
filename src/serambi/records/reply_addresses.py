"""The e-mail addresses of repliers: a table of their own, sealed, that nothing which serves the public may import.

`lint-imports` proves it (pyproject.toml). The public side only puts addresses in, through reply_postbox.py. Django is
told of the table by apps.py, so that the other models do not lead here either.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q

from serambi.records.models import Reply
from serambi.records.sealing import unseal


class ReplyAddress(models.Model):
    """The address to which the office's answer goes. No way leads from a reply to it, only back."""

    reply = models.OneToOneField(Reply, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        app_label = "records"
        db_table = "reply_address"

    def __str__(self) -> str:
        return f"address of reply {self.reply_id}"


def address_of(reply: Reply) -> str | None:
    """The e-mail address of a reply; None once it was forgotten. Raises SealBroken.

    Whoever shows it notes the view in the ledger.
    """
    kept = ReplyAddress.objects.filter(reply=reply).first()
    return None if kept is None else str(unseal(kept.sealed))


def has_address(*, code: str) -> bool:
    """Whether the address of a reply is still kept."""
    return ReplyAddress.objects.filter(reply__code=code).exists()


def forget_addresses(*, judged_until: datetime, sent_until: datetime, most: int) -> Collection[str]:
    """Delete up to `most` addresses, oldest replies first; the codes of their replies.

    Due are those last judged at or before `judged_until`, and those never judged and sent at or before `sent_until`.
    """
    is_due = Q(reply__judged_at__lte=judged_until) | Q(reply__judged_at=None, reply__sent_at__lte=sent_until)
    due = ReplyAddress.objects.filter(is_due).select_for_update(of=("self",), skip_locked=True).order_by("pk")
    found = dict(due.values_list("pk", "reply__code")[:most])
    ReplyAddress.objects.filter(pk__in=found).delete()
    return tuple(found.values())
