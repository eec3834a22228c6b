"""How a package wants its time limit to follow from the times of its submissions.

Sources: the problem package format 2025-09 ("Problem timing") and legacy ("Limits").
"""

from __future__ import annotations

from pathlib import Path

from judge.expectations.model import Timing
from judge.formats import icpc
from judge.formats.packagefiles import check_file
from judge.yamlfile import load

LEGACY = Timing(slowest=5.0, fastest=2.0)
MULTIPLIERS = {"ac_to_time_limit": 2.0, "time_limit_to_tle": 1.5}
MOST = 1e6


def of_package(root: Path, *, legacy: bool) -> Timing:
    """What ``limits`` in the ``problem.yaml`` of `root` says. Raises InputError."""
    path = root / icpc.PROBLEM_YAML
    if not path.exists() and not path.is_symlink():
        return LEGACY
    keys = icpc.filled(icpc.filled(load(check_file(path, root))).get("limits"))
    newer = icpc.filled(keys.get("time_multipliers"))
    names = {"slowest": "time_multiplier", "fastest": "time_safety_margin"}
    found = {"slowest": LEGACY.slowest, "fastest": LEGACY.fastest}
    for field, name in names.items():
        if name in keys and legacy:
            found[field] = keys[name].number(above=0, maximum=MOST)
    for (name, usual), field in zip(MULTIPLIERS.items(), names, strict=True):
        if name in newer:
            found[field] = newer[name].number(minimum=1, maximum=MOST)
        elif not legacy:
            found[field] = usual
    resolution = 1.0
    if "time_resolution" in keys:
        resolution = keys["time_resolution"].number(above=0, maximum=MOST)
    return Timing(resolution=resolution, strict=not legacy, **found)
