"""Where each address leads; each room of `pages` names its own."""

from django.urls import include, path

from sdm.admin import site
from sdm.pages import errors

urlpatterns = [
    path("conversations/", include("sdm.pages.clinician.urls")),
    path("leaflets/", include("sdm.pages.content.urls")),
    path("admin/", site.urls),
    path("", include("sdm.pages.patient.urls")),
    path("", include("sdm.pages.accounts.urls")),
]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.went_wrong
