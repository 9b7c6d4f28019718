"""The page behind a one-time link: its person sets a password, and can sign in from then on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import access

_HIDDEN = {"autocomplete": "new-password"}


class NewPassword(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(label="Password", strip=False, widget=forms.PasswordInput(attrs=_HIDDEN))
    again = forms.CharField(label="The same once more", strip=False, widget=forms.PasswordInput(attrs=_HIDDEN))

    def clean(self) -> dict[str, Any]:
        """Return what was typed; refuse two that differ."""
        typed = super().clean() or {}
        if typed.get("password") != typed.get("again"):
            self.add_error("again", "The two differ.")
        return typed


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form; on a good password, use the link up and go on to sign in."""
    try:
        person = access.person_of_link(token)
    except NotAllowed as refusal:
        return render(request, "web/first.html", {"refusal": str(refusal)}, status=410)
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid() and _was_set(token, form):
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    status = 422 if form.errors else 200
    return render(request, "web/first.html", {"form": form, "person": person.name}, status=status)


def _was_set(token: str, form: NewPassword) -> bool:
    try:
        access.set_password(token, form.cleaned_data["password"])
    except BadInput as refusal:
        form.add_error("password", refusal.problem)
        return False
    return True
