"""``python -m benchmarks``: every table, on this host, now."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import compare, cost, exactness, overhead, path


def main() -> int:
    """Prints the tables; 1 if a figure misses what is wanted."""
    cpus = len(os.sched_getaffinity(0))
    print(
        f"{platform.platform()}, {cpus} CPUs, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}\n"
    )
    results = [part.main() for part in (exactness, overhead, cost, path, compare)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
