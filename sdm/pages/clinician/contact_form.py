"""Where and how the decision was talked about, as the record standard wants it known."""

from __future__ import annotations

from sdm.pages.clinician.parts import PartForm
from sdm.pages.fields import LineField, RadiosField
from sdm.rules import parts


class ContactForm(PartForm):
    """The appointment itself: place, kind, specialty, who is responsible, and whether it was recorded."""

    part = parts.CONTACT
    title = "Where and how this was talked about"
    location = LineField(label="Where: the ward, clinic or place (optional)", required=False)
    location_type = LineField(
        label="What kind of place (optional)", help_text="For example: outpatient clinic", required=False
    )
    contact_type = LineField(
        label="What kind of contact (optional)", help_text="For example: first appointment", required=False
    )
    method = RadiosField(
        label="How",
        look="small",
        choices=[
            ("face-to-face", "Face to face"),
            ("video", "By video"),
            ("telephone", "By telephone"),
            ("", "Not recorded"),
        ],
        required=False,
    )
    specialty = LineField(label="Specialty (optional)", help_text="For example: vascular surgery", required=False)
    responsible = LineField(label="Who is responsible for the patient’s care", required=False)
    responsible_role = LineField(label="Their role", required=False)
    recording = RadiosField(
        label="Was the sound or a video of it recorded?",
        look="small",
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not known")],
        required=False,
    )
    recording_consent = LineField(label="If it was recorded: who agreed to that, and how", required=False)
    recording_copy = LineField(label="If it was recorded: where the copy is kept", required=False)


FORMS: dict[str, type[PartForm]] = {ContactForm.part: ContactForm}
