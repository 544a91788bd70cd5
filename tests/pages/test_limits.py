"""What is too much is refused: bodies bigger than any form, before they are read; more PDFs than anybody needs."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft
from sdm.leaflets.shipped import completed
from sdm.models import User
from sdm.pages.access import SALT
from sdm.pages.content.leaflet_form import TOO_BIG_A_FILE, TOO_MANY_WORDS
from sdm.pages.content.sharing_page import TOO_BIG
from sdm.pages.limits import BODY_AT_MOST, FILES_AT_MOST, PDFS_A_MINUTE, WORDS_AT_MOST

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"
MULTIPART = "multipart/form-data; boundary=x"


class Unread(BytesIO):
    """A body that must not be asked for."""

    def read(self, *args) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


def sends(client, length: int | None, body: BytesIO, *, to: str = SIGN_IN, **more):
    """A POST that announces `length` bytes."""
    announced = {} if length is None else {"CONTENT_LENGTH": str(length)}
    request = {"REQUEST_METHOD": "POST", "PATH_INFO": to, "CONTENT_TYPE": MULTIPART, "wsgi.input": body}
    return client.request(**{**request, **announced, **more})


@pytest.mark.parametrize("length", [BODY_AT_MOST + 1, 150 * 1024 * 1024])
def test_a_body_that_is_too_big_is_refused_unread(client, length, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = sends(client, length, Unread())
    assert (response.status_code, response.headers["Cache-Control"]) == (413, "no-store")
    assert "That is too much for us to take" in response.content.decode()


def a_file_in_a_body(size: int) -> BytesIO:
    start, end = b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n', b"\r\n--x--\r\n"
    return BytesIO(start + bytes(size - len(start) - len(end)) + end)


def test_a_body_of_the_most_there_can_be_is_read(client):
    assert sends(client, BODY_AT_MOST, a_file_in_a_body(BODY_AT_MOST)).status_code == 422


def test_the_page_that_takes_files_takes_more_and_no_other_does(client, editor):
    client.force_login(editor)
    page = reverse("leaflet-new")
    assert sends(client, FILES_AT_MOST, a_file_in_a_body(FILES_AT_MOST), to=page).status_code == 422
    assert sends(client, FILES_AT_MOST + 1, Unread(), to=page).status_code == 413
    assert sends(client, FILES_AT_MOST, Unread(), to=reverse("leaflets")).status_code == 413


def words_in_a_body(size: int) -> BytesIO:
    start, end = b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n', b"\r\n--x--\r\n"
    return BytesIO(start + b"a" * (size - len(start) - len(end)) + end)


def errors_of(response) -> list[str]:
    page = html.fromstring(response.content)
    return [one.text_content().strip() for one in page.find_class("nhsuk-error-summary__list")[0]]


@pytest.mark.parametrize("size", [WORDS_AT_MOST + 1, 1_000_100, 2_900_000])
def test_the_words_of_a_whole_leaflet_are_read_and_kept(size, client, editor):
    client.force_login(editor)
    response = sends(client, size, words_in_a_body(size), to=reverse("leaflet-new"))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"words"}
    assert len(response.context["form"]["words"].value()) > size - 200
    assert errors_of(response)[0].startswith("These words are too many. They have " if size > 1_000_000 else "We found")


def test_words_that_are_far_too_many_are_refused_beside_their_box(client, editor):
    client.force_login(editor)
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1000
    response = sends(client, size, words_in_a_body(size), to=reverse("leaflet-new"))
    assert response.status_code == 413
    assert errors_of(response) == [TOO_MANY_WORDS]


@pytest.mark.parametrize("debug", [True, False], ids=["in the demo", "in service"])
def test_a_patients_words_that_are_far_too_many_are_refused_in_plain_words(visitor, settings, debug):
    settings.DEBUG, size = debug, WORDS_AT_MOST + 1000
    response = sends(visitor, size, words_in_a_body(size), to=reverse("patient-what-matters"))
    assert response.status_code == 413
    assert "That is too much for us to take" in response.content.decode()


@pytest.mark.parametrize(("page", "problem"), [("leaflet-new", TOO_BIG_A_FILE), ("edition-import", TOO_BIG)])
def test_a_file_that_is_far_too_big_is_refused_unread_beside_its_field(page, problem, client, editor):
    client.force_login(editor)
    response = sends(client, FILES_AT_MOST + 1, Unread(), to=reverse(page))
    assert response.status_code == 413
    assert errors_of(response) == [problem]


def test_what_a_server_in_front_refused_is_answered_as_if_it_had_come(client, editor, django_assert_num_queries):
    client.force_login(editor)
    refused = {"HTTP_X_TOO_MUCH": "1"}
    response = client.get(reverse("leaflet-new"), **refused)
    assert (response.status_code, errors_of(response)) == (413, [TOO_BIG_A_FILE])
    with django_assert_num_queries(0):
        elsewhere = client.get("/my/what-matters", **refused)
    assert elsewhere.status_code == 413
    assert "That is too much for us to take" in elsewhere.content.decode()


def test_the_page_on_which_a_draft_is_given_its_source_takes_as_much(client, editor):
    draft = start_draft(content=completed("ipg651"), by=editor)
    page = reverse("edition-source-add", args=[draft.pk])
    client.force_login(editor)
    assert errors_of(sends(client, FILES_AT_MOST + 1, Unread(), to=page)) == [TOO_BIG_A_FILE]
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1000
    assert errors_of(sends(client, size, words_in_a_body(size), to=page)) == [TOO_MANY_WORDS]
    assert sends(client, 2_000_000, a_file_in_a_body(2_000_000), to=page).status_code == 422


def test_who_may_not_bring_a_leaflet_in_learns_nothing_of_the_page(client, clinician):
    page = reverse("leaflet-new")
    client.force_login(clinician)
    assert sends(client, FILES_AT_MOST + 1, Unread(), to=page).status_code == 404


def test_scans_that_are_far_too_big_are_refused_with_the_limit_and_a_way_back(client, clinician, conversation):
    client.force_login(clinician)
    page = reverse("conversation-decision", args=[conversation.pk])
    response = sends(client, FILES_AT_MOST + 1, Unread(), to=page)
    assert "at most 30 MB" in response.content.decode()
    assert html.fromstring(response.content).xpath("//main//a/@href") == [page]


@pytest.mark.parametrize("kind", [MULTIPART, "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("page", ["/my/what-matters", SIGN_IN])
def test_no_other_page_takes_more_words_than_forms_have(page, kind, client, editor):
    client.force_login(editor)
    size = WORDS_AT_MOST + 200
    response = sends(client, size, words_in_a_body(size), to=page, CONTENT_TYPE=kind)
    assert response.status_code == 413
    assert "That is too much for us to take" in response.content.decode()
    assert html.fromstring(response.content).xpath("//main//a")


def test_a_scan_that_is_too_big_reaches_its_form_and_one_far_bigger_does_not(client, clinician, conversation):
    client.force_login(clinician)
    page = reverse("conversation-decision", args=[conversation.pk])
    assert sends(client, FILES_AT_MOST, a_file_in_a_body(FILES_AT_MOST), to=page).status_code == 422
    assert sends(client, FILES_AT_MOST + 1, Unread(), to=page).status_code == 413
    elsewhere = reverse("conversation-discussion", args=[conversation.pk])
    assert sends(client, BODY_AT_MOST + 1, Unread(), to=elsewhere).status_code == 413


def test_a_body_that_does_not_say_how_long_it_is_is_refused_unread(client):
    response = sends(client, None, Unread(), HTTP_TRANSFER_ENCODING="chunked")
    assert (response.status_code, "Nothing was saved." in response.content.decode()) == (411, True)


@pytest.fixture
def decided(conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    return conversation


@pytest.mark.parametrize("who", ["clinician", "patient"])
def test_summaries_as_files_are_limited_for_each_person(who, client, decided, clinician, invitation, colleague):
    client.force_login(clinician)
    client.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    address = {
        "clinician": reverse("conversation-summary-pdf", args=[decided.pk]),
        "patient": reverse("patient-summary-pdf"),
    }
    statuses = [client.get(address[who]).status_code for _ in range(PDFS_A_MINUTE)]
    assert statuses == [200] * PDFS_A_MINUTE
    refused = client.get(address[who])
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "There were too many tries" in refused.content.decode()
    another = Client()
    another.force_login(colleague)
    assert another.get(address["clinician"]).status_code == 200
    assert client.get(address["patient" if who == "clinician" else "clinician"]).status_code == 200


@pytest.fixture
def colleague(hospital):
    return User.objects.create_user("colleague@northfield.example", name="Dr Lee", role="clinician", hospital=hospital)
