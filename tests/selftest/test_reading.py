from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY

from judge.errors import InputError
from judge.limits import MOST
from judge.selftest import reading
from judge.selftest.model import Program
from judge.verdict import Cause, Verdict
from sandbox import LEAST

ATTACK = """\
// claim: it takes too much
// layer: memory, scratch
// expect: MLE RTE
// cause: memory
// limits: memory=32M cpu_time=0.5
// without: memory
// runs: 2
// flags: -O1 -pthread
int main(void) { return 0; }
"""
HONEST = "# claim: it says hello\n# expect: AC\n# stdin: hello\n# prints: hello\nread x; echo $x\n"


def program(folder: Path, text: str, name: str = "taking/much.c") -> Program:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return reading.read(path, folder)


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as error:
        program(folder, text)
    assert "much.c" in str(error.value)
    return str(error.value)


def test_what_an_attack_says_is_read(tmp_path: Path) -> None:
    found = program(tmp_path, ATTACK)
    assert (found.name, found.category) == ("taking/much.c", "taking")
    assert found.claim == "it takes too much"
    assert found.layers == ("memory", "scratch")
    assert (found.expect, found.cause) == ((Verdict.MLE, Verdict.RTE), Cause.MEMORY)
    assert (found.limits.memory, found.limits.cpu_time) == (32 << 20, 0.5)
    assert (found.without, found.runs) == (("memory",), 2)
    assert found.flags == ("-O1", "-pthread")
    assert not found.honest


def test_what_an_honest_program_says_is_read(tmp_path: Path) -> None:
    found = program(tmp_path, HONEST)
    assert found.honest
    assert (found.stdin, found.prints) == ("hello", "hello")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("layer:", "layers:", "unknown key 'layers' (did you mean 'layer'?)"),
        ("layer: memory", "layer: memry", "knows no layer 'memry'"),
        ("// claim: it takes too much\n", "", "does not say 'claim'"),
        ("expect: MLE RTE", "expect: MEL", "can't expect 'MEL'"),
        ("expect: MLE RTE", "expect:", "expects nothing"),
        ("cause: memory", "cause: memry", "memry"),
        ("memory=32M", "memory=32X", "'32X' is no number"),
        ("memory=32M", "mem=32M", "knows no limit 'mem'"),
        ("memory=32M", "memory=0", "memory"),
        ("runs: 2", "runs: two", "two"),
        ("// without: memory\n", "", "has to say either 'without'"),
        ("// runs: 2", "// evidence: trottled", "did you mean 'throttled'?"),
        ("// runs: 2", "// claim: again", "says 'claim' twice"),
        ("// layer: memory, scratch\n", "", "does not say which 'layer'"),
    ],
)
def test_a_mistake_is_pointed_at(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in ATTACK
    assert says in complaint(tmp_path, ATTACK.replace(old, new, 1))


def test_programs_are_chosen_by_name_or_category(tmp_path: Path) -> None:
    program(tmp_path, ATTACK)
    program(tmp_path, HONEST, "honest/hello.sh")
    for pattern in ("honest", "honest/*", "hello.sh", "honest/hello.sh", "h*"):
        assert [one.name for one in reading.programs(tmp_path, pattern)] == ["honest/hello.sh"]
    with pytest.raises(InputError, match="there are: honest, taking"):
        reading.programs(tmp_path, "network/*")


def test_a_program_that_is_shipped_says_what_it_needs_to() -> None:
    found = reading.programs()
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.claim[0].isalpha(), one.name
        assert not one.claim.endswith("."), one.name


VALUES = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(
    [
        *("AC", "MLE RTE", "contained", "memory", "memory=1M", "1", "0.5K", "9" * 400, "-1"),
        *("\u0663", f"memory={'9' * 400}", "output=0.5", "cpu_time=1e3", "stack=64K processes=2"),
    ]
)


@given(st.dictionaries(st.sampled_from([*reading.KEYS, "kye"]), VALUES))
@example({"input": "9" * 400})
@example({"limits": f"memory={'9' * 400}"})
@example({"runs": "-1"})
def test_any_file_says_what_is_read_of_it_or_is_pointed_at(says: dict[str, str]) -> None:
    says = {"claim": "c", "expect": "AC"} | says
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        text = "".join(f"# {key}: {value}\n" for key, value in says.items())
        try:
            found = program(Path(folder), text)
        except InputError as error:
            assert "much.c" in error.place  # noqa: PT017 - both outcomes are fine
            return
    for name in found.limits.__struct_fields__:
        value = getattr(found.limits, name)
        assert value is None or LEAST[name] <= value <= MOST[name]
    assert found.runs >= 1
    assert found.code == re.sub("\r\n?", "\n", text)
    if all("\n" not in value for value in says.values()):
        assert found.claim == says["claim"].strip()


@given(st.binary(max_size=60))
def test_bytes_that_are_no_text_are_pointed_at(data: bytes) -> None:
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        path = Path(folder, "taking", "much.c")
        path.parent.mkdir()
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"much\.c"):  # as short as that it says too little
            reading.read(path, Path(folder))
