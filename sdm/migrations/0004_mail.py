"""Where forms on paper are posted to; a patient's e-mail address, and the mails that are sent to it."""

import uuid

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0003_things_to_ask_and_languages"),
    ]

    operations = [
        migrations.AddField(
            model_name="hospital",
            name="postal_address",
            field=models.TextField(
                blank=True,
                help_text="Where patients post a form that they filled in on paper. Without it they are asked to bring it.",
                max_length=300,
                verbose_name="where forms are posted to",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="email",
            field=models.EmailField(
                blank=True,
                help_text="Where the patient gets the link and a reminder.",
                max_length=254,
                verbose_name="e-mail address",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="reminders_stopped_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("invitation", "The link"), ("reminder", "A reminder")], max_length=10),
                ),
                ("address", models.EmailField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=400)),
                (
                    "token_hash",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="The hash of its link's token, which is stored nowhere.",
                        max_length=64,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sent", "Sent"),
                            ("failed", "Could not be sent"),
                            ("not-needed", "Not sent, because it was not needed any more"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(help_text="When it was sent, or given up.", null=True)),
                ("reason", models.CharField(blank=True, help_text="Why it was not sent.", max_length=200)),
                (
                    "recorded_as",
                    models.PositiveIntegerField(help_text="The entry of the record that last changed this row."),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "trying_since",
                    models.DateTimeField(help_text="Set while somebody is sending it: nobody else does.", null=True),
                ),
                (
                    "try_after",
                    models.DateTimeField(help_text="When to try it again, should nobody have sent it by then."),
                ),
                (
                    "conversation",
                    models.ForeignKey(on_delete=PROTECT, related_name="mails", to="sdm.conversation"),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        help_text="What its link opens; empty until it is on its way.",
                        null=True,
                        on_delete=PROTECT,
                        related_name="mails",
                        to="sdm.invitation",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "recorded_as"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["try_after"], name="mails_that_wait")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "reminder")),
                        fields=("conversation",),
                        name="one_reminder_per_conversation",
                    )
                ],
            },
        ),
    ]
