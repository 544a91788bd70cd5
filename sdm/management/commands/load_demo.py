"""manage.py load_demo: loads the demo's people and conversations, and says where to begin."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from sdm.actions.editions import DraftExists
from sdm.demo.loading import load
from sdm.demo.people import conversations_of_the_demo, staff_of_the_demo
from sdm.rules.transitions import Status

REFUSED = (
    "This is not a demo, so nothing was loaded: the demo's people must never stand among real ones. "
    "To try the demo on your own machine, use: make run"
)
DRAFT_IN_THE_WAY = "There is a draft of the demo's leaflet here that was never published. Publish or delete it first."
ALL_PASSED = "All its appointments have passed. For fresh ones, delete the demo's database and load it again."


class Command(BaseCommand):
    """Harmless to repeat: what is here already stays as it is."""

    help = "Loads the demo's people and conversations, in the demo only, and says where to begin. Harmless to repeat."

    def handle(self, *args, **options) -> None:
        """Exit status 1 outside the demo."""
        if not settings.DEMO:
            raise CommandError(REFUSED)
        try:
            new = load()
        except DraftExists:
            raise CommandError(DRAFT_IN_THE_WAY) from None
        self.stdout.write("The demo is loaded." if new else "The demo is here already.")
        self._say_where_to_begin()

    def _say_where_to_begin(self) -> None:
        conversations = conversations_of_the_demo()
        if not any(one.appointment_at > timezone.now() for one in conversations):
            self.stdout.write(ALL_PASSED)
        self.stdout.write(f"\nBegin here: {settings.PUBLIC_ORIGIN}{reverse('home')}")
        self.stdout.write(f"Everybody you can be, staff and patients: {settings.PUBLIC_ORIGIN}{reverse('demo')}")
        self.stdout.write("One click signs you in:")
        for user in staff_of_the_demo():
            self.stdout.write(f"  {user.name}, {user.job_title}")
        self.stdout.write(f"E-mails that the app sends land in {settings.EMAIL_FILE_PATH}, one file each.")
        self.stdout.write("As a patient, you are asked for the date of birth, for example:")
        for status in (Status.INVITED, Status.SENT):
            for conversation in [one for one in conversations if one.status == status][:1]:
                born = conversation.patient.date_of_birth
                self.stdout.write(f"  {conversation.patient.name}: {born.day} {born.month} {born.year}")
