from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import Command, Limits, Mount, Work
from sandbox.bwrap import Descriptors, Shown, argv, box_argv, box_options, options, system_mounts
from sandbox.mac import Confinement

SYSTEM = (("--ro-bind", "/usr", "/usr"), ("--symlink", "usr/bin", "/bin"))
PLAIN = Descriptors(args=10, info=11, status=12, hold=13, filter=16, told=17, block=15)
COMMAND = Command(
    argv=("/box/program", "--flag", "a b"),
    mounts=(Mount("/home/someone/build", "/box"), Mount("/srv/out", "/out")),
    work=Work("/work", "/srv/work"),
    env={"LANG": "C.UTF-8"},
    cwd="/box",
    limits=Limits(scratch=4096, inodes=99),
)
CONFINEMENT = Confinement("apparmor", "some-profile")
ISOLATION = [
    ["--unshare-user"],
    ["--unshare-pid"],
    ["--unshare-net"],
    ["--unshare-ipc"],
    ["--unshare-uts"],
    ["--uid", "65534"],
    ["--gid", "65534"],
    ["--new-session"],
    ["--clearenv"],
]


def has(words: list[str], wanted: list[str]) -> bool:
    return any(words[n : n + len(wanted)] == wanted for n in range(len(words)))


def box(command: Command) -> list[str]:
    return box_options(Shown.to(command), SYSTEM)


def test_nothing_of_the_isolation_is_missing() -> None:
    for words in (box(COMMAND), options(COMMAND, PLAIN, SYSTEM)):
        assert [wanted for wanted in ISOLATION if not has(words, wanted)] == []
        assert not any(word.endswith("-try") for word in words)
        assert not any(word.startswith("--share") for word in words)


def test_only_the_helper_has_capabilities_for_a_while() -> None:
    plain, helper = options(COMMAND, PLAIN, SYSTEM), box(COMMAND)
    assert "--cap-add" not in plain
    # The helper makes its own, when it is in its cgroup.
    assert ("--unshare-cgroup" in plain, "--unshare-cgroup" in helper) == (True, False)
    assert has(plain, ["--seccomp", "16"])
    assert has(plain, ["--block-fd", "15"])
    assert "--disable-userns" in plain
    # The helper ends with the judge by itself; without it bubblewrap has to.
    assert ("--die-with-parent" in plain, "--die-with-parent" in helper) == (True, False)
    assert "--as-pid-1" in helper
    granted = [after for word, after in itertools.pairwise(helper) if word == "--cap-add"]
    assert granted == ["CAP_SYS_ADMIN", "CAP_SYS_CHROOT", "CAP_SYS_RESOURCE"]


def in_order(words: list[str], wanted: list[list[str]]) -> bool:
    text = "\0".join(words)
    places = [text.index("\0".join(one)) for one in wanted]
    return places == sorted(places)


def test_a_box_shows_the_mounts_and_room_for_folders_of_an_executions_own() -> None:
    order = [
        ["--ro-bind", "/usr", "/usr"],
        ["--proc", "/proc"],
        ["--dir", "/tmp"],
        ["--ro-bind", "/home/someone/build", "/box"],
        ["--ro-bind", "/srv/out", "/out"],
        ["--dir", "/work"],
        ["--remount-ro", "/"],
        ["--clearenv"],
    ]
    assert in_order(box(COMMAND), order)
    assert "--tmpfs" not in box(COMMAND)
    assert "LANG" not in box(COMMAND)


def test_mounts_come_in_order_and_the_root_is_closed_last() -> None:
    words = options(COMMAND, PLAIN, SYSTEM)
    order = [
        ["--ro-bind", "/usr", "/usr"],
        ["--proc", "/proc"],
        ["--perms", "1777", "--size", "4096", "--tmpfs", "/tmp"],
        ["--ro-bind", "/home/someone/build", "/box"],
        ["--ro-bind", "/srv/out", "/out"],
        ["--perms", "0755", "--size", "4096", "--tmpfs", "/work"],
        ["--remount-ro", "/"],
        ["--clearenv"],
        ["--setenv", "LANG", "C.UTF-8"],
        ["--chdir", "/box"],
    ]
    assert in_order(words, order)


def test_what_names_the_hosts_paths_is_not_on_the_command_line() -> None:
    words = argv("/usr/bin/bwrap", COMMAND, PLAIN, CONFINEMENT)
    assert words[:4] == ["/usr/bin/bwrap", "--args", "10", "--"]
    assert words[-3:] == ["/box/program", "--flag", "a b"]
    assert not [word for word in words if "/home/" in word or "/srv/" in word]


def test_a_boxs_command_line_says_nothing_of_any_command() -> None:
    words = box_argv("/usr/bin/bwrap", 10, 14, (12, 16))
    assert words == ["/usr/bin/bwrap", "--args", "10", "--", "/proc/self/fd/14", "12", "16"]


@pytest.mark.parametrize(
    ("confinement", "asks"),
    [
        (CONFINEMENT, "$how some-profile >/proc/self/attr/apparmor/exec || exit 125; "),
        (
            Confinement("selinux", "u:r:t:s0; reboot"),
            "printf %s 'u:r:t:s0; reboot' >/proc/self/attr/exec || exit 125; ",
        ),
    ],
)
def test_without_the_helper_the_shell_asks_to_be_confined(
    confinement: Confinement, asks: str
) -> None:
    words = argv("bwrap", COMMAND, PLAIN, confinement)
    script = words[words.index("-c") + 1]
    assert f"{asks}echo ready" in script


def test_arguments_are_never_read_by_the_shell() -> None:
    evil = Command(argv=("/box/$(reboot)", "; reboot", "`reboot`"))
    words = argv("bwrap", evil, PLAIN, None)
    script = words[words.index("-c") + 1]
    assert "reboot" not in script
    assert '"$@"' in script


def test_this_hosts_system_shows_no_users_and_no_secrets() -> None:
    shown = [word for part in system_mounts() for word in part if word.startswith("/")]
    private = ("/home", "/root", "/etc/shadow", "/etc/passwd", "/var", "/run", "/sys")
    assert not [path for path in shown if path.startswith(private) or path in ("/", "/etc")]
    assert "/usr" in shown
    assert {part[0] for part in system_mounts()} <= {"--ro-bind", "--symlink"}


def test_descriptors_to_hand_down_are_those_that_there_are() -> None:
    assert set(PLAIN.all()) == {10, 11, 12, 13, 15, 16, 17}


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=3), st.text())
def test_no_word_of_a_command_becomes_an_option(env: dict[str, str], name: str) -> None:
    harmless = Command(argv=("/x",), env=dict.fromkeys(map(str, range(len(env))), "x"))
    command = Command(argv=("/x",), env=env, mounts=(Mount(f"/{name}", f"/{name}"),), cwd=name)
    plain = Command(argv=("/x",), env=harmless.env, mounts=(Mount("/y", "/y"),))
    said = {*env, *env.values(), name, f"/{name}"}
    for made in (box, lambda each: options(each, PLAIN, SYSTEM)):
        own, known = made(command), made(plain)
        assert len(own) == len(known)
        assert all(word == other or word in said for word, other in zip(own, known, strict=True))
