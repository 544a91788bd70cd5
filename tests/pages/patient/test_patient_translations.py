"""A leaflet in other languages: which words a patient reads, how two stand side by side, and what is kept of it."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sdm.actions.answers import save_answer
from sdm.actions.conversations import invite
from sdm.actions.editions import start_draft
from sdm.actions.moving import move_to_edition
from sdm.models import Answer, RecordEntry
from sdm.models.leaflets import published
from sdm.models.verify import fault_of
from tests.fictional_leaflet import NAMES, WORDS, fictional_leaflet
from tests.second_person import publish

pytestmark = pytest.mark.django_db

PAGES = [
    "/my",
    "/my/read",
    "/my/read/all",
    "/my/not-known-yet",
    "/my/questions/1",
    "/my/options",
    "/my/what-matters",
    "/my/people-and-help",
    "/my/where-i-am",
    "/my/check",
]
READING = ["/my/read", "/my/read/all", "/my/not-known-yet", "/my/questions/1", "/my/options"]
# What is only read has no form.
NO_FORM = ["/my", "/my/check", "/my/read/all", "/my/not-known-yet"]
LEAFLET, PAGE = settings.LEAFLET_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME
NOTICE = 'If you want an interpreter, say so under <a href="/my/people-and-help">People and help I want with me</a>.'


def words(language: str) -> dict[str, str]:
    return dict(zip(NAMES, WORDS[language], strict=True))


@pytest.fixture
def edition(made_up):
    return made_up


@pytest.fixture
def polish(edition, translate):
    return translate(edition, "pl")


@pytest.fixture
def welsh(edition, translate):
    return translate(edition, "cy")


def read(visitor, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>")[0]


def screen_of(page: str) -> str:
    return re.search(r'name="screen" value="([^"]+)"', page)[1]


def shown_in(visitor, address: str = "/my/questions/1") -> str:
    """The language in which the first question is asked."""
    page = read(visitor, address)
    return next(code for code in WORDS if f"{words(code)['what_is_done']}</title>" in page.replace(" – sdm", ""))


def test_without_a_translation_nothing_is_said_of_languages(visitor):
    for address in PAGES:
        page = main_of(read(visitor, address))
        assert [one for one in (" lang=", "leaflet-languages", "too</a>", "interpreter, say") if one in page] == []


def test_the_language_of_the_page_chooses_the_words_of_the_leaflet(visitor, welsh, polish):
    assert shown_in(visitor) == "en"
    visitor.cookies[PAGE] = "cy"
    assert shown_in(visitor) == "cy"


def test_the_leaflet_has_a_language_of_its_own_for_those_who_choose_it(visitor, welsh, polish):
    page = read(visitor, "/my/read")
    assert '<a href="?leaflet=pl" lang="pl" hreflang="pl">Polski</a>' in page
    assert '<a href="?leaflet=cy" lang="cy" hreflang="cy">Cymraeg</a>' in page
    visitor.get("/my/read?leaflet=pl")
    assert shown_in(visitor) == "pl"
    page = read(visitor, "/my/read")
    assert '<html lang="en-GB"' in page
    assert '<a href="?leaflet=en" lang="en" hreflang="en">English</a>' in page
    visitor.cookies[PAGE] = "cy"
    assert shown_in(visitor) == "pl"
    visitor.get("/my?leaflet=en")
    assert shown_in(visitor) == "en"


def test_a_language_that_is_not_there_is_passed_over(visitor, polish):
    for chosen in ("ur", "xx", "en-us", "", "x" * 4000, "pl'"):
        visitor.cookies[LEAFLET] = chosen
        assert shown_in(visitor) == "en"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_a_translation_is_one_query(
    visitor, invitation, polish, let_in, django_assert_num_queries, address
):
    let_in(visitor, invitation)
    visitor.cookies[LEAFLET] = "pl"
    with django_assert_num_queries(1):
        assert visitor.get(address).status_code == 200
    with django_assert_num_queries(1):
        assert visitor.get(f"{address}?both").status_code == 200


def test_every_word_of_the_leaflet_is_the_translations_and_says_so(visitor, polish):
    visitor.cookies[LEAFLET] = "pl"
    pages = {address: main_of(read(visitor, address)) for address in PAGES}
    said = words("pl")
    english = [one for one in WORDS["en"] if "%s" not in one and one not in WORDS["pl"]]
    left = {address: [one for one in english if one in page] for address, page in pages.items()}
    assert left == {address: [] for address in PAGES}
    for address, names in {
        "/my": ("title", "what_is_done", "what_can_go_wrong"),
        "/my/read": ("title", "second", "how", "drink", "cup"),
        "/my/read/all": ("title", "second", "how", "drink", "cup", "stone", "how_long", "made_up"),
        "/my/not-known-yet": ("how_long", "nobody_knows", "kind", "rule", "made_up"),
        "/my/questions/1": ("what_is_done", "drink", "warm", "what_can_go_wrong"),
        "/my/options": ("tea", "tea_is", "goes", "laughing", "nobody_knows"),
        "/my/what-matters": ("singing",),
        "/my/where-i-am": ("tea", "no_tea"),
        "/my/check": ("title", "what_is_done"),
    }.items():
        assert [name for name in names if not is_said(said[name], pages[address], "pl")] == [], address


def is_said(words: str, page: str, language: str) -> bool:
    """Whether these words stand in an element that names their language, and nowhere outside of one."""
    places = [match.start() for match in re.finditer(re.escape(words), page)]
    return bool(places) and all(language_at(page, place) == language for place in places)


def language_at(page: str, place: int) -> str:
    """The language that the elements around a place of some HTML name; empty where none does."""
    around = []
    for closing, name, attributes in re.findall(r"<(/?)(\w+)([^>]*)>", page[:place]):
        if closing:
            while around and around.pop()[0] != name:
                pass
        elif name not in ("input", "br", "img", "path", "rect"):
            found = re.search(r' lang="([^"]+)"', attributes)
            around.append((name, found[1] if found else ""))
    return next((language for _, language in reversed(around) if language), "")


def test_a_number_is_read_in_the_language_of_the_translation(visitor, polish):
    visitor.cookies[LEAFLET] = "pl"
    assert is_said(words("pl")["a_day"], main_of(read(visitor, "/my/options")), "pl")


def test_right_to_left_is_said_with_the_language(visitor, edition, translate):
    translate(edition, "ar")
    visitor.cookies[LEAFLET] = "ar"
    page = main_of(read(visitor, "/my/questions/1"))
    assert f'<span lang="ar" dir="rtl">{words("ar")["what_is_done"]}</span>' in page
    assert 'dir="rtl"' not in main_of(read(visitor, "/my/people-and-help"))


@pytest.mark.parametrize("address", READING)
def test_both_can_stand_side_by_side(visitor, polish, address):
    visitor.cookies[LEAFLET] = "pl"
    one = main_of(read(visitor, address))
    assert '<a href="?both">Show it in English too</a>' in one
    both = main_of(read(visitor, f"{address}?both"))
    assert '<a href="?">Show it in Polish only</a>' in both
    names = {
        "/my/read": ("title", "second", "how", "drink", "cup"),
        "/my/read/all": ("title", "second", "how", "drink", "cup", "stone_is", "how_long", "nobody_knows"),
        "/my/not-known-yet": ("how_long", "nobody_knows"),
        "/my/questions/1": ("what_is_done", "drink", "warm"),
        "/my/options": ("tea", "tea_is", "goes", "laughing", "no_tea"),
    }[address]
    for name in names:
        original, translated = words("en")[name], words("pl")[name]
        assert is_said(translated, both, "pl"), name
        assert (original in both, is_said(original, both, "")) == (True, True), name
        assert both.index(translated) < both.index(original), name


def test_what_the_app_says_beside_a_translation_is_in_the_language_of_the_page(visitor, edition, translate):
    translate(edition, "ar")
    visitor.cookies[LEAFLET] = "ar"
    page = main_of(read(visitor, "/my/options?both"))
    for ours in ("3 in 100 people", "Not known"):
        around = page.split("sdm-both", 1)[1]
        assert {language_at(around, match.start()) for match in re.finditer(ours, around)} == {"en-GB"}, ours
    assert is_said(words("ar")["a_day"], page, "ar")


def test_one_paragraph_stands_beside_the_same_paragraph(visitor, polish):
    visitor.cookies[LEAFLET] = "pl"
    page = main_of(read(visitor, "/my/read?both"))
    rows = [re.sub(r"<[^>]+>|\s+", " ", row).split("  ") for row in re.split(r'<div class="sdm-both">', page)]
    rows = [" | ".join(filter(None, (piece.strip() for piece in row))) for row in rows]
    for name in ("second", "drink"):
        row = next(row for row in rows if words("pl")[name] in row)
        assert row == f"{words('pl')[name]} | {words('en')[name]}"


def test_where_a_translation_has_more_paragraphs_none_is_lost(visitor, edition, translate):
    one = published(translate(edition, "pl").pk).content
    longer = (*one.sections, *one.sections[:1])
    translate(edition, "pl", sections=longer, notes=())
    visitor.cookies[LEAFLET] = "pl"
    page = main_of(read(visitor, "/my/read/all?both"))
    assert page.count(words("pl")["second"]) == 2
    assert page.count(words("en")["second"]) == 1
    assert words("en")["stone_is"] in page


def test_both_is_kept_from_question_to_question(visitor, polish):
    visitor.cookies[LEAFLET] = "pl"
    page = read(visitor, "/my/questions/1?both")
    assert 'rel="next" href="/my/questions/2?both"' in page
    response = visitor.post("/my/questions/1?both", {"text": "Boli?", "revision": "0", "screen": screen_of(page)})
    assert response.url == "/my/questions/2?both"
    changing = visitor.get("/my/questions/1?from=check&both").content.decode()
    assert 'href="?from=check"' in changing
    assert 'href="?from=check&amp;both&amp;leaflet=en"' in changing


def test_without_a_translation_there_is_nothing_to_put_beside(visitor, polish):
    page = main_of(read(visitor, "/my/read?both"))
    assert ("sdm-both" in page, "Show it in" in page) == (False, False)


@pytest.mark.parametrize("address", READING)
def test_a_leaflet_that_is_not_in_the_language_of_the_page_says_so_and_offers_an_interpreter(visitor, polish, address):
    assert "interpreter, say so" not in read(visitor, address)
    visitor.cookies[PAGE] = "cy"
    page = main_of(read(visitor, address))
    assert "Saesneg" in page
    assert 'href="/my/people-and-help"' in page.split("</h1>")[1].split("<h2")[0]
    names = {"/my/read": "drink", "/my/read/all": "drink", "/my/not-known-yet": "how_long"}
    names |= {"/my/questions/1": "drink", "/my/options": "tea_is"}
    assert is_said(words("en")[names[address]], page, "en")
    # Whoever chose Polish reads what they chose.
    visitor.cookies[LEAFLET] = "pl"
    assert "Saesneg." not in main_of(read(visitor, address)).split("<h2")[0]


def test_the_notice_names_the_language_of_the_leaflet(client, editor, administrator, start, clinician, let_in):
    draft = start_draft(content=fictional_leaflet("pl"), language="pl", by=editor)
    edition = publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    invitation, _ = invite(conversation=start(edition=edition), by=clinician)
    page = main_of(read(let_in(client, invitation), "/my/read"))
    assert f"This leaflet is in Polish. {NOTICE}" in page
    assert is_said(words("pl")["drink"], page, "pl")


def kept() -> list[tuple]:
    return list(Answer.objects.order_by("pk").values_list("part", "wording", "language", "translation"))


def test_an_answer_is_kept_with_the_words_and_the_language_that_were_on_the_screen(visitor, conversation, polish):
    question = "/my/questions/1"
    visitor.cookies[LEAFLET] = "pl"
    page = read(visitor, question)
    visitor.post(question, {"text": "Czy to boli?", "revision": "0", "screen": screen_of(page)})
    visitor.cookies[LEAFLET] = "en"
    visitor.cookies[PAGE] = "cy"
    page = read(visitor, "/my/questions/2")
    visitor.post("/my/questions/2", {"text": "A fydd yn brifo?", "revision": "0", "screen": screen_of(page)})
    assert kept() == [
        ("question-1", words("pl")["what_is_done"], "en-gb", polish.pk),
        ("question-2", words("en")["what_can_go_wrong"], "cy", None),
    ]
    assert fault_of(conversation) is None
    entry = RecordEntry.objects.get(content__contains="Czy to boli?")
    assert f'"translation":"{polish.pk}"' in entry.content


def test_every_form_that_saves_says_what_was_on_the_screen(visitor, polish):
    for cookie, expected in (("pl", polish.pk), ("en", polish.translation_of_id)):
        visitor.cookies[LEAFLET] = cookie
        for address in [one for one in PAGES if one not in NO_FORM]:
            assert screen_of(read(visitor, address)) == f"en-gb {expected}"


def test_what_was_on_the_screen_counts_whatever_was_chosen_since(visitor, edition, polish, welsh, translate):
    """Another tab, another process, or a translation that a newer one took the place of in the meantime."""
    visitor.cookies[LEAFLET] = "pl"
    page = read(visitor, "/my/questions/1")
    visitor.cookies[LEAFLET] = "cy"
    visitor.cookies[PAGE] = "cy"
    translate(edition, "pl")
    visitor.post("/my/questions/1", {"text": "Boli?", "revision": "0", "screen": screen_of(page)})
    assert kept() == [("question-1", words("pl")["what_is_done"], "en-gb", polish.pk)]


def test_a_form_that_is_shown_again_has_the_words_that_it_had(visitor, polish):
    visitor.cookies[LEAFLET] = "pl"
    page = read(visitor, "/my/questions/1")
    del visitor.cookies[LEAFLET]
    response = visitor.post("/my/questions/1", {"text": "a" * 4001, "revision": "0", "screen": screen_of(page)})
    again = response.content.decode()
    assert (response.status_code, words("pl")["what_is_done"] in again) == (422, True)
    assert screen_of(again) == screen_of(page)
    assert "?leaflet=" not in again


@pytest.mark.parametrize(
    "screen",
    ["", "en-gb", "xx", "en-gb x", "en-gb 00000000-0000-0000-0000-000000000000", "' OR 1 {other}", "\x00 {other}"],
)
def test_what_cannot_have_been_on_the_screen_is_passed_over(visitor, screen, editor):
    other = start_draft(content=fictional_leaflet("pl"), language="pl", by=editor)
    data = {"text": "Why?", "revision": "0", "screen": screen.format(other=other.pk)}
    assert visitor.post("/my/questions/1", data).status_code == 302
    assert kept() == [("question-1", words("en")["what_is_done"], "en-gb", None)]


def test_what_was_chosen_reads_in_the_language_that_is_shown(visitor, conversation, patient, polish, fresh):
    details = {"leaning": "no-tea", "sure": "a-bit-sure"}
    save_answer(conversation=fresh(conversation), part="where-i-am", details=details, seen=0, by=patient)
    visitor.cookies[LEAFLET] = "pl"
    assert words("pl")["no_tea"] in main_of(read(visitor, "/my/check"))
    visitor.cookies[LEAFLET] = "en"
    assert words("en")["no_tea"] in main_of(read(visitor, "/my/check"))


def test_what_stands_in_both_languages_is_kept_for_each(visitor, polish, welsh):
    pages = []
    for cookie in ("pl", "cy", "en", "pl"):
        visitor.cookies[LEAFLET] = cookie
        pages.append((cookie, shown_in(visitor, "/my/questions/1")))
        assert ("sdm-both" in read(visitor, "/my/questions/1?both")) is (cookie != "en")
    assert [cookie for cookie, shown in pages if cookie != shown] == []


def test_choosing_is_remembered_as_the_language_of_the_page_is(visitor):
    response = visitor.get("/my/questions/2?from=check&both&leaflet=pl")
    cookie = response.cookies[LEAFLET]
    assert (response.status_code, response.url) == (302, "/my/questions/2?from=check&both=")
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == ("pl", True, "Lax", "/")
    assert (bool(cookie["secure"]), cookie["max-age"]) == (settings.HTTPS, settings.LANGUAGE_COOKIE_AGE)
    assert list(response.cookies) == [LEAFLET]
    both = visitor.get("/my?leaflet=zh-hans&language=cy")
    assert {name: one.value for name, one in both.cookies.items()} == {LEAFLET: "zh-hans", PAGE: "cy"}
    assert both.url == "/my"


@pytest.mark.parametrize("code", ["", "PL", "p", "pl;x", "a cough", "pl-", "polish", "pl\r\nX: y", "zh-hans-xyz"])
def test_only_what_can_be_a_language_is_remembered(visitor, code):
    response = visitor.get("/my", {"leaflet": code})
    assert (response.status_code, LEAFLET in response.cookies) == (200, False)


def test_closing_forgets_the_language_of_the_leaflet_too(visitor):
    response = visitor.post(reverse("patient-close"))
    assert '"cookies"' in response.headers["Clear-Site-Data"]


def test_a_form_that_came_too_late_shows_only_what_was_typed(invitation, polish, let_in):
    visitor = let_in(Client(enforce_csrf_checks=True), invitation)
    screen = f"en-gb {polish.pk}"
    page = visitor.post("/my/questions/1", {"text": "Do not lose this", "revision": "0", "screen": screen})
    assert (page.status_code, b"Do not lose this" in page.content, screen.encode() in page.content) == (
        403,
        True,
        False,
    )


@pytest.fixture
def newer(edition, editor, administrator):
    first, *others = edition.content.questions
    content = replace(edition.content, questions=(replace(first, wording="Asked differently?"), *others))
    return publish(edition=start_draft(content=content, by=editor), seen=1, by=administrator, reason="It is made up.")


@pytest.fixture
def moved(conversation, edition, newer, clinician):
    """The conversation moved to the newer edition."""
    move_to_edition(conversation=conversation, edition=newer, by=clinician)


def test_whoever_read_a_translation_that_a_newer_edition_lacks_is_told(visitor, polish, moved):
    visitor.cookies[LEAFLET] = "pl"
    for address in READING:
        page = main_of(read(visitor, address))
        assert "This edition of the leaflet is not in Polish. You see it in English. If you want an interpreter" in page
    page = read(visitor, "/my/what-is-different")
    assert "not in Polish" in page
    assert f"{words('en')['what_is_done']}</del>" in page
    visitor.cookies[PAGE] = "cy"
    assert "Nid yw'r argraffiad hwn" in read(visitor, "/my/read")


def test_whoever_did_not_choose_a_language_is_not_told_of_it(visitor, polish, moved):
    assert "This edition of the leaflet is not in" not in read(visitor, "/my/read")


def test_what_is_different_is_told_in_the_language_of_the_reader(visitor, polish, translate, newer, moved):
    polish_words = replace(fictional_leaflet("pl").questions[0], wording="Inaczej?")
    translate(newer, "pl", questions=(polish_words, *fictional_leaflet("pl").questions[1:]))
    visitor.cookies[LEAFLET] = "pl"
    page = main_of(read(visitor, "/my/what-is-different"))
    assert ('lang="pl"' in page, "Inaczej?</ins>" in page, "Asked differently?" in page) == (True, True, False)
    assert "only.</p>" not in page


def test_what_can_be_told_in_the_original_only_says_so(visitor, translate, newer, moved):
    translate(newer, "pl")
    visitor.cookies[LEAFLET] = "pl"
    page = main_of(read(visitor, "/my/what-is-different"))
    assert "We can show you what is different in English only." in page
    assert "Asked differently?</ins>" in page
