"""The discussion: one page, made for a conversation with the patient looking on, saved as typed and by one button."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sdm.actions.agenda import close_item, open_item_again, raise_item
from sdm.actions.conversations import reopen
from sdm.actions.discussion import save_discussion
from sdm.actions.recording import Stale
from sdm.models import Conversation
from sdm.models.phrases import phrases_of
from sdm.pages.by_script import AS_PAGE, is_in_passing, told
from sdm.pages.clinician import words
from sdm.pages.clinician.attention import lines_sent, sent_on_questions_gone, typed_in_for
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.in_passing import how_it_stands, save_in_passing, save_what_can_be, whose
from sdm.pages.clinician.in_translation import translations_for
from sdm.pages.clinician.material import unspoken_of
from sdm.pages.clinician.options import matters_most, options_with_limits, thoughts_sent
from sdm.pages.clinician.whole_discussion import WholeDiscussion
from sdm.rules import parts
from sdm.rules.transitions import NotAllowed, Step


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def discussion(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What was said on each part; a POST saves what this person changed, and loses nothing of what they typed."""
    data = request.POST if request.method == "POST" else None
    whole = WholeDiscussion(conversation, conversation.items, data)
    if is_in_passing(request):
        return how_it_stands(request, conversation, whole) if data is None else save_in_passing(request, whole)
    if data is None:
        return _show(request, whole)
    if "insert" in data:
        part, _, phrase = data["insert"].partition(" ")
        return _show(request, whole.with_phrase(part, phrase))
    if whole.is_valid():
        return _save(request, whole)
    again = whole.as_it_stands(conversation)
    again.is_valid()
    return _show(request, again.about_what_was_pressed(), again.problems, status=422)


def _save(request: HttpRequest, whole: WholeDiscussion) -> HttpResponse:
    conversation = whole.conversation
    try:
        # Both or neither: nothing is opened again for words that cannot be saved.
        with transaction.atomic():
            if "reopen" in request.POST and conversation.may(Step.REOPEN):
                reopen(conversation=conversation, by=request.user)
            stale = _save_parts(request, whole)
    except Stale as stale:
        on_top = whole.as_it_stands(_as_it_stands(conversation), frozenset(stale.current))
        return _show(request, on_top, on_top.problems, status=409)
    except NotAllowed as why:
        return _show(request, whole.as_it_stands(_as_it_stands(conversation)), [("", str(why))], status=409)
    not_done = [("#agenda", why, text) for why, text in _save_agenda(request, whole)]
    not_done += [("", words.NOT_ASKED_ANY_MORE, text) for text in whole.left_over]
    if not_done or whole.is_about_one:
        stands = _as_it_stands(conversation)
        left = whole.what_is_left(stands, stale)
        if left or not_done:
            return _show_what_is_left(request, left or WholeDiscussion(stands, list(stands.agenda.all())), not_done)
    return _saved(request, whole)


def _save_parts(request: HttpRequest, whole: WholeDiscussion) -> frozenset[str]:
    """Save the parts, all or none; with the button of one thing to talk about those that can be, and give the rest."""
    if whole.is_about_one:
        return frozenset(save_what_can_be(request, whole.conversation, whole.notes())[1])
    save_discussion(conversation=whole.conversation, notes=whole.notes(), by=request.user)
    return frozenset()


def _show_what_is_left(
    request: HttpRequest, left: WholeDiscussion, not_done: list[tuple[str, str, str]]
) -> HttpResponse:
    """The page after a button that did what it says, with what stands in its other parts and could not be saved."""
    left.is_valid()
    if not not_done:
        messages.success(request, words.THIS_IS_DONE)
    problems = list(dict.fromkeys((where, why) for where, why, _ in not_done)) + left.problems
    kept = [text for _, _, text in not_done if text]
    return _show(request, left, problems, kept, status=409 if not_done or left.stale else 422)


def _saved(request: HttpRequest, whole: WholeDiscussion) -> HttpResponse:
    """The page again, as it stands; whoever closed one thing goes on with the list.

    The number makes it another address each time: a browser that is told to go to a place on the page where it is does
    not ask for the page again.
    """
    then = reverse("conversation-discussion", args=[whole.conversation.pk])
    if whole.is_about_one:
        then += f"?saved={_as_it_stands(whole.conversation).head[0]}#agenda"
    else:
        messages.success(request, words.DISCUSSION_SAVED)
    # A script cannot read where it is sent to.
    return told("saved", then=then) if request.headers.get("Accept") == AS_PAGE else redirect(then)


def _as_it_stands(conversation: Conversation) -> Conversation:
    return Conversation.objects.to_act_on().get(pk=conversation.pk)


def _save_agenda(request: HttpRequest, whole: WholeDiscussion) -> list[tuple[str, str]]:
    """Close and add what was asked for; gives why each of the rest was not, with the words that were typed for it."""
    not_done = []
    for form in whole.closing:
        if form.is_valid() and form.closes:
            try:
                close_item(conversation=whole.conversation, item=form.item, by=request.user, **form.closing())
            except NotAllowed as why:
                not_done.append((str(why), form.typed))
    for item in whole.items:
        if str(item.pk) == whole.opened:
            try:
                open_item_again(conversation=whole.conversation, item=item, by=request.user)
            except NotAllowed as why:
                not_done.append((str(why), ""))
    if whole.add.is_valid() and whole.add.cleaned_data["text"]:
        try:
            raise_item(conversation=whole.conversation, by=request.user, **whole.add.cleaned_data)
        except NotAllowed as why:
            not_done.append((str(why), whole.add.cleaned_data["text"]))
    return not_done


def _show(
    request: HttpRequest,
    whole: WholeDiscussion,
    problems: list[tuple[str, str]] | None = None,
    kept: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    conversation = whole.conversation
    whole.offer(phrases_of(conversation.hospital_id, conversation.leaflet_id))
    context = {
        "conversation": conversation,
        "whole": whole,
        "whose": whose(request, conversation),
        "what_matters": lines_sent(conversation, parts.WHAT_MATTERS),
        "people": lines_sent(conversation, parts.PEOPLE_AND_HELP),
        "what_matters_typed_in": typed_in_for(conversation, parts.WHAT_MATTERS),
        "no_longer_asked": sent_on_questions_gone(conversation),
        "most": matters_most(conversation),
        "options": options_with_limits(conversation),
        "thoughts": thoughts_sent(conversation),
        "translations": translations_for(conversation),
        "unspoken": unspoken_of(conversation, whole.items),
        "may_record": conversation.may(Step.RECORD_DISCUSSION),
        "may_reopen": conversation.may(Step.REOPEN),
        "problems": problems or [],
        "kept": [*(kept or []), *whole.left_over],
    }
    return render(request, "clinician/discussion.html", context, status=status)
