"""What the process that opens the files of a scan runs: files in, safe files out, within limits that end it."""

import importlib
import sys

from sdm.leaflets.opening import limit_myself
from sdm.rules.scans import Kind, ScanFile
from sdm.scans.kinds import kind_of
from sdm.scans.parcel import packed, unpacked
from sdm.scans.refused import NotAScan

CPU_SECONDS = 12.0  # ten photographs of a phone's take about 4


def opened(data: bytes) -> ScanFile:
    """Give one file as it may be kept; raises NotAScan, and nothing else, where it may not."""
    kind = kind_of(data)
    try:
        if kind is Kind.PDF:
            return importlib.import_module("sdm.scans.documents").written_anew(data)
        return importlib.import_module("sdm.scans.pictures").drawn_anew(kind, data)
    except NotAScan:
        raise
    except Exception:  # whatever a broken file does to the package that opens it
        raise NotAScan("This file is damaged. Save or scan it again.") from None


def main() -> None:
    """Open the files that come in; write them out as they may be kept, or which of them is refused and why."""
    for name in ("documents", "pictures"):
        importlib.import_module(f"sdm.scans.{name}")
    limit_myself(CPU_SECONDS)
    _, files = unpacked(sys.stdin.buffer.read())
    made: list[ScanFile] = []
    for place, data in enumerate(files, start=1):
        try:
            made.append(opened(data))
        except NotAScan as refusal:
            answer = packed({"refused": refusal.reason, "place": place}, [])
            break
    else:
        kinds = [[file.kind.value, file.pages] for file in made]
        answer = packed({"kinds": kinds}, [file.data for file in made])
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
