"""The content team's addresses: leaflets, an edition, and a page for each part of a draft."""

from django.urls import path

from sdm.pages.content import drafts, editions, leaflets, publishing, source_page

urlpatterns = [
    path("", leaflets.leaflets, name="leaflets"),
    path("new/", leaflets.leaflet_new, name="leaflet-new"),
    path("<uuid:edition_id>/", editions.overview, name="edition"),
    path("<uuid:edition_id>/source/", source_page.source, name="edition-source"),
    path("<uuid:edition_id>/changes/", editions.changes, name="edition-changes"),
    path("<uuid:edition_id>/preview/", editions.preview, name="edition-preview"),
    path("<uuid:edition_id>/publish/", publishing.publish, name="edition-publish"),
    path("<uuid:edition_id>/new-edition/", publishing.new_edition, name="edition-new"),
    path("<uuid:edition_id>/delete/", publishing.delete, name="edition-delete"),
    path("<uuid:edition_id>/options/", editions.options, name="edition-options"),
    path("<uuid:edition_id>/options/new/", drafts.option, name="edition-option-new"),
    path("<uuid:edition_id>/options/<slug:option_id>/", drafts.option, name="edition-option"),
    *[
        path(f"<uuid:edition_id>/{page.place}/", drafts.part, {"page": page}, name=f"edition-{page.place}")
        for page in drafts.PAGES
    ],
]
