from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from judge.cli import findings
from sandbox import Sandbox, SandboxError, host
from sandbox.probes import ground, refusals, remedies, surroundings, system
from sandbox.probes.finding import Finding, holds, lacks
from sandbox.probes.ground import Ground
from sandbox.probes.namespaces import OPTIONS, options_of, version_of
from sandbox.probes.surroundings import Surroundings

DEBIAN = Surroundings(distribution=("debian",), namespaces=True)
UBUNTU = Surroundings(
    distribution=("ubuntu", "debian"),
    apparmor=True,
    sysctls={"kernel/apparmor_restrict_unprivileged_userns": 1, "user/max_user_namespaces": 9999},
)
DOCKER = Surroundings(
    root=True,
    container="docker",
    filtered=True,
    apparmor=True,
    profile="docker-default",
    masked=("/proc/acpi", "/proc/kcore"),
    cgroups_read_only=True,
)
# Debian 12 with systemd; docker 27; a shell under podman 4.3 on AppArmor.
V2 = """\
24 29 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
28 22 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw
29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
41 24 0:35 / /proc/sys/fs/binfmt_misc rw,relatime shared:18 - autofs systemd-1 rw,fd=29
"""
IN_DOCKER = """\
683 522 0:57 / / rw,relatime - overlay overlay rw
684 683 0:60 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
688 687 0:28 /../.. /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw
524 684 0:60 /sys /proc/sys ro,nosuid,nodev,noexec,relatime - proc proc rw
531 684 0:62 / /proc/acpi ro,relatime - tmpfs tmpfs ro
"""
OLD_USAGE = """\
usage: bwrap [OPTIONS...] [--] COMMAND [ARGS...]

    --help                       Print this help
    --unshare-user-try           Create new user namespace if possible else continue
    --tmpfs DEST                 Mount new tmpfs on DEST
    --perms OCTAL                Set permissions of next argument (--bind-data, --file, etc.)
"""
FILTER = """
import errno, os, sys
import pyseccomp as seccomp
found = seccomp.SyscallFilter(seccomp.ALLOW)
found.add_rule(seccomp.ERRNO(errno.EPERM), "unshare")
new_user = seccomp.Arg(0, seccomp.MASKED_EQ, 0x10000000, 0x10000000)
found.add_rule(seccomp.ERRNO(errno.EPERM), "clone", new_user)
found.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
found.load()
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
TELL = """
import msgspec, sys
from sandbox.host import probe
sys.stdout.buffer.write(msgspec.json.encode(probe()))
"""
ROOT = Path(__file__).parents[1]


def told(*argv: str, **env: str) -> dict[str, Finding]:
    """What a fresh process finds, in an environment of its own."""
    done = subprocess.run(
        argv, env={**os.environ, **env}, cwd=ROOT, stdout=subprocess.PIPE, timeout=120, check=True
    )
    return {one.name: one for one in msgspec.json.decode(done.stdout, type=list[Finding])}


def needs(*names: str) -> None:
    for name in names:
        if (reason := host.why_not(name)) is not None:
            pytest.skip(reason)


class TestProbe:
    def test_each_probe_gives_one_finding_of_its_name(self) -> None:
        assert [one.name for one in host.probe()] == list(host.PROBES)

    def test_what_is_missing_says_so_in_words_and_what_is_there_needs_no_remedy(self) -> None:
        for one in host.probe():
            assert one.message
            assert not (one.ok and one.remedy)

    def test_a_healthy_host_is_looked_at_within_a_second(self) -> None:
        needs("sandbox")
        host.probe()
        start = time.monotonic()
        host.probe()
        assert time.monotonic() - start < float(os.environ.get("JUDGE_TEST_SCALE", "1"))

    def test_the_sandbox_agrees_with_the_findings(self) -> None:
        missing = [one.name for one in host.probe() if one.required and not one.ok]
        try:
            Sandbox().close()
        except SandboxError:
            assert missing
        else:
            assert missing == []

    def test_findings_and_sandbox_name_the_same_mechanisms(self) -> None:
        needs("sandbox", "memory")
        answer = findings.answer(host.probe(), frozenset())
        with Sandbox() as sandbox:
            assert answer.enforced_by.items() <= sandbox.enforced_by.items()

    def test_a_skip_reason_ends_in_the_remedy(self) -> None:
        for one in host.probe():
            reason = host.why_not(one.name)
            assert (reason is None) == one.ok
            assert reason is None or reason.startswith(one.message)
            assert not one.remedy or one.remedy in str(reason)

    def test_a_probe_that_fails_is_a_finding(self) -> None:
        def fails(_trial: object, _around: object) -> Finding:
            raise SandboxError("cgroup", "is gone", "mount it")

        (found,) = host.probe({"swap": fails})
        assert (found.ok, found.message, found.remedy) == (False, "cgroup: is gone", "mount it")

    def test_a_probe_that_hangs_is_a_finding(self) -> None:
        ended = threading.Event()

        def hangs(_trial: object, _around: object) -> Finding:
            ended.wait(60)
            return holds("swap", "")

        (found,) = host.probe({"swap": hangs}, seconds=3.0)
        ended.set()
        assert not found.ok
        assert "no answer within 3 s" in found.message


class TestBrokenHosts:
    def test_without_bubblewrap_the_first_remedy_installs_it(self, tmp_path: Path) -> None:
        for name in ("true", "unshare", "sh"):
            (tmp_path / name).symlink_to(shutil.which(name) or name)
        found = told(sys.executable, "-c", TELL, PATH=str(tmp_path))
        assert "not installed" in found["bubblewrap"].message
        assert "bubblewrap" in found["bubblewrap"].remedy
        assert not found["sandbox"].ok
        # What could not be tried is blamed on what is missing, not on what was not tried either.
        assert (found["network"].by, found["proc"].by) == ("bubblewrap", "bubblewrap")

    def test_a_bubblewrap_that_only_root_can_reach_is_told(self, tmp_path: Path) -> None:
        needs("bubblewrap")
        shutil.copy(shutil.which("bwrap") or "bwrap", tmp_path)
        tmp_path.chmod(0o700)
        found = told(sys.executable, "-c", TELL, PATH=f"{tmp_path}:{os.environ['PATH']}")
        assert found["bubblewrap"].ok == (os.geteuid() != 0)

    def test_an_old_bubblewrap_is_told_from_its_options(self, folder: Path) -> None:
        program = folder / "bwrap"
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{OLD_USAGE}END\n")
        program.chmod(0o755)
        found = told(sys.executable, "-c", TELL, PATH=f"{folder}:{os.environ['PATH']}")
        assert "--disable-userns" in found["bubblewrap"].message
        assert "git clone" in found["bubblewrap"].remedy

    def test_without_a_compiler_the_sandbox_is_less_exact_but_works(self, folder: Path) -> None:
        needs("sandbox")
        for name in ("bwrap", "true", "bash", "unshare"):
            (folder / name).symlink_to(shutil.which(name) or name)
        cache = str(folder / "cache")
        found = told(sys.executable, "-c", TELL, PATH=str(folder), XDG_CACHE_HOME=cache)
        assert found["sandbox"].ok
        assert not found["init"].ok
        assert "no C compiler" in found["init"].message
        assert not found["init"].required

    def test_a_filter_that_refuses_namespaces_is_the_cause(self) -> None:
        needs("sandbox")
        pytest.importorskip("pyseccomp")
        found = told(sys.executable, "-c", FILTER, "-c", TELL)
        assert found["user"].by == "seccomp"
        assert not found["sandbox"].ok
        assert found["network"].by == "user"

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can cover parts of /proc")
    def test_a_covered_proc_is_the_cause(self) -> None:
        needs("sandbox")
        cover = 'mount -t tmpfs none /proc/irq && exec "$@"'
        command = ("unshare", "--mount", "sh", "-c", cover, "sh", sys.executable, "-c", TELL)
        found = told(*command)
        assert found["user"].ok
        assert "/proc/irq" in found["proc"].message
        assert found["proc"].remedy

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount")
    def test_a_temporary_folder_where_nothing_can_be_executed_is_refused(
        self, tmp_path: Path
    ) -> None:
        tmp_path.chmod(0o755)
        mount = f'mount -t tmpfs -o noexec none {tmp_path} && exec "$@"'
        command = ("unshare", "--mount", "sh", "-c", mount, "sh", sys.executable, "-c", TELL)
        found = told(*command, TMPDIR=str(tmp_path))
        assert "noexec" in found["temporary"].message
        assert "TMPDIR" in found["temporary"].remedy


class TestCauses:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("kernel/unprivileged_userns_clone", 1), ("user/max_user_namespaces", 15000)],
    )
    def test_a_kernel_parameter_comes_first(self, name: str, value: int) -> None:
        around = msgspec.structs.replace(UBUNTU, sysctls={**UBUNTU.sysctls, name: 0})
        found = refusals.blame(around, created=False, words="")
        assert found.by == "sysctl"
        assert f"echo {name.replace('/', '.')}={value} | sudo tee" in found.remedy

    def test_ubuntu_is_told_to_load_a_profile_for_bubblewrap(self) -> None:
        found = refusals.blame(UBUNTU, created=True, words="")
        assert found.by == "apparmor"
        words = shlex.split(found.remedy)
        assert words[:4] == ["sudo", "install", "-m", "644"]
        assert words[4].endswith("/profiles/bwrap")
        assert words[5:7] == ["/etc/apparmor.d/bwrap", "&&"]
        assert found.remedy.endswith("sudo apparmor_parser -r /etc/apparmor.d/bwrap")

    def test_the_distributions_own_profile_is_lifted_before(self) -> None:
        around = msgspec.structs.replace(UBUNTU, shipped_profile=True)
        found = refusals.blame(around, created=True, words="")
        assert found.remedy.startswith("sudo ln -sf /etc/apparmor.d/bwrap-userns-restrict")

    def test_the_host_of_a_container_is_given_the_profile_itself(self) -> None:
        around = msgspec.structs.replace(UBUNTU, container="docker")
        found = refusals.blame(around, created=True, words="")
        assert found.remedy.startswith(
            "on the host of this container: printf '%s\\n' 'abi <abi/4.0>,'"
        )
        assert "userns," in found.remedy
        assert "#" not in found.remedy

    def test_a_container_gets_all_its_permissions_in_one_command(self) -> None:
        found = refusals.blame(DOCKER, created=False, words="")
        assert found.by == "seccomp"
        assert found.remedy == (
            "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
            " --security-opt systempaths=unconfined --security-opt writable-cgroups=true …"
        )
        assert ground.blame(Ground(), DOCKER).remedy == found.remedy

    def test_podman_has_its_own_words_and_each_once(self) -> None:
        around = msgspec.structs.replace(DOCKER, container="podman")
        assert remedies.start_container(around) == (
            "podman run --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
            " --security-opt unmask=ALL …"
        )

    def test_a_filter_is_not_blamed_where_a_namespace_could_be_made(self) -> None:
        found = refusals.blame(DOCKER, created=True, words="")
        assert found.by == "apparmor"
        assert "docker-default" in found.message

    def test_what_nothing_explains_is_told_in_bubblewraps_words(self) -> None:
        found = refusals.blame(DEBIAN, created=True, words="No space left on device")
        assert (found.by, found.remedy) == ("unknown", "")
        assert "No space left on device" in found.message

    def test_a_kernel_without_namespaces_and_a_chroot_are_told(self) -> None:
        bare = refusals.blame(Surroundings(namespaces=False), created=False, words="")
        jail = refusals.blame(Surroundings(chroot=True), created=False, words="")
        assert (bare.by, jail.by) == ("kernel", "chroot")


BOTH = frozenset({"memory", "pids"})
SYSTEMD = Surroundings(systemd=True, distribution=("debian",), user="ada")


class TestCgroupCauses:
    @pytest.mark.parametrize(
        ("found", "around", "remedy"),
        [
            (Ground(mounted=False), DEBIAN, "sudo mount -t cgroup2 none /sys/fs/cgroup"),
            (Ground(top=frozenset({"pids"})), DEBIAN, "cgroup_enable=memory"),
            (Ground(older=BOTH), DEBIAN, "sudo $(command -v judge)"),
            (Ground(older=BOTH), SYSTEMD, "systemd.unified_cgroup_hierarchy=1"),
            (Ground(top=BOTH), DEBIAN, "sudo $(command -v judge)"),
            (Ground(top=BOTH, busctl=False), SYSTEMD, "sudo apt install systemd"),
            (Ground(top=BOTH, runtime=False), SYSTEMD, "sudo loginctl enable-linger ada"),
            (Ground(top=BOTH, bus=False), SYSTEMD, "sudo apt install dbus-user-session"),
            (Ground(top=BOTH, delegated=frozenset({"pids"})), SYSTEMD, "Delegate=cpu"),
            (Ground(top=BOTH, delegated=BOTH), SYSTEMD, "systemd-run --user --scope"),
        ],
    )
    def test_the_remedy_fits_the_cause(
        self, found: Ground, around: Surroundings, remedy: str
    ) -> None:
        assert remedy in ground.blame(found, around).remedy

    def test_windows_subsystem_is_told_to_start_systemd(self) -> None:
        found = ground.blame(Ground(top=BOTH), Surroundings(wsl=True))
        assert "systemd=true" in found.remedy

    def test_a_user_in_a_container_is_told_to_be_root_there(self) -> None:
        found = ground.blame(Ground(top=BOTH), Surroundings(container="docker"))
        assert found.remedy == "run the judge as root of this container"

    def test_a_bus_is_looked_for_where_it_is_said_to_be(self, tmp_path: Path) -> None:
        usual = tmp_path / "bus"
        assert not ground.bus_exists("", usual)
        assert not ground.bus_exists(f"unix:path={usual},guid=1", tmp_path)
        usual.touch()
        assert ground.bus_exists("", usual)
        assert ground.bus_exists("unix:abstract=/tmp/dbus-1", tmp_path / "none")


class TestFacts:
    def test_covered_parts_of_proc_are_found(self) -> None:
        assert surroundings.masked_by(IN_DOCKER) == ("/proc/acpi", "/proc/sys")
        assert surroundings.masked_by(V2) == ()

    def test_read_only_cgroups_are_found(self) -> None:
        assert surroundings.cgroups_read_only(IN_DOCKER)
        assert not surroundings.cgroups_read_only(V2)
        assert not surroundings.cgroups_read_only("")

    @pytest.mark.parametrize(
        ("context", "profile"),
        [
            ("unconfined\n", None),
            ("", None),
            ("docker-default (enforce)\n", "docker-default"),
            ("containers-default-0.50.1 (enforce)\n", "containers-default-0.50.1"),
            ("code (unconfined)\n", None),
            ("unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023\0", None),
            ("system_u:system_r:container_t:s0:c12,c40\0", "container_t"),
        ],
    )
    def test_a_confined_process_is_told_from_an_unconfined_one(
        self, context: str, profile: str | None
    ) -> None:
        assert surroundings.profile_of(context) == profile

    def test_a_filter_is_read_from_the_status(self) -> None:
        assert surroundings.filtered_by("NoNewPrivs:\t0\nSeccomp:\t2\nSeccomp_filters:\t1\n")
        assert not surroundings.filtered_by("Seccomp:\t0\nSeccomp_filters:\t0\n")

    def test_the_surest_mark_of_a_container_counts(self) -> None:
        assert surroundings.container_of(["docker", "kubernetes"]) == "kubernetes"
        assert surroundings.container_of(["oci", "podman"]) == "podman"
        assert surroundings.container_of(["wsl"]) == "wsl"
        assert surroundings.container_of([]) is None

    @pytest.mark.parametrize(
        ("release", "command"),
        [
            ('ID=debian\nVERSION_ID="12"\n', "sudo apt install bubblewrap"),
            ("ID=linuxmint\nID_LIKE='ubuntu debian'\n", "sudo apt install bubblewrap"),
            ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install bubblewrap"),
            ("ID=fedora\n", "sudo dnf install bubblewrap"),
            ("ID=arch\n", "sudo pacman -S bubblewrap"),
            ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', "sudo zypper install"),
            ("ID=alpine\n", "sudo apk add bubblewrap"),
            ("", "install bubblewrap with this system's package manager"),
        ],
    )
    def test_packages_are_installed_in_the_distributions_way(
        self, release: str, command: str
    ) -> None:
        around = Surroundings(distribution=surroundings.distribution_of(release))
        assert remedies.install("bubblewrap", around).startswith(command)

    def test_root_needs_no_sudo(self) -> None:
        around = Surroundings(root=True, distribution=("debian",))
        assert remedies.install("compiler", around) == "apt install gcc libc6-dev"

    def test_options_and_version_are_read_from_what_bubblewrap_says(self) -> None:
        assert options_of(OLD_USAGE) == {"--help", "--unshare-user-try", "--tmpfs", "--perms"}
        assert version_of("bubblewrap 0.6.1\n") == "0.6.1"
        assert "--size" in OPTIONS.split()

    def test_a_file_system_without_room_is_refused(self) -> None:
        usual = (4096, 4096, 1 << 20, 1 << 19, 1 << 19, 1 << 16, 1 << 15, 1 << 15, 0, 255)
        full = (*usual[:4], 100, *usual[5:])
        crowded = (*usual[:7], 10, *usual[8:])
        uncounted = (*usual[:5], 0, 0, 0, *usual[8:])
        noexec = (*usual[:8], os.ST_NOEXEC, 255)
        said = [system.room(os.statvfs_result(one)) for one in (usual, uncounted, full, crowded)]
        assert said == ["", "", "has only 0 MiB left", "has only 10 files left"]
        assert "noexec" in system.room(os.statvfs_result(noexec))


GOOD = (holds("memory", "limited", by="cgroup-v2"), holds("user", "they work", by="namespace"))
GAP = lacks("mac", "no profile", required=False)
BAD = lacks("cpu_time", "no cgroup", "sudo mend\x1b[2J it", by="systemd")
UNTRIED = lacks("memory_peak", "not known", by="cpu_time", required=False)


class TestDoctor:
    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        code = (
            "import sys; from judge.cli.doctor import doctor;"
            "sys.exit(doctor(json='--json' in sys.argv, allowed=frozenset(sys.argv[2:])))"
        )
        return subprocess.run(
            [sys.executable, "-c", code, *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def test_json_is_all_of_the_answer_and_the_exit_code_follows_it(self) -> None:
        done = self.run("--json")
        answer = json.loads(done.stdout)
        assert answer["schema"] == "judge/doctor/1"
        assert done.returncode == (0 if answer["ok"] else 3)
        assert [one["name"] for one in answer["findings"]] == list(host.PROBES)
        assert set(answer["enforced_by"]) == set(findings.ENFORCED)

    def test_json_is_what_its_type_says(self) -> None:
        msgspec.json.decode(self.run("--json").stdout, type=findings.DoctorResult, strict=True)

    def test_a_pipe_gets_plain_text_that_ends_in_the_sentence_that_counts(self) -> None:
        done = self.run()
        assert "\x1b" not in done.stdout
        last = done.stdout.splitlines()[-1]
        assert last.startswith("This host can")
        assert (last == "This host can sandbox.") == (done.returncode == 0)

    def test_a_gap_that_is_not_required_is_no_failure(self) -> None:
        answer = findings.answer((*GOOD, GAP), frozenset())
        assert answer.ok
        assert list(findings.advice(answer)) == ["This host can sandbox."]

    def test_the_last_line_names_the_first_command(self) -> None:
        lines = list(findings.advice(findings.answer((*GOOD, BAD, GAP), frozenset())))
        assert lines[0] == "To mend CPU time:"
        assert lines[-1] == "This host can't sandbox yet. First: sudo mend [2J it"

    def test_what_is_allowed_to_be_unenforced_is_no_failure(self) -> None:
        answer = findings.answer((*GOOD, BAD), frozenset({"cpu_time"}))
        assert answer.ok
        assert answer.enforced_by["cpu_time"] is None
        assert answer.enforced_by["memory"] == "cgroup-v2"

    def test_what_was_not_tried_is_unknown_and_not_missing(self) -> None:
        rows = list(findings.rows(findings.answer((BAD, UNTRIED), frozenset())))
        assert [row.split()[0] for row in rows] == ["MISSING", "unknown"]
