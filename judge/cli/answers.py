"""How answers leave the command line: JSON on standard output, reports into files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from judge.results import Event


def print_json(value: Any) -> None:
    """Prints `value` as one line of JSON, at once."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def printed(events: Iterable[Event]) -> Iterator[Event]:
    """Hands `events` on, each printed as one line of JSON when it comes."""
    for event in events:
        print_json(event)
        yield event
