"""The command line of ``python -m sandbox``: words into values, and what is wrong with them."""

from __future__ import annotations

import argparse
import math
import os
import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

import msgspec

from sandbox.box import REQUIRED
from sandbox.errors import CommandError
from sandbox.model import LEAST, Command, Limits, Mount

PROGRAM_FOLDER = "/box"
SEARCHED = "/usr/bin"
UNITS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}
SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)([KMGT]?)(?:i?B)?", re.IGNORECASE)
FIELDS = {"cpu": "cpu_time", "wall": "wall_time"}
LONGEST = 1_000_000.0
LARGEST = 1 << 50
MOST_PROCESSES = 1 << 22  # the kernel's own PID_MAX_LIMIT


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for; `Command.stdin` None means this process's own."""

    command: Command
    allow_unenforced: frozenset[str]
    use_helper: bool


class Parser(argparse.ArgumentParser):
    """Says what is wrong as an error of ours, in one line."""

    def error(self, message: str) -> NoReturn:
        """Raises CommandError."""
        remedy = "see python -m sandbox --help"
        unknown = re.search(r"unrecognized arguments: (--[^ =]+)", message)
        if unknown:
            near = get_close_matches(unknown[1], self._option_string_actions, n=1)
            remedy = f"did you mean {near[0]}?" if near else remedy
        raise CommandError("command line", message, remedy)


def parse(words: list[str]) -> Asked:
    """The meaning of `words`. Raises CommandError; leaves with status 0 after ``--help``."""
    found = _parser().parse_args(words)
    argv = found.command[1:] if found.command[:1] == ["--"] else found.command
    if not argv:
        raise CommandError("command line", "no command", "put it last: … -- COMMAND ARGUMENT…")
    program, mounts = _program(argv[0])
    command = Command(
        argv=(program, *argv[1:]),
        mounts=(*mounts, *found.bind),
        env=dict(found.env),
        cwd=PROGRAM_FOLDER if mounts else "/",
        stdin=found.stdin,
        limits=_limits(found),
    )
    return Asked(
        command=command,
        allow_unenforced=frozenset(found.allow_unenforced),
        use_helper=found.use_helper,
    )


def _limits(found: argparse.Namespace) -> Limits:
    given = {name: value for name in ("output", "stack") if (value := getattr(found, name))}
    return Limits(
        cpu_time=found.cpu,
        # A program that waits now and then must not be cut off before its CPU time is up.
        wall_time=found.wall if found.wall is not None else 2 * found.cpu + 1,
        starving_counts=found.wall is not None,
        memory=found.memory,
        processes=found.processes,
        **given,
    )


def _program(name: str) -> tuple[str, tuple[Mount, ...]]:
    """The path inside of the program `name`, and what must be bound for it."""
    if name.startswith("/"):
        return name, ()
    if "/" in name:
        source = _existing(name)
        if not _is_file(source):
            raise CommandError("command line", f"{name} is no file", "give a program")
        inside = f"{PROGRAM_FOLDER}/{Path(name).name}"
        return inside, (Mount(source, inside),)
    if _is_file(f"{SEARCHED}/{name}"):
        return f"{SEARCHED}/{name}", ()
    remedy = f"did you mean ./{name}?" if _is_file(name) else "give its path"
    raise CommandError("command line", f"{name} is not in {SEARCHED}", remedy)


def _is_file(path: str) -> bool:
    # Unlike `Path.is_file`, this takes a name that no file can have.
    return os.path.isfile(path)  # noqa: PTH113


def _existing(name: str) -> str:
    try:
        return str(Path(name).resolve(strict=True))
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError("command line", f"{name}: {reason}", "give an existing path") from error


