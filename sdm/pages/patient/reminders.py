"""Stopping reminders: from a link in an e-mail, without being let in, or from the patient's own list."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions.mails import stop_reminders
from sdm.letters.links import mail_of
from sdm.models import Conversation, Mail
from sdm.pages.access import Visit, patients
from sdm.rules.people import Actor, Kind

WHO = "Somebody with the e-mail"


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask first, because mail scanners open links too; a POST stops them. Nobody and nothing is named."""
    mail = Mail.objects.filter(pk=mail_of(signed)).first()
    if mail is None:
        return render(request, "patient/stop_does_not_work.html", {"query": ""}, status=404)
    if request.method != "POST":
        return render(request, "patient/stop_reminders.html")
    conversation = Conversation.objects.to_act_on().get(pk=mail.conversation_id)
    stop_reminders(conversation=conversation, by=Actor(Kind.PATIENT, str(mail.pk), WHO))
    return render(request, "patient/stop_reminders.html", {"is_stopped": True})


@require_POST
@patients
def stop_mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stop them, and back to the list, which says so."""
    stop_reminders(conversation=visit.conversation, by=visit.actor)
    return redirect("patient-list")
