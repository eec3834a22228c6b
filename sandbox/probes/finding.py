"""The value that every probe returns."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that this host can do for the sandbox, or can't.

    `required` tells that the sandbox refuses to run without it. `by` names the
    mechanism of the host that does it (``cgroup-v2``), or what prevents it
    (``apparmor``); the name of another finding means that without that one this was
    not even tried. `message` is for people; `remedy` is a command to run or what else
    there is to do, and empty where nothing is needed or known.
    """

    name: str
    ok: bool
    required: bool
    by: str | None = None
    message: str
    remedy: str = ""


def holds(name: str, message: str, *, by: str | None = None, required: bool = True) -> Finding:
    """`name` is as it should be."""
    return Finding(name=name, ok=True, required=required, by=by, message=message)


def lacks(
    name: str, message: str, remedy: str = "", *, by: str | None = None, required: bool = True
) -> Finding:
    """`name` is not there; `by` is what prevents it, where that is known."""
    return Finding(name=name, ok=False, required=required, by=by, message=message, remedy=remedy)
