"""The API put together: every resource, who may call it, how it refuses, how it describes itself."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from unpromote.api import (
    agreements,
    approvals,
    balances,
    cases,
    causes,
    channels,
    claims,
    conversations,
    creators,
    deciding,
    evidence,
    following,
    halts,
    imports,
    inventories,
    me,
    money,
    notices,
    packs,
    payments,
    quotes,
    records,
    review,
    settlements,
    targets,
    templates,
    tray,
)
from unpromote.api.asking import ScriptToken, SignedIn
from unpromote.api.problems import answer_problems, with_problem_types


class StrictJson(Parser):
    """Takes JSON as RFC 8259 has it: no NaN, no half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says.

        Raises:
            ValueError: it is no such JSON.
        """
        text = request.body.decode()
        data = json.loads(text, parse_constant=_refuse)
        json.dumps(data, ensure_ascii=False).encode()  # a lone surrogate has no bytes and could be stored nowhere
        return data


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class WrittenForms(NinjaJSONEncoder):
    """Writes the domain's words as their values."""

    def default(self, o: Any) -> Any:
        """Return what JSON can say for a value that it has no form of."""
        return o.value if isinstance(o, Enum) else super().default(o)


class WrittenJson(JSONRenderer):
    """Renders answers."""

    encoder_class = WrittenForms


class Api(NinjaAPI):
    """Ninja's API; operations are named as our functions, and refusals described as problems."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name under which generated clients call it."""
        return operation.view_func.__name__

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Return the description."""
        schema = super().get_openapi_schema(*args, **kwargs)
        with_problem_types(schema)
        return schema


api = Api(
    title="Unpromote",
    version="1",
    description="Cancel a TikTok promotion as one calm, provable case. Amounts are text with their currency.",
    docs_url=None,
    auth=[ScriptToken(), SignedIn()],
    parser=StrictJson(),
    renderer=WrittenJson(),
    urls_namespace="api",
)
answer_problems(api)
_OF_A_CASE = (
    cases,
    evidence,
    agreements,
    quotes,
    approvals,
    targets,
    conversations,
    following,
    settlements,
    creators,
    claims,
    packs,
    money,
    deciding,
    records,
    causes,
    balances,
    review,
)
for resource in _OF_A_CASE:
    api.add_router("/cases", resource.router)
api.add_router("/cases", tray.case_router)
api.add_router("/tray", tray.router)
api.add_router("/me", me.router)
api.add_router("/pay", payments.router)
api.add_router("/cases", templates.of_case)
api.add_router("/templates", templates.router)
api.add_router("/channels", templates.channels)
api.add_router("/cases", notices.router)
api.add_router("/me", notices.mine)
api.add_router("/clients", channels.router)
api.add_router("/imports", imports.router)
api.add_router("/promotions", imports.promotions)
api.add_router("/halts", halts.router)
api.add_router("/inventories", inventories.router)
