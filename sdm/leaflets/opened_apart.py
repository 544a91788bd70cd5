"""Has a file opened in a process of its own, so that no file can hold up the app or bring it down."""

import json
import subprocess
import sys
from pathlib import Path

import sdm
from sdm.leaflets.file_kinds import Kind
from sdm.leaflets.what_was_read import NotALeaflet

_PATIENCE = 20  # seconds by the clock; the process ends itself by the processor's time long before
_HOUSE = Path(sdm.__file__).parents[1]


class EndedEarly(Exception):
    """The process gave no answer within its limits."""


def opened_apart(kind: Kind, data: bytes) -> tuple[str, list[str]]:
    """Give the words of the file as lines of plain text, and the warnings about it.

    Raises NotALeaflet for what cannot be opened, or not within the limits of `opening`.
    """
    try:
        found = json.loads(answer_of("sdm.leaflets.opening", kind, data=data))
    except (EndedEarly, ValueError):
        raise NotALeaflet(
            f"This {kind} takes us too long to read, so it cannot be a leaflet as they are."
            " Copy the leaflet's words and paste them instead."
        ) from None
    if "refused" in found:
        raise NotALeaflet(found["refused"])
    return found["text"], found["warnings"]


def answer_of(module: str, *words: str, data: bytes) -> bytes:
    """Run a module that limits itself (`opening.limit_myself`) on data from outside; give what it writes.

    Raises EndedEarly where it came to its limits, or failed.
    """
    try:
        run = subprocess.run(
            [sys.executable, "-m", module, *words],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_HOUSE,
            env={},  # no password of the app's is where the file is
            timeout=_PATIENCE,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        raise EndedEarly from None
    return run.stdout
