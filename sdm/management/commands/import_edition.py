"""manage.py import_edition: brings an edition in that another hospital took out; it becomes a draft."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sdm.actions.editions import DraftExists
from sdm.leaflets.edition_file import MAX_BYTES, NotAnEdition
from sdm.leaflets.sharing import bring_in


class Command(BaseCommand):
    """Brings one file in. It is a draft here: people confirm what NICE says again, and a second person publishes."""

    help = "Reads an edition that was written by export_edition into a draft. Twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="a JSON file that export_edition wrote")

    def handle(self, *args, file: Path, **options) -> None:
        """Exit status 1, with the reasons, for a file that cannot be brought in."""
        try:
            with file.open("rb") as opened:
                data = opened.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        try:
            edition, is_new = bring_in(data, by=None)
        except NotAnEdition as refusal:
            raise CommandError("\n".join((f"{file} cannot be brought in.", *refusal.reasons))) from None
        except DraftExists as exists:
            raise CommandError(str(exists)) from None
        if not is_new:
            self.stdout.write(f"{edition} is here already, word for word. Nothing was changed.")
            return
        self.stdout.write(f"Made a draft: {edition}.")
        self.stdout.write("Next, confirm what NICE says on the Leaflets page. Then a second person publishes it.")
