"""manage.py export_edition: writes a whole edition as one JSON file, for another hospital."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sdm.leaflets.sharing import take_out
from sdm.models import Edition
from sdm.rules.leaflet_references import tidy_reference


class Command(BaseCommand):
    """Takes one edition out; the same edition gives the same bytes each time, and everywhere."""

    help = "Writes an edition of a leaflet as JSON: the newest published one, or the one with a number."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which edition, and where to."""
        parser.add_argument("reference", help="the leaflet's reference, such as IPG651")
        parser.add_argument("--edition", type=int, help="its number; without it, the newest that is published")
        parser.add_argument("--language", default="en", help="the edition's language, such as en or cy")
        parser.add_argument("--output", type=Path, help="the file to write; without it, it is printed")

    def handle(self, *args, reference: str, edition: int | None, language: str, output: Path | None, **options) -> None:
        """Exit status 1, with the reason, where there is no such edition or it cannot be written."""
        there = Edition.objects.kept().filter(leaflet__reference=tidy_reference(reference), language=language)
        chosen = there.filter(number=edition) if edition is not None else there.published().order_by("-number")
        found = chosen.first()
        if found is None:
            raise CommandError(f"There is no such edition of {reference}.")
        data = take_out(found)
        if output is None:
            self.stdout.write(data.decode(), ending="")
            return
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
        self.stderr.write(f"Wrote {found} to {output}.")
