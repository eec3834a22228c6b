"""The commands by their names, and what a mistyped one may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typer import Typer
from typer.core import TyperGroup

from judge.errors import InputError, did_you_mean


class Commands(TyperGroup):
    """The commands of the judge."""

    # The class of `ctx` is click's own in older versions of typer, one of its own in newer.
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that `args` begin with. Raises InputError for an unknown one."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            message = f"there is no command '{name}'"
            raise InputError("", message, did_you_mean(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


def leave_the_called_one(app: Typer, words: Sequence[str]) -> None:
    """Has `app` know no command but the one that `words` call, if they call one.

    For each that it knows typer evaluates the types of all its options.
    """
    name = next((word for word in words if not word.startswith("-")), None)
    called = [one for one in app.registered_commands if _name(one) == name]
    if called:
        app.registered_commands = called


def _name(command: Any) -> str:
    return str(command.name or command.callback.__name__)
