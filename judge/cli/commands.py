"""The commands by their names, and what a mistyped one may have meant."""

from __future__ import annotations

from typing import Any

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
