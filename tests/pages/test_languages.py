"""Patients read the language that they chose or that their browser asks for; what staff read is English."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.translation import get_language, override

from sdm.actions.answers import save_answer
from sdm.actions.decisions import decide
from sdm.models import RecordEntry, User
from sdm.pages.access import set_patient_cookie
from sdm.pages.languages import FOR_STAFF
from sdm.summary.build import summary_of

pytestmark = pytest.mark.django_db

COOKIE = settings.LANGUAGE_COOKIE_NAME
WELSH = {"Accept-Language": "cy,en;q=0.5"}


@pytest.fixture
def welsh(client) -> Client:
    """A browser in which Welsh was chosen."""
    client.get("/?language=cy")
    return client


@pytest.fixture
def visitor(welsh, invitation) -> Client:
    """The patient's browser, in which Welsh was chosen."""
    response = HttpResponse()
    set_patient_cookie(response, invitation.pk)
    welsh.cookies.update(response.cookies)
    return welsh


def language_of(response) -> tuple[str, str]:
    """The language of a page as the page says it, and as its headers do."""
    page = response.content.decode()
    return page.split('<html lang="')[1].partition('"')[0], response.headers["Content-Language"]


@pytest.mark.parametrize(
    ("asked_for", "language"),
    [
        ("cy", ("cy", "cy")),
        ("cy-GB,en;q=0.5", ("cy", "cy")),
        ("de,cy;q=0.5,en;q=0.4", ("cy", "cy")),
        ("en-US,cy;q=0.9", ("en-GB", "en-gb")),
        ("de,xx;q=0.8", ("en-GB", "en-gb")),
        ("*", ("en-GB", "en-gb")),
        ("no language at all; q=\x00", ("en-GB", "en-gb")),
        ("", ("en-GB", "en-gb")),
    ],
)
def test_a_browser_asks_for_a_language(client, asked_for, language):
    assert language_of(client.get("/", headers={"Accept-Language": asked_for})) == language


@pytest.mark.parametrize(
    ("chosen", "language"), [("cy", "cy"), ("en-gb", "en-GB"), ("xx", "en-GB"), ("../cy", "en-GB"), ("", "en-GB")]
)
def test_what_was_chosen_comes_before_what_the_browser_asks_for(client, chosen, language):
    client.cookies[COOKIE] = chosen
    other = "en" if chosen == "cy" else "cy" if chosen == "en-gb" else "de"
    assert language_of(client.get("/", headers={"Accept-Language": other}))[0] == language


def test_choosing_leads_back_to_the_same_page_and_is_remembered(client):
    response = client.get("/my/questions/2?from=check&language=cy")
    cookie = response.cookies[COOKIE]
    assert (response.status_code, response.url) == (302, "/my/questions/2?from=check")
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == ("cy", True, "Lax", "/")
    assert bool(cookie["secure"]) is settings.HTTPS
    assert [name for name in response.cookies if name != COOKIE] == []
    assert language_of(client.get("/my/questions/2?from=check")) == ("cy", "cy")
    assert client.get("/my?language=en-gb").url == "/my"
    assert language_of(client.get("/my")) == ("en-GB", "en-gb")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/?language=cy",
        "//evil.example?language=cy",
        "/?next=//evil.example&language=cy",
        "/?language=cy&next=https://evil.example",
        "/\\evil.example?language=cy",
        "/i/token?language=cy&language=cy",
    ],
)
def test_choosing_leads_nowhere_else(client, address):
    response = client.generic("GET", "/", PATH_INFO=address.partition("?")[0], QUERY_STRING=address.partition("?")[2])
    assert response.status_code == 302
    assert response.url.startswith("/")
    assert urlsplit(response.url).netloc == ""
    assert "language=" not in response.url


