"""In the demo one click signs in as anybody in it; outside it, no such page, button or password exists."""

import pytest
from django.urls import NoReverseMatch, reverse

from sdm.demo.people import conversations_of_the_demo, people, staff_of_the_demo
from sdm.models import Conversation, User

pytestmark = pytest.mark.django_db
DEMO_PAGES = ["demo", "demo-sign-in", "demo-open-patient"]
DEMO_ADDRESSES = ["/demo/", "/demo/sign-in/", "/demo/open-as-patient/"]
ADDRESSES_OF_STAFF = [person["email"] for person in people()["staff"]]


def the(name: str) -> Conversation:
    return next(one for one in conversations_of_the_demo() if one.patient.name == name)


@pytest.mark.parametrize("email", ADDRESSES_OF_STAFF)
def test_one_click_signs_in_as_anybody(client, demo_on, loaded, email):
    user = User.objects.get(email=email)
    front = client.get(reverse("home")).content.decode()
    assert f'name="user" value="{user.pk}"' in front
    response = client.post(reverse("demo-sign-in"), {"user": user.pk})
    first = client.get(response.url, follow=True)
    place = {"clinician": "/conversations/", "content-editor": "/leaflets/", "administrator": "/leaflets/"}[user.role]
    assert first.wsgi_request.path == ("/admin/" if user.is_staff else place)
    assert (first.status_code, first.wsgi_request.user) == (200, user)


def test_the_key_of_the_session_changes_with_the_person(client, demo_on, loaded):
    keys = []
    for user in staff_of_the_demo()[:2]:
        client.post(reverse("demo-sign-in"), {"user": user.pk})
        keys.append(client.session.session_key)
    assert len(set(keys)) == 2


def test_nobody_who_is_not_of_the_demo_can_be_signed_in_as(client, demo_on, loaded, clinician):
    closed = staff_of_the_demo()[0]
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for user in (clinician.pk, closed.pk, "", "1", "admin", "'; --"):
        assert client.post(reverse("demo-sign-in"), {"user": user}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_opening_as_a_patient_makes_an_invitation_and_asks_for_the_date_of_birth(client, demo_on, loaded):
    conversation = the("Gareth Pugh")
    page = client.get(reverse("demo")).content.decode()
    assert f'name="conversation" value="{conversation.pk}"' in page
    assert "<strong>9 2 1971</strong>" in page
    response = client.post(reverse("demo-open-patient"), {"conversation": conversation.pk}, follow=True)
    assert response.status_code == 200
    born = {"date_of_birth_day": "9", "date_of_birth_month": "2", "date_of_birth_year": "1971"}
    inside = client.post(response.wsgi_request.path, born, follow=True)
    assert (inside.status_code, inside.wsgi_request.path) == (200, reverse("patient-list"))
    last = conversation.record.order_by("sequence").values_list("who", "what")
    assert list(last)[-2:] == [
        ("Tomasz Zieliński, Vascular nurse specialist", "invited"),
        ("Gareth Pugh", "invitation opened"),
    ]


def test_every_page_of_the_demo_leads_back_to_choosing_who_one_is(client, demo_on, loaded):
    way_back = f'<a href="{reverse("demo")}">Change who you are</a>'
    client.post(reverse("demo-sign-in"), {"user": staff_of_the_demo()[0].pk})
    staff = [client.get(address, follow=True).content.decode() for address in ("/", "/no-such-page")]
    opened = client.post(reverse("demo-open-patient"), {"conversation": the("Gareth Pugh").pk}, follow=True)
    born = {"date_of_birth_day": "9", "date_of_birth_month": "2", "date_of_birth_year": "1971"}
    client.post(opened.wsgi_request.path, born)
    patient = [client.get(reverse("patient-list")), client.get(reverse("patient-question", args=[1]))]
    pages = [*staff, *(one.content.decode() for one in (opened, *patient))]
    assert [way_back in page for page in pages] == [True] * 5


def test_only_the_demos_conversations_can_be_opened(client, demo_on, loaded, conversation):
    cancelled = Conversation.objects.get(status="cancelled")
    for chosen in (conversation.pk, cancelled.pk, "", "0"):
        assert client.post(reverse("demo-open-patient"), {"conversation": chosen}).status_code == 404


def test_other_methods_are_refused(client, demo_on, loaded):
    assert [client.get(reverse(name)).status_code for name in DEMO_PAGES] == [200, 405, 405]
    assert client.post(reverse("demo")).status_code == 405


def test_the_pages_ask_the_database_a_few_times_however_many_people_there_are(
    client, demo_on, loaded, django_assert_num_queries
):
    with django_assert_num_queries(1):
        client.get(reverse("home"))
    with django_assert_num_queries(3):
        client.get(reverse("demo"))


def test_outside_the_demo_there_are_no_such_addresses(client, loaded):
    assert [client.post(address).status_code for address in DEMO_ADDRESSES] == [404] * 3
    assert client.get("/demo/").status_code == 404
    for name in DEMO_PAGES:
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_outside_the_demo_its_views_refuse_by_themselves(client, demo_addresses, loaded):
    user, conversation = staff_of_the_demo()[0], the("Gareth Pugh")
    entries = conversation.record.count()
    answers = [
        client.get(reverse("demo")),
        client.post(reverse("demo-sign-in"), {"user": user.pk}),
        client.post(reverse("demo-open-patient"), {"conversation": conversation.pk}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert "_auth_user_id" not in client.session
    assert conversation.record.count() == entries


@pytest.mark.parametrize("name", ["home", "account_login", "signed-out"])
def test_outside_the_demo_no_page_has_its_buttons_or_names_its_people(client, loaded, name):
    page = client.get(reverse(name)).content.decode()
    assert [word for word in ("demo", "Demo", *(user.name for user in staff_of_the_demo())) if word in page] == []


def test_outside_the_demo_nobody_of_it_can_sign_in_with_any_password(client, loaded):
    for password in ("", "demo", "password", "unusable", "!"):
        client.post(reverse("account_login"), {"login": ADDRESSES_OF_STAFF[0], "password": password})
    assert "_auth_user_id" not in client.session
