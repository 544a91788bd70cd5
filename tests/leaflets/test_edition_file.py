"""An edition as a file: nothing is lost on the way there and back, and what is no edition is refused with a reason."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sdm.actions.editions import CannotPublish, DraftExists, change_draft, delete_draft, start_draft, withdraw
from sdm.actions.translations import start_translation, translate_part
from sdm.leaflets.edition_file import MAX_BYTES, SCHEMA, NotAnEdition, read, written
from sdm.leaflets.sharing import bring_in, take_out
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.rules.arrangements import Arrangement
from sdm.rules.chain import canonical, digest_of
from sdm.rules.edition import (
    EditionContent,
    Indication,
    Link,
    Matter,
    Note,
    Option,
    Outcome,
    Question,
    Section,
    TimeWindow,
    Touch,
)
from sdm.rules.translating import State, beside, has_same_parts, parts_of
from tests.counted_leaflet import counted_leaflet
from tests.fictional_leaflet import fictional_leaflet, translated_leaflet
from tests.second_person import publish

CONTENT = completed("ipg651")
FILE = written(CONTENT, language="en", source_text="The words of the file.")


def unconfirmed(content: EditionContent) -> EditionContent:
    return replace(content, indications=tuple(replace(one, confirmed=False) for one in content.indications))


def changed(change, *, sealed: bool = True) -> bytes:
    """The file with a change made to it, sealed anew as somebody would who knows how."""
    held = json.loads(FILE)
    change(held)
    if sealed and isinstance(held.get("content"), dict):
        held.pop("sha256", None)
        held["sha256"] = digest_of(canonical(held))
    return json.dumps(held).encode()


def reasons(data: bytes) -> tuple[str, ...]:
    with pytest.raises(NotAnEdition) as refusal:
        read(data)
    assert all(reason.endswith(".") and len(reason) < 400 for reason in refusal.value.reasons)
    return refusal.value.reasons


@pytest.mark.parametrize("content", [CONTENT, counted_leaflet(), fictional_leaflet(), translated_leaflet("pl")])
def test_there_and_back_nothing_is_lost_but_that_somebody_confirmed_it(content):
    data = written(content, language="en", source_text="Source\r\nwords ŵ\n")
    file = read(data)
    assert (file.content, file.language, file.source_text) == (unconfirmed(content), "en", "Source\r\nwords ŵ\n")
    assert written(file.content, language=file.language, source_text=file.source_text) == data
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(json.loads(data))


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
some = words.filter(bool)
ids = st.lists(st.from_regex(r"[a-z]{1,8}(-[a-z]{1,4})?", fullmatch=True), unique=True, max_size=3).map(
    lambda found: [one for one in found if one != "new"]
)
outcomes = st.lists(
    st.builds(Outcome, some, words, words, st.none() | st.integers(0, 100), words, words, words), max_size=3
).map(tuple)
notes = st.lists(st.builds(Note, some, words, words), max_size=3).map(tuple)
days = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))


@st.composite
def contents(draw) -> EditionContent:
    wordings = draw(st.lists(some, max_size=5))
    passages = st.lists(words, max_size=2).map(tuple)
    return EditionContent(
        title=draw(some),
        reference=draw(st.sampled_from(["IPG651", "A b", "X-1"])),
        published=draw(days),
        isbn=draw(words),
        sections=tuple(draw(st.lists(st.builds(Section, words, words), max_size=3))),
        links=tuple(draw(st.lists(st.builds(Link, words, words), max_size=3))),
        questions=tuple(Question(n, one, draw(passages)) for n, one in enumerate(wordings, start=1)),
        indications=tuple(
            Indication(one, draw(some), draw(st.sampled_from(Arrangement)), draw(words)) for one in draw(ids)
        ),
        options=tuple(
            Option(
                one, draw(some), draw(words), draw(st.booleans()), draw(st.booleans()), draw(outcomes), draw(outcomes)
            )
            for one in draw(ids)
        ),
        unknowns=draw(notes),
        notes=draw(notes),
        matters=tuple(
            Matter(one, draw(some), tuple(draw(st.lists(st.builds(Touch, st.just("a"), words, words), max_size=2))))
            for one in draw(ids)
        ),
        time_window=draw(st.none() | st.builds(TimeWindow, st.integers(0, 3650), words, words)),
        review_on=draw(days),
        warnings=tuple(draw(st.lists(words, max_size=3))),
    )


@given(contents(), words)
def test_whatever_an_edition_holds_the_file_holds(content, source):
    data = written(content, language="cy", source_text=source)
    file = read(data)
    assert (file.content, file.source_text) == (content, source)
    assert written(file.content, language="cy", source_text=file.source_text) == data


@pytest.mark.parametrize("typed", ["ipg651", "IPG-651", "IPG 0651"])
def test_a_reference_is_the_one_that_the_leaflet_has_here(typed):
    assert read(changed(lambda held: held["content"].update(reference=typed))).content.reference == "IPG651"


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    ).map(lambda value: json.dumps(value).encode())
)
def test_whatever_comes_it_is_refused_with_a_reason(data):
    assert reasons(data)


WICKED = {
    "nothing": b"",
    "no JSON": b"<html>",
    "cut off": FILE[:-30],
    "not text": b"\xff\xfe\x00",
    "too big": b" " * (MAX_BYTES + 1),
    "nested without end": b"[" * 200_000,
    "a list nested deep": b"[" * 900 + b"]" * 900,
    "a number without end": b'{"version": ' + b"9" * 10_000 + b"}",
    "no number": b'{"version": NaN}',
    "a fraction": b'{"version": 1.0}',
    "a name twice": b'{"format": "sdm-edition", "format": "sdm-edition"}',
    "half a letter": changed(lambda held: held["content"].update(title="\ud800"), sealed=False),
    "NUL": changed(lambda held: held["content"].update(title="a\x00b")),
    "another format": changed(lambda held: held.update(format="other")),
    "a later version": changed(lambda held: held.update(version=2)),
    "what is not known": changed(lambda held: held.update(status="published")),
    "what is not known within": changed(lambda held: held["content"].update(published_by="me")),
    "confirmed from afar": changed(lambda held: held["content"]["indications"][0].update(confirmed=True)),
    "something missing": changed(lambda held: held["content"].pop("questions")),
    "words for a list": changed(lambda held: held["content"].update(questions="none")),
    "a number for words": changed(lambda held: held["content"].update(title=7)),
    "yes for a number": changed(lambda held: held["content"]["questions"][0].update(number=True)),
    "no title": changed(lambda held: held["content"].update(title="")),
    "no day": changed(lambda held: held["content"].update(published="2019-02-31")),
    "a path for an id": changed(lambda held: held["content"]["options"][0].update(id="../../x")),
    "an id that is taken": changed(lambda held: held["content"]["options"][0].update(id="new")),
    "the same id twice": changed(
        lambda held: held["content"]["options"][0].update(id=held["content"]["options"][1]["id"])
    ),
    "the same number twice": changed(lambda held: held["content"]["questions"][0].update(number=2)),
    "more than 100 in 100": changed(lambda held: held["content"]["options"][0]["risks"][0].update(in_100=101)),
    "no such arrangement": changed(lambda held: held["content"]["indications"][0].update(arrangement="fine")),
    "a reference that is none": changed(lambda held: held["content"].update(reference="<script>")),
    "no language": changed(lambda held: held.update(language="English, please")),
    "far too many": changed(lambda held: held["content"].update(questions=held["content"]["questions"] * 200)),
    "a changed word": changed(lambda held: held["content"].update(contact="Somebody else"), sealed=False),
}


@pytest.mark.parametrize("data", WICKED.values(), ids=WICKED)
def test_a_wicked_file_is_refused_with_reasons(data):
    assert 1 <= len(reasons(data)) <= 10


def test_the_reasons_say_where_and_what():
    def spoil(held):
        held["content"]["options"][1]["name"] = ""
        held["content"]["title"] = 7

    assert set(reasons(changed(spoil))) == {
        "In content, options, number 2: “name” is empty.",
        "In content: “title” has to be words.",
    }


@pytest.mark.django_db
def test_a_published_edition_comes_in_as_a_draft_that_nobody_has_confirmed(edition, editor, administrator):
    data = take_out(edition)
    there, is_new = bring_in(data, by=editor)
    # The same hospital has it already; elsewhere it is new.
    assert (there, is_new) == (edition, False)
    other = data.replace(b"IPG651", b"IPG652")
    held = json.loads(other)
    held.pop("sha256")
    held["sha256"] = digest_of(canonical(held))
    other = json.dumps(held).encode()
    draft, is_new = bring_in(other, by=editor)
    assert (is_new, draft.status, draft.published_by, draft.created_by) == (True, "draft", None, editor)
    assert not any(one.confirmed for one in draft.content.indications)
    with pytest.raises(CannotPublish) as refusal:
        publish(edition=draft, seen=1, by=administrator)
    assert [reason for reason in refusal.value.reasons if reason.startswith("Check and confirm")]
    with pytest.raises(CannotPublish):
        publish(edition=draft, seen=1, by=editor)


@pytest.mark.django_db
def test_elsewhere_it_becomes_the_same_edition_with_the_same_digest(edition, editor, administrator, monkeypatch):
    data, seal = take_out(edition), edition.sha256
    # Elsewhere: another installation, which has no leaflet yet.
    monkeypatch.setattr("sdm.leaflets.sharing._already_here", lambda *one: None)
    draft, _ = bring_in(data, by=editor)
    assert take_out(draft) == data
    confirmed = tuple(replace(one, confirmed=True) for one in draft.content.indications)
    now = change_draft(edition=draft, content=replace(draft.content, indications=confirmed), seen=1, by=editor)
    assert take_out(now) == data
    assert publish(edition=now, seen=2, by=administrator).sha256 == seal


@pytest.mark.django_db
def test_twice_is_once(editor):
    data = written(counted_leaflet(), language="en", source_text="Source")
    first, is_new = bring_in(data, by=editor)
    before = list(Edition.objects.values())
    again, is_new_again = bring_in(data, by=editor)
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    assert list(Edition.objects.values()) == before


@pytest.mark.django_db
def test_another_draft_is_not_written_over(editor):
    draft = start_draft(content=replace(CONTENT, condition="Ours"), by=editor)
    with pytest.raises(DraftExists):
        bring_in(FILE, by=editor)
    assert Edition.objects.get().content.condition == "Ours"
    delete_draft(edition=draft, seen=1, by=editor)
    assert bring_in(FILE, by=editor)[1]


@pytest.mark.django_db
def test_from_the_command_line_and_back(edition, tmp_path):
    file, printed, said = tmp_path / "edition.json", StringIO(), StringIO()
    call_command("export_edition", "IPG651", output=file, stderr=StringIO())
    call_command("export_edition", "IPG651", "--edition", "1", stdout=printed)
    assert file.read_bytes() == printed.getvalue().encode() == take_out(edition)
    call_command("import_edition", file, stdout=said)
    assert "is here already, word for word. Nothing was changed." in said.getvalue()
    assert Edition.objects.count() == 1
    file.write_bytes(written(counted_leaflet(), language="en", source_text=""))
    call_command("import_edition", file, stdout=said)
    assert Edition.objects.get(status="draft").content == unconfirmed(counted_leaflet())


@pytest.mark.django_db
def test_the_command_line_says_why_not(tmp_path, editor):
    with pytest.raises(CommandError, match="There is no such edition of IPG999"):
        call_command("export_edition", "IPG999")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_edition", tmp_path)
    wicked = tmp_path / "wicked.json"
    wicked.write_bytes(WICKED["no title"])
    with pytest.raises(CommandError, match="“title” is empty"):
        call_command("import_edition", wicked)
    start_draft(content=replace(CONTENT, condition="Ours"), by=editor)
    wicked.write_bytes(FILE)
    with pytest.raises(CommandError, match="has a draft already"):
        call_command("import_edition", wicked)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_edition", "IPG651", "--edition", "1", output=tmp_path)


def elsewhere(data: bytes, **changes) -> bytes:
    """The file with its original's particulars changed, as of an original that is not here."""
    held = json.loads(data)
    held["translation_of"] |= changes
    held.pop("sha256")
    return (json.dumps(held | {"sha256": digest_of(canonical(held))}, ensure_ascii=False)).encode()


