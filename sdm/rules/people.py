"""Who does something in a conversation, as plain values that the record keeps."""

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class Actor:
    """Somebody who does something; `id` is a user's or an invitation's, `name` is how the record names them."""

    kind: Kind
    id: str
    name: str
