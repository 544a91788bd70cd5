"""Withdrawn editions, the edition that a conversation was moved from, and what the database asks before publishing."""

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
        ("sdm", "0009_the_day_and_after"),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="conversation",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="moved_from",
            field=models.ForeignKey(
                help_text="The edition on which it stood before it was moved to another; empty where it never was.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sdm.edition",
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(help_text="Why, as staff and patients read it.", max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="sdm.edition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="withdrawal_says_why"
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
