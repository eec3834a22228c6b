"""``judge schema``: the JSON Schema of the answers and of the configuration files."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from judge.errors import InputError, did_you_mean


def schemas() -> dict[str, Any]:
    """Each name with the type whose schema it stands for."""
    from judge import results  # noqa: PLC0415
    from judge.once import ExecRequest  # noqa: PLC0415

    return {
        "run": results.RunResult,
        "run-event": results.Event,
        "grade": results.GradeResult,
        "exec": results.ExecResult | results.ExecError,
        "exec-request": ExecRequest,
    }


def show(name: str | None) -> int:
    """Prints the schema called `name`, or the names of all."""
    known = schemas()
    if name is None:
        sys.stdout.write("\n".join(known) + "\n")
        return 0
    if name not in known:
        raise InputError("", f"there is no schema '{name}'", did_you_mean(name, known))
    text = msgspec.json.format(msgspec.json.encode(schema(name)), indent=2)
    sys.stdout.write(text.decode() + "\n")
    return 0


def schema(name: str) -> dict[str, Any]:
    """The schema called `name`, in JSON Schema 2020-12."""
    found = msgspec.json.schema(_distinguished(schemas()[name]))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _distinguished(kind: Any) -> Any:
    return kind
