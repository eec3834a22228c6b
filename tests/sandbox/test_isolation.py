from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from leftovers import eventually, with_word
from needs import open_sandbox
from running import output_of, shell, sleeper, started, word_of

from sandbox import Command, Limits, Mount, Sandbox, bwrap
from sandbox.cgroup import Group
from sandbox.privilege import sandbox_uid
from sandbox.users import configured

PRINT_ENVIRONMENT = Command(argv=("/usr/bin/env", "-0"))


@pytest.mark.parametrize("given", [{}, {"A": "b"}, {"A": "", "Ž": "x=y\nz", "PATH": "/nowhere"}])
def test_environment_is_what_was_given(sandbox: Sandbox, given: dict[str, str]) -> None:
    command = msgspec.structs.replace(PRINT_ENVIRONMENT, env=given)
    words = [word for word in output_of(sandbox, command).split("\0") if word]
    # bubblewrap sets this one after it has cleared the others.
    found = dict(word.split("=", 1) for word in words if word != "PWD=/")
    assert found == given


def test_nobody_is_root_on_the_host(own_sandbox: Sandbox) -> None:
    with started(own_sandbox, sleeper()) as (pid, _):
        status = fields(pid)
    (user,) = {*status["Uid"].split(), *status["Gid"].split()}
    if os.geteuid() != 0:
        assert int(user) == os.geteuid()
    elif own_sandbox.enforced_by["own_user"]:
        assert int(user) in configured()
    else:
        assert int(user) == sandbox_uid() != 0
    assert os.geteuid() != 0 or not status["Groups"].split()


def test_program_has_no_rights_of_its_own(own_sandbox: Sandbox) -> None:
    with started(own_sandbox, sleeper()) as (pid, _):
        status = fields(pid)
    assert {int(status[f"Cap{name}"], 16) for name in ("Inh", "Prm", "Eff", "Amb")} == {0}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


@pytest.mark.parametrize("namespace", ["user", "pid", "net", "ipc", "uts", "mnt", "cgroup"])
def test_program_has_a_namespace_of_its_own(sandbox: Sandbox, namespace: str) -> None:
    inside = output_of(sandbox, shell(f"readlink /proc/self/ns/{namespace}")).strip()
    assert inside.startswith(f"{namespace}:[")
    assert inside != str(Path(f"/proc/self/ns/{namespace}").readlink())


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm"])
def test_files_of_one_run_are_not_seen_by_the_next(sandbox: Sandbox, place: str) -> None:
    output_of(sandbox, shell(f"echo secret >{place}/note; mkdir {place}/folder"))
    assert output_of(sandbox, shell(f"ls -A {place}")) == ""


@pytest.mark.helper_only
@pytest.mark.parametrize("name", bwrap.DEVICES)
def test_times_of_devices_can_not_be_changed(sandbox: Sandbox, name: str) -> None:
    before = Path("/dev", name).stat()
    script = f"touch /dev/{name}; true"
    assert output_of(sandbox, shell(script)) == ""
    after = Path("/dev", name).stat()
    assert (after.st_atime_ns, after.st_mtime_ns) == (before.st_atime_ns, before.st_mtime_ns)


def test_system_v_memory_of_one_run_is_not_seen_by_the_next(sandbox: Sandbox) -> None:
    made = output_of(sandbox, shell("ipcmk -M 4096 -Q -S 1; wc -l </proc/sysvipc/shm"))
    assert made.split()[-1] == "2"
    assert output_of(sandbox, shell("cat /proc/sysvipc/{shm,sem,msg} | wc -l")).strip() == "3"


def test_two_runs_at_once_do_not_see_each_other(own_sandbox: Sandbox, sandbox: Sandbox) -> None:
    command = sleeper()
    with started(own_sandbox, command):
        seen = output_of(sandbox, shell("cat /proc/[0-9]*/cmdline | tr '\\0' ' '"))
    assert word_of(command) not in seen


def test_what_is_left_running_dies_with_the_run(sandbox: Sandbox) -> None:
    word = word_of(sleeper())
    quiet = "</dev/null >/dev/null 2>&1"
    script = f"sleep {word} {quiet} & (setsid sleep {word} {quiet} &) ; trap '' TERM; exit 4"
    assert sandbox.run(shell(script)).ending.exit_code == 4
    assert eventually(lambda: not with_word(word))


def test_read_only_mount_can_not_be_written_to(sandbox: Sandbox, folder: Path) -> None:
    (folder / "data").write_text("mine")
    (folder / "data").chmod(0o666)
    script = "echo x >/data/data || rm /data/data || touch /data/other || chmod 600 /data/data"
    outcome = sandbox.run(shell(script, mounts=(Mount(str(folder), "/data"),)))
    assert outcome.ending.exit_code == 1
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("data", "mine")]


