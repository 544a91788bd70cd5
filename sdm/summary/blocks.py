"""What a summary on paper or on screen is made of; `kind` tells each rendering how to draw a block.

In every text but people's own words the leaflet's are marked where they are in another language (`leaflet_words`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sdm.summary.mark import QrCode


@dataclass(frozen=True)
class Row:
    """A label with its text; `own_words` where a person wrote it freely."""

    label: str
    text: str
    own_words: bool = False


@dataclass(frozen=True)
class Rows:
    """Facts, one under the other."""

    rows: tuple[Row, ...]
    kind: str = field(default="rows", init=False)


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two of this app's own."""

    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Statement:
    """The one thing that must not be missed: the decision."""

    text: str
    kind: str = field(default="statement", init=False)


@dataclass(frozen=True)
class Notice:
    """A sentence that nobody may miss who reads what stands above it."""

    text: str
    kind: str = field(default="notice", init=False)


@dataclass(frozen=True)
class Quote:
    """A sentence of the leaflet, word for word, with who says it."""

    text: str
    source: str
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True)
class Voice:
    """What one person wrote or said; `mark` is what they ticked beside it, or what has to be known of it.

    `empty` is shown where `text` is empty; `note` says who typed it in, where that was somebody else.
    """

    label: str
    text: str
    empty: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Voices:
    """What people wrote or said about one thing, side by side; `heading` may be empty."""

    heading: str
    voices: tuple[Voice, ...]
    kind: str = field(default="voices", init=False)


@dataclass(frozen=True)
class Point:
    """One good or bad point of an option; `figure` is empty for a plain statement, which has none.

    `about_figure` says who it was seen in and how sure it is, as far as that is known; or why it was added for the
    patient; and what was said about it.
    """

    text: str
    figure: str
    source: str = ""
    about_figure: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Option:
    """One option; every option has the same fields in the same order, so that none weighs more.

    `rows` say why it is not offered, where it is not.
    """

    name: str
    description: str
    good: tuple[Point, ...]
    bad: tuple[Point, ...]
    discussed: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Options:
    """The options side by side."""

    options: tuple[Option, ...]
    good_label: str
    bad_label: str
    none_label: str
    discussed_label: str
    figure_label: str
    source_label: str
    kind: str = field(default="options", init=False)


@dataclass(frozen=True)
class Topic:
    """Something that was to be talked about, where it stands, and what came of it."""

    text: str
    state: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Topics:
    """What was to be talked about."""

    topics: tuple[Topic, ...]
    kind: str = field(default="topics", init=False)


@dataclass(frozen=True)
class Check:
    """Something asked for before consent: what, by whom, and whether it has happened."""

    label: str
    source: str
    state: str
    met: bool


@dataclass(frozen=True)
class Checks:
    """What is asked for before consent, as a table."""

    label_heading: str
    source_heading: str
    state_heading: str
    checks: tuple[Check, ...]
    kind: str = field(default="checks", init=False)


@dataclass(frozen=True)
class Proof:
    """How to tell that a copy is true, set small: the check code, which is the record's digest, and its QR code."""

    rows: tuple[Row, ...]
    qr: QrCode
    qr_label: str
    kind: str = field(default="proof", init=False)


@dataclass(frozen=True)
class Signature:
    """A signature as it was drawn: the path of an SVG picture of that size, and what it is in words."""

    label: str
    path: str
    width: int
    height: int
    kind: str = field(default="signature", init=False)


Block = Rows | Paragraph | Statement | Notice | Quote | Voices | Options | Topics | Checks | Proof | Signature


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Foot:
    """What stands on every page of a copy on paper."""

    name: str
    nhs_number: str
    record: str


@dataclass(frozen=True)
class Outline:
    """A whole summary in the order it is read; `provisional` is empty once there is a decision.

    `awaits_review` says that no translator has checked the language that it is in, `other_language` that the leaflet is
    in another one; each is empty where that is not so. `leaflet_language` is a code such as "en".
    """

    title: str
    awaits_review: str
    other_language: str
    leaflet_language: str
    provisional: str
    provisional_mark: str
    hospital: str
    sections: tuple[Section, ...]
    foot: Foot
