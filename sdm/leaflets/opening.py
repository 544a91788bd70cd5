"""What the process that opens one file runs: bytes in, the words of the file out, within limits that end it.

A PDF, a Word file or a web page is a program's work to open, and what comes from outside may be made to keep that
program busy for ever. So `opened_apart` has it done here, where nothing of the app is at hand.
"""

import importlib
import json
import resource
import signal
import sys
from collections.abc import Callable

from sdm.leaflets.file_kinds import Kind
from sdm.leaflets.what_was_read import NotALeaflet

CPU_SECONDS = 1.0  # a leaflet of NICE's takes about 0.1
MEMORY = 700 * 1024 * 1024
_READ_IN = {
    Kind.WEB_PAGE: "sdm.leaflets.web_page",
    Kind.PDF: "sdm.leaflets.pdf_file",
    Kind.WORD: "sdm.leaflets.word_file",
}


def opened(kind: Kind, data: bytes) -> tuple[str, list[str]]:
    """Give the words of the file as lines of plain text, and the warnings about it.

    Raises NotALeaflet, and nothing else, for what cannot be opened.
    """
    return _read_with(_reader_of(kind), kind, data)


def _reader_of(kind: Kind) -> Callable[[bytes], tuple[str, list[str]]]:
    return importlib.import_module(_READ_IN[kind]).words_of


def _read_with(words_of: Callable, kind: Kind, data: bytes) -> tuple[str, list[str]]:
    try:
        return words_of(data)
    except NotALeaflet:
        raise
    except Exception:  # whatever a broken file does to the package that reads it
        raise NotALeaflet(
            f"This {kind} is damaged, or made in a way that we cannot read."
            " Save it again, or copy the words and paste them instead."
        ) from None


def limit_myself(cpu_seconds: float) -> None:
    """End this process where it takes more than this, or more than MEMORY, and let it write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # The processor's time, not the clock's: a busy machine turns no leaflet away.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def main(kind: Kind) -> None:
    """Open the file that comes in, and write what was found as JSON; the limits begin once the packages are here."""
    words_of = _reader_of(kind)
    limit_myself(CPU_SECONDS)
    try:
        text, warnings = _read_with(words_of, kind, sys.stdin.buffer.read())
        found = {"text": text, "warnings": warnings}
    except NotALeaflet as refusal:
        found = {"refused": refusal.reason}
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main(Kind(sys.argv[1]))
