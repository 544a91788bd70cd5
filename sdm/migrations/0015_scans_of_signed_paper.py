"""Scans of forms that were signed on paper, which the database keeps as they came and refuses to change."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from sdm.models import record_guard


def install(apps, schema_editor) -> None:
    record_guard.install(schema_editor.connection)


def remove(apps, schema_editor) -> None:
    record_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0014_how_a_decision_was_reached"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "decision_number",
                    models.PositiveSmallIntegerField(help_text="The decision whose consent was signed on this paper."),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        help_text="1 for the first of the files that were added together."
                    ),
                ),
                ("kind", models.CharField(max_length=4)),
                ("pages", models.PositiveSmallIntegerField()),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=400)),
                (
                    "recorded_as",
                    models.PositiveIntegerField(help_text="The entry of the record that this row belongs to."),
                ),
                ("data", models.BinaryField()),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="sdm.conversation",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_as", "place"],
            },
        ),
        migrations.CreateModel(
            name="ScanMistake",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.TextField(max_length=400)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=400)),
                ("recorded_as", models.PositiveIntegerField(help_text="The entry of the record that this row is.")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scan_mistakes", to="sdm.conversation"
                    ),
                ),
                (
                    "scan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mistake", to="sdm.scan"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(
                fields=("conversation", "recorded_as", "place"), name="one_scan_per_place_of_an_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "jpeg", "png"])), name="scan_is_of_a_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="scanmistake",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="scan_mistake_says_why"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
