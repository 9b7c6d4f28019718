"""`python -m unpromote.conf.schema` prints the API's OpenAPI description.

It is no verb of the command: whoever quotes or reads should not wait until the whole API is loaded.
"""

# ruff: noqa: E402 - Django has to be set up before anything that holds a table is imported, and imports stand at the top
from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unpromote.conf.settings")
django.setup()

from unpromote.api.app import api


def main() -> None:
    """Print the description as it is kept in docs/reference/openapi.json."""
    sys.stdout.write(json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