@pytest.fixture
def half_polish(made_up, editor) -> Edition:
    """A translation of which some parts are said, one is said in part, and the rest is empty."""
    draft = start_translation(original=made_up, language="pl", by=editor)
    said = {part.id: {text.key: text.words for text in part.texts} for part in parts_of(fictional_leaflet("pl"))}
    for part_id in ("section-2", "indication-dragon-cough"):
        draft = translate_part(edition=draft, part=part_id, words=said[part_id], seen=draft.revision, by=editor)
    half = {"wording": "Co?"}
    return translate_part(edition=draft, part="question-1", words=half, seen=draft.revision, by=editor)


@pytest.mark.django_db
def test_a_half_translated_draft_goes_out_and_comes_in_again_tied_to_its_original(half_polish, made_up, editor):
    data = take_out(half_polish)
    assert json.loads(data)["translation_of"] == {
        "language": "en",
        "title": made_up.content.title,
        "published": "2026-01-05",
        "sha256": made_up.sha256,
    }
    delete_draft(edition=half_polish, seen=half_polish.revision, by=editor)
    draft, is_new = bring_in(data, by=editor)
    assert (is_new, draft.translation_of, draft.language, draft.is_draft) == (True, made_up, "pl", True)
    assert draft.content == unconfirmed(half_polish.content)
    assert take_out(draft) == data
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(json.loads(data))


