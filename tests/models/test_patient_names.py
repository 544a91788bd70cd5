"""Whoever was a patient before there were words to find them by is found, too."""

from importlib import import_module

import pytest
from django.apps import apps

from sdm.models import PatientName
from sdm.models.patient_names import named

pytestmark = pytest.mark.django_db


def test_patients_who_were_here_before_are_found(conversation, start, clinician):
    start(name="Siobhán O’Rourke")
    before = set(PatientName.objects.values_list("patient", "word"))
    PatientName.objects.all().delete()
    assert named(clinician, ["ellis"], limit=9) == []
    import_module("sdm.migrations.0012_names_and_readings").name_everybody(apps, None)
    assert set(PatientName.objects.values_list("patient", "word")) == before
    assert [one.patient_id for one in named(clinician, ["ellis"], limit=9)] == [conversation.patient_id]
