"""The commands, their options and their help; the work is in the modules of their names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from judge.cli import options
from judge.cli.commands import Commands
from sandbox import undisturbed

app = typer.Typer(
    name="judge",
    cls=Commands,
    help="Judge submissions in any language, in a sandbox that needs neither root nor Docker.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"judge {version('judge')}")
        raise typer.Exit


@app.callback()
def _main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Judge submissions in any language, in a sandbox that needs neither root nor Docker."""
    del version
    if context.invoked_subcommand is not None:
        given = {"quiet": quiet, "verbose": verbose}
        context.default_map = {context.invoked_subcommand: given}


@app.command()
def run(  # noqa: PLR0913 - a command has as many parameters as options
    source: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE...",
            parser=options.path("SOURCE"),
            help="Files, or a folder, of one program.",
        ),
    ],
    problem: Annotated[
        Path | None,
        typer.Option(
            "-p",
            "--problem",
            metavar="PROBLEM",
            parser=options.path("--problem"),
            help="Problem package.",
        ),
    ] = None,
    tests: Annotated[
        Path | None,
        typer.Option(
            "--tests",
            metavar="DIR",
            parser=options.path("--tests"),
            help="Folder of inputs and answers.",
        ),
    ] = None,
    input_: Annotated[
        Path | None,
        typer.Option(
            "-i",
            "--input",
            metavar="INPUT",
            parser=options.path("--input"),
            help="A single input.",
        ),
    ] = None,
    expected: Annotated[
        Path | None,
        typer.Option(
            "-e",
            "--expected",
            metavar="EXPECTED",
            parser=options.path("--expected"),
            help="The answer to --input.",
        ),
    ] = None,
    format_: options.Format = None,
    language: options.LanguageOption = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="GLOB", help="Only tests of such names.")
    ] = None,
    run_all: Annotated[
        bool, typer.Option("--all", help="Run the tests after a failed one too.")
    ] = False,
    checker: Annotated[
        str | None,
        typer.Option(
            "--checker",
            metavar="NAME|PROGRAM",
            help="Compare by: tokens, floats:6, exact, lines, unordered, white-diff, Polygon's and"
            " DMOJ's by name (rcmp9, standard); or ask a program.",
        ),
    ] = None,
    transcript: Annotated[
        bool,
        typer.Option(
            "--transcript",
            help="Show what an interactive problem and the submission said to each other.",
        ),
    ] = False,
    jobs: options.Jobs = 1,
    time: options.Time = None,
    wall: options.Wall = None,
    memory: options.Memory = None,
    output: options.Output = None,
    processes: options.Processes = None,
    stack: options.Stack = None,
    json: options.Json = False,
    jsonl: options.JsonLines = False,
    report: options.Report = None,
    languages: options.LanguagesFile = None,
    allow_unenforced: options.AllowUnenforced = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Judge one submission against a problem, or just run it."""
    with undisturbed():
        from judge.cli import run as command  # noqa: PLC0415 - what a command needs

    return command.run(
        command.RunOptions(
            source=tuple(source),
            named=command.named(
                problem=problem, tests=tests, single=(input_, expected), format=format_
            ),
            wishes=command.wishes(
                language=language,
                only=only,
                run_all=run_all,
                transcript=transcript,
                checker=checker,
                limits=_limits(time, wall, memory, output, processes, stack),
            ),
            jobs=jobs,
            form=_form(json, jsonl),
            reports=tuple(report or ()),
            languages=languages,
            allowed=options.allowed(allow_unenforced),
            volume=_volume(quiet, verbose),
        )
    )


@app.command("exec")
def exec_(  # noqa: PLR0913 - see above
    request: Annotated[
        Path | None,
        typer.Argument(
            metavar="REQUEST.json|-|FILE",
            parser=options.path("REQUEST"),
            help="A request; with -l, source code.",
        ),
    ] = None,
    language: options.LanguageOption = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="TEXT", help="The source code itself.")
    ] = None,
    stdin: Annotated[
        Path | None,
        typer.Option(
            "--stdin",
            metavar="FILE",
            parser=options.path("--stdin"),
            help="Standard input of the program.",
        ),
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One request a line, one answer a line, in order.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The default: always JSON.")] = False,
    jobs: options.Jobs = 1,
    time: options.Time = None,
    wall: options.Wall = None,
    memory: options.Memory = None,
    output: options.Output = None,
    processes: options.Processes = None,
    stack: options.Stack = None,
    languages: options.LanguagesFile = None,
    allow_unenforced: options.AllowUnenforced = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Run a program once and answer in JSON."""
    with undisturbed():
        from judge.cli import execute as command  # noqa: PLC0415

    del json, quiet, verbose  # it always answers in JSON, and never says more
    return command.execute(
        command.ExecOptions(
            request=request,
            language=language,
            code=code,
            stdin=stdin,
            lines=jsonl,
            jobs=jobs,
            limits=_limits(time, wall, memory, output, processes, stack),
            languages=languages,
            allowed=options.allowed(allow_unenforced),
        )
    )


