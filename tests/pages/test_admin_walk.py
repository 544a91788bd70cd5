"""Every address of the admin site for those who may open it: only accounts and hospitals change or show."""

import re
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import get_resolver

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft
from sdm.admin import site
from sdm.models import Hospital, StaffSession, User
from sdm.rules.people import Role

pytestmark = pytest.mark.django_db
SECRETS = (b"Secret", b"Margaret", b"9434765919", b"943 476 5919")
# What may change while people use the site: these, their addresses, the log of what was done, and sessions.
KEPT_HERE = {User, Hospital, EmailAddress, LogEntry, StaffSession}


@pytest.fixture
def health_words(conversation, patient, clinician, editor, fresh):
    """Words that nobody may see who only keeps accounts."""
    save_answer(conversation=fresh(conversation), part="question-1", text="Secret words", seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    decide(conversation=fresh(conversation), choice="more-time", reasons="Secret reason", seen=0, by=clinician)
    start_draft(content=conversation.content, source_text="Secret source", by=editor)


@pytest.fixture(params=["superuser", "keeper"])
def inside(request, db) -> Client:
    """The browser of each kind of person who may open the site."""
    client = Client()
    if request.param == "superuser":
        client.force_login(User.objects.create_superuser("root@example.org", name="Root"))
    else:
        client.force_login(
            User.objects.create_user("kim@example.org", name="Kim", role=Role.ADMINISTRATOR.value, is_staff=True)
        )
    return client


def patterns(resolver=None, before: str = "") -> set[str]:
    """Every route under the admin site, as Django writes it."""
    found = set()
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            found |= patterns(one, route) if resolver or getattr(one, "namespace", "") == "admin" else set()
        else:
            found.add(route.replace("^", "").replace("$", ""))
    return found


def addresses() -> list[str]:
    """Every address of the site, with the ids of every row of every table where an id belongs."""
    ids = {str(row.pk) for model in apps.get_models() for row in model._default_manager.all()[:3]} | {str(uuid4()), "x"}
    found = set()
    for route in patterns():
        if "(?P" in route:
            labels = {model._meta.app_label for model in apps.get_models()}
            found |= {"/" + re.sub(r"\(\?P<\w+>.*?\)", label, route).replace("\\Z", "") for label in labels}
        elif "<" in route:
            found |= {"/" + re.sub(r"<[^>]+>", one, route) for one in ids}
        else:
            found.add("/" + route)
    return sorted(found)


def stands() -> dict[str, list]:
    """Every row of every table that is not kept here."""
    return {
        model.__name__: sorted(map(str, model._default_manager.values_list()))
        for model in apps.get_models()
        if model not in KEPT_HERE
    }


def actions() -> set[str]:
    return {name for one in site._registry.values() for name in one.actions or ()} | {"delete_selected"}


def test_every_address_was_found():
    routes = patterns()
    assert len(routes) > 15
    assert any("logentry" in route for route in routes)


def test_no_address_shows_a_patients_words_or_breaks(inside, health_words):
    wrong = []
    for url in addresses():
        response = inside.get(url)
        if response.status_code >= 500 or any(secret in response.content for secret in SECRETS):
            wrong.append((url, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_no_request_changes_a_record_an_answer_a_decision_or_an_edition(inside, health_words, method):
    before, wrong = stands(), []
    for url in addresses():
        values = {"_save": "Save", "post": "yes", "document": "{}", "text": "Changed", "status": "draft"}
        if "logout" not in url and getattr(inside, method)(url, values).status_code >= 500:
            wrong.append(url)
    assert wrong == []
    assert stands() == before


def test_no_action_on_many_rows_reaches_anything_else(inside, health_words, edition, conversation):
    before, people = stands(), User.objects.count()
    rows = [str(row.pk) for model in apps.get_models() for row in model._default_manager.all()[:5]]
    for model in apps.get_models():
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for action in sorted(actions()):
            inside.post(url, {"action": action, "_selected_action": rows, "post": "yes", "select_across": "1"})
    assert stands() == before
    assert User.objects.count() == people


@pytest.mark.parametrize(
    "lookup",
    [
        "conversations__answers__text__contains=S",
        "conversations__decisions__reasons__contains=S",
        "patients__name__startswith=M",
        "patients__nhs_number__startswith=9",
        "staff__password__startswith=p",
        "hospital__patients__name__startswith=M",
        "hospital__conversations__email__contains=a",
        "user__password__startswith=p",
        "user__hospital__patients__name__startswith=M",
        "password__regex=.",
    ],
)
@pytest.mark.parametrize("model", ["sdm/user", "sdm/hospital", "admin/logentry"])
def test_nothing_is_guessed_by_a_filter(inside, health_words, model, lookup):
    """400, or back to the list with an error where there is no such field: never a list that tells yes from no."""
    assert inside.get(f"/admin/{model}/?{lookup}").status_code in (302, 400)


def test_the_log_can_be_read_and_not_changed(inside, hospital):
    entry = LogEntry.objects.create(user=User.objects.first(), action_flag=2, object_repr="Ann", change_message="Moved")
    log = "/admin/admin/logentry/"
    assert "Moved" in inside.get(log).content.decode()
    assert inside.get(f"{log}{entry.pk}/change/").status_code == 200
    tries = [f"{log}add/", f"{log}{entry.pk}/change/", f"{log}{entry.pk}/delete/"]
    assert [inside.post(url, {"post": "yes", "change_message": "Nothing"}).status_code for url in tries] == [403] * 3
    inside.post(log, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert LogEntry.objects.get().change_message == "Moved"
