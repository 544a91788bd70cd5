"""The admin site: hospitals and accounts are kept here, and nothing else can be seen or changed in it.

Records, answers, leaflets and editions are not registered: they change by actions only.
"""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.views.generic import RedirectView

from sdm.models import Hospital, User
from sdm.pages.accounts.forms import AskForLink
from sdm.pages.accounts.views import sign_out

admin.site.site_title = admin.site.site_header = "Shared decisions: hospitals and accounts"
admin.site.index_title = "What is kept here"
# One way in, one way out and one place for passwords, here as everywhere.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.logout = sign_out
admin.site.password_change = RedirectView.as_view(url=reverse_lazy("account_change_password"))


class Kept(admin.ModelAdmin):
    """For everybody who may open the admin site; nothing is ever deleted, because records name it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever keeps accounts sees it."""
        return admin.site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever keeps accounts sees it."""
        return admin.site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever keeps accounts adds to it."""
        return admin.site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever keeps accounts changes it."""
        return admin.site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: an account is closed instead."""
        return False


@admin.register(Hospital)
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


@admin.register(User)
class UserAdmin(Kept):
    """Accounts of staff; whoever keeps them never sets or sees a password, but has a link sent."""

    form = AccountForm
    list_display = ["name", "email", "role", "hospital", "is_active", "is_staff", "last_login"]
    list_filter = ["role", "hospital", "is_active", "is_staff"]
    list_select_related = ["hospital"]
    search_fields = ["name", "email"]
    autocomplete_fields = ["hospital"]
    actions = ["send_link"]

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Save the account; a new one has no password until its owner chooses one by the link sent to them."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        # allauth remembers addresses: one that is no longer theirs must let nobody in.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if not change:
            self._send_link(request, obj)

    @admin.action(description="Send a link for choosing a password")
    def send_link(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Send each chosen account that is open a link."""
        for user in queryset.filter(is_active=True):
            self._send_link(request, user)

    def _send_link(self, request: HttpRequest, user: User) -> None:
        form = AskForLink({"email": user.email})
        if user.is_active and form.is_valid():
            form.save(request)
            messages.success(request, f"We sent {user.email} a link for choosing a password.")


admin.site.unregister(Group)
