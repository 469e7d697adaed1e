"""Files sent before a visit, and what officers found; what they found is only ever added."""

import django.db.models.deletion
from django.db import migrations, models

import serambi.rules.upload

APPEND_ONLY = """
CREATE TRIGGER upload_mark_append_only BEFORE UPDATE ON upload_mark FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
NOT_APPEND_ONLY = "DROP TRIGGER upload_mark_append_only ON upload_mark;"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=50)),
                ("code", models.CharField(max_length=32, unique=True)),
                ("stored_as", models.CharField(max_length=32, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("received", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                serambi.rules.upload.UploadState["RECEIVING"],
                                serambi.rules.upload.UploadState["RECEIVING"],
                            ),
                            (serambi.rules.upload.UploadState["KEPT"], serambi.rules.upload.UploadState["KEPT"]),
                            (serambi.rules.upload.UploadState["REFUSED"], serambi.rules.upload.UploadState["REFUSED"]),
                            (serambi.rules.upload.UploadState["DROPPED"], serambi.rules.upload.UploadState["DROPPED"]),
                        ],
                        max_length=10,
                    ),
                ),
                ("media_type", models.CharField(blank=True, max_length=20)),
                ("kept_size", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=50)),
                ("facts", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("by", models.CharField(max_length=100)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to="records.booking"
                    ),
                ),
            ],
            options={
                "db_table": "upload",
            },
        ),
        migrations.CreateModel(
            name="UploadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            (serambi.rules.upload.Mark["SEEN"], serambi.rules.upload.Mark["SEEN"]),
                            (serambi.rules.upload.Mark["FITS"], serambi.rules.upload.Mark["FITS"]),
                            (serambi.rules.upload.Mark["DOES_NOT_FIT"], serambi.rules.upload.Mark["DOES_NOT_FIT"]),
                        ],
                        max_length=15,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="records.upload"
                    ),
                ),
            ],
            options={
                "db_table": "upload_mark",
            },
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                condition=models.Q(("state", serambi.rules.upload.UploadState["RECEIVING"])),
                fields=["made_at"],
                name="upload_still_receiving",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__lte", models.F("size"))), name="upload_never_longer_than_announced"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", serambi.rules.upload.UploadState["KEPT"]), _negated=True),
                    models.Q(("kept_size__gt", 0), ("pages__gt", 0), models.Q(("media_type", ""), _negated=True)),
                    _connector="OR",
                ),
                name="upload_kept_with_its_file",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
