"""Choosing the passages behind a question by ticking sentences, without a word to copy."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft
from sdm.leaflets.shipped import completed

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
AIM = "The aim is to reduce symptoms and prevent long-term problems such as swelling of the leg and ulceration."
BROKEN_UP = "In this procedure, the clot is broken up and sucked out using a mechanical device."


def page_of(edition, number: int) -> str:
    return reverse("edition-passages", args=[edition.pk, number])


def chosen(response) -> list[str]:
    return html.fromstring(response.content.decode()).xpath("//input[@name='chosen']/@value")


def test_a_page_sent_back_as_it_is_changes_nothing(desk, draft, form_of, content_of):
    for question in CONTENT.questions:
        typed = form_of(desk.get(page_of(draft, question.number)))
        assert typed["chosen"] == list(question.passages)
        assert desk.post(page_of(draft, question.number), typed).status_code == 302
    assert content_of(draft) == draft.content


def test_sentences_are_ticked_and_unticked(desk, draft, form_of, content_of):
    typed = form_of(desk.get(page_of(draft, 1)))
    through = "This is introduced through a tube inserted into the vein through the skin (percutaneous)."
    assert typed["sentence"] == [BROKEN_UP, through]
    response = desk.post(
        page_of(draft, 1), typed | {"sentence": [through, AIM, "It may be an iliofemoral type or a distal type."]}
    )
    assert response.headers["Location"] == reverse("edition", args=[draft.pk])
    assert content_of(draft).questions[0].passages == (
        f"{through} {AIM}",
        "It may be an iliofemoral type or a distal type.",
    )
    assert content_of(draft).questions[1:] == CONTENT.questions[1:]


def test_passages_are_moved_before_anything_is_saved(desk, draft, form_of, content_of):
    passages = list(CONTENT.questions[1].passages)
    response = desk.post(page_of(draft, 2), form_of(desk.get(page_of(draft, 2))) | {"move": "chosen-0-down"})
    assert chosen(response) == [passages[1], passages[0], passages[2]]
    assert "Passage 1 is now passage 2." in " ".join(response.content.decode().split())
    assert content_of(draft).questions == CONTENT.questions
    assert desk.post(page_of(draft, 2), form_of(response)).status_code == 302
    assert content_of(draft).questions[1].passages == (passages[1], passages[0], passages[2])


def test_save_and_go_on_leads_to_the_next_question(desk, draft, form_of):
    typed = form_of(desk.get(page_of(draft, 1)))
    assert desk.post(page_of(draft, 1), typed | {"next": "1"}).url == page_of(draft, 2)
    assert b'name="next"' not in desk.get(page_of(draft, 5)).content


def test_words_that_are_no_whole_sentence_can_be_kept_or_let_go(desk, draft, editor, form_of, content_of):
    part = "the clot is broken up"
    questions = (replace(CONTENT.questions[0], passages=(part, AIM)), *CONTENT.questions[1:])
    change_draft(edition=draft, content=replace(draft.content, questions=questions), seen=1, by=editor)
    typed = form_of(desk.get(page_of(draft, 1)))
    assert (typed["kept"], typed["sentence"]) == ([part], [AIM])
    assert desk.post(page_of(draft, 1), typed).status_code == 302
    assert content_of(draft).questions[0].passages == (part, AIM)
    typed.pop("kept")
    desk.post(page_of(draft, 1), typed)
    assert content_of(draft).questions[0].passages == (AIM,)


@pytest.mark.parametrize(
    "typed",
    [
        {"sentence": ["It never hurts."]},
        {"chosen": ["It never hurts."], "kept": ["It never hurts."]},
        {"chosen": ["x" * 50_000], "sentence": ["<script>"], "kept": ["\x00"]},
    ],
)
def test_words_that_the_leaflet_does_not_say_come_in_by_no_form(typed, desk, draft, content_of):
    assert desk.post(page_of(draft, 1), {"revision": "1"} | typed).status_code == 302
    assert content_of(draft).questions[0].passages == ()


def test_what_somebody_else_chose_meanwhile_is_shown_beside_ones_own(desk, draft, administrator, form_of, content_of):
    typed = form_of(desk.get(page_of(draft, 1))) | {"sentence": [AIM]}
    theirs = (replace(CONTENT.questions[0], passages=(BROKEN_UP,)), *CONTENT.questions[1:])
    change_draft(edition=draft, content=replace(draft.content, questions=theirs), seen=1, by=administrator)
    response = desk.post(page_of(draft, 1), typed)
    assert response.status_code == 409
    assert [(one.one, one.other) for one in response.context["conflict"]] == [(AIM, BROKEN_UP)]
    assert desk.post(page_of(draft, 1), form_of(response)).status_code == 302
    assert content_of(draft).questions[0].passages == (AIM,)


def test_a_question_that_is_not_there_has_no_page_and_one_that_went_is_told(desk, draft, editor, form_of, problems):
    for number in (0, 6, 10**30):
        assert desk.get(page_of(draft, number)).status_code == 404
    typed = form_of(desk.get(page_of(draft, 5)))
    change_draft(edition=draft, content=replace(draft.content, questions=CONTENT.questions[:4]), seen=1, by=editor)
    conflict = desk.post(page_of(draft, 5), {**typed, "unanswered": "on"})
    assert conflict.status_code == 409
    response = desk.post(page_of(draft, 5), form_of(conflict))
    assert response.status_code == 422
    assert problems(response) == [("#id_passages", "Somebody has removed this question.")]
