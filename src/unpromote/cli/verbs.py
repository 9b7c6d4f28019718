"""Lists of verbs, each verb's module loaded when the verb is asked for.

Verbs are named as a URL configuration names its views: whoever asks for help, or quotes a file, does not wait until
the mail room, the readers and the spreadsheets are loaded. What each does in a line stands beside its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import typer
from django.utils.module_loading import import_string
from typer.core import TyperCommand, TyperGroup

# verb: where it is in `unpromote.cli` (a function or a group of verbs), and what it does, as its own help says
Listed = Mapping[str, tuple[str, str]]


class Verbs(TyperGroup):
    """A list of verbs: in it each is known by its line, and loaded once it is chosen."""

    listed: ClassVar[Listed] = MappingProxyType({})

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.commands = {name: TyperCommand(name, help=told) for name, (_, told) in self.listed.items()}

    # `Any` where Typer names a class of the Click that it brings along and gives no public name.
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the verb that was asked for, loaded."""
        name, chosen, rest = super().resolve_command(ctx, args)
        return name, loaded(self.listed, name) if name and chosen else chosen, rest


def loaded(listed: Listed, name: str) -> Any:
    """Return a verb, its module loaded."""
    found = import_string(f"unpromote.cli.{listed[name][0]}")
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)