@app.command()
def grade(  # noqa: PLR0913 - see above
    problem: Annotated[
        Path,
        typer.Argument(metavar="PROBLEM", parser=options.path("PROBLEM"), help="Problem package."),
    ],
    submission: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUBMISSION...",
            parser=options.path("SUBMISSION"),
            help="Submissions, or folders of which each entry is one.",
        ),
    ],
    format_: options.Format = None,
    language: options.LanguageOption = None,
    run_all: Annotated[
        bool, typer.Option("--all", help="Run the tests after a failed one too.")
    ] = False,
    jobs: options.Jobs = 1,
    time: options.Time = None,
    wall: options.Wall = None,
    memory: options.Memory = None,
    output: options.Output = None,
    processes: options.Processes = None,
    stack: options.Stack = None,
    json: options.Json = False,
    jsonl: options.JsonLines = False,
    report: options.Report = None,
    languages: options.LanguagesFile = None,
    allow_unenforced: options.AllowUnenforced = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Grade many submissions against one problem."""
    with undisturbed():
        from judge.cli import grade as command  # noqa: PLC0415
        from judge.cli import run as one  # noqa: PLC0415

    return command.grade(
        command.GradeOptions(
            problem=problem,
            format=format_,
            submissions=tuple(submission),
            wishes=one.wishes(
                language=language,
                run_all=run_all,
                limits=_limits(time, wall, memory, output, processes, stack),
            ),
            jobs=jobs,
            form=_form(json, jsonl),
            reports=tuple(report or ()),
            languages=languages,
            allowed=options.allowed(allow_unenforced),
            volume=_volume(quiet, verbose),
        )
    )


@app.command()
def verify(  # noqa: PLR0913 - see above
    problem: Annotated[
        list[Path],
        typer.Argument(
            metavar="PROBLEM...", parser=options.path("PROBLEM"), help="Problem packages."
        ),
    ],
    format_: options.Format = None,
    jobs: options.Jobs = 1,
    json: options.Json = False,
    jsonl: options.JsonLines = False,
    languages: options.LanguagesFile = None,
    allow_unenforced: options.AllowUnenforced = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Verify packages: their submissions against what is expected of each, their data, limits.

    Exit code 0 when everything is as promised. Warnings, such as an odd file, fail nothing.
    """
    with undisturbed():
        from judge.cli import verify as command  # noqa: PLC0415

    return command.verify(
        command.VerifyOptions(
            problems=tuple(problem),
            format=format_,
            jobs=jobs,
            form=_form(json, jsonl),
            languages=languages,
            allowed=options.allowed(allow_unenforced),
            volume=_volume(quiet, verbose),
        )
    )


@app.command()
def new(
    name: Annotated[
        Path,
        typer.Argument(
            metavar="NAME", parser=options.path("NAME"), help="The folder that is to be made."
        ),
    ],
    kind: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="pass-fail, scoring or interactive.")
    ] = "pass-fail",
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Write a new problem package, which passes judge verify as it is."""
    with undisturbed():
        from judge.cli import new as command  # noqa: PLC0415

    return command.new(name, kind, _volume(quiet, verbose))


@app.command()
def languages(
    json: options.Json = False,
    languages: options.LanguagesFile = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Show what is configured, what is installed here, and which version."""
    with undisturbed():
        from judge.cli import languages as command  # noqa: PLC0415

    del quiet
    return command.show(languages, json=json, verbose=verbose)


@app.command()
def doctor(
    json: options.Json = False,
    allow_unenforced: options.AllowUnenforced = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Tell whether this host can sandbox, what enforces each limit, and what to mend."""
    with undisturbed():
        from judge.cli import doctor as command  # noqa: PLC0415

    del quiet, verbose
    return command.doctor(json=json, allowed=options.allowed(allow_unenforced))


@app.command()
def selftest(  # noqa: PLR0913 - see above
    jobs: options.Jobs = 1,
    json: options.Json = False,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="GLOB", help="Only programs or categories of such names."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("-l", "--language", metavar="LANGUAGE", help="Only programs written in it."),
    ] = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Attack this machine's sandbox, and show what was contained and by what.

    Runs harmless attacks, and honest programs that a sandbox must not break, as
    submissions are run. Exit code 0 when nothing got through, 1 when something escaped or
    an honest program broke. What could not be tried, for want of a language, or stayed
    unclear, on a machine too busy to tell, counts as neither and is told in the last line.
    All of it takes one to two minutes.
    """
    with undisturbed():
        from judge.cli import selftest as command  # noqa: PLC0415

    chosen = command.Choice(only=only, language=language)
    return command.selftest(chosen, jobs=jobs, json=json, volume=_volume(quiet, verbose))


@app.command()
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which schema; without it, their names.")
    ] = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Print the JSON Schema of an answer or of a configuration file."""
    with undisturbed():
        from judge.cli import schema as command  # noqa: PLC0415

    del quiet, verbose
    return command.show(name)


def _limits(  # noqa: PLR0913 - the six limits, in the order of the contract
    time: float | None,
    wall: float | None,
    memory: float | None,
    output: float | None,
    processes: int | None,
    stack: float | None,
) -> dict[str, float | int | None]:
    return options.limits(
        cpu_time=time,
        wall_time=wall,
        memory=memory,
        output=output,
        processes=processes,
        stack=stack,
    )


def _form(json: bool, jsonl: bool) -> str:  # noqa: FBT001 - two flags
    if json and jsonl:
        from judge.errors import InputError  # noqa: PLC0415

        raise InputError("", "--json and --jsonl exclude each other", "give one of them")
    return "json" if json else "jsonl" if jsonl else "table"


def _volume(quiet: bool, verbose: bool) -> int:  # noqa: FBT001 - two flags
    return int(verbose) - int(quiet)
