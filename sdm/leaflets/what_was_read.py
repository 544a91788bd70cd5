"""The shapes of what the reader found in a leaflet file, and the error for a file that is no leaflet."""

import datetime
from dataclasses import dataclass, field


class NotALeaflet(ValueError):
    """The file cannot be read as a leaflet; `reason` is a sentence for the person who brought it in."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ReadSection:
    """A heading and the words under it; the heading is "" for the words before the first heading.

    In the body a blank line stands between paragraphs, and each item of a list is a line starting "- ".
    """

    heading: str
    body: str


@dataclass(frozen=True)
class ReadIndication:
    """A kind of the condition, with the arrangement NICE gives it and the sentence which says so.

    `arrangement` is one of standard, special, research, do-not-use, unknown.
    """

    name: str
    arrangement: str
    evidence: str


@dataclass(frozen=True)
class ReadLink:
    """A link in the leaflet; `url` is None where the file gives no web address that can be used."""

    text: str
    url: str | None


@dataclass(frozen=True)
class ReadLeaflet:
    """All that was read from one file; `warnings` are sentences for a person to act on.

    `source` is the text that it was read from, whatever the file was; `language` is "en" or "cy".
    """

    reference: str | None
    title: str
    published: datetime.date | None
    isbn: str | None
    sections: tuple[ReadSection, ...]
    questions: tuple[str, ...]
    indications: tuple[ReadIndication, ...]
    links: tuple[ReadLink, ...]
    warnings: tuple[str, ...]
    language: str = "en"
    source: str = field(default="", compare=False, repr=False)

    def as_json(self) -> dict:
        """The same as plain values for JSON; a link is its text, then a space and its address if any."""
        return {
            "reference": self.reference,
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "isbn": self.isbn,
            "sections": [{"heading": s.heading, "body": s.body} for s in self.sections],
            "questions": list(self.questions),
            "indications": [
                {"name": i.name, "arrangement": i.arrangement, "evidence": i.evidence} for i in self.indications
            ],
            "links": [f"{link.text} {link.url}" if link.url else link.text for link in self.links],
            "warnings": list(self.warnings),
        }
