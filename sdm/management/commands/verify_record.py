"""manage.py verify_record: says whether records hold, and names the first entry that is wrong."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from sdm.models import Conversation
from sdm.models.verify import fault_of


class Command(BaseCommand):
    """Checks one conversation's record, or every one."""

    help = "Checks the record of one conversation, or of all, and names the first entry that is wrong."

    def add_arguments(self, parser) -> None:
        """One conversation's id, or nothing for all."""
        parser.add_argument("conversation", nargs="?", help="the id of a conversation; all where it is left out")

    def handle(self, *args, conversation: str | None = None, **options) -> None:
        """Exit status 1 where any record is wrong, or where there is no such conversation."""
        wrong = checked = 0
        for one in self._conversations(conversation).iterator(chunk_size=200):
            checked += 1
            if fault := fault_of(one):
                wrong += 1
                self.stdout.write(f"{one.pk}: entry {fault.sequence} is wrong: {fault.reason}")
        if wrong:
            raise CommandError(f"{wrong} of {checked} records are wrong.")
        self.stdout.write(f"{checked} records checked. All of them hold.")

    def _conversations(self, wanted: str | None):
        if wanted is None:
            return Conversation.objects.order_by("created_at")
        try:
            found = Conversation.objects.filter(pk=UUID(wanted))
        except ValueError:
            found = Conversation.objects.none()
        if not found.exists():
            raise CommandError(f"There is no conversation {wanted}.")
        return found
