"""Where forms on paper are posted to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sdm", "0003_things_to_ask_and_languages"),
    ]

    operations = [
        migrations.AddField(
            model_name="hospital",
            name="postal_address",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Where patients post a form that they filled in on paper. Without it they are asked to bring it.",
                max_length=300,
                verbose_name="where forms are posted to",
            ),
            preserve_default=False,
        ),
    ]
