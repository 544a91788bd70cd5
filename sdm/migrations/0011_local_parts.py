"""What hospitals add to leaflets: whom to ask, what was seen there, what comes afterwards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0010_withdrawals_and_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalParts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("document", models.TextField(help_text="The parts as canonical JSON.")),
                ("what", models.CharField(help_text="What was changed, as people read it.", max_length=200)),
                (
                    "put_back",
                    models.PositiveIntegerField(help_text="The revision that was put back, where one was.", null=True),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="local_parts", to="sdm.hospital"
                    ),
                ),
                (
                    "leaflet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="local_parts", to="sdm.leaflet"
                    ),
                ),
            ],
            options={
                "ordering": ["hospital", "leaflet", "-revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("hospital", "leaflet", "revision"), name="one_local_revision")
                ],
            },
        ),
    ]
