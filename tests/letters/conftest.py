"""A conversation about IPG651 that no database knows."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Hospital, Patient


@pytest.fixture
def unsaved() -> Conversation:
    """A conversation with everything that a form needs."""
    hospital = Hospital(
        name="Northfield Hospital",
        contact_name="Vascular nurses",
        contact_details="01632 960 001, Monday to Friday, 9am to 5pm",
        postal_address="Vascular nurses\nNorthfield Hospital\n1 Made-Up Road\nNorthfield NF1 0ZZ",
    )
    conversation = Conversation(
        id=UUID("0c7f5b1e-4b7c-4a8e-9d55-6a1f0f5d2a11"),
        hospital=hospital,
        patient=Patient(name="Margaret Ellis", nhs_number="9434765919", date_of_birth=date(1958, 3, 27)),
        appointment_at=datetime(2026, 11, 27, 14, 30, tzinfo=UTC),
        created_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    conversation.content = completed("ipg651")
    return conversation
