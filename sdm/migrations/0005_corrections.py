"""What is said after a decision and what is answered; help that was arranged; and what was known of it before."""

import uuid

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0004_mail"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="conversation",
            name="known_needs",
            field=models.JSONField(
                help_text="The help that the patient asked for in an earlier conversation, as known at the start.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="unanswered_since",
            field=models.DateTimeField(
                help_text="Since when something that the patient said after a decision waits for an answer.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("unanswered_since__isnull", False)),
                fields=["hospital", "unanswered_since", "id"],
                name="conversation_unanswered",
            ),
        ),
        migrations.CreateModel(
            name="ArrangedHelp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(help_text="Which part was saved, such as question-1.", max_length=40)),
                ("revision", models.PositiveIntegerField(help_text="1 for the first save of the part.")),
                ("wording", models.TextField(blank=True, help_text="The question as it stood on the screen.")),
                ("text", models.TextField(blank=True, max_length=4000)),
                ("details", models.JSONField(blank=True, default=dict)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=400)),
                ("recorded_as", models.PositiveIntegerField(help_text="The entry of the record that this save is.")),
                (
                    "conversation",
                    models.ForeignKey(on_delete=PROTECT, related_name="help_revisions", to="sdm.conversation"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "part", "revision"), name="one_help_per_revision"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("decision_number", models.PositiveSmallIntegerField(help_text="The decision that it is about.")),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=400)),
                ("recorded_as", models.PositiveIntegerField(help_text="The entry of the record that this row is.")),
                (
                    "conversation",
                    models.ForeignKey(on_delete=PROTECT, related_name="corrections", to="sdm.conversation"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "recorded_as"), name="one_correction_per_entry"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="correction_says_what_is_wrong"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ChangeOfMind",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("decision_number", models.PositiveSmallIntegerField(help_text="The decision that it is about.")),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=400)),
                ("recorded_as", models.PositiveIntegerField(help_text="The entry of the record that this row is.")),
                (
                    "wants",
                    models.CharField(
                        help_text="Whether they have changed their mind, or want to talk again.", max_length=20
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(on_delete=PROTECT, related_name="changes_of_mind", to="sdm.conversation"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation", "recorded_as"), name="one_change_of_mind_per_entry"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wants__in", ("changed-mind", "talk-again"))),
                        name="change_of_mind_is_of_a_known_kind",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.PositiveIntegerField(help_text="The entry of the record that it answers.")),
                ("outcome", models.CharField(help_text="Accepted or not, or what was done.", max_length=20)),
                (
                    "text",
                    models.TextField(blank=True, help_text="What was answered, and what is done.", max_length=2000),
                ),
                ("replied_at", models.DateTimeField()),
                ("replied_by", models.CharField(max_length=400)),
                (
                    "recorded_as",
                    models.PositiveIntegerField(help_text="The entry of the record that this row belongs to."),
                ),
                (
                    "conversation",
                    models.ForeignKey(on_delete=PROTECT, related_name="replies", to="sdm.conversation"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "about"), name="one_reply_per_thing_said"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ("accepted", "not-accepted", "opened-again", "decided-again", "answered"),
                            )
                        ),
                        name="reply_is_of_a_known_kind",
                    ),
                ]
            },
        ),
        migrations.RunPython(install, remove),
    ]
