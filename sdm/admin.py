"""The admin site: hospitals and accounts are kept here, and nothing else can be seen or changed in it.

It is a site of our own, so that no other package's tables appear in it. Records, answers, leaflets and editions are
not in it either: they change by actions only.
"""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator

from sdm.models import Hospital, User
from sdm.pages.accounts.forms import AskForLink
from sdm.pages.accounts.views import sign_out


class AccountsSite(admin.AdminSite):
    """The site; one way in, one way out and one place for passwords, here as everywhere."""

    site_title = site_header = "Hospitals and accounts"
    index_title = "What is kept here"

    @method_decorator(login_not_required)
    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """To the page where all staff sign in; who is signed in and does not keep accounts is refused."""
        return redirect("admin:index")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """All but the way from a row to its page elsewhere: there is none."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """As on every other page."""
        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """To the page where all staff do it."""
        return redirect("account_change_password")

    password_change_done = password_change


site = AccountsSite()


class Kept(admin.ModelAdmin):
    """For everybody who may open the admin site; nothing is ever deleted, because records name it."""

    view_on_site = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever keeps accounts sees it."""
        return site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever keeps accounts sees it."""
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever keeps accounts adds to it."""
        return site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever keeps accounts changes it."""
        return site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: an account is closed instead."""
        return False


@admin.register(Hospital, site=site)
class HospitalAdmin(Kept):
    """Hospitals, and whom their patients ask."""

    list_display = ["name", "contact_name", "contact_details"]
    search_fields = ["name"]


class AccountForm(forms.ModelForm):
    """An account, known by its e-mail address in small letters, which is how signing in looks for it."""

    class Meta:
        model = User
        fields = ["name", "job_title", "email", "role", "hospital", "is_active", "is_staff"]

    def clean_email(self) -> str:
        """The address in small letters, if nobody else has it."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is an account with this e-mail address already.")
        return email


@admin.register(User, site=site)
class UserAdmin(Kept):
    """Accounts of staff; whoever keeps them never sets, sees or finds out a password, but has a link sent."""

    form = AccountForm
    list_display = ["name", "email", "role", "hospital", "is_active", "is_staff", "last_login"]
    list_filter = ["role", "hospital", "is_active", "is_staff"]
    list_select_related = ["hospital"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["hospital"]
    actions = ["send_link"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Nobody finds accounts by their passwords: answers would give the hashes away letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Save the account; a new one has no password until its owner chooses one by the link sent to them.

        One that is closed loses its password, and with it every session and link, so that none of them works again
        when it is opened again; then its owner is sent a new link.
        """
        is_opened_or_closed = not change or "is_active" in form.changed_data
        if is_opened_or_closed:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        # allauth remembers addresses: one that is no longer theirs must let nobody in.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if is_opened_or_closed:
            self._send_link(request, obj)

    @admin.action(description="Send a link for choosing a password")
    def send_link(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Send each chosen account that is open a link."""
        for user in queryset.filter(is_active=True):
            self._send_link(request, user)

    def _send_link(self, request: HttpRequest, user: User) -> None:
        form = AskForLink({"email": user.email})
        if not (user.is_active and form.is_valid()):
            return
        try:
            form.save(request)
        except OSError:  # whatever keeps mail from being sent is one
            messages.error(request, f"The link could not be sent to {user.email}. Try again later.")
        else:
            messages.success(request, f"We sent {user.email} a link for choosing a password.")
