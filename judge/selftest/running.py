"""Runs the programs of the self-test, each in the sandbox as any submission would be."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from judge import limits, sources, toolchains
from judge.build import Built, Plan, build, text
from judge.commands import BOX
from judge.decide import decide, ran_out
from judge.errors import InputError
from judge.lanes import Lane, gather
from judge.language import Language
from judge.languages import Languages
from judge.limits import GivenLimits
from judge.results import AppliedLimits, CompileResult, EnforcedBy
from judge.selftest import layers, reading, verdicts
from judge.selftest.bait import Bait, planted
from judge.selftest.model import Program, ProgramResult, Run, SelftestResult, State
from judge.sources import Source
from judge.toolchains import Toolchain
from judge.verdict import Verdict
from sandbox import MIB, Command, Limits, Mount, Outcome, Sandbox, SandboxError

READ = 1 << 20
"""How many bytes of each stream are looked through."""

DEFAULTS = GivenLimits(cpu_time=20.0, memory=256 * MIB, output=MIB)
COMPILING = Limits(
    cpu_time=60.0,
    wall_time=180.0,
    starving_counts=False,
    memory=1024 * MIB,
    output=64 * MIB,
    processes=256,
    scratch=256 * MIB,
)
LINE = b"0123456789abcde\n"


def run(
    programs: Iterable[Program], languages: Languages, lanes: Sequence[Lane]
) -> Iterator[ProgramResult]:
    """Runs `programs`, as many at a time as there are lanes, and yields what became of each.

    Ends early when the caller stops asking.
    """
    waiting = deque(programs)

    def work(lane: Lane) -> Iterator[ProgramResult]:
        while (program := _next(waiting)) is not None:
            yield result(program, languages, lane.sandbox)

    yield from gather(lanes, work, waiting.clear)


def result(program: Program, languages: Languages, sandbox: Sandbox) -> ProgramResult:
    """What becomes of `program` in `sandbox`, with bait of its own on the host."""
    language = languages.of_extension(program.path)
    name = language.name if language else ""
    if language is None:
        return _untried(program, name, "no language has its extension")
    try:
        toolchain = toolchains.find(language)
    except InputError as error:
        return _untried(program, name, error.message)
    try:
        with planted(sandbox) as bait:
            trial = _Trial(program, sandbox, bait)
            compiled, runs = trial.run(languages, toolchain)
    except (SandboxError, OSError) as error:
        # No program may bring the sandbox itself down.
        compiled, runs = None, [Run(verdict=Verdict.JE, reason=str(error))]
    return _told(program, name, (compiled, runs), sandbox.enforced_by)


def summary(results: Iterable[ProgramResult], enforced_by: EnforcedBy) -> SelftestResult:
    """The whole answer, in the order of the programs' names."""
    listed = sorted(results, key=lambda one: (one.kind, one.name))
    counts = Counter(one.state for one in listed)
    return SelftestResult(
        ok=all(one.state.held for one in listed),
        enforced_by=enforced_by,
        counts={str(state): counts[state] for state in State},
        layers=layers.shown(listed, enforced_by),
        programs=listed,
    )


def applied(given: GivenLimits) -> AppliedLimits:
    """The limits of a program: what it says itself, else small ones."""
    own = {name: getattr(given, name) for name in given.__struct_fields__}
    named = {name: value for name, value in own.items() if value is not None}
    return limits.applied(msgspec.structs.replace(DEFAULTS, **named))


