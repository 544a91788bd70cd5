"""The plan for the procedure, what is said on its day, who takes a consent back, and what comes after."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sdm.rules.follow_up
from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0008_staff_sessions"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("decision_number", models.PositiveSmallIntegerField(help_text="The decision that it is about.")),
                ("done_by", models.CharField(help_text="Who does the procedure.", max_length=200)),
                ("told", models.JSONField(help_text="What had changed, as the patient was told it.")),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("confirmed_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=400)),
                ("recorded_as", models.PositiveIntegerField(help_text="The entry of the record that this row is.")),
            ],
            options={
                "ordering": ["recorded_as"],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registry", "For the registry"),
                            ("audit", "For audit, without anything that names a patient"),
                            ("figures", "Figures by month"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("action", "Something to do"), ("check", "A check of how the patient gets on")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                ("owner_name", models.CharField(help_text="Who does it, as it was written.", max_length=400)),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(null=True)),
                ("result", models.TextField(blank=True, help_text="What came of it.", max_length=1000)),
                (
                    "recorded_as",
                    models.PositiveIntegerField(help_text="The entry of the record that last changed this row."),
                ),
                ("reminded_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProcedureNote",
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
            ],
        ),
        migrations.CreateModel(
            name="StaffReminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("things", models.PositiveSmallIntegerField(help_text="How many things are due.")),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "try_after",
                    models.DateTimeField(help_text="When to try it again, should nobody have sent it by then."),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="changeofmind",
            name="change_of_mind_is_of_a_known_kind",
        ),
        migrations.AddField(
            model_name="changeofmind",
            name="told",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Staff wrote down what the patient told them: it is as if they had.",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="planned_as",
            field=models.PositiveIntegerField(
                help_text="The entry of the record that last changed the plan for the procedure.", null=True
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="procedure_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Who is to do it, as far as that is known.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="procedure_on",
            field=models.DateField(help_text="The day for which the procedure is planned.", null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="short_time_because",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Why there is less time to think than the hospital wants.",
                max_length=2000,
            ),
        ),
        migrations.AddField(
            model_name="hospital",
            name="days_to_think",
            field=models.PositiveSmallIntegerField(
                db_default=1,
                default=1,
                help_text="How many days there should be between a decision and the procedure. Where there are fewer, staff write down why. With 1, only a procedure on the same day needs a reason.",
                validators=[django.core.validators.MaxValueValidator(365)],
                verbose_name="days to think",
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "The link"),
                    ("reminder", "A reminder"),
                    ("summary", "That the summary can be read"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="changeofmind",
            constraint=models.CheckConstraint(
                condition=models.Q(("wants__in", ("changed-mind", "talk-again", "not-offered"))),
                name="change_of_mind_is_of_a_known_kind",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="sdm.conversation"
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="edition",
            field=models.ForeignKey(
                help_text="The newest edition of the leaflet that day.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sdm.edition",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="hospital",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exports", to="sdm.hospital"
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="sdm.conversation"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="hospital",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sdm.hospital"),
        ),
        migrations.AddField(
            model_name="followup",
            name="owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="procedurenote",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="procedure_revisions", to="sdm.conversation"
            ),
        ),
        migrations.AddField(
            model_name="staffreminder",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.UniqueConstraint(
                fields=("conversation", "recorded_as"), name="one_confirmation_per_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_by", ""), _negated=True), name="confirmation_names_who_does_it"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True)),
                fields=["hospital", "due_on", "id"],
                name="follow_ups_of_hospital",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True)),
                fields=["owner", "due_on", "id"],
                name="follow_ups_of_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", (sdm.rules.follow_up.Kind["ACTION"], sdm.rules.follow_up.Kind["CHECK"]))
                ),
                name="follow_up_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("owner_name", ""), _negated=True)),
                name="follow_up_says_what_and_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedurenote",
            constraint=models.UniqueConstraint(
                fields=("conversation", "part", "revision"), name="one_procedure_note_per_revision"
            ),
        ),
        migrations.AddIndex(
            model_name="staffreminder",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["try_after"], name="reminders_that_wait"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
