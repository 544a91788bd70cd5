"""The day on which a patient first came with their symptoms, from which NICE counts (IPG651 3.9)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0016_who_sees_the_patient"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="presented_on",
            field=models.DateField(
                blank=True, help_text="The day on which the patient first came with their symptoms.", null=True
            ),
        ),
    ]
