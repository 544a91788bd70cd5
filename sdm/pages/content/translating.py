"""The pages on which a leaflet is put into another language: which there are, where each stands, and part by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdm.actions import translations
from sdm.actions.editions import DraftChanged, DraftExists
from sdm.actions.translations import CannotTranslate
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.differences import Difference
from sdm.pages.content.draft_exists import draft_exists
from sdm.pages.content.drafts import refuse_frozen
from sdm.pages.content.found import find_edition, original_of
from sdm.pages.content.translation_page import TranslationForm, as_typed
from sdm.pages.forms import PlainForm, seen_revision
from sdm.pages.languages import tag_of
from sdm.rules.checklist_items import Finding
from sdm.rules.checks_of_translations import unlike_original
from sdm.rules.draft_merging import merged_texts
from sdm.rules.edition import EditionContent
from sdm.rules.languages import is_same, name_in, names_of_languages
from sdm.rules.translating import PartBeside, State, beside, has_same_parts
from sdm.rules.translation_changes import ByPart, changed_parts, since_translated

SAVED = {
    State.DONE: "“{title}” is translated.",
    State.TO_DO: "“{title}” is saved. Some of its words are still missing.",
}
FOLLOWS = "The translation has the parts of the original now. What changed is marked."


@dataclass(frozen=True)
class Standing:
    """Where a translation stands: its parts, and what a newer edition of its original says differently.

    `newer` is that edition, None where its original is the newest.
    """

    edition: Edition
    original: Edition
    newer: Edition | None
    parts: tuple[PartBeside, ...]
    has_same_parts: bool

    @property
    def is_withdrawn(self) -> bool:
        """Whether the original must not be used any more."""
        return hasattr(self.original, "withdrawal")

    @property
    def done(self) -> int:
        """How many parts are translated."""
        return sum(one.state is State.DONE for one in self.parts)

    @property
    def to_do(self) -> tuple[PartBeside, ...]:
        """The parts that still have to be translated, or looked at again."""
        return tuple(one for one in self.parts if one.state is not State.DONE)

    @property
    def unlike(self) -> tuple[Finding, ...]:
        """What is said in another way than in the original, for a person to look at."""
        return unlike_original(self.edition.content, self.original.content)

    @property
    def changed(self) -> ByPart:
        """What the newer edition says differently, part by part."""
        return changed_parts(self.original.content, self.newer.content) if self.newer else []

    @property
    def next(self) -> PartBeside | None:
        """The first part that is not translated."""
        return next(iter(self.to_do), None)


def standing_of(edition: Edition) -> Standing | None:
    """Where a translation stands; None for an edition that is none."""
    if not edition.translation_of_id:
        return None
    original = original_of(edition)
    # What was found with its people's names is what it is a translation of.
    edition.translation_of = original
    content, own = edition.content, original.content
    return Standing(edition, original, edition.newer_original(), beside(content, own), has_same_parts(content, own))


class LanguageForm(PlainForm):
    """The language of a new translation."""

    language = forms.ChoiceField(label="Language", error_messages={"required": "Choose a language"})

    def __init__(self, original: Edition, data=None) -> None:
        super().__init__(data)
        others = [one for one in names_of_languages() if not is_same(one[0], original.language)]
        self.fields["language"].choices = [("", "Choose a language"), *others]


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def all_translations(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Every translation of an original, and a box for starting another."""
    original = find_edition(edition_id, request.user)
    if original.is_draft or original.translation_of_id:
        raise Http404
    if request.method != "POST":
        return _list(request, original, LanguageForm(original))
    form = LanguageForm(original, request.POST)
    if not form.is_valid():
        return _list(request, original, form, status=422)
    try:
        draft = translations.start_translation(
            original=original, language=form.cleaned_data["language"], by=request.user
        )
    except CannotTranslate as refused:
        form.add_error("language", str(refused))
        return _list(request, original, form, status=409)
    except DraftExists as exists:
        return draft_exists(request, original, exists)
    return redirect("edition-translating", draft.pk)


def _list(request: HttpRequest, original: Edition, form: LanguageForm, status: int = 200) -> HttpResponse:
    same_leaflet = Edition.objects.kept().filter(leaflet_id=original.leaflet_id).exclude(language=original.language)
    editions = same_leaflet.select_related("leaflet", "hospital", "withdrawal", "translation_of__withdrawal").defer(
        "source_text", "document", "checklist"
    )
    editions = editions.with_standing()
    same = Edition.objects.current().filter(leaflet_id=original.leaflet_id, language=original.language)
    newest = same.defer("source_text").first()
    context = {
        "edition": original,
        "newest": newest,
        "rows": [
            (one, name_in(one.language, settings.LANGUAGE_CODE), _is_old(one, newest))
            for one in editions.order_by("language", "-number")
        ],
        "form": form,
    }
    return render(request, "content/translations.html", context, status=status)


def _is_old(edition: Edition, newest: Edition | None) -> bool:
    """Whether what it was translated from has a newer edition."""
    return bool(newest and edition.translation_of and edition.translation_of.number < newest.number)


