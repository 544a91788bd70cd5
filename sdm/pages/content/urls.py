"""The content team's addresses: leaflets, an edition, and a page for each part of a draft."""

from django.urls import path

from sdm.pages.content import (
    checking,
    deleted,
    drafts,
    editions,
    leaflets,
    local_parts,
    ordered,
    phrases,
    previewing,
    publishing,
    sharing_page,
    source_page,
    translating,
    undoing,
    withdrawing,
)

urlpatterns = [
    path("", leaflets.leaflets, name="leaflets"),
    path("new/", leaflets.leaflet_new, name="leaflet-new"),
    path("deleted/", deleted.deleted, name="drafts-deleted"),
    path("local/<uuid:leaflet_id>/", local_parts.local_parts, name="local-parts"),
    path("local/<uuid:leaflet_id>/changes/", local_parts.local_history, name="local-parts-history"),
    path("local/<uuid:leaflet_id>/put-back/", local_parts.local_put_back, name="local-parts-put-back"),
    path("phrases/<uuid:leaflet_id>/", phrases.phrases, name="phrases"),
    path("bring-in-edition/", sharing_page.import_edition, name="edition-import"),
    path("edition-schema-1.json", sharing_page.schema, name="edition-schema"),
    path("<uuid:edition_id>/edition.json", sharing_page.edition_file, name="edition-file"),
    path("<uuid:edition_id>/", editions.overview, name="edition"),
    path("<uuid:edition_id>/source/", source_page.source, name="edition-source"),
    path("<uuid:edition_id>/changes/", editions.changes, name="edition-changes"),
    path("<uuid:edition_id>/preview/", editions.preview, name="edition-preview"),
    path("<uuid:edition_id>/preview/clinician/<slug:page>/", previewing.clinician, name="edition-preview-clinician"),
    path("<uuid:edition_id>/preview/<slug:look>/<path:page>", previewing.patient, name="edition-preview-patient"),
    path("<uuid:edition_id>/publish/", publishing.publish, name="edition-publish"),
    path("<uuid:edition_id>/withdraw/", withdrawing.withdraw_edition, name="edition-withdraw"),
    path("<uuid:edition_id>/new-edition/", publishing.new_edition, name="edition-new"),
    path("<uuid:edition_id>/delete/", deleted.delete, name="edition-delete"),
    path("<uuid:edition_id>/bring-back/", deleted.bring_back, name="edition-bring-back"),
    path("<uuid:edition_id>/checks/", checking.checks, name="edition-checks"),
    path("<uuid:edition_id>/steps/", undoing.steps, name="edition-steps"),
    path("<uuid:edition_id>/undo/", undoing.undo, name="edition-undo"),
    path("<uuid:edition_id>/redo/", undoing.redo, name="edition-redo"),
    path("<uuid:edition_id>/questions/<int:number>/", drafts.passages, name="edition-passages"),
    path("<uuid:edition_id>/translations/", translating.all_translations, name="edition-translations"),
    path("<uuid:edition_id>/translating/", translating.translating, name="edition-translating"),
    path("<uuid:edition_id>/translating/follow/", translating.follow, name="edition-follow"),
    path("<uuid:edition_id>/translating/<slug:part_id>/", translating.part, name="edition-translating-part"),
    path("<uuid:edition_id>/matters/", ordered.matters, name="edition-matters"),
    path("<uuid:edition_id>/matters/new/", drafts.matter, name="edition-matter-new"),
    path("<uuid:edition_id>/matters/<slug:matter_id>/", drafts.matter, name="edition-matter"),
    path("<uuid:edition_id>/options/", ordered.options, name="edition-options"),
    path("<uuid:edition_id>/options/new/", drafts.option, name="edition-option-new"),
    path("<uuid:edition_id>/options/<slug:option_id>/", drafts.option, name="edition-option"),
    *[
        path(f"<uuid:edition_id>/{page.place}/", drafts.part, {"page": page}, name=f"edition-{page.place}")
        for page in drafts.PAGES
    ],
]
