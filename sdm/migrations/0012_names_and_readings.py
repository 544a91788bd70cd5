"""The words by which patients are found, who read a brief, and the orders in which lists are filtered."""

import uuid
from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sdm.models import record_guard
from sdm.rules.name_words import words_of


def install(apps, schema_editor) -> None:
    record_guard.install(schema_editor.connection)


def remove(apps, schema_editor) -> None:
    record_guard.remove(schema_editor.connection)


def name_everybody(apps, schema_editor) -> None:
    """Patients who are here already can be found by their names, too."""
    Patient, PatientName = apps.get_model("sdm", "Patient"), apps.get_model("sdm", "PatientName")
    rows = (
        PatientName(hospital_id=hospital, patient_id=patient, word=word)
        for patient, hospital, name in Patient.objects.values_list("pk", "hospital_id", "name").iterator(2000)
        for word in words_of(name)
    )
    while some := list(islice(rows, 2000)):
        PatientName.objects.bulk_create(some)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0011_local_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="BriefReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revisions", models.JSONField(help_text="Which revision of each part stood on the screen.")),
                ("read_at", models.DateTimeField()),
                ("read_by", models.CharField(help_text="The reader as the record names them.", max_length=400)),
                ("recorded_as", models.PositiveIntegerField(help_text="The entry of the record that this is.")),
            ],
        ),
        migrations.CreateModel(
            name="PatientName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
            ],
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["hospital", "status", "appointment_at", "id"], name="conversation_by_status"),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["created_by", "appointment_at", "id"], name="conversation_by_starter"),
        ),
        migrations.AddField(
            model_name="briefreading",
            name="conversation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="brief_readings",
                to="sdm.conversation",
            ),
        ),
        migrations.AddField(
            model_name="briefreading",
            name="reader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="patientname",
            name="hospital",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sdm.hospital"
            ),
        ),
        migrations.AddField(
            model_name="patientname",
            name="patient",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="words", to="sdm.patient"
            ),
        ),
        migrations.AddConstraint(
            model_name="briefreading",
            constraint=models.UniqueConstraint(fields=("conversation", "recorded_as"), name="one_reading_per_entry"),
        ),
        migrations.AddIndex(
            model_name="patientname",
            index=models.Index(
                fields=["hospital", "word", "patient"],
                name="patients_by_name",
                opclasses=["uuid_ops", "varchar_pattern_ops", "uuid_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="patientname",
            constraint=models.UniqueConstraint(fields=("patient", "word"), name="each_word_of_a_name_once"),
        ),
        migrations.RunPython(install, remove),
        migrations.RunPython(name_everybody, migrations.RunPython.noop),
    ]
