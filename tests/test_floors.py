"""A module imports from strictly lower floors of the house, so that no two need each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import sandbox

ROOT = Path(__file__).parent.parent
# What is run inside, and no modules.
DATA = (ROOT / "judge" / "selftest" / "programs", ROOT / "judge" / "template")

# From the ground up. A name stands for a module; `name.*` for a package as a whole, whose
# modules may import each other as long as they don't do so in a circle.
SANDBOX = [
    [
        *(
            "errors",
            "model",
            "syscalls",
            "cache",
            "capture",
            "starvation",
            "pidfd",
            "descriptors",
            "cgroup.mounts",
        ),
        "interruption",
    ],
    ["mac", "syscall_arguments", "ownstdin", "workdir", "events"],
    ["tether", "classify", "told", "bwrap", "privilege", "helper", "seccomp", "rlimits"],
    ["words"],
    ["cgroup.model", "cgroup.systemd", "userlock"],
    ["feed", "reach", "workspace", "users", "cgroup.v1"],
    ["cgroup.v2"],
    ["cgroup"],
    ["starter", "rest"],
    ["watch", "plain", "resident"],
    ["process"],
    ["boxes"],
    ["box"],
    ["speech"],
    ["conversation"],
    ["", "arguments", "probes.*"],
    ["cli", "host"],
    ["__main__"],
]
JUDGE = [
    [""],
    [
        "verdict",
        "errors",
        "language",
        "problem",
        "probe",
        "prefixes",
        "shebang",
        "harmless",
        "lineends",
    ],
    ["results", "yamlnode", "mainclass", "lanes", "request_errors"],
    ["yamlfile", "claims", "limits", "decide", "sources", "toolchains", "checkers"],
    ["languagefile", "discovery", "request", "points", "packaged", "protocols"],
    ["totals"],
    ["member", "skipping"],
    ["scoring", "progress"],
    ["compare.*", "languages", "formats.*", "twins"],
    ["commands", "checker_names", "plan", "expectations.*"],
    ["compile"],
    ["build"],
    ["programs", "teststreams"],
    ["execute", "once", "validate", "generate", "closed", "graders", "dialogue"],
    ["passes"],
    ["job"],
    ["conclusion"],
    ["session"],
    ["prepare", "grading", "selftest.*", "scaffold"],
    ["verify.*"],
    ["reports.*"],
    ["cli.*"],
    ["__main__"],
]
# Imported when it is needed, in a circle that has yet to be dissolved.
LATE = {("judge.toolchains", "judge.discovery")}
# What judge may know of sandbox: its face, the doctor, and the folder that both keep things in.
FACES = {"sandbox", "sandbox.host", "sandbox.cache"}


def table(package: str, floors: list[list[str]]) -> dict[str, int]:
    return {
        f"{package}.{name}".rstrip("."): floor
        for floor, names in enumerate(floors)
        for name in names
    }


FLOORS = {**table("sandbox", SANDBOX), **table("judge", JUDGE)}


@cache
def modules() -> dict[str, Path]:
    """All modules of both packages."""
    paths = [path for package in ("sandbox", "judge") for path in (ROOT / package).rglob("*.py")]
    return {
        _name(path): path for path in paths if not any(path.is_relative_to(data) for data in DATA)
    }


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(module: str) -> frozenset[str]:
    """The modules of ours that `module` imports, at its top or later."""
    tree = ast.parse(modules()[module].read_text())
    found = {name for node in ast.walk(tree) for name in _imported(node)}
    late = {name for importer, name in LATE if importer == module}
    return frozenset(found - {module} - late)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules())
    if isinstance(node, ast.ImportFrom):
        assert not node.level, "imports are absolute"
        whole = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name if name in modules() else str(node.module) for name in whole
                    if name in modules() or node.module in modules())  # fmt: skip


def unit(module: str) -> str:
    """What stands for `module` in the table: itself, or the package that it is in."""
    while module and f"{module}.*" not in FLOORS and module not in FLOORS:
        module = module.rpartition(".")[0]
    return f"{module}.*" if f"{module}.*" in FLOORS else module


def test_every_module_has_its_floor() -> None:
    known = {name for name in modules() if unit(name) in (name, f"{name}.*") or "*" in unit(name)}
    assert sorted(set(modules()) - known) == []
    assert sorted(name for name in FLOORS if name.removesuffix(".*") not in modules()) == []


@pytest.mark.parametrize("module", sorted(modules()))
def test_module_imports_lower_floors_only(module: str) -> None:
    own = unit(module)
    package = module.partition(".")[0]
    others = {unit(name) for name in imports(module) if name.startswith(package)} - {own}
    assert [name for name in sorted(others) if FLOORS[name] >= FLOORS[own]] == []


def test_nothing_imports_in_a_circle() -> None:
    try:
        TopologicalSorter({name: imports(name) for name in modules()}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_judge_knows_the_face_of_sandbox_alone() -> None:
    known = {
        (module, name)
        for module in modules()
        for name in imports(module)
        if module.startswith("judge") and name.startswith("sandbox")
    }
    assert sorted((module, name) for module, name in known if name not in FACES) == []


def test_sandbox_knows_nothing_of_judge() -> None:
    known = {
        (module, name)
        for module in modules()
        for name in imports(module)
        if module.startswith("sandbox") and not name.startswith("sandbox")
    }
    assert sorted(known) == []


def test_the_face_of_sandbox_has_all_that_it_names_and_says_where_it_is() -> None:
    tree = ast.parse(modules()["sandbox"].read_text())
    said = {
        alias.name: f"{node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "importlib"
        for alias in node.names
    }
    assert sorted(said) == sorted(sandbox.__all__)
    for name, module in said.items():
        assert getattr(sandbox, name) is getattr(import_module(module), name)
    with pytest.raises(ImportError):
        exec("from sandbox import nothing_of_the_kind")
