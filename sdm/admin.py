"""The admin site: hospitals and accounts are kept here with a list of what was changed, and nothing else is in it.

It is a site of our own, so that no other package's tables appear in it. Records, answers, leaflets and editions are
not in it either: they change by actions only.
"""

from collections.abc import Iterable

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator

from sdm.models import Hospital, StaffSession, User
from sdm.pages.accounts.forms import AskForLink
from sdm.pages.accounts.views import sign_out


class AccountsSite(admin.AdminSite):
    """The site; one way in, one way out and one place for passwords, here as everywhere."""

    site_title = site_header = "Hospitals and accounts"
    index_title = "What is kept here"
    # What the lists are called, instead of the tables behind them.
    names = {"User": "Accounts", "Hospital": "Hospitals", "LogEntry": "What was changed here"}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The lists by names that say what is in them."""
        rooms = super().get_app_list(request, app_label)
        for listed in (listed for room in rooms for listed in room["models"]):
            listed["name"] = self.names[listed["object_name"]]
        return rooms

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

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list, under the name by which the menu has it."""
        title = site.names[self.model.__name__]
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever keeps accounts sees it, adds to it and changes it."""
        return site.has_permission(request)

    has_module_permission = has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: an account is closed instead."""
        return False

    def construct_change_message(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable, add: bool = False
    ) -> list:
        """What was changed, from what to what; Django's own names only the fields."""
        if add:
            return [{"added": {}}]
        changed = [_in_words(form, name) for name in form.changed_data]
        return [{"changed": {"fields": changed}}] if changed else []


def _in_words(form: forms.ModelForm, name: str) -> str:
    """One field that was changed: role (Clinician, now Administrator)."""
    field, box = form.instance._meta.get_field(name), form.fields[name]
    before, now = (
        _shown(box, value) for value in (box.to_python(form.get_initial_for_field(box, name)), form.cleaned_data[name])
    )
    return f"{field.verbose_name} ({before}, now {now})"


def _shown(box: forms.Field, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(box, forms.ChoiceField) and not isinstance(box, forms.ModelChoiceField):
        value = dict(box.choices).get(value, value)
    return f"“{value}”" if value not in (None, "") else "nothing"


class Members(admin.TabularInline):
    """Who belongs to a hospital, to look at: each is changed on a page of their own."""

    model = User
    fields = readonly_fields = ["name", "job_title", "role", "is_active", "last_login"]
    verbose_name_plural = "who belongs to it"
    show_change_link = True
    can_delete = False
    extra = max_num = 0

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Whoever keeps accounts sees it."""
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Not here."""
        return False

    has_change_permission = has_add_permission


@admin.register(Hospital, site=site)
class HospitalAdmin(Kept):
    """Hospitals, whom their patients ask, and who belongs to them."""

    list_display = ["name", "contact_name", "contact_details", "days_to_think"]
    search_fields = ["name", "contact_name"]
    inlines = [Members]


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
    list_filter = ["role", "hospital", "is_active", "is_staff", ("last_login", admin.EmptyFieldListFilter)]
    list_select_related = ["hospital"]
    search_fields = ["name", "email", "job_title", "hospital__name"]
    search_help_text = "Search by name, e-mail address, job title or hospital"
    autocomplete_fields = ["hospital"]
    readonly_fields = ["last_login"]
    actions = ["send_link", "close_accounts"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody opens patients' conversations to themselves: who may do what is for somebody else to say."""
        own = ["role", "hospital", "is_active", "is_staff"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

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
            _end_every_way_in(obj)
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
            self.log_change(request, user, "Sent a link for choosing a password.")

    @admin.action(description="Close these accounts")
    def close_accounts(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Close each chosen account that is open, but never one's own: whoever left is out at once."""
        for user in queryset.filter(is_active=True).exclude(pk=request.user.pk):
            user.is_active = False
            _end_every_way_in(user)
            user.save()
            self.log_change(request, user, "Closed the account.")
            messages.success(request, f"{user.name} cannot sign in any more.")

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


def _end_every_way_in(user: User) -> None:
    """Take the password, and end every session and link: none of them works again, also when it is opened again."""
    user.set_unusable_password()
    StaffSession.objects.filter(user_id=user.pk).delete()


@admin.register(LogEntry, site=site)
class ChangesAdmin(Kept):
    """Who changed what here and when; it can be read, and not changed by anybody."""

    list_display = ["action_time", "who", "about", "what"]
    list_filter = ["action_time", "action_flag"]
    list_select_related = ["user"]
    search_fields = ["object_repr", "user__name", "user__email", "change_message"]
    search_help_text = "Search by who did it, or whom or what it was about"
    actions = None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only by what the filters ask for: nobody is found by their password."""
        return lookup.split("__")[0] in ("action_time", "action_flag")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: entries are written by what is done."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    @admin.display(description="who", ordering="user__name")
    def who(self, entry: LogEntry) -> str:
        """The name of whoever did it."""
        return entry.user.name

    @admin.display(description="whom or what it was about", ordering="object_repr")
    def about(self, entry: LogEntry) -> str:
        """The account or hospital, by its name at that time."""
        return entry.object_repr

    @admin.display(description="what was done")
    def what(self, entry: LogEntry) -> str:
        """Added, or changed from what to what; nothing is ever deleted."""
        return entry.get_change_message()
