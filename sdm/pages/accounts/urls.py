"""Addresses for the first page and for accounts: those of allauth's that staff need, and no others.

There is no address for signing up or for changing one's e-mail address: the admin site keeps accounts. Names that
begin with `account_` are those by which allauth finds its pages.
"""

from django.conf import settings
from django.urls import path

from sdm.pages.accounts import demo_urls, home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/sign-in/", views.sign_in, name="account_login"),
    path("accounts/sign-out/", views.sign_out, name="account_logout"),
    path("accounts/signed-out/", views.signed_out, name="signed-out"),
    path("accounts/signed-in/", views.still_signed_in, name="signed-in"),
    path("accounts/password/", views.change_password, name="account_change_password"),
    path("accounts/password/forgotten/", views.ask_for_link, name="account_reset_password"),
    path("accounts/password/forgotten/sent/", views.link_sent, name="account_reset_password_done"),
    path(
        "accounts/password/choose/<str:uidb36>/<str:key>/",
        views.choose_password,
        name="account_reset_password_from_key",
    ),
    path("accounts/password/chosen/", views.password_chosen, name="account_reset_password_from_key_done"),
]

# Outside the demo these addresses do not exist.
if settings.DEMO:
    urlpatterns += demo_urls.urlpatterns
