"""What the discussion page is told when it saves while somebody writes: each part by itself."""

from collections.abc import Collection

from django.http import HttpRequest, JsonResponse

from sdm.actions.discussion import save_discussion
from sdm.actions.recording import Stale
from sdm.models import Conversation
from sdm.pages.by_script import told, told_how_it_stands
from sdm.pages.clinician.whole_discussion import WholeDiscussion
from sdm.rules.parts import Saved
from sdm.rules.phrases import is_as_kept
from sdm.rules.transitions import NotAllowed, Step


def whose(request: HttpRequest, conversation: Conversation) -> str:
    """Whose page it is: words are not saved in the name of a colleague who has signed in meanwhile."""
    return f"{conversation.pk} {request.user.pk}"


def how_it_stands(request: HttpRequest, conversation: Conversation, whole: WholeDiscussion) -> JsonResponse:
    """For a page that was left or refused: whether it can be saved, what stands, and a token for its form."""
    return told_how_it_stands(
        request,
        whose(request, conversation),
        is_open=conversation.may(Step.RECORD_DISCUSSION),
        revisions={form.revision_name: form.saved.revision for form in whole.part_forms},
    )


def save_in_passing(request: HttpRequest, whole: WholeDiscussion) -> JsonResponse:
    """Save every part that can be, and say so or why not: refused, changed by somebody else, or over.

    `revisions` are those of the parts that now stand as they are on the screen, `standard` the parts that are
    nothing but unchanged phrases. Things to talk about are not closed in passing: that takes a press.
    """
    notes = whole.notes()
    try:
        stands, stale = save_what_can_be(request, whole.conversation, notes)
    except NotAllowed:
        return told("over", status=409)
    found = {
        "revisions": whole.revisions_on(stands),
        "standard": [part for part, saved in stands.items() if is_as_kept(saved)],
    }
    if stale or whole.left_over:
        return told("changed", status=409, **found)
    if problems := whole.part_problems():
        return told("refused", status=422, problems=problems, **found)
    return told("saved", **found)


def save_what_can_be(
    request: HttpRequest, conversation: Conversation, notes: dict[str, Saved]
) -> tuple[dict[str, Saved], Collection[str]]:
    """What stands now, and the parts that somebody else changed: those are left for a person to choose."""
    try:
        return save_discussion(conversation=conversation, notes=notes, by=request.user), ()
    except Stale as stale:
        theirs = stale.current
    rest = {part: note for part, note in notes.items() if part not in theirs}
    stands, more = save_what_can_be(request, conversation, rest)
    return stands | theirs, {*theirs, *more}
