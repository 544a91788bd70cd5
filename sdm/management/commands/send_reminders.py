"""manage.py send_reminders: asks for the reminders that are due, and has e-mails that wait tried again."""

from django.core.management.base import BaseCommand

from sdm.actions.follow_up import follow_what_was_parked
from sdm.actions.mails import ask_for_reminders
from sdm.actions.reminding_staff import remind_staff
from sdm.actions.sending_mail import THE_APP, try_again


class Command(BaseCommand):
    """For a timer, every quarter of an hour; harmless to repeat."""

    help = "Asks for the reminders that are due, and has e-mails that could not be sent tried again. For a timer."

    def handle(self, *args, **options) -> None:
        """Says how many of each; the worker (manage.py db_worker) sends them."""
        follow_what_was_parked(by=THE_APP)
        again = try_again()
        asked = ask_for_reminders(by=THE_APP)
        staff = remind_staff()
        self.stdout.write(f"Reminders asked for: {asked}. E-mails to try again: {again}.")
        if staff:
            self.stdout.write(f"Staff reminded of what is due: {staff}.")
