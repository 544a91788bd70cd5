"""Several things to ask on one question; the language an answer was given in; editions that translate another."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0002_record_guard"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AlterModelOptions(
            name="agendaitem",
            options={"ordering": ["raised_at", "question_number", "place", "id"]},
        ),
        migrations.RemoveConstraint(
            model_name="agendaitem",
            name="one_open_item_per_question",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="place",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Which of the patient's things to ask on that question it is; 0 for the question itself.",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="came_by",
            field=models.CharField(
                blank=True,
                choices=[("paper", "On paper"), ("spoken", "Told to staff")],
                help_text="How it reached the staff who typed it in, if they did.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="language",
            field=models.CharField(blank=True, help_text="The language that was on the screen.", max_length=10),
        ),
        migrations.AddField(
            model_name="answer",
            name="translation",
            field=models.ForeignKey(
                help_text="The translation whose words were on the screen; empty for those of the conversation's own edition.",
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="sdm.edition",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="translation_of",
            field=models.ForeignKey(
                help_text="The edition that this one says in another language; empty for an original.",
                null=True,
                on_delete=PROTECT,
                related_name="translations",
                to="sdm.edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("raised_by", "patient"), ("state", "open")),
                fields=("conversation", "question_number", "place"),
                name="one_open_item_per_question",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
