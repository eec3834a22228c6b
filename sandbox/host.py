"""What can this host do? The probes behind ``judge doctor`` and the tests' skip reasons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TypeVar

from sandbox.errors import SandboxError
from sandbox.probes import cgroups, namespaces, surroundings, system, trial
from sandbox.probes.finding import Finding, lacks
from sandbox.probes.surroundings import Surroundings
from sandbox.probes.trial import Trial

__all__ = ["Finding", "probe", "why_not"]

SECONDS = 30.0

T = TypeVar("T")

Look = Callable[[Trial, Surroundings], Finding]


def _alone(look: Callable[[Surroundings], Finding]) -> Look:
    return lambda _trial, around: look(around)


# In the order in which a person mends them.
PROBES: dict[str, Look] = {
    "kernel": _alone(system.kernel),
    "bubblewrap": _alone(namespaces.bubblewrap),
    "user": _alone(namespaces.user),
    "network": _alone(namespaces.network),
    "proc": _alone(namespaces.proc),
    "files": system.files,
    "syscalls": _alone(system.system_calls),
    "identity": _alone(system.identity),
    "own_user": _alone(system.own_user),
    "temporary": _alone(system.temporary),
    **{name: partial(cgroups.limit, name) for name in cgroups.LIMITS},
    "output": system.output,
    "memory_peak": cgroups.peak,
    "swap": cgroups.swap,
    "kill": cgroups.kill,
    "init": system.first_process,
    "mac": system.mandatory,
    "sandbox": system.whole,
}


def probe(looks: Mapping[str, Look] = PROBES, *, seconds: float = SECONDS) -> tuple[Finding, ...]:
    """What this host can do for the sandbox, one finding for each of `looks`.

    Never raises and never hangs: none of them may take longer than `seconds`. It really
    starts bubblewrap a few times and runs a program in a sandbox, which takes some 0.3 s;
    the first time on a host, when the first process is compiled, a second more.
    """
    around = surroundings.look()
    tried = _within(seconds, trial.run, lambda error: Trial(failure=_words(error)))
    return tuple(
        _within(seconds, partial(look, tried, around), partial(_failed, name))
        for name, look in looks.items()
    )


def why_not(name: str) -> str | None:
    """Why this host lacks what the probe `name` looks for; None where it has it.

    The host is looked at once in the life of a process. Raises KeyError for a name
    that is not in `PROBES`.
    """
    found = _findings()[name]
    if found.ok:
        return None
    return f"{found.message} ({found.remedy})" if found.remedy else found.message


@lru_cache(maxsize=1)
def _findings() -> dict[str, Finding]:
    return {found.name: found for found in probe()}


def _failed(name: str, error: Exception) -> Finding:
    return lacks(name, _words(error), getattr(error, "remedy", ""))


def _words(error: Exception) -> str:
    if isinstance(error, SandboxError):
        return f"{error.step}: {error.message}"
    return f"could not be found out: {error or type(error).__name__}"


def _within(seconds: float, work: Callable[[], T], otherwise: Callable[[Exception], T]) -> T:
    """The result of `work`, or `otherwise` where it fails or takes longer than `seconds`."""
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - a probe's failure is its finding
            errors.append(error)

    # A daemon: one that the kernel holds must not hold the judge as well.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if results:
        return results[0]
    error = errors[0] if errors else TimeoutError(f"no answer within {seconds:.0f} s")
    return otherwise(error)