def test_folder_that_others_can_not_reach_can_be_shown(
    sandbox: Sandbox, own_sandbox: Sandbox, tmp_path: Path
) -> None:
    tools = tmp_path / "closed" / "tools"
    tools.mkdir(parents=True)
    (tools / "tool").write_text("useful")
    tools.parent.chmod(0o700)
    for one in (sandbox, own_sandbox, sandbox):
        command = shell("cat /data/tool", mounts=(Mount(str(tools), "/data"),))
        assert output_of(one, command) == "useful"


def test_folder_that_is_hidden_is_seen_empty(starter: str, folder: Path) -> None:
    secret = folder / "lib" / "secret"
    secret.mkdir(parents=True)
    (secret / "code").write_text("secret")
    (folder / "lib" / "tool").write_text("useful")
    command = shell(
        f"cd {folder}/lib; ls -A secret; cat tool; chmod 700 secret; echo x >secret/y",
        mounts=(Mount(str(folder), str(folder)),),
    )
    with open_sandbox(use_helper=starter != "bubblewrap", hide=(secret, Path("/elsewhere"))) as box:
        outcome = box.run(command)
    assert outcome.stdout.head(100) == b"useful"
    assert outcome.ending.exit_code == 1
    assert (secret / "code").read_text() == "secret"


def test_test_data_survives_a_program_that_rewrites_its_input(
    sandbox: Sandbox, folder: Path
) -> None:
    data = folder / "1.in"
    data.write_text("1 2\n")
    data.chmod(0o666)
    script = "echo 9 >/proc/self/fd/0; echo 9 >/dev/stdin; cat"
    for _ in range(2):
        assert output_of(sandbox, shell(script, stdin=str(data))) == "1 2\n"
    assert data.read_text() == "1 2\n"


def test_command_line_of_the_first_process_names_no_path_of_the_host(
    sandbox: Sandbox, folder: Path
) -> None:
    mount = Mount(str(folder), "/data")
    script = "cat /proc/1/cmdline; cat /proc/1/environ || true"
    seen = output_of(sandbox, shell(script, mounts=(mount,)))
    assert str(folder) not in seen
    assert str(Path.home()) not in seen


@pytest.mark.helper_only
def test_environment_of_the_first_process_is_closed(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("cat /proc/1/environ"))
    assert outcome.ending.exit_code == 1
    assert b"Permission denied" in outcome.stderr.head(200)


@pytest.mark.helper_only
@pytest.mark.parametrize("process", ["self", "1", "2/task/2", "thread-self"])
@pytest.mark.parametrize("file", ["mountinfo", "mounts", "mountstats"])
def test_nothing_tells_where_on_the_host_the_mounts_are(
    sandbox: Sandbox, process: str, file: str
) -> None:
    # The first process's own can't be opened, or is as empty.
    seen = output_of(sandbox, shell(f"cat /proc/{process}/{file} 2>/dev/null || true"))
    assert seen == ""


@pytest.mark.helper_only
def test_nothing_tells_which_cgroup_of_the_host_it_is(sandbox: Sandbox) -> None:
    assert places_of_cgroups(sandbox) == {"/"}


@pytest.mark.helper_only
def test_nothing_tells_which_cgroup_of_the_host_it_was_put_into(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    cgroups = own_sandbox._cgroups
    real = cgroups.create

    def create(limits: Limits) -> Group:
        group = real(limits)
        monkeypatch.setattr(group, "resident", False)
        return group

    monkeypatch.setattr(cgroups, "create", create)
    cgroups.bar_entry()
    assert places_of_cgroups(own_sandbox) == {"/"}


def places_of_cgroups(sandbox: Sandbox) -> set[str]:
    lines = output_of(sandbox, shell("cat /proc/self/cgroup; (cat /proc/self/cgroup)")).split()
    return {line.split(":", 2)[2] for line in lines}


@pytest.mark.helper_only
def test_nothing_tells_how_the_host_was_booted_and_what_it_has(sandbox: Sandbox) -> None:
    files = "cmdline keys kallsyms modules partitions diskstats interrupts locks swaps config.gz"
    script = f"cd /proc; cat {files} 2>/dev/null; ls acpi bus fs irq scsi 2>/dev/null | grep -v :"
    script += (
        " | grep . || true; test -r cpuinfo -a -r meminfo -a -r stat -a -r sys/vm/overcommit_memory"
    )
    assert output_of(sandbox, shell(script)) == ""


def test_session_and_terminal_are_its_own(sandbox: Sandbox) -> None:
    found = output_of(sandbox, shell("cut -d ' ' -f 6,7 /proc/self/stat")).split()
    assert found[1] == "0"  # no controlling terminal


def fields(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
