"""A submission as it is to be built, and as it was."""

from __future__ import annotations

from pathlib import Path

import msgspec

from judge.language import Language
from judge.results import AppliedLimits, CompileResult
from judge.sources import Sources
from judge.toolchains import Toolchain
from judge.verdict import Verdict
from sandbox import Limits

SHOWN = 64 << 10


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that is ready to be built: in which language, under which limits.

    `writable` is the problem's `allow_file_writing`; `output_in_all`, `input_file`,
    `output_file`, `streams_too` and `text_input` are their namesakes.
    """

    path: str
    language: Language
    toolchain: Toolchain
    sources: Sources
    limits: AppliedLimits
    compile_limits: Limits
    args: tuple[str, ...] = ()
    writable: bool = False
    output_in_all: bool = False
    input_file: str | None = None
    output_file: str | None = None
    streams_too: bool = False
    text_input: bool = False
    shown: int = SHOWN
    """How many bytes of each stream the answer holds."""


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A built submission: its folder on the host, and how it is run inside.

    `result` is None where the language has nothing to compile.
    """

    plan: Plan
    folder: Path
    run: tuple[str, ...]
    env: dict[str, str]
    result: CompileResult | None

    @property
    def failed(self) -> bool:
        """Whether there is nothing to run."""
        return self.result is not None and self.result.verdict is not Verdict.AC
