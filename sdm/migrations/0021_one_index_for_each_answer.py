"""Answers and the record are found by their constraints; a second index on the conversation only made saves dearer."""

import django.db.models.deletion
from django.db import migrations, models

# Django would have SQLite make each table anew, and lose its triggers.
INDEXES = {
    "sdm_answer_conversation_id_866e4143": "sdm_answer",
    "sdm_recordentry_conversation_id_80b5c23f": "sdm_recordentry",
}


class Migration(migrations.Migration):
    dependencies = [("sdm", "0020_sources_added_and_taken_over")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX {index}", f"CREATE INDEX {index} ON {table} (conversation_id)")
                for index, table in INDEXES.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name=model,
                    name="conversation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name=name,
                        to="sdm.conversation",
                    ),
                )
                for model, name in (("answer", "answer_revisions"), ("recordentry", "record"))
            ],
        ),
    ]
