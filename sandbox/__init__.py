"""Run a command under limits, in a sandbox that needs neither root nor Docker.

::

    with Sandbox() as sandbox:
        outcome = sandbox.run(Command(argv=("/usr/bin/true",), limits=Limits(cpu_time=1.0)))
        print(outcome.ending.kind, outcome.usage.memory)

A name is imported when it is first asked for: Python imports this module before it runs
``python -m sandbox``, which has to mind signals before anything takes time.
"""

TYPE_CHECKING = False  # that of `typing` takes longer to import than all the rest here
if TYPE_CHECKING:
    from sandbox.box import Prepared, Sandbox
    from sandbox.boxes import Boxes
    from sandbox.capture import Capture
    from sandbox.conversation import Conversation, converse
    from sandbox.errors import (
        REMEDIES,
        CancelledError,
        CommandError,
        SandboxError,
        UnsupportedHostError,
    )
    from sandbox.interruption import Interruption, ignore_signals, mind_signals, undisturbed
    from sandbox.model import LEAST, MIB, Command, Ending, Fed, Limits, Mount, Usage, Work
    from sandbox.ownstdin import own_input
    from sandbox.process import Outcome
    from sandbox.speech import Said
    from sandbox.workdir import make_folder, private_folder, remove_tree
    from sandbox.workspace import TooLargeError, Workspace

__all__ = [
    "LEAST",
    "MIB",
    "REMEDIES",
    "Boxes",
    "CancelledError",
    "Capture",
    "Command",
    "CommandError",
    "Conversation",
    "Ending",
    "Fed",
    "Interruption",
    "Limits",
    "Mount",
    "Outcome",
    "Prepared",
    "Said",
    "Sandbox",
    "SandboxError",
    "TooLargeError",
    "UnsupportedHostError",
    "Usage",
    "Work",
    "Workspace",
    "converse",
    "ignore_signals",
    "make_folder",
    "mind_signals",
    "own_input",
    "private_folder",
    "remove_tree",
    "undisturbed",
]

_PLACES = {
    "box": ("Prepared", "Sandbox"),
    "boxes": ("Boxes",),
    "capture": ("Capture",),
    "conversation": ("Conversation", "converse"),
    "errors": (
        *("REMEDIES", "CancelledError", "CommandError", "SandboxError", "UnsupportedHostError"),
    ),
    "interruption": ("Interruption", "ignore_signals", "mind_signals", "undisturbed"),
    "model": ("LEAST", "MIB", "Command", "Ending", "Fed", "Limits", "Mount", "Usage", "Work"),
    "ownstdin": ("own_input",),
    "process": ("Outcome",),
    "speech": ("Said",),
    "workdir": ("make_folder", "private_folder", "remove_tree"),
    "workspace": ("TooLargeError", "Workspace"),
}


def _imported(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415 - only when something is asked for

    for place, names in _PLACES.items():
        if name in names:
            found: object = getattr(import_module(f"sandbox.{place}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'sandbox' has no attribute '{name}'")


if not TYPE_CHECKING:  # or a name that is not there would be of any type
    __getattr__ = _imported
