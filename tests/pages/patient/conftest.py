"""A patient's browser: before the link is opened, and after the right date of birth was given."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from sdm.models import Conversation
from sdm.models.leaflets import published, translations_of
from sdm.pages.access import set_patient_cookie

BORN = {"date_of_birth_day": "27", "date_of_birth_month": "3", "date_of_birth_year": "1958"}


@pytest.fixture
def let_in():
    """Lets a browser in to an invitation, as the right date of birth does."""

    def let_in(client: Client, invitation) -> Client:
        response = HttpResponse()
        set_patient_cookie(response, invitation.pk)
        client.cookies.update(response.cookies)
        # A published edition and its translations are read once for all patients; that is not part of a page.
        edition_id = invitation.conversation.edition_id
        for one in (edition_id, *translations_of(edition_id).values()):
            published(one)
        return client

    return let_in


@pytest.fixture
def visitor(client, invitation, let_in) -> Client:
    """The browser of the patient of `conversation`, who is in."""
    return let_in(client, invitation)


@pytest.fixture
def appointment_passed():
    """Makes it too late to change anything."""

    def appointment_passed(conversation: Conversation) -> None:
        earlier = timezone.now() - timedelta(minutes=1)
        Conversation.objects.filter(pk=conversation.pk).update(appointment_at=earlier)

    return appointment_passed