@pytest.mark.parametrize("language", ["xx", "ar", "", "cy\r\nX: y", "cy\x00"])
def test_a_language_that_is_not_there_is_not_chosen(client, language):
    response = client.get("/", {"language": language})
    assert (response.status_code, COOKIE in response.cookies, language_of(response)[0]) == (200, False, "en-GB")


def test_sending_a_form_chooses_nothing(visitor):
    response = visitor.post("/my/questions/1?language=en-gb", {"text": "Will it hurt?", "revision": "0"})
    assert (response.status_code, response.url, COOKIE in response.cookies) == (302, "/my/questions/2", False)


def test_the_answer_depends_on_what_the_language_depends_on(client):
    vary = {name.strip() for name in client.get("/").headers["Vary"].split(",")}
    assert {"Accept-Language", "Cookie"} <= vary


def staff_addresses(patterns=None, before="/") -> list[str]:
    """Every address, as the rooms write them, but those of patients and the first page."""
    found = []
    for one in patterns or get_resolver().url_patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            found += staff_addresses(one.url_patterns, here)
        elif not one.callback.__module__.startswith("sdm.pages.patient") and one.name != "home":
            found.append(here)
    return found


def test_every_address_of_staff_is_english():
    addresses = staff_addresses()
    assert len(addresses) > 40
    assert [address for address in addresses if not address.startswith(FOR_STAFF)] == []


@pytest.mark.parametrize(
    "name", ["conversations", "leaflets", "admin:index", "account_login", "account_reset_password"]
)
def test_what_staff_read_is_english_whatever_the_browser_says(name, welsh, clinician, editor):
    people = {
        "conversations": clinician,
        "leaflets": editor,
        "admin:index": User.objects.create_superuser("root@example.org", name="Root"),
    }
    if name in people:
        welsh.force_login(people[name])
    response = welsh.get(reverse(name), headers=WELSH)
    assert response.status_code == 200
    assert language_of(response)[0].lower() == "en-gb"
    assert (response.headers["Content-Language"], "Cymraeg" in response.content.decode()) == ("en-gb", False)


def test_somebody_without_a_role_reads_english_at_the_address_that_they_share_with_patients(welsh):
    welsh.force_login(User.objects.create_user("new@example.org", name="New"))
    response = welsh.get("/", headers=WELSH)
    assert (response.status_code, language_of(response)) == (403, ("en-GB", "en-gb"))
    assert "Cymraeg" not in response.content.decode()


def test_nobody_inherits_a_language(welsh):
    assert language_of(welsh.get("/"))[0] == "cy"
    assert get_language() == "en-gb"


def test_styles_and_scripts_have_no_language(client):
    response = client.get(staticfiles_storage.url("sdm/sdm.css"), headers=WELSH)
    assert (response.status_code, "Content-Language" in response.headers) == (200, False)
    assert "Accept-Language" not in response.headers.get("Vary", "")
    response.close()


def test_a_page_in_welsh(visitor, conversation):
    page = visitor.get("/my").content.decode()
    shown = ('<html lang="cy" dir="ltr">', "Fy rhestr", "Cau a gorffen", "Angen help?", "I'w wneud")
    assert [words for words in shown if words not in page] == []
    assert 'href="?language=en-gb" lang="en-GB" hreflang="en-GB">English</a>' in page


def test_a_question_is_kept_for_each_language(visitor):
    pages = []
    for language in ("cy", "en-gb", "cy"):
        visitor.get("/my", {"language": language})
        pages.append(visitor.get("/my/questions/2").content.decode())
    assert ["Cwestiwn 2 o 5" in page for page in pages] == [True, False, True]
    assert ["Question 2 of 5" in page for page in pages] == [False, True, False]
    assert ["Rwy&#x27;n deall hyn" in page for page in pages] == [True, False, True]
    changing = visitor.get("/my/questions/2?from=check").content.decode()
    assert 'href="?from=check&amp;language=en-gb"' in changing


