"""What the offices offer, and the public holidays: data loaded from the policy folder."""

from django.db import models


class ServiceRow(models.Model):
    """A kind of application; `entry` is its rules.catalogue.Service as JSON, `position` its place in lists."""

    code = models.CharField(max_length=50, unique=True)
    group = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    entry = models.JSONField()

    class Meta:
        db_table = "service"

    def __str__(self) -> str:
        return self.code


class PurposeRow(models.Model):
    """A purpose people state; `entry` is its rules.catalogue.Purpose as JSON."""

    code = models.CharField(max_length=30, unique=True)
    position = models.PositiveSmallIntegerField()
    entry = models.JSONField()

    class Meta:
        db_table = "purpose"

    def __str__(self) -> str:
        return self.code


class FeeRow(models.Model):
    """An official fee in a period; `entry` is its rules.catalogue.Fee as JSON."""

    code = models.CharField(max_length=40)
    valid_from = models.DateField()
    entry = models.JSONField()

    class Meta:
        db_table = "fee"
        constraints = (models.UniqueConstraint(fields=["code", "valid_from"], name="fee_starts_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.code} from {self.valid_from}"


class PublicHoliday(models.Model):
    """A public holiday of the base calendar; collective leave comes by instrument."""

    on = models.DateField(unique=True)
    name_id = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)

    class Meta:
        db_table = "public_holiday"

    def __str__(self) -> str:
        return f"{self.on} {self.name_en}"
