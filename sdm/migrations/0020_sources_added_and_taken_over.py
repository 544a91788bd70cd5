"""A draft's source can be added afterwards; what came from the edition before, and which kinds whoever published read."""

from django.db import migrations, models

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("sdm", "0019_whose_drafts")]

    operations = [
        # SQLite makes the tables anew, and their triggers with them.
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="edition",
            name="kinds_read",
            field=models.JSONField(
                help_text="The ids of the kinds of which whoever published it said that they read the leaflet’s "
                "sentence; null in an edition from before that was kept.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="taken_over",
            field=models.JSONField(
                help_text="What came from the edition before when the leaflet’s file was brought in, and what was "
                "different.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="draftstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("change", "Changed"),
                    ("undo", "Undone"),
                    ("redo", "Done again"),
                    ("source", "Source added"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(install, remove),
    ]
