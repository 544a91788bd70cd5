"""What e-mails to patients say, and what they must not say."""

import re

import pytest
from django.core.signing import Signer
from django.utils import timezone
from django.utils.translation import get_language

from sdm.actions.answers import save_answer
from sdm.actions.editions import start_draft
from sdm.letters.links import link_of, mail_of, stop_link_of
from sdm.letters.mails import message
from sdm.models import Hospital, Mail
from tests.second_person import publish

pytestmark = pytest.mark.django_db
KINDS = [kind for kind, _ in Mail.KINDS]
# Nobody who looks over a shoulder learns from an e-mail that somebody is ill, or with what.
ABOUT_HEALTH = re.compile(
    r"procedur|operat|treat|clot|vein|leg\b|dvt|thromb|blood|health|medic|clinic|doctor|nurse|vascular|surg|"
    r"patient|\bill\b|\bward|disease|appointment|consent|decision",
    re.IGNORECASE,
)


@pytest.fixture
def written(conversation, fresh):
    """An e-mail of a kind, about the conversation."""
    mail_id = conversation.pk  # any id will do
    return lambda kind: message(kind, fresh(conversation), mail_id=mail_id, token="abc234")


@pytest.mark.parametrize("kind", KINDS)
def test_not_a_word_about_health_and_nobodys_name(written, conversation, kind):
    words = written(kind)
    shown = f"{words.subject}\n{words.body}".replace(conversation.hospital.name, "")
    # What signs a link is random, and may spell anything.
    shown = shown.replace(stop_link_of(conversation.pk).rpartition("/")[2], "")
    assert ABOUT_HEALTH.findall(shown) == []
    secrets = ("Margaret", "Ellis", "IPG651", "1958", "9434765919", "01632", conversation.content.title)
    assert [one for one in secrets if one in shown] == []
    assert conversation.hospital.name not in words.subject


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_the_link_the_day_who_sent_it_and_how_to_stop_it(written, conversation, kind):
    words = written(kind)
    day = timezone.localtime(conversation.appointment_at)
    when = f"{day:%A} {day.day} {day:%B} {day.year}"
    assert (when in words.subject, when in words.body) == (True, True)
    lines = words.body.splitlines()
    assert [lines.count(link) for link in (link_of("abc234"), stop_link_of(conversation.pk))] == [1, 1]
    assert conversation.hospital.name in words.body
    assert "\n" not in words.subject


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_short(written, kind):
    words = [word for word in written(kind).body.split() if "://" not in word]
    assert len(words) < 120


def test_what_a_hospital_is_called_is_words(written):
    Hospital.objects.update(name="St Mary's & <b>St</b> {{ Luke's }}")
    assert "St Mary's & <b>St</b> {{ Luke's }} has something" in written("invitation").body


def test_it_is_in_the_language_of_the_leaflet(start, edition, editor, administrator, fresh):
    draft = start_draft(content=edition.content, language="cy", by=editor)
    conversation = start(edition=publish(edition=draft, seen=draft.revision, by=administrator))
    words = message("invitation", fresh(conversation), mail_id=conversation.pk, token="abc234")
    assert words.subject.startswith("Paratowch ar gyfer ")
    assert get_language() == "en-gb"


def test_it_is_in_the_language_in_which_the_patient_last_wrote(conversation, patient, fresh, written):
    for seen, (language, begins) in enumerate([("cy", "Paratowch"), ("en-gb", "Please"), ("pl", "Please")]):
        save_answer(
            conversation=fresh(conversation), part="question-1", text=language, seen=seen, language=language, by=patient
        )
        assert written("invitation").subject.startswith(begins)


def test_links_come_from_the_configured_origin(settings):
    settings.PUBLIC_ORIGIN = "https://decide.northfield.example"
    assert link_of("abc234") == "https://decide.northfield.example/i/abc234"
    assert stop_link_of(Mail().pk).startswith("https://decide.northfield.example/stop/")


def test_what_stops_reminders_cannot_be_made_up():
    mail_id = Mail().pk
    signed = stop_link_of(mail_id).rpartition("/")[2]
    assert mail_of(signed) == mail_id
    other = Signer(sep=".", salt="another").sign(mail_id.hex)
    wrong = (signed[:-1], f"{signed}x", mail_id.hex, str(mail_id), other, "", ".", "\x00")
    assert [mail_of(one) for one in wrong] == [None] * len(wrong)
