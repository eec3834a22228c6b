"""``judge`` and ``python -m judge``: the command line. Until it minds signals, they wait."""

import gc
import sys

# Not `signal`, which takes a while to import: as long as one would end us.
from _signal import SIG_BLOCK, SIGHUP, SIGINT, SIGTERM, pthread_sigmask

INTERRUPTED = 130
# Objects; with Python's own 700 a tenth of the time of a start goes into looking for cycles
# among what is imported.
THRESHOLD = 20_000


def main() -> None:
    """Runs the command that the command line names, and exits as `judge.cli` says."""
    gc.set_threshold(THRESHOLD)
    try:
        pthread_sigmask(SIG_BLOCK, (SIGINT, SIGTERM, SIGHUP))
        from judge import cli  # noqa: PLC0415 - it takes a while
    except KeyboardInterrupt:  # one that came before
        sys.exit(INTERRUPTED)
    cli.main()


if __name__ == "__main__":
    main()
