"""Changing what a hospital adds to a leaflet: who may, that nobody overwrites anybody, and that all of it is kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, connections

from sdm.actions.decisions import decide
from sdm.actions.local_parts import LocalPartsChanged, put_back, save_local_parts
from sdm.models import LocalParts, User
from sdm.rules import local_parts
from sdm.rules.edition import Outcome
from sdm.rules.local_parts import Contact
from sdm.rules.people import Role
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db
ONE, TWO = local_parts.LocalParts(afterwards="Come back after a week."), local_parts.LocalParts(afterwards="Come back.")


def test_each_save_is_a_row_with_who_and_what(add_locally, editor, hospital, edition):
    add_locally(ONE)
    add_locally(replace(ONE, contact=Contact("Vein nurses", phone="01632 960 007")), seen=1)
    rows = LocalParts.objects.about(hospital, edition.leaflet)
    assert [(row.revision, row.what, row.by) for row in rows] == [
        (2, "Whom to ask", editor),
        (1, "What happens afterwards", editor),
    ]
    assert rows[1].parts == ONE


def test_the_same_again_changes_nothing_whatever_was_seen(add_locally):
    first = add_locally(ONE)
    assert [add_locally(ONE, seen=seen) for seen in (0, 1, 7)] == [first] * 3
    assert LocalParts.objects.count() == 1


def test_nothing_to_add_makes_no_row(add_locally):
    assert add_locally(local_parts.LocalParts()) is None
    assert LocalParts.objects.count() == 0


@pytest.mark.parametrize("seen", [0, 2, 99])
def test_who_did_not_see_the_newest_overwrites_nothing(add_locally, seen):
    first = add_locally(ONE)
    with pytest.raises(LocalPartsChanged) as refused:
        add_locally(TWO, seen=seen)
    assert refused.value.current == first
    assert LocalParts.objects.get().parts == ONE


def test_only_this_hospitals_content_team_may(hospital, other_hospital, edition, clinician, administrator):
    stranger = User.objects.create_user(
        "e@s.example", name="E", role=Role.CONTENT_EDITOR.value, hospital=other_hospital
    )
    nobody = User.objects.create_superuser("root@example.org", name="Root")
    about = {"hospital": hospital, "leaflet": edition.leaflet, "seen": 0}
    for user in (clinician, stranger, nobody):
        with pytest.raises(NotAllowed):
            save_local_parts(parts=ONE, by=user, **about)
        with pytest.raises(NotAllowed):
            put_back(revision=0, by=user, **about)
    assert save_local_parts(parts=ONE, by=administrator, **about).revision == 1


@pytest.mark.parametrize(
    "parts",
    [
        local_parts.LocalParts(afterwards="It halves the risk."),
        local_parts.LocalParts(results=(Outcome("1 in 20 had it.", figure=""),)),
        local_parts.LocalParts(results=(Outcome("Bleeding", figure="", in_100=3),)),
    ],
)
def test_what_must_not_stand_there_is_refused_here_too(add_locally, parts):
    with pytest.raises(ValueError, match=r"in 100|in 20|number"):
        add_locally(parts)
    assert LocalParts.objects.count() == 0


def test_an_earlier_revision_can_be_put_back_and_that_taken_back(add_locally, hospital, edition, editor):
    about = {"hospital": hospital, "leaflet": edition.leaflet, "by": editor}
    add_locally(ONE)
    add_locally(TWO, seen=1)
    assert put_back(revision=1, seen=2, **about).parts == ONE
    assert put_back(revision=2, seen=3, **about).parts == TWO
    nothing = put_back(revision=0, seen=4, **about)
    assert (nothing.parts, nothing.revision, nothing.put_back) == (local_parts.LocalParts(), 5, 0)
    with pytest.raises(LocalPartsChanged):
        put_back(revision=1, seen=4, **about)
    with pytest.raises(LocalParts.DoesNotExist):
        put_back(revision=99, seen=5, **about)


def test_the_leaflets_words_are_the_same_before_and_after(add_locally, edition):
    before = (edition.document, edition.sha256)
    add_locally(ONE)
    edition.refresh_from_db()
    assert (edition.document, edition.sha256, edition.seal()) == (*before, before[1])


def test_a_decisions_summary_keeps_them_as_they_stood(add_locally, conversation, clinician, fresh):
    add_locally(ONE)
    decision = decide(conversation=fresh(conversation), choice="more-time", reasons="Why", seen=0, by=clinician)
    add_locally(TWO, seen=1)
    decision.refresh_from_db()
    assert "Come back after a week." in str(decision.summary)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_saved(hospital, edition, editor):
    def save(number: int) -> str:
        parts = local_parts.LocalParts(afterwards=f"Come back after {number} weeks.")
        try:
            save_local_parts(hospital=hospital, leaflet=edition.leaflet, parts=parts, seen=0, by=editor)
            return "saved"
        except LocalPartsChanged as changed:
            return f"refused for revision {changed.current.revision}"
        finally:
            connections.close_all()

    count = 6 if connection.vendor == "postgresql" else 3
    with ThreadPoolExecutor(count) as pool:
        done = list(pool.map(save, range(2, 2 + count)))
    assert sorted(done) == ["refused for revision 1"] * (count - 1) + ["saved"]
