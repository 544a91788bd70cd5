"""The database itself refuses to change or delete what is recorded or published."""

from django.db import migrations

from sdm.models import record_guard


def install(apps, schema_editor):
    record_guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    record_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("sdm", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
