"""What the leaflet says about what matters most: in the leaflet's words, in the edition's order, and never added up."""

from dataclasses import replace

from sdm.rules.edition import EditionContent, Matter, Option, Section, Touch
from sdm.rules.parts import Saved
from sdm.rules.touches import what_matters_most

WAIT, HAVE = Option("b", "Wait", "", is_no_procedure=True), Option("a", "Have it", "", is_procedure=True)
HELPS = Touch("a", "It helps people walk.", "The leaflet")
CONTENT = EditionContent(
    title="A procedure",
    options=(WAIT, HAVE),
    matters=(
        Matter("walking", "Walking again", (HELPS, Touch("gone", "Of an option that is not there."))),
        Matter("home", "Being at home", (Touch("a", "  "),)),
    ),
)


def most(**details) -> list:
    found = what_matters_most(Saved("what-matters", details=details), CONTENT)
    return [(one.matter.text, one.by, one.is_own) for one in found]


def test_nothing_is_shown_before_anything_is_rated():
    assert most() == []
    assert most(**{"matters-walking": "not-to-me"}) == []


def test_every_option_is_there_and_where_the_leaflet_does_not_say_nothing_is_said():
    assert most(**{"matters-home": "a-lot", "matters-walking": "a-lot"}) == [
        ("Walking again", ((WAIT, None), (HAVE, HELPS)), False),
        ("Being at home", ((WAIT, None), (HAVE, None)), False),
    ]


def test_no_leaflet_speaks_of_what_is_the_patients_own():
    own = {"own-matter": "My garden", "own-matter-rated": "a-lot"}
    assert most(**own) == [("My garden", ((WAIT, None), (HAVE, None)), True)]


def test_only_what_stands_in_the_leaflet_word_for_word_is_quoted():
    ours = Touch("b", "Our team says so.", "Our team")
    matter = replace(CONTENT.matters[0], touches=(HELPS, ours))
    content = replace(CONTENT, matters=(matter,), sections=(Section("", "Read this. It helps people walk. Or not."),))
    (one,) = what_matters_most(Saved("what-matters", details={"matters-walking": "a-lot"}), content)
    assert (HELPS in one.quoted, ours in one.quoted) == (True, False)