@pytest.mark.django_db
def test_a_translation_brought_in_twice_changes_nothing(half_polish, editor):
    data = take_out(half_polish)
    before = list(Edition.objects.values())
    assert bring_in(data, by=editor) == (half_polish, False)
    delete_draft(edition=half_polish, seen=half_polish.revision, by=editor)
    first, _ = bring_in(data, by=editor)
    assert bring_in(data, by=editor) == (first, False)
    assert len(before) + 1 == Edition.objects.count()


@pytest.mark.django_db
def test_what_nice_says_in_a_translation_is_checked_by_each_hospital_itself(half_polish, made_up, editor):
    data = take_out(half_polish)
    delete_draft(edition=half_polish, seen=half_polish.revision, by=editor)
    draft, _ = bring_in(data, by=editor)
    kind = "indication-dragon-cough"
    assert [one.state for one in beside(draft.content, made_up.content) if one.part.id == kind] == [State.UNCHECKED]
    assert has_same_parts(draft.content, made_up.content)
    words = {text.key: text.words for part in parts_of(draft.content) if part.id == kind for text in part.texts}
    other = translate_part(edition=draft, part="section-2", words={"body": "Nic."}, seen=draft.revision, by=editor)
    assert not other.content.indications[0].confirmed
    saved = translate_part(edition=other, part=kind, words=words, seen=other.revision, by=editor)
    assert saved.content.indications[0].confirmed
    assert [one.state for one in beside(saved.content, made_up.content) if one.part.id == kind] == [State.DONE]


