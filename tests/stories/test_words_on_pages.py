"""How words break: those that fit on a line stay whole, and no word, however long, stands outside the window."""

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.models import Hospital, Patient, User
from sdm.rules.parts import TALK
from tests.stories.walking import sign_in

pytestmark = pytest.mark.look

LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
WIDTHS = (320, 641, 769, 1280)
# Words that a browser drew on more than one line, though they have no place to break and would fit on one.
BROKEN = """() => {
  const broken = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/[^\\s\\u200b-]{2,20}(?![^\\s\\u200b-])/g)) {
      if (word.index && !/[\\s\\u200b-]/.test(walker.currentNode.data[word.index - 1])) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.fixture
def staff(context: BrowserContext, page: Page, client, clinician, live_server) -> Page:
    """A browser in which the clinician is signed in."""
    sign_in(context, client, clinician, live_server.url)
    return page


@pytest.fixture
def addresses(conversation, patient, clinician, fresh, live_server) -> list[str]:
    """The clinician's pages about a conversation with a decision."""
    values = {"text": "My brother had a stroke.", "understanding": TALK, "seen": 0, "by": patient}
    save_answer(conversation=fresh(conversation), part="question-3", **values)
    send_answers(conversation=fresh(conversation), by=patient)
    decide(conversation=fresh(conversation), choice="refusal", reasons="I am afraid.", seen=0, by=clinician)
    names = ("conversation", "conversation-summary", "conversation-decision", "conversation-invitation")
    pages = [reverse("conversations"), *(reverse(name, args=[conversation.pk]) for name in names)]
    return [live_server.url + address for address in pages]


@pytest.mark.parametrize("width", WIDTHS)
def test_words_that_fit_on_a_line_stay_whole(staff, addresses, width):
    staff.set_viewport_size({"width": width, "height": 800})
    broken = {}
    for address in addresses:
        staff.goto(address)
        broken[address] = staff.evaluate(BROKEN)
    assert broken == {address: [] for address in addresses}


@pytest.mark.parametrize("width", WIDTHS)
def test_words_longer_than_any_line_stay_in_the_window(staff, addresses, width, fits):
    Patient.objects.update(name=LONG)
    Hospital.objects.update(name=LONG, contact_name=LONG, contact_details=LONG)
    User.objects.update(name=LONG)
    staff.set_viewport_size({"width": width, "height": 800})
    for address in addresses:
        staff.goto(address)
        fits(staff)
