"""``python -m sandbox``: see `sandbox.cli`. Until that minds signals, they wait."""

import sys

# Not `signal`, which takes a while to import: as long as one would end us.
from _signal import SIG_BLOCK, SIGHUP, SIGINT, SIGTERM, pthread_sigmask

INTERRUPTED = 130


def main() -> None:
    """Runs what the command line says, and exits as `sandbox.cli` says."""
    try:
        pthread_sigmask(SIG_BLOCK, (SIGINT, SIGTERM, SIGHUP))
        from sandbox import cli  # noqa: PLC0415 - it takes a while
    except KeyboardInterrupt:  # one that came before
        sys.exit(INTERRUPTED)
    sys.exit(cli.main(sys.argv[1:]))


if __name__ == "__main__":
    main()
