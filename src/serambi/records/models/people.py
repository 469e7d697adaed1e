"""Staff: which user works where, in which role."""

from django.conf import settings
from django.db import models


class StaffRole(models.TextChoices):
    CLERK = "clerk", "Petugas"
    SUPERVISOR = "supervisor", "Penyelia"
    OFFICE_HEAD = "office_head", "Kepala Kantor"
    DIRECTORATE = "directorate", "Direktorat Jenderal"
    AUDITOR = "auditor", "Auditor"


class StaffMember(models.Model):
    """A user's role; `office` is None for the directorate and auditors, who see every office."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_member")
    office = models.ForeignKey("records.Office", models.PROTECT, null=True, blank=True, related_name="staff")
    role = models.CharField(max_length=20, choices=StaffRole)

    class Meta:
        db_table = "staff_member"

    def __str__(self) -> str:
        return f"staff {self.pk} ({self.role})"


class StaffToken(models.Model):
    """A key by which a program acts for a member of staff; only its hash is kept."""

    staff_member = models.ForeignKey(StaffMember, models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(unique=True)
    label = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "staff_token"

    def __str__(self) -> str:
        return f"token {self.pk} ({self.label})"
