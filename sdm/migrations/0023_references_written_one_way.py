"""A leaflet that was stored as "IPG-651" goes by IPG651, so that its next version finds it.

Where another leaflet goes by that reference already, or two would come to it, a person has to say which is which: they
stay as they are. What is published is frozen, and says what it said.
"""

from collections import Counter

from django.db import migrations

from sdm.rules.leaflet_references import tidy_reference


def write_one_way(apps, schema_editor) -> None:
    """Rename each leaflet whose reference nobody else has, or would get."""
    leaflets = list(apps.get_model("sdm", "Leaflet").objects.only("reference"))
    wanted = Counter(tidy_reference(one.reference) for one in leaflets)
    for one in leaflets:
        tidy = tidy_reference(one.reference)
        if tidy != one.reference and wanted[tidy] == 1:
            one.reference = tidy
            one.save(update_fields=["reference"])


class Migration(migrations.Migration):
    dependencies = [("sdm", "0022_tries_at_passwords")]

    operations = [migrations.RunPython(write_one_way, migrations.RunPython.noop)]
