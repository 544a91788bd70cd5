"""How a patient reads: step by step, with notes that open in place, on paper, and read aloud by the browser."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from sdm.actions.conversations import invite

pytestmark = pytest.mark.look

# A browser's voice for tests: it keeps what it is told to say, and ends a sentence when the test says so.
VOICE = """
(() => {
  const speech = {
    voices: __VOICES__, said: [], now: null, cancelled: 0,
    getVoices() { return this.voices; },
    speak(words) { this.now = words; this.said.push(words.text.trim().replace(/\\s+/g, " ")); },
    cancel() { const cut = this.now; this.now = null; this.cancelled += 1; cut?.onerror?.({ error: "canceled" }); },
    ends() { const over = this.now; this.now = null; over.onend(); },
    addEventListener(name, heard) { if (name === "voiceschanged") this.changed = heard; },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""
BRITISH = '{ lang: "en_GB", localService: true, name: "Near" }'


def with_voices(page, voices: str) -> None:
    page.add_init_script(VOICE.replace("__VOICES__", f"[{voices}]"))


def said(page) -> list[str]:
    return page.evaluate("speechSynthesis.said")


def ends(page, times: int = 1) -> None:
    for _ in range(times):
        page.evaluate("speechSynthesis.ends()")


def read_all_of_it(page) -> None:
    while page.evaluate("speechSynthesis.now !== null"):
        ends(page)


@pytest.fixture
def reader(at_browser):
    """The patient on the first step, whose browser has a voice of its own."""
    with_voices(at_browser.page, BRITISH)
    at_browser.gets_in()
    at_browser.follows("Start")
    at_browser.reads("Step 1 of 4")
    return at_browser


def test_notes_open_in_place_and_say_whose_words_they_are(at_browser, axe, fits):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to("/my/read/2")
    note = page.locator("details", has_text="What “anticoagulant drugs” means")
    meaning = note.get_by_text("Medicines that stop further clotting but do not dissolve the clot.")
    expect(meaning).to_be_hidden()
    note.locator("summary").click()
    expect(meaning).to_be_visible()
    expect(note.get_by_text("From: The leaflet")).to_be_visible()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 256})
    fits(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_notes_open_without_a_script_and_nothing_offers_to_read_aloud(at_browser):
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    note = at_browser.page.locator("details", has_text="What “percutaneous” means")
    note.locator("summary").click()
    expect(note.get_by_text("Through the skin.")).to_be_visible()
    expect(at_browser.page.get_by_role("button", name="Read it to me")).to_be_hidden()


def test_the_whole_leaflet_prints_with_the_hard_words_and_what_is_not_known(at_browser):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to("/my/read/3")
    at_browser.follows("Read or print it all on one page")
    assert at_browser.reads("The whole leaflet on one page")
    page.emulate_media(media="print")
    for words in ("What the hard words mean", "An open sore on the skin.", "What we don't know yet", "From: NICE:"):
        expect(page.get_by_text(words).locator("visible=true").first).to_be_visible()
    expect(page.get_by_text("What “DVT” means")).to_be_hidden()
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) <= 3


def test_it_is_read_aloud_sentence_by_sentence_and_an_open_note_with_it(reader, axe):
    page = reader.page
    page.locator("summary", has_text="What “chronic” means").click()
    page.get_by_role("button", name="Read it to me").click()
    expect(page.get_by_role("status").first).to_have_text("Reading to you.")
    axe(page)
    read_all_of_it(page)
    assert said(page) == [
        "Step 1 of 4: Read about the procedure",
        "Percutaneous mechanical thrombectomy for acute deep vein thrombosis of the leg",
        "A deep vein thrombosis (DVT) is a blood clot in the leg.",
        "An acute DVT has only been there for a couple of weeks (a chronic DVT will have been there for more than a "
        "couple of weeks).",
        "It may be an iliofemoral type or a distal type.",
        "An iliofemoral DVT is in a vein near the top of the leg.",
        "A distal DVT is in a vein lower down the leg.",
        "What “chronic” means",
        "Here: the clot has been there for more than a couple of weeks.",
        "From: The leaflet",
        "This procedure can be used for an iliofemoral DVT, but only when patients are having regular checks to see "
        "how well it is working or if it has caused problems.",
        "This is because there is not enough evidence to be sure how well it works.",
    ]
    expect(page.get_by_role("status").first).to_have_text("That was all of it.")
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def test_it_can_be_paused_carried_on_and_stopped_without_a_pointer(reader):
    page = reader.page
    page.get_by_role("button", name="Read it to me").focus()
    page.keyboard.press("Enter")
    ends(page, 2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Carry on reading")).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text("Paused.")
    assert page.evaluate("speechSynthesis.now") is None
    page.keyboard.press("Enter")
    sentence = "A deep vein thrombosis (DVT) is a blood clot in the leg."
    assert said(page)[2:] == [sentence, sentence]
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Read it to me")).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text("Stopped.")
    page.keyboard.press("Enter")
    assert said(page)[-1] == "Step 1 of 4: Read about the procedure"


def test_the_sentence_that_is_read_stands_out_and_its_words_stay_as_they_are(reader):
    page = reader.page
    words = page.locator("[data-read=leaflet]")
    before = words.inner_html()
    page.get_by_role("button", name="Read it to me").click()
    ends(page, 3)
    assert page.evaluate("[...CSS.highlights.get('sdm-aloud')][0].toString()").startswith("An acute DVT has only")
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("CSS.highlights.has('sdm-aloud')") is False
    assert words.inner_html() == before


def test_it_stops_when_the_page_is_left(reader):
    page = reader.page
    page.get_by_role("button", name="Read it to me").click()
    # Only now, so that this listens after the page's own script does.
    page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('cut', speechSynthesis.cancelled))")
    reader.follows("Next")
    assert reader.reads("Step 2 of 4")
    assert page.evaluate("sessionStorage.getItem('cut')") == "1"


def test_a_voice_that_fails_stops_the_reading(reader):
    page = reader.page
    page.get_by_role("button", name="Read it to me").click()
    page.evaluate("speechSynthesis.now.onerror({ error: 'synthesis-failed' })")
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Stopped.")


@pytest.mark.parametrize(
    "voices",
    [
        "",
        '{ lang: "en-GB", localService: false, name: "Far" }',
        '{ lang: "cy-GB", localService: true, name: "Welsh" }',
    ],
    ids=["none", "one of somebody else's", "one of another language"],
)
def test_without_a_voice_of_its_own_for_the_language_nothing_is_offered(at_browser, voices):
    page = at_browser.page
    with_voices(page, voices)
    at_browser.gets_in()
    at_browser.goes_to("/my/read")
    expect(page.get_by_role("button", name="Read it to me")).to_be_hidden()
    # Some browsers know their voices only after a while.
    page.evaluate(f"speechSynthesis.voices = [{BRITISH}]; speechSynthesis.changed()")
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()


def test_a_question_and_what_is_not_known_are_read_aloud_too(at_browser):
    page = at_browser.page
    with_voices(page, BRITISH)
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    page.get_by_role("button", name="Read it to me").click()
    read_all_of_it(page)
    assert said(page) == [
        "Question 1 of 5: What does the procedure involve?",
        "What the leaflet says",
        "In this procedure, the clot is broken up and sucked out using a mechanical device.",
        "This is introduced through a tube inserted into the vein through the skin (percutaneous).",
    ]
    at_browser.goes_to("/my/not-known-yet")
    page.get_by_role("button", name="Read it to me").click()
    read_all_of_it(page)
    assert said(page)[:3] == [
        "What we don't know yet",
        "How well it works for a clot near the top of the leg",
        "There is not enough good evidence to be sure.",
    ]


def test_of_two_languages_beside_each_other_the_first_is_read(
    at_browser, made_up, translate, start, clinician, axe, fits
):
    page = at_browser.page
    translate(made_up, "pl")
    _, at_browser.token = invite(conversation=start(edition=made_up), by=clinician)
    with_voices(page, f'{BRITISH}, {{ lang: "pl-PL", localService: true, name: "Polish" }}')
    at_browser.gets_in()
    at_browser.goes_to("/my/read?leaflet=pl")
    at_browser.follows("Show it in English too")
    expect(page.get_by_text("You drink one cup of tea in an hour.")).to_be_visible()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 256})
    fits(page)
    page.get_by_role("button", name="Read it to me").click()
    voices = []
    while page.evaluate("speechSynthesis.now !== null"):
        voices.append(page.evaluate("speechSynthesis.now.lang"))
        ends(page)
    told = said(page)
    assert voices == ["en_GB", *["pl-PL"] * (len(told) - 1)]
    assert told[0].endswith("Read about the procedure")
    assert "W ciągu godziny wypija się jedną filiżankę herbaty." in told
    assert "You drink one cup of tea in an hour." not in told
