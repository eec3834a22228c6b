"""What ``judge selftest`` shows a person: progress, a table by category, and a last line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from judge.cli.display import NARROWEST, rich_screen
from judge.harmless import for_line, shortened
from judge.selftest.model import WORDS, LayerResult, ProgramResult, SelftestResult, State

if TYPE_CHECKING:
    from rich.table import Table

Told: TypeAlias = Callable[[ProgramResult], None]

STYLES = {
    State.CONTAINED: "green",
    State.ESCAPED: "bold reverse red",
    State.ACCEPTED: "green",
    State.BROKEN: "bold red",
    State.UNCLEAR: "yellow",
    State.NOT_TRIED: "yellow",
}
LONGEST_REASON = 300
HEADING = "layers, and how many attacks each of them alone has contained"
NOT_SHOWN = "not shown"


@contextmanager
def progress(total: int, volume: int) -> Iterator[Told]:
    """Takes results as they come: a bar on a terminal, with ``-v`` a line each."""
    if volume > 0:
        yield _line
    elif volume < 0 or not (rich_screen(sys.stdout) and rich_screen(sys.stderr)):
        yield _nothing
    else:
        from rich.console import Console  # noqa: PLC0415 - rich is for terminals alone
        from rich.progress import Progress  # noqa: PLC0415

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("attacking", total=total)
            yield lambda _: bar.advance(task)


def show(result: SelftestResult, *, verbose: bool) -> None:
    """Prints the table, with what speaks for each verdict where `verbose`."""
    if rich_screen(sys.stdout):
        _pretty(result, verbose=verbose)
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines(result, verbose=verbose))


def lines(result: SelftestResult, *, verbose: bool) -> Iterator[str]:
    """The table as plain text: a line a program, under the name of its category."""
    for category, programs in _by_category(result):
        yield category
        for cells in (_cells(one, verbose=verbose) for one in programs):
            state, claim, by, reason = cells
            told = f" ({reason})" if reason else ""
            yield f"  {state:9}  {claim}{f'  [{by}]' if by else ''}{told}"
        yield ""
    if result.layers:
        yield HEADING
        for name, by, words, attacks in map(_layer_cells, result.layers):
            yield f"  {name:11}  {by:13}  {attacks:10}  {words}"
        yield ""
        remarks = list(_remarks(result))
        yield from (*remarks, "") if remarks else ()
    yield closing(result)


def closing(result: SelftestResult) -> str:
    """The sentence that counts: ``104 attacks contained, 26 honest programs accepted``."""
    parts = [_count(result, state, words) for state, words in _WORDS.items()]
    missing = sorted({_short(one) for one in result.programs if one.state in _LEFT_OPEN})
    told = ", ".join(part for part in parts if part) or "nothing was tried"
    return f"{told}: {'; '.join(missing)}" if missing else told


_LEFT_OPEN = (State.UNCLEAR, State.NOT_TRIED)


_WORDS = {
    State.ESCAPED: ("attack ESCAPED", "attacks ESCAPED"),
    State.BROKEN: ("program broken", "programs broken"),
    State.CONTAINED: ("attack contained", "attacks contained"),
    State.ACCEPTED: ("honest program accepted", "honest programs accepted"),
    State.UNCLEAR: ("unclear", "unclear"),
    State.NOT_TRIED: ("not tried", "not tried"),
}


def _count(result: SelftestResult, state: State, words: tuple[str, str]) -> str:
    count = result.counts[state]
    return f"{count} {words[count != 1]}" if count else ""


def _short(one: ProgramResult) -> str:
    return for_line(shortened(one.reason, 80))


def _by_category(result: SelftestResult) -> Iterator[tuple[str, list[ProgramResult]]]:
    for category, programs in groupby(result.programs, key=lambda one: one.category):
        yield category, list(programs)


def _cells(one: ProgramResult, *, verbose: bool) -> tuple[str, str, str, str]:
    by = dict.fromkeys(for_line(f"{name}: {by or 'nothing here'}") for name, by in one.by.items())
    told = verbose or one.state not in (State.CONTAINED, State.ACCEPTED)
    reason = for_line(shortened(one.reason, LONGEST_REASON)) if told else ""
    # A name to look it up by, where somebody will want to.
    name = f" [{for_line(one.name)}]" if told else ""
    return one.state, f"{for_line(one.claim)}{name}", ", ".join(by), reason


def _layer_cells(one: LayerResult) -> tuple[str, str, str, str]:
    return one.name, for_line(one.by or "nothing here"), WORDS[one.name], _attacks(one)


def _attacks(one: LayerResult) -> str:
    if one.escaped:
        return f"{one.escaped} ESCAPED"
    if not one.alone:
        return NOT_SHOWN
    return "1 attack" if one.alone == 1 else f"{one.alone} attacks"


def _remarks(result: SelftestResult) -> Iterator[str]:
    if any(_attacks(one) == NOT_SHOWN for one in result.layers):
        yield f'"{NOT_SHOWN}": none of these attacks is known to be contained by that layer alone;'
        yield "if it were gone, they might all be contained as before."


def _pretty(result: SelftestResult, *, verbose: bool) -> None:
    from rich.console import Console  # noqa: PLC0415 - on a terminal alone
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = max(shutil.get_terminal_size().columns, NARROWEST)
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width)
    table = Table("", "what was tried", "contained by", box=None, padding=(0, 2, 0, 0))
    for category, programs in _by_category(result):
        table.add_row("", Text(f"\n{category}", "bold"), "")
        for one in programs:
            state, claim, by, reason = _cells(one, verbose=verbose)
            told = Text.assemble(claim, (f"\n{reason}" if reason else "", "dim"))
            table.add_row(Text(state, STYLES[one.state]), told, Text(by, "dim"))
    console.print(table)
    console.print()
    if result.layers:
        console.print(_layers_table(result.layers))
        console.print("", *_remarks(result), sep="\n")
        console.print()
    console.print(Text(closing(result), "bold green" if result.ok else "bold red"))


def _layers_table(layers: list[LayerResult]) -> Table:
    from rich.table import Table  # noqa: PLC0415 - see above
    from rich.text import Text  # noqa: PLC0415

    table = Table("layer", "made by", "what holds", "alone against", box=None, padding=(0, 2, 0, 0))
    for one in layers:
        name, by, words, attacks = _layer_cells(one)
        style = "bold reverse red" if one.escaped else "green" if one.alone else "yellow"
        table.add_row(name, Text(by, "dim"), words, Text(attacks, style))
    return table


def _line(one: ProgramResult) -> None:
    reason = f": {for_line(shortened(one.reason, LONGEST_REASON))}" if one.reason else ""
    sys.stderr.write(f"{one.state:9}  {for_line(one.name)}{reason}\n")


def _nothing(_one: ProgramResult) -> None:
    pass
