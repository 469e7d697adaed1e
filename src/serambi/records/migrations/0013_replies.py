# Replies to notices, the addresses of who wrote them in a table apart, and messages that speak of a reply.

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER reply_decision_append_only BEFORE UPDATE ON reply_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
NOT_APPEND_ONLY = "DROP TRIGGER reply_decision_append_only ON reply_decision;"


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0012_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("content_hash", models.BinaryField()),
                ("sealed", models.BinaryField()),
                ("language", models.CharField(max_length=2)),
                ("sent_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("approved", "Approved"), ("rejected", "Rejected")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("judged_at", models.DateTimeField(null=True)),
                ("shown_name", models.CharField(blank=True, max_length=100)),
                ("shown_text", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("answer_number", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="records.notice"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.office"
                    ),
                ),
            ],
            options={
                "db_table": "reply",
            },
        ),
        migrations.CreateModel(
            name="ReplyDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=10)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
            ],
            options={
                "db_table": "reply_decision",
            },
        ),
        migrations.AlterField(
            model_name="message",
            name="booking",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="records.booking"
            ),
        ),
        migrations.CreateModel(
            name="ReplyAddress",
            fields=[
                (
                    "reply",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.reply",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
            options={
                "db_table": "reply_address",
            },
        ),
        migrations.AddField(
            model_name="message",
            name="reply",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.reply"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("booking__isnull", False), ("reply__isnull", True)),
                    models.Q(("booking__isnull", True), ("reply__isnull", False)),
                    _connector="OR",
                ),
                name="message_speaks_of_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="replydecision",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.office"),
        ),
        migrations.AddField(
            model_name="replydecision",
            name="reply",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="records.reply"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("state", "approved")), fields=["notice", "-id"], name="reply_shown_by_notice"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["office", "state", "id"], name="reply_by_office_and_state"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(fields=("notice", "content_hash"), name="reply_sent_twice_is_one"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "approved"),
                        models.Q(("shown_name", ""), _negated=True),
                        models.Q(("shown_text", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "approved"), _negated=True), ("shown_name", ""), ("shown_text", "")),
                    _connector="OR",
                ),
                name="reply_readable_only_while_approved",
            ),
        ),
        migrations.AddIndex(
            model_name="replydecision",
            index=models.Index(fields=["office", "-id"], name="reply_decision_by_office"),
        ),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
