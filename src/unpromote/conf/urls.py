"""Which door answers which address."""

from __future__ import annotations

from django.urls import include, path

from unpromote.api.app import api
from unpromote.api.hooks import take_from_provider, take_mail
from unpromote.web.views.first import set_password

urlpatterns = [
    path("", include("unpromote.web.urls")),
    path("account/first/<str:token>/", set_password, name="first-admin"),
    path("api/", api.urls),
    path("hooks/mail", take_mail, name="mail-hook"),
    path("hooks/mail/events", take_from_provider, {"door": "events"}, name="mail-events"),
    path("hooks/mail/answers", take_from_provider, {"door": "answers"}, name="mail-answers"),
]
