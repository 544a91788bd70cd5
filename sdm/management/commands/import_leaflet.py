"""manage.py import_leaflet: reads a leaflet file into a draft, or only says what it would read."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from sdm.actions.bringing_in import bring_in_leaflet
from sdm.actions.editions import DraftExists
from sdm.leaflets.drafts import checked_reference, content_of
from sdm.leaflets.file_text import MAX_FILE_BYTES
from sdm.leaflets.reader import NotALeaflet, ReadLeaflet, read_leaflet
from sdm.models import Edition

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


class Command(BaseCommand):
    """Brings one leaflet file in; people complete and publish the draft on the content pages."""

    help = "Reads a leaflet file into a draft. With --check it writes nothing and prints what it read, as JSON."
    # With --check there may be no database at all.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what the file may not say itself."""
        parser.add_argument(
            "file", type=Path, help="a leaflet: a text file, a saved web page, a PDF or a Word document"
        )
        parser.add_argument("--reference", default="", help="the leaflet's reference, such as IPG651")
        parser.add_argument("--check", action="store_true", help="write nothing; print what was read, as JSON")
        parser.add_argument(
            "--language", help="the leaflet's language, such as en or cy; without it, as the leaflet says"
        )

    def handle(self, *args, file: Path, reference: str, check: bool, language: str | None, **options) -> None:
        """Exit status 1, with the reason, for a file that cannot be brought in."""
        # JSON is UTF-8, whatever the terminal is; people's terminals show what they can.
        if hasattr(self.stdout, "reconfigure"):
            self.stdout.reconfigure(**({"encoding": "utf-8"} if check else {"errors": "replace"}))
        read = _read(file, _reference(reference))
        if check:
            self.stdout.write(json.dumps(read.as_json(), ensure_ascii=False, indent=2))
        else:
            self._report(read, _draft(read, language))

    def _report(self, read: ReadLeaflet, edition: Edition) -> None:
        self.stdout.write(f"Made a draft of {read.reference}, edition {edition.number}: {read.title}")
        self.stdout.write(f"Read {len(read.questions)} questions and {len(read.indications)} indications:")
        for one in edition.content.indications:
            self.stdout.write(f"- {one.name}: {one.arrangement.title}. “{one.evidence}”")
        if over := edition.taken_over:
            self.stdout.write(f"Taken over from edition {over['number']}: {_named(over['taken'])}.")
            self.stdout.write(f"Different, so written anew: {_named(over['different'])}.")
        for number, warning in enumerate(read.warnings, start=1):
            self.stdout.write(f"Check {number} of {len(read.warnings)}: {warning}")
        self.stdout.write("Next, complete the draft on the Leaflets page. Then a second person publishes it.")


def _named(parts: list[dict[str, Any]]) -> str:
    return "; ".join(one["sentence"] for one in parts) or "nothing"


def _reference(typed: str) -> str:
    try:
        return checked_reference(typed)
    except ValueError as problem:
        raise CommandError(f"{problem}.") from None


def _read(file: Path, reference: str) -> ReadLeaflet:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise CommandError(f"There is no file {file}.") from None
    except IsADirectoryError:
        raise CommandError(f"{file} is a folder. Name one leaflet file in it.") from None
    except PermissionError:
        raise CommandError(f"You may not read {file}.") from None
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    if len(data) > MAX_FILE_BYTES:
        raise CommandError(f"{file} is too big. A leaflet can have at most {MAX_FILE_BYTES / 1_000_000:.0f} MB.")
    try:
        return read_leaflet(data, reference=reference or None)
    except NotALeaflet as refusal:
        raise CommandError(f"{file} cannot be brought in. {refusal.reason}") from None


def _draft(read: ReadLeaflet, language: str | None) -> Edition:
    language = read.language if language is None else language
    if not LANGUAGE.fullmatch(language):
        raise CommandError("Give the language by its short code, such as en or cy.")
    if not read.reference:
        raise CommandError(
            "The leaflet does not state its reference, so no draft was made. "
            "Give the reference yourself, for example: --reference IPG651"
        )
    try:
        return bring_in_leaflet(content=content_of(read), language=language, source_text=read.source, by=None)
    except DraftExists as exists:
        raise CommandError(f"{read.reference}: {exists}") from None
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used, so no draft was made. Run migrate first. {error}") from None
