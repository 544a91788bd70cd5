"""The steps of a draft, to be undone; and the checklist of an edition, with why it was published over a warning."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT

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
        migrations.AddField(
            model_name="edition",
            name="publish_reason",
            field=models.TextField(
                blank=True, default="", help_text="Why it was published though the checklist warned."
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="edition",
            name="checklist",
            field=models.JSONField(
                help_text="The decision-aid checklist as it stood when it was published.", null=True
            ),
        ),
        migrations.CreateModel(
            name="DraftStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="The revision of the draft that the step made.")),
                (
                    "kind",
                    models.CharField(
                        choices=[("change", "Changed"), ("undo", "Undone"), ("redo", "Done again")], max_length=10
                    ),
                ),
                ("what", models.CharField(help_text="What was changed, as people read it.", max_length=400)),
                ("before", models.TextField(help_text="The content before the step, as canonical JSON.")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "edition",
                    models.ForeignKey(on_delete=CASCADE, related_name="steps", to="sdm.edition"),
                ),
            ],
            options={"ordering": ["edition", "number"]},
        ),
        migrations.AddConstraint(
            model_name="draftstep",
            constraint=models.UniqueConstraint(fields=("edition", "number"), name="one_step_per_revision"),
        ),
        migrations.RunPython(install, remove),
    ]
