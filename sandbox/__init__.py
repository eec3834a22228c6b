"""Run a command under limits, in a sandbox that needs neither root nor Docker.

::

    with Sandbox() as sandbox:
        outcome = sandbox.run(Command(argv=("/usr/bin/true",), limits=Limits(cpu_time=1.0)))
        print(outcome.ending.kind, outcome.usage.memory)
"""

from sandbox.box import Prepared, Sandbox
from sandbox.capture import Capture
from sandbox.errors import (
    REMEDIES,
    CancelledError,
    CommandError,
    SandboxError,
    UnsupportedHostError,
)
from sandbox.model import LEAST, MIB, Command, Ending, Limits, Mount, Usage, Work
from sandbox.process import Outcome
from sandbox.workdir import make_folder, remove_tree
from sandbox.workspace import TooLargeError

__all__ = [
    "LEAST",
    "MIB",
    "REMEDIES",
    "CancelledError",
    "Capture",
    "Command",
    "CommandError",
    "Ending",
    "Limits",
    "Mount",
    "Outcome",
    "Prepared",
    "Sandbox",
    "SandboxError",
    "TooLargeError",
    "UnsupportedHostError",
    "Usage",
    "Work",
    "make_folder",
    "remove_tree",
]
