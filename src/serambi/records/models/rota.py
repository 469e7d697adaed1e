"""The rota that an office goes by, day by day, and the isolations of its teams."""

from django.db import models
from django.db.models import F, Q


class RotaDay(models.Model):
    """A day of a rota as it was kept; rows are only ever added, the newest of a day counts.

    `manned` is its rules.rota.manning.MannedDay as JSON: codes of teams, never people.
    """

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    on = models.DateField()
    manned = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "rota_day"
        indexes = (models.Index(fields=["office", "on"], name="rota_by_day"),)

    def __str__(self) -> str:
        return f"rota of {self.office_id} on {self.on}"


class TeamIsolation(models.Model):
    """A team that stays away on days of [from_on, until_on), never why.

    Ended early, it holds until `ended_on` only, as known from `ended_at`; both null while it was not.
    """

    code = models.CharField(max_length=20, unique=True)
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    team = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    known_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "team_isolation"
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="isolation_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True)
                | Q(ended_on__isnull=False, ended_at__isnull=False),
                name="isolation_ended_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["office", "team", "from_on", "until_on"],
                condition=Q(ended_at=None),
                name="team_isolated_once_for_a_period",
            ),
        )

    def __str__(self) -> str:
        return f"isolation {self.code} of {self.team}"