def _parser() -> Parser:
    parser = Parser(
        prog="python -m sandbox",
        usage="%(prog)s [OPTION...] -- COMMAND [ARGUMENT...]",
        description="Run a command in a sandbox, under limits, and print what became of it as JSON."
        " SIZE is a number of bytes, or one with K, M, G (of 1024).",
        epilog="A COMMAND such as ./a.out is a file of this host, shown inside as /box/a.out;"
        " a bare name is looked up in /usr/bin; an absolute path is one inside."
        " Standard input is handed through, if it is not a terminal.",
        allow_abbrev=False,
    )
    _add_limits(parser)
    _add_surroundings(parser)
    parser.add_argument("command", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _add_limits(parser: Parser) -> None:
    own = Limits()
    rows: tuple[tuple[str, str, Callable[[str], float], object, str], ...] = (
        ("cpu", "SECONDS", seconds, own.cpu_time, "CPU time of all its processes (10)"),
        ("wall", "SECONDS", seconds, None, "time on the clock (twice --cpu, and 1)"),
        ("memory", "SIZE", size, own.memory, "of all its processes, with /tmp (512M)"),
        ("output", "SIZE", size, None, "of each stream, and of a file (16M)"),
        ("processes", "N", count, own.processes, "processes and threads (64)"),
        ("stack", "SIZE", size, None, "of the main thread (the host's own)"),
    )
    for name, metavar, convert, default, text in rows:
        enough = at_least(LEAST[FIELDS.get(name, name)], convert)
        parser.add_argument(f"--{name}", metavar=metavar, type=enough, default=default, help=text)


def _add_surroundings(parser: Parser) -> None:
    add = parser.add_argument
    add("--stdin", metavar="FILE", help="standard input")
    add("--bind", metavar="HOST[:INSIDE]", type=binding, action="append", default=[],
        help="show a file or folder inside, read-only; may be repeated")  # fmt: skip
    add("--env", metavar="NAME=VALUE", type=variable, action="append", default=[],
        help="an environment variable; there are no others; may be repeated")  # fmt: skip
    add("--allow-unenforced", metavar="NAME", choices=REQUIRED, action="append", default=[],
        help=f"go on where this host can't limit it: {', '.join(REQUIRED)}")  # fmt: skip
    add("--no-helper", dest="use_helper", action="store_false",
        help="let bubblewrap's own first process do")  # fmt: skip


def seconds(text: str) -> float:
    """A time such as ``1.5``."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds, such as 1.5")
    return value


def size(text: str) -> int:
    """A number of bytes such as ``65536`` or ``256M``; K, M, G and T are powers of 1024."""
    match = SIZE.fullmatch(text)
    value = float(match[1]) * (1 << UNITS[match[2].upper()]) if match else 0.0
    if not 1 <= value <= LARGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size, such as 256M")
    return int(value)


def at_least(least: float, convert: Callable[[str], float]) -> Callable[[str], float]:
    """What `convert` reads, where it is not below `least`."""

    def read(text: str) -> float:
        value = convert(text)
        if value < least:
            meant = f"{text!r} is {value} bytes" if convert is size else f"{text!r} is too little"
            raise argparse.ArgumentTypeError(f"{meant}, the least is {_shown(least, convert)}")
        return value

    return read


def _shown(value: float, convert: Callable[[str], float]) -> str:
    for unit in "MK" if convert is size else "":
        if value >= 1 << UNITS[unit]:
            return f"{int(value) >> UNITS[unit]}{unit}"
    return f"{value:g}"


def count(text: str) -> int:
    """A number from 1 on."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 0 < value <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, such as 64")
    return value


def binding(text: str) -> Mount:
    """``HOST[:INSIDE]``; without the second it is seen where it is on the host."""
    host, _, inside = text.partition(":")
    try:
        source = _existing(host)
    except CommandError as error:
        raise argparse.ArgumentTypeError(error.message) from error
    target = inside or source
    if not target.startswith("/") or ".." in Path(target).parts:
        raise argparse.ArgumentTypeError(f"{target!r} is not an absolute path, such as /data")
    return Mount(source, target)


def variable(text: str) -> tuple[str, str]:
    """``NAME=VALUE``."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, such as LANG=C.UTF-8")
    return name, value
