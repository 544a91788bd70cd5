"""Which hospital an edition belongs to, deleted drafts that can be brought back, and whom the database lets publish."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sdm.models import record_guard


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


def say_whose(apps, schema_editor):
    """An edition belongs to the hospital of whoever published it, or else of whoever began or changed it."""
    editions = apps.get_model("sdm", "Edition").objects
    for edition in editions.select_related("published_by", "created_by", "changed_by").defer("document", "source_text"):
        people = (edition.published_by, edition.created_by, edition.changed_by)
        hospital = next((one.hospital_id for one in people if one and one.hospital_id), None)
        if hospital:
            editions.filter(pk=edition.pk).update(hospital_id=hospital)
    # PostgreSQL puts no trigger on a table whose foreign keys are still to be looked at.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0018_what_a_consent_was_shown"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.RemoveConstraint(model_name="edition", name="one_edition_per_number"),
        migrations.RemoveConstraint(model_name="edition", name="published_edition_is_sealed"),
        migrations.AlterField(
            model_name="edition",
            name="status",
            field=models.CharField(
                choices=[("draft", "Draft"), ("published", "Published"), ("deleted", "Deleted draft")],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="hospital",
            field=models.ForeignKey(
                help_text="Whose content team writes and publishes it; empty until somebody of one has worked on it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sdm.hospital",
            ),
        ),
        migrations.AddField(model_name="edition", name="deleted_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="edition",
            name="deleted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "deleted"), _negated=True),
                fields=("leaflet", "language", "number"),
                name="one_edition_per_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("status__in", ["draft", "deleted"])),
                    models.Q(
                        ("published_at__isnull", False),
                        ("status", "published"),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="published_edition_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deleted_at__isnull", False), ("status", "deleted")),
                    models.Q(models.Q(("status", "deleted"), _negated=True), ("deleted_at__isnull", True)),
                    _connector="OR",
                ),
                name="deleted_draft_says_when",
            ),
        ),
        migrations.RunPython(say_whose, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