def test_what_is_wrong_is_said_in_welsh(client, invitation):
    client.get(f"/i/{invitation.token}")
    client.get("/?language=cy")
    page = client.post("/start", {}).content.decode()
    assert "<title>Gwall: Paratoi ar gyfer eich apwyntiad" in page
    assert "Mae problem" in page
    assert [box for box in ("Diwrnod", "Mis", "Blwyddyn") if f">{box}</label>" not in page] == []


@pytest.mark.parametrize("address", ["/nothing-here", "/my/nothing-here", "/i"])
def test_a_page_that_is_not_there_says_so_in_welsh(client, address):
    response = client.get(address, headers=WELSH)
    assert (response.status_code, language_of(response)) == (404, ("cy", "cy"))
    assert "Heb ddod o hyd i'r dudalen" in response.content.decode()


def test_what_is_refused_before_anything_is_read_is_refused_in_welsh(client):
    response = client.post("/my/what-matters", b"x", content_type="text/plain", CONTENT_LENGTH="9999999", headers=WELSH)
    assert (response.status_code, language_of(response)) == (413, ("cy", "cy"))


def test_a_page_that_holds_what_was_typed_offers_no_language(visitor):
    typed = visitor.post("/my/questions/1", {"text": "a" * 4001, "revision": "0"})
    assert (typed.status_code, "?language=" in typed.content.decode()) == (422, False)
    assert "?language=" in visitor.get("/my/questions/1").content.decode()


def test_where_one_language_ships_there_is_nothing_to_choose(client, settings):
    settings.LANGUAGES = [("en-gb", "English")]
    response = client.get("/?language=cy", headers=WELSH)
    assert (response.status_code, language_of(response)[0]) == (200, "en-GB")
    assert "?language=" not in response.content.decode()


def test_from_right_to_left(client, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "العربية")]
    page = client.get("/", headers={"Accept-Language": "ar-EG"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'dir="ltr"' in client.get("/").content.decode()


def test_the_record_is_in_english_whatever_the_patient_reads(visitor, conversation, clinician, fresh):
    visitor.post("/my/questions/1", {"text": "A fydd yn brifo?", "understanding": "talk", "revision": "0"})
    visitor.post("/my/people-and-help", {"needs": ["large-print"], "people": "Large print", "revision": "0"})
    visitor.post("/my/send")
    with override("cy"):
        frozen = summary_of(fresh(conversation)).as_document()
    assert frozen == summary_of(fresh(conversation)).as_document()
    assert frozen["questions"][0]["understanding"] == "I want to talk about it"
    assert [line["words"] for line in frozen["people"]["asked_for"]] == ["Large print", "Large print"]
    assert "Rydw i eisiau siarad" not in "".join(RecordEntry.objects.values_list("content", flat=True))


def test_the_summary_is_drawn_in_welsh_and_what_the_patient_wrote_stays(visitor, conversation, clinician, fresh):
    visitor.post("/my/people-and-help", {"needs": ["large-print"], "people": "Large print", "revision": "0"})
    visitor.post("/my/send")
    check = visitor.get("/my/check").content.decode()
    decide(conversation=fresh(conversation), choice="refusal", reasons="Continue", seen=0, by=clinician)
    page = visitor.get("/my/summary").content.decode()
    assert "Crynodeb o&#x27;n penderfyniad" in page
    for shown in (check, page):
        assert (shown.count("Print bras"), shown.count("Large print")) == (1, 1)
    assert "Parhau" not in page
    pdf = visitor.get("/my/summary.pdf")
    assert (pdf.status_code, pdf.headers["Content-Language"]) == (200, "cy")


def test_the_conflict_page_names_the_part_in_welsh(visitor, conversation, patient, fresh):
    save_answer(conversation=fresh(conversation), part="what-matters", text="First", seen=0, by=patient)
    response = visitor.post("/my/what-matters", {"text": "Second", "revision": "0"})
    assert (response.status_code, language_of(response)[0]) == (409, "cy")
