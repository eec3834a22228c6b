"""``python -m judge``: the command line."""

from judge.cli import main

main()
