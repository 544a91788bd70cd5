"""What a consent was shown: up to which entry of the record its page went, and answers that nobody had read before."""

from django.db import migrations, models

from sdm.models import record_guard


def install(apps, schema_editor) -> None:
    record_guard.install(schema_editor.connection)


def remove(apps, schema_editor) -> None:
    record_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0017_first_came"),
    ]

    operations = [
        # SQLite makes the table anew, and its triggers with it.
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="decision",
            name="shown",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="What a consent was shown: up to which entry, and answers that nobody had read.",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
