"""Signing in and out, and passwords: allauth's pages with our forms, each with the status that fits."""

import logging
from http import HTTPStatus

from allauth.account import views as allauth
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdm.actions.tries import forget_tries
from sdm.pages.accounts.forms import AskForLink, ChangePassword, ChoosePassword, SignIn
from sdm.pages.by_script import told
from sdm.pages.privacy import forget_what_was_seen

logger = logging.getLogger(__name__)
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


class WithWrongInput:
    """For a page with a form: what cannot be taken comes back with status 422."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """The page again, with what is wrong."""
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignInPage(WithWrongInput, allauth.LoginView):
    """Where staff sign in."""

    form_class = SignIn


class AskForLinkPage(WithWrongInput, allauth.PasswordResetView):
    """Where somebody without their password asks for a link; the answer is the same for every address."""

    form_class = AskForLink

    def form_valid(self, form: Form) -> HttpResponse:
        """Send the mail; where that fails, say so instead of promising one."""
        try:
            return super().form_valid(form)
        except OSError:  # whatever keeps mail from being sent is one
            logger.exception("A link to choose a password could not be sent.")
            form.add_error("email", "We could not send an e-mail just now. Try again in a few minutes")
            response = self.render_to_response(self.get_context_data(form=form))
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
            return response


class ChoosePasswordPage(WithWrongInput, allauth.PasswordResetFromKeyView):
    """Where the link leads."""

    form_class = ChoosePassword

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the new password; wrong ones before it do not shut its owner out."""
        response = super().form_valid(form)
        forget_tries(address=self.reset_user.email)
        return response


class ChangePasswordPage(WithWrongInput, allauth.PasswordChangeView):
    """Where somebody who is signed in changes their password."""

    form_class = ChangePassword

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """There is nothing to change for somebody who signs in without a password."""
        if not request.user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


sign_in = page_with_form(SignInPage.as_view())
ask_for_link = page_with_form(AskForLinkPage.as_view())
link_sent = require_safe(allauth.password_reset_done)
choose_password = page_with_form(ChoosePasswordPage.as_view())
password_chosen = require_safe(allauth.password_reset_from_key_done)
change_password = page_with_form(ChangePasswordPage.as_view())


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it saw."""
    logout(request)
    response = redirect("signed-out")
    forget_what_was_seen(response)
    return response


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that it is done: the next person at this computer sees nothing of it."""
    return render(request, "account/signed_out.html")


@require_safe
def still_signed_in(request: HttpRequest) -> HttpResponse:
    """For a page that asks before it sends a form: who is signed in, and a token for the form."""
    return told("saved", token=get_token(request), whose=str(request.user.pk))
