"""Steps of a bench as processes of their own, on an installation that is connected to nothing but what the bench names.

Whatever the person who measures has connected stays out of it: no bench writes to anybody's mailbox or account.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unpromote.domain.errors import OutsideFailed

_CODE = "import django; django.setup(); from {module} import main; main{arguments!r}"


def environment(data: Path, **own: str) -> Mapping[str, str]:
    """Return the environment of a fresh installation in `data`; `own` are settings without their prefix."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNPROMOTE_")}
    settings = {"DATA": str(data), "MAIL_EVERY_SECONDS": "86400", **own}
    named = {f"UNPROMOTE_{name}": value for name, value in settings.items()}
    return outside | named | {"DJANGO_SETTINGS_MODULE": "unpromote.conf.settings"}


def start(module: str, *arguments: str | int, env: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start the `main` of a module with two arguments or more as a process of its own."""
    code = _CODE.format(module=module, arguments=arguments)
    return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own code


def said(child: subprocess.Popen[str]) -> dict[str, Any]:
    """Return what a step printed once it ended; what went wrong stands on standard error.

    Raises:
        OutsideFailed: the step ended with an error.
    """
    printed, _ = child.communicate()
    if child.returncode:
        raise OutsideFailed(f"a step of the bench ended with {child.returncode}", permanent=True)
    found: dict[str, Any] = json.loads(printed)
    return found
