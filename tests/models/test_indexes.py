"""What every save writes has no index more than finding it needs."""

import pytest
from django.db import connection

from sdm.models import Answer, RecordEntry


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Answer, RecordEntry])
def test_no_index_is_the_beginning_of_another(model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table).values()
    indexes = [one["columns"] for one in found if one["index"] or one["unique"]]
    assert any(columns[0] == "conversation_id" for columns in indexes)
    assert not [(one, other) for one in indexes for other in indexes if one != other and other[: len(one)] == one]
