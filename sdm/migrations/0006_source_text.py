"""A draft keeps the words of the file that it was made from."""

from django.db import migrations, models

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("sdm", "0005_corrections")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="edition",
            name="source_text",
            field=models.TextField(
                blank=True,
                default="",
                help_text="The words of the file that it was made from, as they were read; empty where there is none.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(install, remove),
    ]
