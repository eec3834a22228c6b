"""Placeholders filled in: what the sandbox is told to start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from judge.commands import BINARY, commands, environment
from judge.language import Language, OptionalWords
from judge.sources import Source, Sources
from judge.toolchains import Toolchain
from sandbox import Limits

MIB = 1 << 20
TOOLCHAIN = Toolchain(
    language="x",
    executables={"cc": "/opt/x/bin/cc"},
    path="/opt/x/bin:/usr/bin",
    optional={"fast": ()},
)


def language(**keys: Any) -> Language:
    keys = {
        "run": ("{binary}",),
        "optional": {"fast": OptionalWords(words=("-f",), test=("cc",))},
    } | keys
    return Language(id="x", name="X", executables=("cc",), **keys)


def sources(*names: str, main_class: str = "") -> Sources:
    files = tuple(Source(Path("/somewhere", name), name) for name in names)
    return Sources(files=files, compiled=names, entry=names[0], main_class=main_class)


def run_words(*words: str, limits: Limits | None = None, allowance: int = 0) -> tuple[str, ...]:
    what = language(run=("cc", *words), memory_allowance=allowance)
    of = sources("a.x", main_class="org.Main")
    filled = commands(language=what, toolchain=TOOLCHAIN, sources=of, limits=limits or Limits())
    return filled[1][1:]


def test_the_program_is_an_absolute_path() -> None:
    what = language(compile=("cc", "-o", "{binary}", "{sources}"))
    of = sources("a.x", "b c.x")
    compiling, running = commands(language=what, toolchain=TOOLCHAIN, sources=of, limits=Limits())
    assert compiling == ("/opt/x/bin/cc", "-o", BINARY, "a.x", "b c.x")
    assert running == (BINARY,)


def test_the_syntax_is_checked_where_nothing_is_compiled() -> None:
    syntax = {"syntax": ("cc", "-fsyntax-only", "{sources}")}
    assert _first(**syntax) == ("/opt/x/bin/cc", "-fsyntax-only", "a.x")
    assert _first(**syntax, compile=("cc", "{sources}")) == ("/opt/x/bin/cc", "a.x")


def _first(**keys: tuple[str, ...]) -> tuple[str, ...] | None:
    what, of = language(**keys), sources("a.x")
    return commands(language=what, toolchain=TOOLCHAIN, sources=of, limits=Limits())[0]


def test_a_language_without_compiler_has_no_compile_command() -> None:
    filled = commands(
        language=language(), toolchain=TOOLCHAIN, sources=sources("a.x"), limits=Limits()
    )
    assert filled[0] is None


@pytest.mark.parametrize("name", ["-o.x", "@options.x"])
def test_a_file_name_is_never_an_option(name: str) -> None:
    what = language(compile=("cc", "{sources}", "{source}"))
    filled = commands(language=what, toolchain=TOOLCHAIN, sources=sources(name), limits=Limits())
    assert filled[0] == ("/opt/x/bin/cc", f"./{name}", f"./{name}")


def test_limits_reach_the_runtime_in_its_own_units() -> None:
    limits = Limits(memory=512 * MIB, stack=64 * MIB)
    words = run_words("-m{memory_mib}", "-x{stack_mib}m", "-s{inner_stack_kib}", limits=limits)
    assert words == ("-m512", "-x64m", "-s49152")


@pytest.mark.parametrize(
    ("memory", "heap"), [(640, "512"), (512, "384"), (200, "100"), (64, "32"), (1, "1")]
)
def test_the_heap_leaves_the_runtime_its_allowance(memory: int, heap: str) -> None:
    limits = Limits(memory=memory * MIB)
    assert run_words("{heap_mib}", limits=limits, allowance=128 * MIB) == (heap,)


def test_the_stack_is_no_larger_than_the_jvm_takes() -> None:
    assert run_words("{stack_mib}", limits=Limits(stack=4096 * MIB)) == ("1024",)


def test_a_word_about_a_limit_that_is_not_set_is_left_out() -> None:
    words = run_words(
        "-Xmx{heap_mib}m",
        "-Xss{stack_mib}m",
        "{main_class}",
        limits=Limits(memory=None, stack=None),
    )
    assert words == ("org.Main",)


def test_optional_words_stand_only_where_the_host_has_them() -> None:
    what = language(run=("cc", "{fast}", "-x"))
    for words in ((), ("-f", "-g")):
        have = Toolchain(language="x", executables={"cc": "/cc"}, optional={"fast": words})
        filled = commands(language=what, toolchain=have, sources=sources("a.x"), limits=Limits())
        assert filled[1] == ("/cc", *words, "-x")


def test_braces_that_are_no_placeholder_stay() -> None:
    assert run_words("print({1: {}})", "${HOME}") == ("print({1: {}})", "${HOME}")


def test_the_environment_holds_nothing_of_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    assert environment(language(env={"A": "b"}), TOOLCHAIN) == {
        "PATH": "/opt/x/bin:/usr/bin",
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "A": "b",
    }


NAMES = st.lists(
    st.sampled_from(["-", "@", "a", "{source}", ".c", " ", "\n", "/"]), min_size=1
).map(lambda parts: "".join(parts).strip("/") or "a")


@given(st.lists(NAMES, min_size=1, max_size=4))
@example(["-o", "@list"])
def test_no_name_of_a_file_is_taken_for_an_option_or_a_placeholder(names: list[str]) -> None:
    files = tuple(Source(Path(name), name) for name in names)
    sources = Sources(files=files, compiled=tuple(names), entry=names[0])
    compiling, (_, run) = commands(
        language=language(compile=("cc", "{sources}"), run=("{binary}", "{source}")),
        toolchain=TOOLCHAIN,
        sources=sources,
        limits=Limits(),
    )
    assert compiling is not None
    for name, word in zip([*names, names[0]], [*compiling[1:], run], strict=True):
        assert not word.startswith(("-", "@"))
        assert word in (name, f"./{name}")
