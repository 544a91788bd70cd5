"""The mark of a record on a summary: which entry of which chain it came from, as text and as a QR code."""

from __future__ import annotations

from dataclasses import dataclass

import segno

# A QR code needs this much white around it, counted in its own squares.
QUIET = 4


@dataclass(frozen=True)
class RecordMark:
    """The entry of the record that a summary stands on; `at` is the entry's moment as ISO text, or empty."""

    digest: str
    sequence: int
    conversation: str
    at: str = ""

    @property
    def code(self) -> str:
        """What the QR code holds; capitals, because a QR code of capitals and digits is smaller."""
        return f"SDM:{self.conversation}:{self.sequence}:{self.digest}".upper()

    @property
    def start(self) -> str:
        """The first eight of the digest, for the foot of every page: enough to see that pages belong together."""
        return self.digest[:8]

    @property
    def grouped_digest(self) -> str:
        """The digest in groups of eight, for people who compare it by eye."""
        return " ".join(self.digest[start : start + 8] for start in range(0, len(self.digest), 8))


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path on a square of `size` units, its white border among them."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code of a text, one horizontal bar for each run of dark squares."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    bars = []
    for y, row in enumerate(rows, start=QUIET):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x) if 0 in row[x:] else len(row)
            bars.append(f"M{x + QUIET} {y}h{end - x}v1h{x - end}z")
            x = end
    return QrCode(size=len(rows) + 2 * QUIET, path="".join(bars))
