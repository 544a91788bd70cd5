"""How a decision was reached: who was there, what the patient does not want, and how consent was given and signed."""

from django.db import migrations, models

from sdm.models import record_guard


def install(apps, schema_editor) -> None:
    record_guard.install(schema_editor.connection)


def remove(apps, schema_editor) -> None:
    record_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0013_phrases_of_hospitals"),
    ]

    operations = [
        # SQLite makes the tables anew, and its triggers with them.
        migrations.RunPython(remove, install),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_is_of_a_known_kind",
        ),
        migrations.AddField(
            model_name="decision",
            name="given",
            field=models.JSONField(
                blank=True, default=dict, help_text="How a consent was given and signed (rules.giving)."
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="interpreter",
            field=models.CharField(blank=True, help_text="Their name, or the service.", max_length=200),
        ),
        migrations.AddField(
            model_name="decision",
            name="limits",
            field=models.TextField(blank=True, help_text="What the patient would not want done.", max_length=4000),
        ),
        migrations.AddField(
            model_name="decision",
            name="people",
            field=models.JSONField(
                blank=True, default=list, help_text="Who was there, who they are, how they took part."
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="reservations",
            field=models.TextField(blank=True, help_text="What still troubles the patient.", max_length=4000),
        ),
        migrations.AddField(
            model_name="decision",
            name="review_with",
            field=models.CharField(blank=True, help_text="With whom it is looked at again.", max_length=200),
        ),
        migrations.AddField(
            model_name="studyconsent",
            name="given",
            field=models.JSONField(blank=True, default=dict, help_text="How it was given and signed (rules.giving)."),
        ),
        migrations.AddField(
            model_name="studyconsent",
            name="information_sheet",
            field=models.CharField(blank=True, help_text="The version that the patient has.", max_length=100),
        ),
        migrations.AlterField(
            model_name="decision",
            name="choice",
            field=models.CharField(
                choices=[
                    ("consent", "Have the procedure"),
                    ("refusal", "Not have the procedure"),
                    ("more-time", "Take more time to decide"),
                    ("another-opinion", "Ask for another opinion"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="studyconsent",
            name="given_as",
            field=models.CharField(blank=True, help_text="How the patient gave it, in words.", max_length=400),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["consent", "refusal", "more-time", "another-opinion"])),
                name="decision_is_of_a_known_kind",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
