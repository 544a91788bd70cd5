"""The first page: what this is, and for staff the way to their own pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from sdm.demo.people import staff_of_the_demo
from sdm.models import User


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For staff, their own first page; for everybody else, what this is."""
    if request.user.is_authenticated:
        return _own_page(request)
    return render(request, "home.html", {"demo_staff": staff_of_the_demo() if settings.DEMO else ()})


def _own_page(request: HttpRequest) -> HttpResponse:
    if address := first_page_of(request.user):
        return redirect(address)
    # Patients read this address in their own language; what staff read is English.
    translation.activate(settings.LANGUAGE_CODE)
    return render(request, "home_without_role.html", status=403)


def first_page_of(user: User) -> str:
    """Where this member of staff begins; empty for somebody who has nothing to do here yet."""
    if user.is_clinician:
        return reverse("conversations")
    if user.is_content_editor:
        return reverse("leaflets")
    return reverse("admin:index") if user.is_staff else ""
