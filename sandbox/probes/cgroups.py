"""What limits CPU time, memory, processes and CPUs here, and why nothing does."""

from __future__ import annotations

from sandbox.probes.finding import Finding, holds, lacks
from sandbox.probes.ground import DELEGATE, blame, survey
from sandbox.probes.refusals import Blame
from sandbox.probes.surroundings import Surroundings, text
from sandbox.probes.trial import Trial

LIMITS = {
    "cpu_time": "CPU time is measured over all processes",
    "memory": "memory is limited for all processes together",
    "processes": "the number of processes is limited",
    "cpus": "a program gets one CPU at a time",
}


def limit(name: str, trial: Trial, around: Surroundings) -> Finding:
    """What enforces the limit `name`, one of `LIMITS`."""
    by, required = trial.enforced_by.get(name), name != "cpus"
    if by is not None:
        return holds(name, LIMITS[name], by=by, required=required)
    found = blame(survey(), around, trial.refusal)
    if name == "cpus" and trial.enforced_by.get("cpu_time"):
        found = _without_cpu(around)
    return lacks(name, found.message, found.remedy, by=found.by, required=required)


def peak(trial: Trial, around: Surroundings) -> Finding:
    """Whether the peak of memory can be told afterwards."""
    name = "memory_peak"
    if trial.memory is not None:
        return holds(name, "the peak of memory is measured", by=_by(trial), required=False)
    if trial.enforced_by.get("memory") is None:
        message = "not known without a cgroup of the run's own"
        return lacks(name, message, by="memory", required=False)
    if trial.failure:
        message = "not tried, since nothing could be run"
        return lacks(name, message, by="sandbox", required=False)
    message = f"Linux {around.kernel} does not tell the peak of memory: it will be null"
    return lacks(name, message, "boot Linux 5.19 or newer", required=False)


def swap(trial: Trial, _around: Surroundings) -> Finding:
    """Whether what a program holds in swap counts, so that none of it is in swap."""
    if len(text("/proc/swaps").splitlines()) <= 1:
        return holds("swap", "this host has no swap", required=False)
    if trial.enforced_by.get("memory") is None:
        return lacks("swap", "programs may use swap", by="memory", required=False)
    if trial.files & {"memory.swap.max", "memory.memsw.limit_in_bytes"}:
        return holds("swap", "programs get no swap", by=_by(trial), required=False)
    message = "swap is not accounted for: a program may hold more than its limit, in swap"
    grub = "add swapaccount=1 to the kernel's command line and reboot"
    return lacks("swap", message, grub, required=False)


def kill(trial: Trial, _around: Surroundings) -> Finding:
    """Whether everything in a cgroup can be killed at one stroke."""
    if "cgroup.kill" in trial.files:
        return holds("kill", "cgroup.kill ends a run at one stroke", by=_by(trial), required=False)
    message = "a run is ended through the first process of its PID namespace"
    return holds("kill", message, by="namespace", required=False)


def _without_cpu(around: Surroundings) -> Blame:
    message = "a program may use several CPUs at once (they all count as CPU time)"
    remedy = f"{DELEGATE}, then log in anew" if around.systemd and not around.root else ""
    return Blame(by=None, message=message, remedy=remedy)


def _by(trial: Trial) -> str | None:
    return trial.enforced_by.get("memory")
