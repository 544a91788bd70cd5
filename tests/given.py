"""A consent as tests give it: all that must happen first, and then spoken, witnessed, and signed a moment ago."""

from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from sdm.actions.decisions import decide
from sdm.actions.discussion import save_discussion
from sdm.models import Conversation, User
from sdm.rules import parts
from sdm.rules.giving import Given
from sdm.rules.parts import Saved, question_part

PASSWORD = "correct horse battery staple"
# What is typed into the form, all of it together with the password.
SPOKEN = {"way": "spoken", "witness": "Sister Jo Lee", "password": PASSWORD}
ON_PAPER = {"way": "on-paper", "kept_where": "The ward's folder", "password": PASSWORD}
# Everything that IPG651 asks for before consent, for a clot near the top of the leg.
NOTES = {
    **{question_part(number): Saved(question_part(number), text="We talked about it.") for number in range(1, 6)},
    parts.INDICATION: Saved(parts.INDICATION, details={"indication": "iliofemoral-dvt"}),
    parts.WHAT_MATTERS: Saved(parts.WHAT_MATTERS, text="Her dog"),
    parts.OPTIONS: Saved(parts.OPTIONS, details={"discussed": ["procedure", "no-procedure"]}),
    parts.SHARING: Saved(parts.SHARING, details={"family_offered": True, "told_where": True}),
    parts.TEAM: Saved(
        parts.TEAM,
        details={
            "members": [
                {"profession": "Vascular surgeon", "name": "Dr Khan"},
                {"profession": "Interventional radiologist", "name": "Dr Shah"},
                {"profession": "Haematologist", "name": "Dr Cole"},
            ],
            "assessed_on": "2026-11-19",
        },
    ),
    parts.SPECIAL: Saved(
        parts.SPECIAL,
        details={
            "written_information": True,
            "uncertainties_explained": True,
            "checks": [{"what": "Scan", "when": "At 6 weeks", "whom": "Vein clinic"}],
            "governance_lead": "Dr Osei",
            "governance_told_on": "2026-11-20",
            "registry": "BSIR Venous Registry",
        },
    ),
}


def spoken(**values) -> Given:
    """Given just now, so that it counts."""
    return Given(**{"way": "spoken", "witness": "Sister Jo Lee", "checked_at": timezone.now(), **values})


def on_paper() -> Given:
    """Signed on paper just now."""
    return spoken(way="on-paper", witness="", kept_where="The ward's folder")


def consent(conversation: Conversation, *, given: Given | None = None, by: User) -> Conversation:
    """Everything that is asked for has happened, and the patient consents."""
    to_act_on = Conversation.objects.to_act_on()
    save_discussion(conversation=to_act_on.get(pk=conversation.pk), notes=NOTES, by=by)
    now = to_act_on.get(pk=conversation.pk)
    decide(
        conversation=now,
        choice="consent",
        reasons="To walk again.",
        given=given or spoken(),
        seen=0,
        shown=now.head[0],
        by=by,
    )
    return conversation


def with_password(user: User) -> User:
    """The same account with the password of this page."""
    user.password = _hashed()
    user.save(update_fields=["password"])
    return user


@cache
def _hashed() -> str:
    return make_password(PASSWORD)
