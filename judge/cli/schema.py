"""``judge schema``: the JSON Schema of the answers and of the configuration files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, get_args

import msgspec

from judge.errors import InputError, did_you_mean

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REQUEST, CONFIGURATION = "exec-request", "languages-file"


def show(name: str | None) -> int:
    """Prints the schema called `name`, or the names of all."""
    if name is None:
        sys.stdout.write("\n".join(names()) + "\n")
        return 0
    text = msgspec.json.format(msgspec.json.encode(schema(name)), indent=2)
    sys.stdout.write(text.decode() + "\n")
    return 0


def names() -> tuple[str, ...]:
    """What there is a schema of."""
    return (*_answers(), REQUEST, CONFIGURATION)


def schema(name: str) -> dict[str, Any]:
    """The schema called `name`, in JSON Schema 2020-12. Raises InputError if there is none."""
    if name == REQUEST:
        found = _request()
    elif name == CONFIGURATION:
        found = _configuration()
    elif name in _answers():
        found = _answer(_answers()[name])
    else:
        raise InputError("", f"there is no schema '{name}'", did_you_mean(name, names()))
    return {"$schema": DIALECT, **found}


def _answers() -> dict[str, tuple[type[msgspec.Struct], ...]]:
    """Each kind of answer with what it may be."""
    from judge import results  # noqa: PLC0415 - only what is asked for
    from judge.cli.findings import DoctorResult  # noqa: PLC0415
    from judge.cli.languages import LanguagesResult  # noqa: PLC0415
    from judge.selftest.model import SelftestResult  # noqa: PLC0415
    from judge.verify.answer import VerifyResult  # noqa: PLC0415

    return {
        "run": (results.RunResult,),
        "run-event": get_args(results.Event),
        "grade": (results.GradeResult,),
        "exec": (results.ExecResult, results.ExecError),
        "languages": (LanguagesResult,),
        "doctor": (DoctorResult,),
        "selftest": (SelftestResult,),
        "verify": (VerifyResult,),
    }


def _answer(kinds: tuple[type[msgspec.Struct], ...]) -> dict[str, Any]:
    """The schema of what is printed: every field is there, whether it has a default or not."""
    found = _described(kinds)
    for one in _objects(found):
        one["required"] = list(one["properties"])
        for field in one["properties"].values():
            field.pop("default", None)
    return found


def _described(kinds: tuple[type[msgspec.Struct], ...]) -> dict[str, Any]:
    references, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    for one in definitions.values():
        one["description"] = cleandoc(one.get("description", ""))
    head = {"anyOf": list(references)} if len(references) > 1 else references[0]
    return {**head, "$defs": definitions}


def _objects(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (one for one in found["$defs"].values() if "properties" in one)


def _request() -> dict[str, Any]:
    from judge.limits import MOST, GivenLimits  # noqa: PLC0415
    from judge.request import ExecRequest  # noqa: PLC0415
    from sandbox import LEAST  # noqa: PLC0415

    found = _described((ExecRequest,))
    for name, field in found["$defs"][GivenLimits.__name__]["properties"].items():
        field["anyOf"][0] |= {"minimum": LEAST[name], "maximum": MOST[name]}
    return found


def _configuration() -> dict[str, Any]:
    """The schema of a ``languages.yaml``: one that extends another need not say everything."""
    from judge.language import INSTALL, Language  # noqa: PLC0415

    found = _described((Language,))
    for one in _objects(found):
        one["additionalProperties"] = False
    language = found["$defs"][Language.__name__]
    fields = language["properties"]
    language["description"] = "The head of languages.yaml says what each key means."
    del language["required"], fields["id"]
    fields["memory_allowance"] = {"type": "number", "minimum": 0, "description": "In MiB."}
    fields["time_factor"] |= {"exclusiveMinimum": 0}
    fields["install"] |= {"propertyNames": {"enum": list(INSTALL)}}
    reference = found.pop("$ref")
    return {"type": "object", "additionalProperties": {"$ref": reference}, **found}
