"""Regular expressions of a package, tried in a process of their own: some take for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from judge.yamlnode import Node

PATIENCE = 1.0
LONGEST = 1000

MATCHER = """
import json, re, sys
patterns, names = json.load(sys.stdin)
found = []
for number, pattern in enumerate(patterns):
    try:
        match = re.compile(pattern).match
    except (re.error, RecursionError, OverflowError) as error:
        found = [number, str(error)]
        break
    found.append([name for name in names if match(name)])
json.dump(found, sys.stdout)
"""


def matching(patterns: Sequence[Node], names: Sequence[str]) -> list[list[str]]:
    """Return for each of `patterns` those of `names` whose beginning it matches.

    Raise InputError for one that is no pattern, or takes longer than a second.
    """
    if not patterns:
        return []
    for node in patterns:
        if len(node.text()) > LONGEST:
            raise node.error("is too long for a pattern", "list the names instead")
    try:
        done = subprocess.run(
            (sys.executable, "-I", "-S", "-c", MATCHER),
            input=json.dumps([[node.text() for node in patterns], list(names)]).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise patterns[0].error("takes too long to match", "list the names instead") from error
    found = json.loads(done.stdout)
    if found and not isinstance(found[0], list):
        number, why = found
        raise patterns[number].error(f"is no regular expression: {why}", "mend it")
    return list(found)