class _Trial:
    """One program in the sandbox, with its bait."""

    def __init__(self, program: Program, sandbox: Sandbox, bait: Bait) -> None:
        self._program, self._sandbox, self._bait = program, sandbox, bait

    def run(self, languages: Languages, toolchain: Toolchain) -> tuple[Run | None, list[Run]]:
        """Builds it and runs it as often as it wants."""
        with self._sandbox.temporary_folder() as folder:
            built = build(self._plan(languages, toolchain, folder), self._sandbox, folder / "box")
            compiled = self._compiled(built.result) if built.result else None
            runs = [] if built.failed else [self._once(built) for _ in range(self._program.runs)]
        return compiled, runs

    def _plan(self, languages: Languages, toolchain: Toolchain, folder: Path) -> Plan:
        program = self._program
        language = languages.find(toolchain.language)
        if program.flags:
            compiling = (*language.compile, *program.flags)
            language = msgspec.structs.replace(language, compile=compiling)
            without = {**toolchain.optional, "static": ()}
            toolchain = msgspec.structs.replace(toolchain, optional=without)
        code = program.code
        for name, value in self._bait.places.items():
            code = code.replace(f"@{name}@", value)
        data = code.encode(errors="surrogateescape")
        name = sources.source_name(language, data)
        path = folder / name
        path.write_bytes(data)
        return Plan(
            path=program.name,
            language=language,
            toolchain=toolchain,
            sources=sources.arrange(language, (Source(path, name), *_shared(language))),
            limits=applied(program.limits),
            compile_limits=COMPILING,
            args=program.args,
        )

    def _compiled(self, found: CompileResult) -> Run:
        return Run(
            verdict=found.verdict,
            cause=found.cause,
            reason=found.reason,
            # A compiler's complaint has a place and marks before what it quotes.
            output=found.output.replace("ESCAPED:", "\nESCAPED:"),
            found=self._found(found.output),
            cpu_time=found.cpu_time,
            memory=found.memory,
        )

    def _once(self, built: Built) -> Run:
        outcome = self._sandbox.run(self._command(built))
        try:
            return self._run(built, outcome)
        finally:
            outcome.close()

    def _command(self, built: Built) -> Command:
        return Command(
            argv=built.run,
            mounts=(*built.plan.toolchain.mounts, Mount(str(built.folder), BOX)),
            env=built.env,
            cwd=BOX,
            stdin=str(self._bait.input_file(self._input())),
            limits=built.plan.limits,
        )

    def _input(self) -> bytes:
        program = self._program
        if program.input is not None:
            return (LINE * (program.input // len(LINE) + 1))[: program.input]
        return self._bait.told if program.stdin is None else f"{program.stdin}\n".encode()

    def _run(self, built: Built, outcome: Outcome) -> Run:
        stdout, stderr = text(outcome.stdout, READ), text(outcome.stderr, READ)
        decision = decide(outcome.ending, outcome.usage, built.plan.limits)
        decision = ran_out(decision, stderr, built.plan.language.out_of_memory)
        return Run(
            verdict=decision.verdict,
            cause=decision.cause,
            reason=decision.reason,
            output=stdout,
            stderr=stderr,
            found=self._found(stdout + stderr),
            cpu_time=outcome.usage.cpu_time,
            wall_time=outcome.usage.wall_time,
            throttled=outcome.usage.throttled,
            memory=outcome.usage.memory,
        )

    def _found(self, said: str) -> tuple[str, ...]:
        told = ("read a secret of the host",) if self._bait.seen_in(said) else ()
        return (*told, *self._bait.found())


def _told(
    program: Program,
    language: str,
    trial: tuple[Run | None, list[Run]],
    enforced_by: EnforcedBy,
) -> ProgramResult:
    compiled, runs = trial
    everything = [*([compiled] if compiled else []), *runs]
    state, reason = verdicts.state(program, compiled, runs)
    last = everything[-1]
    return ProgramResult(
        name=program.name,
        category=program.category,
        language=language,
        kind="honest" if program.honest else "attack",
        claim=program.claim,
        state=state,
        reason=reason,
        by=verdicts.by(program, enforced_by),
        without=list(program.without),
        escaped=verdicts.escaped(everything),
        verdict=last.verdict,
        cause=last.cause,
        cpu_time=last.cpu_time,
        memory=last.memory,
    )


def _untried(program: Program, language: str, reason: str) -> ProgramResult:
    return ProgramResult(
        name=program.name,
        category=program.category,
        language=language,
        kind="honest" if program.honest else "attack",
        claim=program.claim,
        state=State.NOT_TRIED,
        reason=reason,
    )


def _shared(language: Language) -> tuple[Source, ...]:
    """What the attacks in one language have in common, laid beside each."""
    paths = [path for path in reading.FOLDER.iterdir() if path.suffix in language.headers]
    return tuple(Source(path, path.name) for path in paths if path.is_file())


def _next(waiting: deque[Program]) -> Program | None:
    try:
        return waiting.popleft()
    except IndexError:  # none is left
        return None
