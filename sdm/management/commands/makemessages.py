"""`manage.py makemessages`: gathers the words of the interface for translators; `make words` calls it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's own command, which here knows `marked` too, and leaves out what would change with every run."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=marked"]
    # A sentence that was changed waits for a translator: a guess at it would look like a translation.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where words stand is told by file, and a sentence stays on one line, so that differences are small."""
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["cy"],
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
            ignore_patterns=[".venv", "bench", "docs", "tests", "var"],
        )

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Django's file without the moment at which it was made."""
        super().write_po_file(potfile, locale)
        path = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith('"POT-Creation-Date:')))
