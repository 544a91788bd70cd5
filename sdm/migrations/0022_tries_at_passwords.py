"""Tries at a password are counted in the database, for all workers of the server together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0021_one_index_for_each_answer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Try",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "whose",
                    models.CharField(
                        help_text="The digest of the address that was typed, whoever has it.", max_length=64
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["whose", "at"], name="tries_at_one_password")],
            },
        ),
    ]
