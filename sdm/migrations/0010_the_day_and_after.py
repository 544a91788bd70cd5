"""The plan for the procedure, what is said on its day, who takes a consent back, and what comes after."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0006_source_text"),
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
        migrations.RunPython(install, remove),
    ]
