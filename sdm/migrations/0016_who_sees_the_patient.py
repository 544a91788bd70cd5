"""Who is to see the patient: whoever started the conversation, until somebody hands it on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def whoever_started_it(apps, schema_editor) -> None:
    """Their records say so, too: an entry that names nobody names whoever made it."""
    apps.get_model("sdm", "Conversation").objects.update(seen_by=models.F("created_by"))


def seen_by(**is_empty) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        help_text="The clinician who is to see the patient.",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **is_empty,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0015_scans_of_signed_paper"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="conversation", name="conversation_by_starter"),
        migrations.AddField(model_name="conversation", name="seen_by", field=seen_by(null=True)),
        migrations.RunPython(whoever_started_it, migrations.RunPython.noop),
        migrations.AlterField(model_name="conversation", name="seen_by", field=seen_by()),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["seen_by", "appointment_at", "id"], name="conversation_by_seen_by"),
        ),
    ]
