"""Shows an answer made by hand as the command line does: the program of `test_display`."""

from __future__ import annotations

import sys
import time

import msgspec
from report_samples import CLASS, MIXED, PROBLEM, compile_error, finished, run

from judge.cli.display import Display
from judge.grading import Graded
from judge.reports.jsonl import events
from judge.verdict import Verdict

PAUSE = 0.15
"""Longer than the live view takes to draw itself again."""


def main(what: str, volume: int) -> None:
    result = {
        "run": run(MIXED),
        "program": run(
            [finished(0, output="hello\x1b[2J\n", stderr="a warning\n", name="stdin")], problem=None
        ),
        "uncompiled": compile_error("main.c:1: error\n", tests=1),
        "odd": run([finished(0, Verdict.WA, name="日本")]),
        "interrupted": run(MIXED),
    }.get(what)
    if result is None:
        grade(volume)
        return
    display = Display(volume=volume, plain_run=what in {"program", "uncompiled"})
    with display:
        for event in display.follow(events(result)):
            time.sleep(PAUSE if sys.stdout.isatty() else 0)
            if what == "interrupted" and msgspec.to_builtins(event)["event"] == "test":
                raise KeyboardInterrupt
    display.show_run(result)


def grade(volume: int) -> None:
    display = Display(volume=volume, total=len(CLASS))
    found = [Graded(number, event) for number, one in enumerate(CLASS) for event in events(one)]
    with display:
        for _ in display.follow_grade(found):
            time.sleep(PAUSE / 2 if sys.stdout.isatty() else 0)
    display.show_grade(CLASS, PROBLEM)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
    sys.exit(7 if "rich" in sys.modules else 0)
