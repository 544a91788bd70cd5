"""Takes the files of a scan in: has them opened in a process of its own, and gives them as they may be kept."""

from collections.abc import Sequence

from sdm.leaflets.opened_apart import EndedEarly, answer_of
from sdm.rules.scans import MOST_BYTES, Kind, ScanFile
from sdm.scans.kinds import kind_of
from sdm.scans.parcel import packed, unpacked
from sdm.scans.refused import NotAScan


def taken_in(files: Sequence[bytes]) -> tuple[ScanFile, ...]:
    """Give the files in their order, opened and written anew.

    Raises NotAScan for the first that is refused; the limits on all of them together are the rule's
    (`rules.scans.why_not_added`), but none is opened that is too big by itself.
    """
    for place, data in enumerate(files, start=1):
        if len(data) > MOST_BYTES:
            raise NotAScan(f"This file is too big. A scan has at most {MOST_BYTES // 1_000_000} MB.", place)
        try:
            kind_of(data)
        except NotAScan as refusal:
            raise NotAScan(refusal.reason, place) from None
    try:
        said, made = unpacked(answer_of("sdm.scans.opening", data=packed({}, files)))
    except (EndedEarly, ValueError, KeyError):
        raise NotAScan("It takes us too long to open this. Scan it again with fewer dots per inch.") from None
    if "refused" in said:
        raise NotAScan(said["refused"], said["place"])
    return tuple(ScanFile(Kind(kind), data, pages) for (kind, pages), data in zip(said["kinds"], made, strict=True))