@pytest.mark.django_db
def test_a_translation_whose_original_is_not_here_is_refused_in_plain_words(half_polish, made_up, editor):
    data = elsewhere(take_out(half_polish), sha256="0123456789ab" + "0" * 52)
    before = list(Edition.objects.values())
    with pytest.raises(NotAnEdition) as refusal:
        bring_in(data, by=editor)
    assert refusal.value.reasons == (
        f"This is a translation of “{made_up.content.title}” (MADE-UP-1 of 5 January 2026, in English). An edition of "
        "that leaflet is here, but not the same one, word for word. Its fingerprint begins with 0123456789ab.",
        "Bring in that edition first, and have it published. Then bring in its translation.",
    )
    assert list(Edition.objects.values()) == before
    with pytest.raises(NotAnEdition, match="That edition is not published here"):
        bring_in(elsewhere(data, language="fr"), by=editor)


@pytest.mark.django_db
def test_no_translation_of_a_withdrawn_original_comes_in(half_polish, made_up, editor, administrator):
    data = take_out(half_polish)
    delete_draft(edition=half_polish, seen=half_polish.revision, by=editor)
    withdraw(edition=made_up, reason="It is wrong.", by=administrator)
    with pytest.raises(NotAnEdition, match="The original of this translation was withdrawn"):
        bring_in(data, by=editor)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"sha256": "x"}, {"language": "English, please"}, {"published": "2026-02-31"}, {"title": ""}, {"more": "yes"}],
)
def test_a_wicked_original_is_refused(half_polish, wrong):
    assert reasons(elsewhere(take_out(half_polish), **wrong))


@pytest.mark.django_db
def test_what_is_no_translation_lacks_no_words(half_polish):
    held = json.loads(take_out(half_polish))
    del held["translation_of"], held["sha256"]
    said = reasons(json.dumps(held | {"sha256": digest_of(canonical(held))}).encode())
    assert "In content: “title” is empty." in said
