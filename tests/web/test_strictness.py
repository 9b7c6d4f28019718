"""What no page ever does: run inline code, leave the machine, act on a look, or show a stack trace."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.test import Client

import builders
from unpromote.services import queries
from web.pages import PAGE, tree, words

ADDRESSES = [
    "/",
    PAGE,
    f"{PAGE}status/",
    f"{PAGE}decision/",
    f"{PAGE}claim/",
    f"{PAGE}terms/fields/",
    "/account/password/change/",
    "/account/logout/",
    "/account/login/",
    "/nowhere/",
]


@pytest.fixture
def page(ana, request):
    builders.saved_case("off")
    return ana.get(request.param)


@pytest.mark.parametrize("page", ADDRESSES, indirect=True)
def test_the_policy_forbids_inline_code_and_other_hosts(page):
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", ADDRESSES, indirect=True)
def test_there_is_no_inline_script_style_or_handler(page):
    html = tree(page)
    assert html.css("script:not([src]), style, [style]") == []
    assert re.findall(r"\son[a-z]+=|javascript:", page.content.decode()) == []


@pytest.mark.parametrize("page", ADDRESSES, indirect=True)
def test_everything_comes_from_this_machine(page):
    sources = [node.attributes.get("src") or node.attributes.get("href") for node in tree(page).css("[src], link, a")]
    assert [source for source in sources if source.startswith(("http", "//"))] == []


def test_every_field_has_a_label_and_every_form_a_token(ana):
    builders.saved_case("support answered")
    html = tree(ana.get(PAGE))
    named = {label.attributes["for"] for label in html.css("label")}
    fields = html.css("input:not([type=hidden]), select, textarea")
    assert [field.attributes.get("id") for field in fields if field.attributes.get("id") not in named] == []
    assert len(html.css("form[method=post]")) == len(html.css("form input[name=csrfmiddlewaretoken]"))


def test_no_id_is_given_twice(ana):
    builders.saved_case("support answered")
    ids = [node.attributes["id"] for node in tree(ana.get(PAGE)).css("[id]")]
    assert len(ids) == len(set(ids))


def test_one_can_skip_to_the_content_and_find_the_landmarks(ana):
    builders.saved_case("quoted")
    html = tree(ana.get(PAGE))
    assert html.css_first("body > a").attributes["href"] == "#content"
    assert len(html.css("main#content")) == len(html.css("h1")) == 1
    assert html.css_first("html").attributes["lang"] == "en"


def everything():
    return {model.__name__: list(model.objects.values()) for model in apps.get_app_config("store").get_models()}


@pytest.mark.parametrize("look", ["/", PAGE, f"{PAGE}status/", f"{PAGE}curve.json"])
def test_a_look_changes_nothing(ana, look):
    builders.saved_case("off")
    before = everything()
    ana.get(look)
    ana.head(look)
    assert everything() == before


@pytest.mark.usefixtures("cast")
def test_a_form_from_elsewhere_is_refused_and_changes_nothing(django_user_model):
    case = builders.saved_case("quoted")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(django_user_model.objects.get(username="ben"))
    answer = strict.post(f"{PAGE}approval/", {"quote_hash": "a" * 64})
    assert answer.status_code == 403
    assert words(answer, "h1") == "The form was too old"
    assert queries.case_at_work(case.id) == case


def test_a_fault_of_ours_is_owned_up_to_without_a_trace(ana, monkeypatch):
    builders.saved_case("quoted")
    monkeypatch.setattr("unpromote.web.views.cases.case_page", lambda *_: 1 / 0)
    ana.raise_request_exception = False
    answer = ana.get(PAGE)
    assert answer.status_code == 500
    assert words(answer, "h1") == "Something went wrong here"
    assert "Traceback" not in answer.content.decode()


def test_what_people_write_is_shown_as_text_never_run(ana):
    builders.saved_case("quoted", title="<script>alert(1)</script>")
    page = ana.get(PAGE)
    assert words(page, "h1 .title") == "<script>alert(1)</script>"
    assert tree(page).css("h1 script") == []
