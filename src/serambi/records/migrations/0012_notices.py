# Notices: the working copy, and what was published and taken back, which only ever grows.

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER notice_version_append_only BEFORE UPDATE OR DELETE ON notice_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_withdrawal_append_only BEFORE UPDATE OR DELETE ON notice_withdrawal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER notice_withdrawal_append_only ON notice_withdrawal;
DROP TRIGGER notice_version_append_only ON notice_version;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0011_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_id", models.CharField(max_length=150)),
                ("title_en", models.CharField(max_length=150)),
                ("body_id", models.TextField()),
                ("body_en", models.TextField()),
                ("until_on", models.DateField(null=True)),
                ("slug", models.SlugField(max_length=80)),
                ("kind", models.CharField(max_length=10)),
                ("asked", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=100)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=100)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="records.office"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="records.instrumentrow",
                    ),
                ),
            ],
            options={
                "db_table": "notice",
            },
        ),
        migrations.CreateModel(
            name="NoticeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_id", models.CharField(max_length=150)),
                ("title_en", models.CharField(max_length=150)),
                ("body_id", models.TextField()),
                ("body_en", models.TextField()),
                ("until_on", models.DateField(null=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("correction_id", models.CharField(blank=True, max_length=300)),
                ("correction_en", models.CharField(blank=True, max_length=300)),
                ("said", models.JSONField()),
                ("from_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="records.notice"
                    ),
                ),
            ],
            options={
                "db_table": "notice_version",
            },
        ),
        migrations.CreateModel(
            name="NoticeWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason_id", models.CharField(max_length=300)),
                ("reason_en", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="records.noticeversion",
                    ),
                ),
            ],
            options={
                "db_table": "notice_withdrawal",
            },
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("office", "slug"), name="notice_address_is_its_own"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "order"), ("order__isnull", False)),
                    models.Q(models.Q(("kind", "order"), _negated=True), ("order__isnull", True)),
                    _connector="OR",
                ),
                name="notice_of_an_order_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeversion",
            constraint=models.UniqueConstraint(fields=("notice", "number"), name="notice_version_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="noticeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_at__gte", models.F("made_at"))), name="notice_never_published_backwards"
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
