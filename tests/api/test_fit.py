"""Every operation against its own description: whatever fits it is answered as described, and so is what does not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from django.core.servers.basehttp import get_internal_wsgi_application
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import builders as b
from unpromote.api.app import api

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
DESCRIBED = schemathesis.openapi.from_dict(api.get_openapi_schema())
DOCS = Path(__file__).parents[2] / "docs"
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations()]
FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def wsgi():
    """The whole application; a request's end must not close the connection that holds the test's transaction."""
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    yield get_internal_wsgi_application()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def reference(people):
    return b.saved_case("quoted").reference


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_an_operation_answers_as_described(operation, mode, reference, token, wsgi):
    @FEW
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case):
        if "reference" in case.path_parameters:
            case.path_parameters["reference"] = reference
        with transaction.atomic():
            answer = case.call(app=wsgi, headers={"Authorization": f"Bearer {token}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    answers()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_nobody_gets_in_without_saying_who(client, db, operation):
    path = re.sub(r"{\w+}", "t1", operation.path)
    answer = client.generic(operation.method.upper(), path, headers={"Authorization": "Bearer nobody"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")


def test_the_written_description_is_the_api_of_today():
    printed = subprocess.run(
        [sys.executable, "-m", "unpromote.conf.schema"], capture_output=True, text=True, check=True
    )
    assert (DOCS / "reference" / "openapi.json").read_text() == printed.stdout, (
        "python -m unpromote.conf.schema > docs/reference/openapi.json"
    )


def test_each_operation_has_a_name_of_its_own():
    described = json.loads((DOCS / "reference" / "openapi.json").read_text())
    names = [each["operationId"] for methods in described["paths"].values() for each in methods.values()]
    assert len(names) == len(set(names)) > 100
