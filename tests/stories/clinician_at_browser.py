"""A clinician at their browser: what they do there, in the words of the pages."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from sdm.models import Conversation
from tests.given import PASSWORD
from tests.stories.walking import follows, presses

SAID = "We talked about it."


class ClinicianAtBrowser:
    """A clinician who has signed in, and what they do in the browser."""

    def __init__(self, page: Page, origin: str, axe, fits) -> None:
        self.page, self.origin, self.axe, self.fits = page, origin, axe, fits

    def goes_to(self, name: str, *args) -> None:
        self.page.goto(f"{self.origin}{reverse(name, args=args)}")

    def presses(self, name: str, exact: bool = True) -> None:
        presses(self.page, name, exact=exact)

    def follows(self, name: str) -> None:
        follows(self.page, name)

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def writes_in(self, row: str, label: str, words: str) -> None:
        self.page.get_by_role("group", name=row, exact=True).get_by_label(label, exact=True).fill(words)

    def chooses(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def dates(self, group: str, day, clock: str = "") -> None:
        boxes = self.page.get_by_role("group", name=group)
        for box, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(box, exact=True).fill(str(typed))
        if clock:
            boxes.get_by_label("Time", exact=True).fill(clock)

    def reads(self, heading: str) -> None:
        """The page has this heading and no other of its level, and axe finds nothing wrong with it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text([heading])
        self.axe(self.page)

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("alert").filter(has_text=words)).to_be_visible()

    def signs_with_a_witness(self) -> None:
        self.chooses("Spoken, and witnessed")
        self.writes("If spoken: who heard it", "Sister Jo Lee")
        self.writes("You sign: your password", PASSWORD)

    def starts_a_conversation(self, name: str = "Margaret Ellis", nhs_number: str = "943 476 5919") -> Conversation:
        self.goes_to("conversation-new")
        self.writes("Patient’s full name", name)
        self.dates("Date of birth", timezone.localdate() - timedelta(days=68 * 365))
        self.writes("NHS number", nhs_number)
        # None is chosen beforehand.
        self.page.get_by_role("group", name="Which leaflet").get_by_role("radio").first.check()
        self.dates("When is the appointment?", timezone.localdate() + timedelta(days=5), "14:30")
        self.dates("When did the symptoms begin?", timezone.localdate() - timedelta(days=6))
        self.presses("Start the conversation")
        self.reads("Link and letter for the patient")
        return Conversation.objects.latest("created_at")

    def talks_about_everything(self, kind: str) -> None:
        self.chooses(kind)
        for number in range(1, 6):
            self.writes(f"What was said on question {number}", SAID)
        self.chooses("Have the clot removed with a device", "Not have the procedure: anticoagulant drugs only")
        self.writes("What matters to the patient, as they said it", "Her dog")
        self.chooses(
            "The patient was told that family or others can be involved, if they wish",
            "The patient was told where to find out more",
        )
        self.writes("Who was there", "Mrs Ellis and her daughter")
