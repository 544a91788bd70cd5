"""Who does something in a conversation, as plain values that the record keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from sdm.rules.name_words import typed_words


class Kind(StrEnum):
    """The kinds of people who act, and the app itself."""

    PATIENT = "patient"
    STAFF = "staff"
    SYSTEM = "system"


class Role(StrEnum):
    """What a member of staff may do."""

    CLINICIAN = "clinician"
    CONTENT_EDITOR = "content-editor"
    ADMINISTRATOR = "administrator"


def is_meant(text: str, *, name: str, job_title: str, email: str) -> bool:
    """Whether somebody is meant by a text: by their e-mail address, or by their full name, with what they are or not.

    Capitals, accents and what stands between the words do not count: lists come from keyboards without accents.
    """
    said = typed_words(text)
    is_named = said in (typed_words(name), typed_words(f"{name} {job_title}"))
    return text.strip().casefold() == email.casefold() or (bool(said) and is_named)


class Named(Protocol):
    """Somebody who can be meant by a text."""

    name: str
    job_title: str
    email: str


Person = TypeVar("Person", bound=Named)


def all_meant(text: str, people: Iterable[Person]) -> list[Person]:
    """Whom of these a text means: nobody, one, or several of the same name."""
    return [one for one in people if is_meant(text, name=one.name, job_title=one.job_title, email=one.email)]


def only_one_meant(text: str, people: Iterable[Person]) -> Person | None:
    """The one of these whom a text means; None where it means nobody, or could mean several."""
    meant = all_meant(text, people)
    return meant[0] if len(meant) == 1 else None


@dataclass(frozen=True)
class Actor:
    """Somebody who does something; `id` is a user's or an invitation's, `name` is how the record names them."""

    kind: Kind
    id: str
    name: str
