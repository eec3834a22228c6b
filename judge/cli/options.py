"""The options that several commands share, and how limits are written on a command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from judge.errors import InputError, did_you_mean

KIB = 1 << 10
MIB = 1 << 20
NAMES = ("cpu_time", "memory", "processes", "cpus", "network", "syscalls")

PANEL = "Limits"
LIMITS = {
    "cpu_time": ("--time", 1),
    "wall_time": ("--wall", 1),
    "memory": ("--memory", MIB),
    "output": ("--output", KIB),
    "processes": ("--processes", 1),
    "stack": ("--stack", MIB),
}
"""Which option gives each limit, and its unit in bytes."""


def path(option: str) -> Callable[[str], Path]:
    """Return what reads the path that `option` is given: an empty one is refused.

    `Path` would take it for the current folder.
    """

    def read(text: str) -> Path:
        if not text:
            raise InputError(option, "an empty text is no path", "give a file or a folder")
        return Path(text)

    return read


Time = Annotated[
    float | None,
    typer.Option("--time", metavar="S", help="CPU time in seconds.", rich_help_panel=PANEL),
]
Wall = Annotated[
    float | None,
    typer.Option("--wall", metavar="S", help="Wall time in seconds.", rich_help_panel=PANEL),
]
Memory = Annotated[
    float | None,
    typer.Option("--memory", metavar="MIB", help="Memory in MiB.", rich_help_panel=PANEL),
]
Output = Annotated[
    float | None,
    typer.Option(
        "--output",
        metavar="KIB",
        help="Standard output and error, each, and the largest file, in KiB.",
        rich_help_panel=PANEL,
    ),
]
Processes = Annotated[
    int | None,
    typer.Option("--processes", metavar="N", help="Processes and threads.", rich_help_panel=PANEL),
]
Stack = Annotated[
    float | None,
    typer.Option("--stack", metavar="MIB", help="Stack in MiB.", rich_help_panel=PANEL),
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "-l", "--language", metavar="LANGUAGE", help="Language; else the extension decides."
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="Format of the problem; else its files tell."),
]
Jobs = Annotated[
    int,
    typer.Option("-j", "--jobs", metavar="N", min=1, max=1024, help="How many to run at a time."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
JsonLines = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")]
Report = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT[:PATH]", help="Write a report; may be repeated."),
]
AllowUnenforced = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-unenforced",
        metavar="NAME",
        help=f"Run although this host can't enforce NAME ({', '.join(NAMES)}).",
    ),
]
LanguagesFile = Annotated[
    Path | None,
    typer.Option(
        "--languages",
        metavar="FILE",
        parser=path("--languages"),
        help="A file that extends or overrides the languages.",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Only the answer, no progress.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more on standard error.")]


def allowed(names: list[str] | None) -> frozenset[str]:
    """The limits that need not be enforced. Raises InputError for an unknown name."""
    for name in names or ():
        if name not in NAMES:
            message = f"'{name}' is no limit"
            raise InputError("--allow-unenforced", message, did_you_mean(name, NAMES))
    return frozenset(names or ())


def limits(**given: float | None) -> dict[str, float | int | None]:
    """The limits that the options of a command line give, in seconds and bytes.

    Raises InputError for one that is out of range.
    """
    return {name: _limit(name, value) for name, value in given.items()}


def _limit(name: str, value: float | None) -> float | int | None:
    if value is None:
        return None
    from judge.limits import MOST  # noqa: PLC0415 - not needed for --help
    from sandbox import LEAST  # noqa: PLC0415

    option, unit = LIMITS[name]
    least, most = LEAST[name] / unit, MOST[name] / unit
    if not least <= value <= most:
        shown = f"{value:g}" if isinstance(value, float) else f"{value}"
        raise InputError(option, f"{shown} is out of range", f"{least:g} to {most:.0f}")
    return value if name.endswith("_time") else round(value * unit)
