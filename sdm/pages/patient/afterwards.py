"""What a patient can say after a decision: that its summary is wrong, or that they have changed their mind."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sdm.actions.afterwards import say_it_is_wrong, say_mind_changed
from sdm.pages.access import View, Visit, patients
from sdm.pages.by_script import is_in_passing, told_how_it_stands
from sdm.pages.fields import WordsField
from sdm.pages.forms import PlainForm
from sdm.pages.patient.answers import about
from sdm.pages.patient.in_passing import tell_in_passing
from sdm.rules.afterwards import CHANGES_OF_MIND, CORRECTION, LONGEST
from sdm.rules.transitions import NotAllowed

ASK_AND_TELL = require_http_methods(["GET", "HEAD", "POST"])


class CorrectionForm(PlainForm):
    """What is wrong in the summary."""

    text = WordsField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Say where it stands, and what would be right."),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what is wrong")},
    )


class ChangeOfMindForm(PlainForm):
    """Whether the patient has changed their mind or wants to talk again, which two buttons say; words are optional."""

    text = WordsField(
        label=gettext_lazy("Anything you want to tell your team"),
        help_text=gettext_lazy("You can leave this empty."),
        max_length=LONGEST,
        rows=3,
        required=False,
    )
    wants = forms.ChoiceField(
        choices=[(one, one) for one in CHANGES_OF_MIND],
        widget=forms.HiddenInput,
        error_messages={
            code: gettext_lazy("Press one of the two buttons below") for code in ("required", "invalid_choice")
        },
    )

    @property
    def rows(self) -> list:
        """The buttons stand on the page itself."""
        return [self["text"]]


def decided(view: Callable[..., HttpResponse]) -> View:
    """For patients, once any decision was recorded; before, a page that says that there is no summary yet."""

    @patients
    @wraps(view)
    def run(request: HttpRequest, visit: Visit) -> HttpResponse:
        if not visit.conversation.has_decision:
            return render(request, "patient/no_summary.html", about(visit), status=404)
        return view(request, visit)

    return run


@ASK_AND_TELL
@decided
def something_is_wrong(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the patient said is wrong so far, with the answers, and the form to say more."""
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    said = [one for one in visit.conversation.said_since if one.what == CORRECTION]
    return _tell(request, visit, say_it_is_wrong, "patient/something_is_wrong.html", {"form": form, "said": said})


@ASK_AND_TELL
@decided
def changed_mind(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What to do after a change of mind, and two buttons that tell the team at once."""
    form = ChangeOfMindForm(request.POST if request.method == "POST" else None)
    said = [one for one in visit.conversation.said_since if one.is_change_of_mind]
    return _tell(request, visit, say_mind_changed, "patient/changed_mind.html", {"form": form, "said": said})


def _tell(request: HttpRequest, visit: Visit, say: Callable[..., None], template: str, shown: dict) -> HttpResponse:
    """Tell the team, and show the same page again, which says so; what cannot be told is shown with the reason."""
    form, waiting = shown["form"], [one for one in shown["said"] if one.waits]
    is_taken_back = any(one.stops and one.withdraws for one in waiting)
    shown = {**about(visit), **shown, "waits": bool(waiting), "is_taken_back": is_taken_back}

    def tell() -> None:
        say(conversation=visit.conversation, by=visit.actor, **form.cleaned_data)

    if is_in_passing(request) and request.method == "POST":
        return tell_in_passing(form, tell, then=request.path)
    if is_in_passing(request):
        return told_how_it_stands(request, str(visit.conversation.pk), is_open=True)
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return render(request, template, shown, status=422)
    try:
        tell()
    except NotAllowed as why:
        form.add_error(None, _(str(why)))
        return render(request, template, shown, status=409)
    return redirect(request.path)
