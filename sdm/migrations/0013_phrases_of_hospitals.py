"""The phrases that a hospital keeps for its notes on one leaflet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0012_names_and_readings"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.CreateModel(
            name="PhraseList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(help_text="1 for the first save.")),
                (
                    "document",
                    models.JSONField(
                        help_text="The phrases, each with its part of the discussion, its name and its text."
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="phrase_lists", to="sdm.hospital"
                    ),
                ),
                (
                    "leaflet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="phrase_lists", to="sdm.leaflet"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hospital", "leaflet", "revision"), name="one_list_of_phrases_per_revision"
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
