"""Which door answers which address."""

from __future__ import annotations

from django.urls import include, path

from unpromote.api.app import api
from unpromote.web.views.first import set_password

urlpatterns = [
    path("", include("unpromote.web.urls")),  # before allauth's own addresses: some of them have our pages
    path("account/first/<str:token>/", set_password, name="first-admin"),
    path("account/", include("allauth.account.urls")),
    path("api/", api.urls),
]
