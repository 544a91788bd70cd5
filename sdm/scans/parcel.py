"""Several files and what is said of them as one run of bytes, from one process to another."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def packed(said: Mapping[str, Any], files: Sequence[bytes]) -> bytes:
    """A line of JSON with the sizes of the files, and then the files."""
    line = json.dumps({"said": said, "sizes": [len(file) for file in files]})
    return b"\n".join((line.encode(), b"".join(files)))


def unpacked(parcel: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What was said, and the files; raises ValueError or KeyError for what is no parcel."""
    line, _, rest = parcel.partition(b"\n")
    head = json.loads(line)
    files, start = [], 0
    for size in head["sizes"]:
        files.append(rest[start : start + size])
        start += size
    return head["said"], files
