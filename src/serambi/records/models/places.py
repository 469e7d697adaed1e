"""Regions and offices."""

from django.db import models


class Region(models.Model):
    """A province, regency or city under its Kemendagri code."""

    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)

    class Meta:
        db_table = "region"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Office(models.Model):
    """An immigration office. `profile` is its rules.offices.OfficeProfile as JSON."""

    code = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=150)
    seat_region = models.CharField(max_length=5)
    time_zone = models.CharField(max_length=40)
    profile = models.JSONField()

    class Meta:
        db_table = "office"

    def __str__(self) -> str:
        return self.code