@require_safe
@content_team
def translating(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Where a translation stands, part by part; of a draft that is tied to no original, what it could be tied to."""
    edition = find_edition(edition_id, request.user)
    return _overview(request, edition)


def _overview(request: HttpRequest, edition: Edition, *, status: int = 200, **more) -> HttpResponse:
    standing = standing_of(edition)
    could_follow = None if standing else original_for(edition)
    if not (standing or could_follow):
        raise Http404
    context = {"edition": edition, "standing": standing, "could_follow": could_follow, **_languages(edition), **more}
    return render(request, "content/translating.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def part(request: HttpRequest, edition_id: UUID, part_id: str) -> HttpResponse:
    """One part, with the original beside it; "Save and go on" leads to the next that is not translated."""
    edition = find_edition(edition_id, request.user)
    one = _part(edition, part_id)
    if not edition.is_draft:
        return refuse_frozen(request, edition)
    form = TranslationForm(one, edition, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, edition, one, form, seen=edition.revision)
    seen = seen_revision(request)
    if not form.is_valid():
        return _show(request, edition, one, form, seen=seen, status=422)
    mine, theirs = _beside_others(request, edition, one, form.words)
    if mine != theirs:
        form = TranslationForm(one, edition, as_typed(mine))
        found = [
            Difference(text.label, mine[text.key], theirs[text.key])
            for text, _ in one.texts
            if mine[text.key] != theirs[text.key]
        ]
        return _show(request, edition, one, form, seen=edition.revision, status=409, conflict=found)
    try:
        changed = translations.translate_part(
            edition=edition, part=part_id, words=mine, seen=edition.revision, by=request.user
        )
    except DraftChanged as refused:
        if not refused.current.is_draft:
            return refuse_frozen(request, refused.current)
        return part(request, edition_id, part_id)
    standing = standing_of(changed)
    state = next(found.state for found in standing.parts if found.part.id == part_id)
    messages.success(request, SAVED[state].format(title=one.part.title))
    if "next" in request.POST and standing.next:
        return redirect("edition-translating-part", edition.pk, standing.next.part.id)
    return redirect("edition-translating", edition.pk)


def _beside_others(
    request: HttpRequest, edition: Edition, one: PartBeside, typed: Mapping[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What was typed put together with what others saved since: with one's own words first, and with theirs."""
    if seen_revision(request) == edition.revision:
        return typed, typed
    now = {text.key: said for text, said in one.texts}
    shown = edition.content_at(seen_revision(request))
    if shown is None or request.POST.get("original") != str(edition.translation_of_id):
        # Nobody knows what stood on the screen, or it was another original: everything is compared.
        return typed, now
    then = next(found for found in beside(shown, edition.translation_of.content) if found.part.id == one.part.id)
    return merged_texts({text.key: said for text, said in then.texts}, typed, now)


def _part(edition: Edition, part_id: str) -> PartBeside:
    standing = standing_of(edition)
    one = next((one for one in standing.parts if one.part.id == part_id), None) if standing else None
    if one is None:
        raise Http404
    return one


def _show(
    request: HttpRequest,
    edition: Edition,
    one: PartBeside,
    form: TranslationForm,
    *,
    seen: int,
    status: int = 200,
    **more,
) -> HttpResponse:
    context = {"edition": edition, "one": one, "form": form, "seen": seen, **_languages(edition), **more}
    context["original_tag"] = tag_of(edition.translation_of.language)
    found = unlike_original(edition.content, edition.translation_of.content)
    context["unlike"] = [finding for finding in found if finding.part == one.part.id]
    if one.state is State.CHANGED:
        changes = since_translated(edition.content, edition.translation_of.content, _earlier(edition), one.part.id)
        context["parts"] = [("What changed in the original", changes)] if changes else []
    return render(request, "content/translating_part.html", context, status=status)


def _earlier(translation: Edition) -> Iterator[EditionContent]:
    """The editions before the original of a translation, the newest first."""
    original = translation.translation_of
    same = Edition.objects.published().filter(leaflet_id=original.leaflet_id, language=original.language)
    earlier = same.filter(number__lt=original.number).order_by("-number").defer("source_text")
    return (one.content for one in earlier.iterator())


@require_POST
@content_team
def follow(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Take over the parts of the newest original; what is translated already stays."""
    edition = find_edition(edition_id, request.user)
    original = original_for(edition)
    if original is None:
        raise Http404
    if not edition.is_draft:
        return refuse_frozen(request, edition)
    try:
        translations.follow_original(edition=edition, original=original, seen=seen_revision(request), by=request.user)
    except CannotTranslate:
        raise Http404 from None
    except DraftChanged as refused:
        if not refused.current.is_draft:
            return refuse_frozen(request, refused.current)
        return _overview(request, find_edition(edition_id, request.user), status=409, changed=True)
    messages.success(request, FOLLOWS)
    return redirect("edition-translating", edition.pk)


def original_for(edition: Edition) -> Edition | None:
    """The newest published edition that this one can be a translation of; None where there is none.

    What it was translated from says in which language that is; else it is the language in which staff read.
    """
    if edition.translation_of_id:
        return edition.newest_original()
    same_leaflet = Edition.objects.current().filter(leaflet_id=edition.leaflet_id, translation_of=None)
    found = [one for one in same_leaflet.defer("source_text") if not is_same(one.language, edition.language)]
    return next((one for one in found if is_same(one.language, settings.LANGUAGE_CODE)), None)


def about_original(edition: Edition) -> dict[str, Edition | None]:
    """For an edition's page: the `newer` edition of its original, or an original that it `could_follow`."""
    if is_same(edition.language, settings.LANGUAGE_CODE):
        return {}
    found = original_for(edition)
    if not edition.translation_of_id:
        return {"could_follow": found}
    return {
        "newer": found if found and found.number > edition.translation_of.number else None,
        "original_withdrawn": hasattr(edition.translation_of, "withdrawal"),
    }


def _languages(edition: Edition) -> dict[str, str]:
    return {"language_name": name_in(edition.language, settings.LANGUAGE_CODE)}
