"""The command `unpromote`: sets Django up, runs the verb, turns errors into exit codes and a line on standard error.

Exit codes: 0 done, 1 the rules refuse it, 2 the input cannot be used, 3 an outer system failed.
"""

# ruff: noqa: E402 - Django has to be set up before anything that holds a table is imported, and imports stand at the top
from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unpromote.conf.settings")
django.setup()

from unpromote.cli.app import app
from unpromote.domain.errors import BadInput, NotAllowed, OutsideFailed


def main() -> None:
    """Run the verb that the command line names, and leave with its exit code."""
    try:
        app()
    except BadInput as problem:
        _leave(problem, 2)
    except NotAllowed as problem:
        _leave(problem, 1)
    except OutsideFailed as problem:
        _leave(problem, 3)


def _leave(problem: Exception, code: int) -> None:
    sys.stderr.write(f"unpromote: {problem}\n")
    sys.exit(code)
