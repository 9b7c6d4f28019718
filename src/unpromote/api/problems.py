"""Refusals as problem details (RFC 9457): what is wrong, where, and how to mend it.

    nobody signed in                        401
    a write by session without CSRF token   403
    no such case, or another client's       404
    the rules refuse it                     409   urn:unpromote:not-allowed
    the request is too large                413
    what was sent cannot be used            422   urn:unpromote:bad-input

Everything else is a bug and travels up.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from unpromote.domain.errors import BadInput, NotAllowed

CONTENT_TYPE = "application/problem+json"


class Problem(Schema):
    """Why a request was refused."""

    type: str = Field(description="urn:unpromote:bad-input, urn:unpromote:not-allowed, or about:blank")
    title: str = Field(description="The status in words")
    status: int
    detail: str = Field(description="What is wrong")
    place: str = Field("", description="Where in what was sent it stands")
    mend: str = Field("", description="How to mend it")


REFUSALS: dict[int, type[Schema]] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 422: Problem}
UNREADABLE = 400


class Missing(Exception):  # noqa: N818 - the name says what is wrong
    """There is no such case for this person."""


def answer_problems(api: NinjaAPI) -> None:
    """Have the API answer every refusal as a problem."""
    api.add_exception_handler(Missing, lambda _, error: problem(404, str(error)))
    api.add_exception_handler(BadInput, lambda _, error: _bad_input(cast("BadInput", error)))
    api.add_exception_handler(NotAllowed, lambda _, error: problem(409, str(error), kind="urn:unpromote:not-allowed"))
    api.add_exception_handler(ValidationError, lambda _, error: _bad_input(_unfit(cast("ValidationError", error))))
    api.add_exception_handler(RequestDataTooBig, lambda _, error: problem(413, str(error)))
    api.add_exception_handler(HttpError, _of_ninja)


def _of_ninja(_: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    refusal = cast("HttpError", error)
    if refusal.status_code == UNREADABLE:
        return _bad_input(BadInput("the body cannot be read", place="body", mend="send what the content type says"))
    response = problem(refusal.status_code, _WORDS.get(refusal.status_code, refusal.message))
    if refusal.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="unpromote"'
    return response


_WORDS = {
    401: "sign in, or send Authorization: Bearer with a token of `unpromote people token`",
    403: "a write with a session needs its CSRF token in X-CSRFToken",
}


def _unfit(error: ValidationError) -> BadInput:
    """Return the first thing that does not fit; where to look again is the same for all of them."""
    first = error.errors[0]
    source, *path = first["loc"]
    steps = path[1:] if source == "body" else path  # after "body" comes the name of our own function's argument
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    return BadInput(first["msg"], place=place or str(source), mend="see /api/openapi.json for what fits")


def _bad_input(refusal: BadInput) -> HttpResponse:
    extra = {"place": refusal.place, "mend": refusal.mend}
    return problem(422, refusal.problem, kind="urn:unpromote:bad-input", **extra)


def problem(status: int, detail: str, *, kind: str = "about:blank", **extra: str) -> HttpResponse:
    """Return a refusal as a problem detail."""
    body = {"type": kind, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse({**body, "place": "", "mend": "", **extra}, status=status, content_type=CONTENT_TYPE)


def missing(reference: str) -> Missing:
    """Return the refusal for a case that is not there for the asker."""
    return Missing(f"there is no case {reference!r}")


def with_problem_types(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the API's description, saying that refusals are problems."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if int(status) >= UNREADABLE:
                    response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
    return schema
